/**
 * What is drawn at one distance: boxes that are large enough to be told apart, and arrows between them. Where there would be more marks
 * than people or browsers can take, things are drawn together with what they stand in, and counted; nothing is left out.
 */
import { type Camera, isSeen, pixelsOf, type Size } from "./camera.ts";
import { type Box, type Layout, type Pair, type Risk, worse } from "./model.ts";
import { joinedUse, type Use } from "./use.ts";

/** Boxes and arrows together. */
export const mostMarks = 2000;
const mostBoxes = 1300;
/** Arrows over the whole picture that people can still follow; those of a chosen box are told apart besides. */
const mostArrows = 220;
/** Pixels, from which on a box shows what is in it. */
const opensAt = 56;
/** Pixels, from which on a box has arrows of its own. */
const arrowsAt = 18;
/** Of a chosen box. */
const mostSingle = 120;

export type Marks = {
  /** Places in the layout's boxes, outer before inner. */
  readonly boxes: readonly number[];
  /** Those of them that show what is in them. */
  readonly open: ReadonlySet<number>;
  /** Between boxes, by their places. */
  readonly arrows: readonly Pair[];
  /** By box: roles that let somebody in from within the same box, where that shows no arrow. */
  readonly inside: ReadonlyMap<number, number>;
  /** Of the chosen box. */
  readonly chosenArrows: readonly Pair[];
  /** By box: which one its arrows are drawn from and to; and in arrows of the chosen box. */
  readonly by: Int32Array;
  readonly chosenBy: Int32Array;
  /** Whether some arrows are drawn from and to larger boxes than are shown. */
  readonly isJoined: boolean;
};

/** `pairs`: between boxes, by their places. `chosen`: a box whose arrows are all told apart. */
export function marksOf(
  layout: Layout,
  pairs: readonly Pair[],
  camera: Camera,
  size: Size,
  chosen: number | null,
): Marks {
  let least = opensAt;
  let drawn = openBoxes(layout, camera, size, least);
  while (drawn.boxes.length > mostBoxes && least < 4096) {
    least *= 1.5;
    drawn = openBoxes(layout, camera, size, least);
  }
  const room = mostMarks - drawn.boxes.length;
  const nearest = shownBy(layout.boxes, drawn.shown, () => true);
  const own =
    chosen === null ? { arrows: [], by: nearest } : arrowsOf(chosen, layout.boxes, pairs, nearest, room);
  const chosenArrows = own.arrows;
  let smallest = arrowsAt;
  let by = shownBy(layout.boxes, drawn.shown, isLarge(layout, camera, smallest));
  let lifted = liftedPairs(pairs, by);
  let isJoined = false;
  while (lifted.arrows.length > Math.min(mostArrows, room - chosenArrows.length) && smallest < 8192) {
    isJoined = true;
    smallest *= 1.6;
    // What is drawn together already stays together, so that only what was left has to be looked at.
    by = shownBy(layout.boxes, drawn.shown, isLarge(layout, camera, smallest));
    lifted = liftedPairs(lifted.arrows, by, movedInside(lifted.inside, by));
  }
  return { boxes: drawn.boxes, open: drawn.open, ...lifted, chosenArrows, by, chosenBy: own.by, isJoined };
}

/** Those of one box: with whoever is at the other end, drawn or not, as far as there is room; else with what is drawn of it. */
function arrowsOf(
  chosen: number,
  boxes: readonly Box[],
  pairs: readonly Pair[],
  nearest: Int32Array,
  room: number,
): { readonly arrows: readonly Pair[]; readonly by: Int32Array } {
  const own = pairs.filter(touches(boxes, chosen));
  const apart = nearest.map((shown, at) => (isWithin(boxes, at, chosen) ? shown : at));
  const single = liftedPairs(own, apart).arrows;
  if (single.length <= mostSingle) return { arrows: single, by: apart };
  const together = liftedPairs(own, nearest).arrows;
  return { arrows: together.length <= room ? together : [], by: nearest };
}

type Drawn = {
  readonly boxes: readonly number[];
  readonly open: ReadonlySet<number>;
  /** By box: whether it is drawn. */
  readonly shown: Uint8Array;
};

