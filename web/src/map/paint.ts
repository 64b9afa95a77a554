/** Draws marks: boxes, then arrows, then names, then what is chosen. */
import { curveOf, isAtEdge, type Point, pointOn } from "./arrows.ts";
import { type Camera, isSeen, pixelsOf, type Size } from "./camera.ts";
import { isWithin, type Marks } from "./marks.ts";
import { type Box, type Layout, type Pair, type Rect, type Risk, risks } from "./model.ts";
import type { Painter, Stroke } from "./painter.ts";
import { type Heat, heatOf } from "./use.ts";

export type Colors = Readonly<
  Record<
    "ground" | "text" | "quiet" | "unit" | "account" | "unread" | "line" | "focus" | "bad" | "warn",
    string
  >
> & { readonly risk: Readonly<Record<Risk, string>>; readonly heat: Readonly<Record<Heat, string>> };

export type Picture = {
  readonly layout: Layout;
  readonly marks: Marks;
  readonly camera: Camera;
  readonly size: Size;
  readonly colors: Colors;
  /** A box. */
  readonly chosen: number | null;
  readonly hovered: number | null;
  readonly chosenArrow: Pair | null;
  /** Where to cut. */
  readonly cut: readonly Pair[];
  /** The trail's end (milliseconds since 1970), where arrows tell their use instead of their risk; null: their risk. */
  readonly heatAt: number | null;
};

/** Dashes tell risks apart where colours do not. */
const dashes: Readonly<Record<Risk, readonly number[]>> = {
  open: [],
  external: [],
  administrator: [10, 3],
  internal: [],
  service: [2, 3],
};
const may = [4, 4];
const heatDashes: Readonly<Record<Heat, readonly number[]>> = {
  week: [],
  month: [12, 3],
  quarter: [6, 4],
  older: [2, 4],
};

/** Arrows that are few enough to be numbered. */
const mostNumbered = 60;

/** Of arrows that are not asked about: what lies under them stays legible. */
const fadedAlpha = { few: 0.75, besides: 0.15 };

export function paint(painter: Painter, picture: Picture): void {
  const { layout, marks, camera, size } = picture;
  const seen = marks.boxes.flatMap((at) => {
    const box = layout.boxes[at];
    const pixels = box === undefined ? null : pixelsOf(box.rect, camera);
    return box === undefined || pixels === null || !isSeen(pixels, size) ? [] : [{ at, box, pixels }];
  });
  for (const { at, box, pixels } of seen) paintBox(painter, picture, box, pixels, marks.open.has(at));
  const lifted = marks.chosenArrows.length > 0;
  const arrows = lifted ? marks.chosenArrows : marks.arrows;
  const isNear = nearTest(picture);
  const taken: Rect[] = [];
  // The worst on top.
  for (const risk of risks.toReversed()) {
    for (const arrow of arrows) {
      if (arrow.risk !== risk) continue;
      const near = isNear(arrow);
      const isNumbered = arrows.length <= mostNumbered || near === "asked";
      painter.alpha(near === "asked" || lifted ? 1 : fadedAlpha[near]);
      paintArrow(painter, picture, arrow, { isNumbered, taken });
    }
  }
  painter.alpha(1);
  for (const arrow of picture.cut) paintCut(painter, picture, arrow);
  for (const { at, box, pixels } of seen) {
    const inside = marks.inside.get(at) ?? 0;
    const label = inside === 0 ? box.label : `${box.label} (${inside} within)`;
    paintName(painter, picture, { ...box, label }, pixels, marks.open.has(at));
  }
  outline(painter, picture, picture.hovered, 1.5);
  outline(painter, picture, picture.chosen, 3);
}

/** Whether an arrow touches what the pointer is on or what is chosen, or others do. */
function nearTest({
  layout,
  hovered,
  chosen,
  chosenArrow,
  cut,
}: Picture): (arrow: Pair) => "asked" | "few" | "besides" {
  const box = hovered !== null && layout.boxes[hovered]?.parent !== null ? hovered : chosen;
  const others = cut.length > 0 ? "besides" : "few";
  if (box === null && chosenArrow === null) return () => others;
  return (arrow) => {
    if (chosenArrow !== null && chosenArrow.from === arrow.from && chosenArrow.to === arrow.to)
      return "asked";
    if (box === null) return others;
    return isWithin(layout.boxes, arrow.from, box) || isWithin(layout.boxes, arrow.to, box)
      ? "asked"
      : "besides";
  };
}

function paintBox(painter: Painter, { colors }: Picture, box: Box, pixels: Rect, isOpen: boolean): void {
  const fill = box.isUnread ? colors.unread : isOpen || box.kind === "unit" ? colors.unit : colors.account;
  const isTiny = Math.min(pixels.width, pixels.height) < 5;
  const dash = box.isUnread ? [3, 3] : [];
  painter.box(pixels, fill, isTiny ? null : { color: colors.line, width: box.isExternal ? 1.5 : 0.75, dash });
  const { severity } = box;
  if (isOpen || (severity !== "critical" && severity !== "high")) return;
  // A corner, larger for what is worse: a shape, not a colour alone.
  const length = Math.min(severity === "critical" ? 14 : 9, pixels.width / 2, pixels.height / 2);
  const right = pixels.x + pixels.width;
  const corner = [
    { x: right - length, y: pixels.y },
    { x: right, y: pixels.y },
    { x: right, y: pixels.y + length },
  ];
  painter.polygon(corner, severity === "critical" ? colors.bad : colors.warn);
}

