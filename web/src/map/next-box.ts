/** Which box the arrow keys lead to: the nearest in that direction, among those that are drawn closed. */
import type { Marks } from "./marks.ts";
import type { Layout, Rect } from "./model.ts";

export function nextBox(
  { boxes }: Layout,
  { boxes: drawn, open }: Marks,
  from: number,
  [x, y]: readonly [number, number],
): number | null {
  const start = boxes[from];
  if (start === undefined) return null;
  // From within an open box, its first closed one.
  if (open.has(from))
    return drawn.find((at) => !open.has(at) && isWithinRect(boxes[at]?.rect, start.rect)) ?? null;
  const here = middle(start.rect);
  let best: number | null = null;
  let least = Infinity;
  for (const at of drawn) {
    const box = boxes[at];
    if (box === undefined || at === from || open.has(at)) continue;
    const there = middle(box.rect);
    const along = (there.x - here.x) * x + (there.y - here.y) * y;
    const across = Math.abs((there.x - here.x) * y) + Math.abs((there.y - here.y) * x);
    if (along <= 0.001) continue;
    // What lies to the side counts as farther than what lies ahead.
    const distance = along + 2.5 * across;
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}

function middle({ x, y, width, height }: Rect): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function isWithinRect(inner: Rect | undefined, outer: Rect): boolean {
  if (inner === undefined) return false;
  const { x, y } = middle(inner);
  return x > outer.x && y > outer.y && x < outer.x + outer.width && y < outer.y + outer.height;
}