function openBoxes({ boxes }: Layout, camera: Camera, size: Size, least: number): Drawn {
  const found: number[] = [];
  const open = new Set<number>();
  const shown = new Uint8Array(boxes.length);
  const visit = (at: number): void => {
    const box = boxes[at];
    if (box === undefined) return;
    found.push(at);
    shown[at] = 1;
    const pixels = pixelsOf(box.rect, camera);
    // What an account lets in is what it was opened for.
    const needed = box.kind === "role-group" ? least * 0.4 : least;
    const isOpen =
      box.children.length > 0 && Math.min(pixels.width, pixels.height) >= needed && isSeen(pixels, size);
    if (!isOpen) return;
    open.add(at);
    for (const child of box.children) visit(child);
  };
  for (const [at, { parent }] of boxes.entries()) if (parent === null) visit(at);
  return { boxes: found, open, shown };
}

function isLarge({ boxes }: Layout, camera: Camera, least: number): (box: number) => boolean {
  return (box) => {
    const { rect, kind } = boxes[box] ?? { rect: { width: 0, height: 0 }, kind: "account" };
    // Parties stand apart: what holds them says nothing about them.
    const needed = kind === "party" || kind === "party-group" ? least / 4 : least;
    return Math.min(rect.width, rect.height) * camera.scale >= needed;
  };
}

/** For every box: itself, or the nearest around it that is drawn and says yes. */
function shownBy(boxes: readonly Box[], shown: Uint8Array, isAllowed: (box: number) => boolean): Int32Array {
  const by = new Int32Array(boxes.length);
  // INVARIANT: parents stand before their children.
  for (const [at, { parent }] of boxes.entries()) {
    const isItself = parent === null || (shown[at] === 1 && isAllowed(at));
    by[at] = isItself ? at : (by[parent] ?? 0);
  }
  return by;
}

type Lifted = Pick<Marks, "arrows" | "inside">;

/** Between what stands for the boxes. `inside`: what stayed within boxes before. */
function liftedPairs(pairs: readonly Pair[], by: Int32Array, inside = new Map<number, number>()): Lifted {
  type Counted = { from: number; to: number; roles: number; risk: Risk; proven: boolean; use?: Use };
  const found = new Map<number, Counted>();
  for (const pair of pairs) {
    const [from, to] = [by[pair.from] ?? 0, by[pair.to] ?? 0];
    if (from === to) {
      inside.set(to, (inside.get(to) ?? 0) + pair.roles);
      continue;
    }
    const key = from * by.length + to;
    const known = found.get(key);
    if (known === undefined) {
      const { roles, risk, proven, use } = pair;
      found.set(key, { from, to, roles, risk, proven, ...(use && { use }) });
    } else {
      known.roles += pair.roles;
      known.risk = worse(known.risk, pair.risk);
      known.proven ||= pair.proven;
      const use = joinedUse(known.use, pair.use);
      if (use !== undefined) known.use = use;
    }
  }
  return { arrows: [...found.values()], inside };
}

function movedInside(inside: ReadonlyMap<number, number>, by: Int32Array): Map<number, number> {
  const moved = new Map<number, number>();
  for (const [box, roles] of inside) {
    const at = by[box] ?? 0;
    moved.set(at, (moved.get(at) ?? 0) + roles);
  }
  return moved;
}

/** The pairs that are drawn together as the arrow. */
export function membersOf(marks: Marks, pairs: readonly Pair[], arrow: Pair): readonly Pair[] {
  const by = marks.chosenArrows.includes(arrow) ? marks.chosenBy : marks.by;
  return pairs.filter(({ from, to }) => by[from] === arrow.from && by[to] === arrow.to);
}

function touches(boxes: readonly Box[], chosen: number): (pair: Pair) => boolean {
  return ({ from, to }) => isWithin(boxes, from, chosen) !== isWithin(boxes, to, chosen);
}

export function isWithin(boxes: readonly Box[], box: number, around: number): boolean {
  for (let at: number | null = box; at !== null; at = boxes[at]?.parent ?? null)
    if (at === around) return true;
  return false;
}

/** The innermost drawn box at the point, in the map's units. */
export function boxAt({ boxes }: Layout, { boxes: drawn }: Marks, x: number, y: number): number | null {
  for (let at = drawn.length - 1; at >= 0; at--) {
    const box = drawn[at] ?? 0;
    const { rect } = boxes[box] ?? { rect: { x: 0, y: 0, width: 0, height: 0 } };
    if (x >= rect.x && y >= rect.y && x <= rect.x + rect.width && y <= rect.y + rect.height) return box;
  }
  return null;
}