function paintName(
  painter: Painter,
  { colors, size: whole }: Picture,
  box: Box,
  pixels: Rect,
  isOpen: boolean,
): void {
  const { width, height } = pixels;
  // What the picture lies within is told above it; of what is seen of others a name has to fit.
  const isAround =
    pixels.x < 0 && pixels.y < 0 && pixels.x + width > whole.width && pixels.y + height > whole.height;
  if (isAround || (pixels.x < 0 && pixels.x + width < 60)) return;
  const size = isOpen ? 12 : 11;
  if (height < size + 2 || width < 24) return;
  // An open box that reaches beyond the picture keeps its name in sight.
  const x = Math.max(pixels.x, 0) + 4;
  const y = isOpen ? Math.max(pixels.y, 0) + 9 : pixels.y + Math.min(height / 2, 12);
  const most = pixels.x + width - x - 6;
  const style = { color: colors.text, size, bold: isOpen, ground: isOpen ? colors.unit : null };
  painter.text(box.label, { x, y }, style, most);
  if (isOpen || box.about === "" || height < 34) return;
  painter.text(box.about, { x, y: y + 14 }, { ...style, color: colors.quiet, size: 10 }, most);
}

function paintArrow(painter: Painter, picture: Picture, arrow: Pair, { isNumbered, taken }: Names): void {
  const { layout, marks, camera, size, colors, chosenArrow } = picture;
  const curve = curveOf(layout, marks.open, camera, size, arrow);
  const { from, to } = curve;
  const around = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x) + 1,
    height: Math.abs(to.y - from.y) + 1,
  };
  if (!isSeen(around, size)) return;
  const isChosen = chosenArrow !== null && chosenArrow.from === arrow.from && chosenArrow.to === arrow.to;
  const { count, color, dash, text } = lookOf(arrow, picture);
  const width = Math.min(6, 0.75 + Math.log2(count + 1) * 0.45) + (isChosen ? 2 : 0);
  const stroke: Stroke = { color: isChosen ? colors.focus : color, width, dash };
  painter.curve(curve, stroke);
  const before = pointOn(curve, 0.94);
  const length = Math.hypot(to.x - before.x, to.y - before.y);
  if (length > 1) {
    const reach = 5 + width;
    const [x, y] = [(to.x - before.x) / length, (to.y - before.y) / length];
    painter.polygon(
      [
        to,
        { x: to.x - x * reach - y * reach * 0.5, y: to.y - y * reach + x * reach * 0.5 },
        { x: to.x - x * reach + y * reach * 0.5, y: to.y - y * reach - x * reach * 0.5 },
      ],
      stroke.color,
    );
  }
  if (!isNumbered) return;
  for (const [end, box] of [
    [from, arrow.from],
    [to, arrow.to],
  ] as const)
    if (isAtEdge(end, size)) paintBeyond(painter, picture, end, layout.boxes[box]?.label ?? "", taken);
  const middle = pointOn(curve, 0.5);
  const style = { color: colors.text, size: 10, bold: arrow.risk === "open", ground: colors.ground };
  painter.text(text, middle, style, 60);
}

type Look = {
  readonly count: number;
  readonly color: string;
  readonly dash: readonly number[];
  readonly text: string;
};

/** By its use, where that is asked for and known; else by its risk. */
function lookOf({ risk, roles, proven, use }: Pair, { colors, heatAt }: Picture): Look {
  const heat = use === undefined || heatAt === null ? null : heatOf(use, heatAt);
  if (use === undefined || heat === null) {
    const text = `${risk === "open" ? "! " : ""}${roles}`;
    return { count: roles, color: colors.risk[risk], dash: proven ? dashes[risk] : may, text };
  }
  const text = `${use.impossible > 0 ? "⚠ " : ""}${use.calls}×`;
  return { count: use.calls, color: colors.heat[heat], dash: heatDashes[heat], text };
}

function paintCut(painter: Painter, { layout, marks, camera, size, colors }: Picture, arrow: Pair): void {
  const curve = curveOf(layout, marks.open, camera, size, arrow);
  painter.curve(curve, { color: colors.focus, width: 4, dash: [] });
  const style = { color: colors.text, size: 15, bold: true, ground: colors.ground };
  painter.text("✂", pointOn(curve, 0.5), style, 60);
}

type Names = {
  readonly isNumbered: boolean;
  /** Where names stand already. */
  readonly taken: Rect[];
};

function isOver(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Who stands beyond the picture, where the arrow comes from there or goes there. */
function paintBeyond(
  painter: Painter,
  { size, colors }: Picture,
  { x, y }: Point,
  label: string,
  taken: Rect[],
): void {
  const most = 130;
  const left = x > size.width / 2 ? Math.max(4, x - most) : x + 4;
  // Names over names tell nothing: the first, of what is worst, stays.
  const room = { x: left, y: y - 7, width: most, height: 14 };
  if (taken.some((other) => isOver(room, other))) return;
  taken.push(room);
  const style = { color: colors.text, size: 10, bold: false, ground: colors.ground };
  painter.text(label, { x: left, y: Math.min(Math.max(y, 10), size.height - 10) }, style, most);
}

function outline(
  painter: Painter,
  { layout, camera, colors }: Picture,
  at: number | null,
  width: number,
): void {
  const box = at === null ? undefined : layout.boxes[at];
  if (box === undefined) return;
  const { x, y, width: w, height: h } = pixelsOf(box.rect, camera);
  const stroke = { color: colors.focus, width, dash: [] };
  const corners = [
    { x, y },
    { x: x + w, y },
    { x: x + w, y: y + h },
    { x, y: y + h },
  ];
  for (const [side, from] of corners.entries()) {
    const to = corners[(side + 1) % 4] ?? from;
    painter.curve({ from, bend: from, to }, stroke);
  }
}
