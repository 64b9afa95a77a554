/** How arrows run: from the middle of a closed box, or from the name of an open one, in a bow to one side, so that both ways are seen. */
import { type Camera, pixelsOf, type Size } from "./camera.ts";
import type { Layout, Pair } from "./model.ts";

export type Point = { readonly x: number; readonly y: number };

/** In pixels. */
export type Curve = { readonly from: Point; readonly bend: Point; readonly to: Point };

/** What stands beyond the picture is pointed at from its edge, so many pixels within. */
const edge = 10;

export function curveOf(
  layout: Layout,
  open: ReadonlySet<number>,
  camera: Camera,
  size: Size,
  { from, to }: Pick<Pair, "from" | "to">,
): Curve {
  const [a, b] = [endOf(layout, open, camera, size, from), endOf(layout, open, camera, size, to)];
  const [x, y] = [b.x - a.x, b.y - a.y];
  return { from: a, to: b, bend: { x: a.x + x / 2 - y * 0.12, y: a.y + y / 2 + x * 0.12 } };
}

function endOf({ boxes }: Layout, open: ReadonlySet<number>, camera: Camera, size: Size, at: number): Point {
  const rect = boxes[at]?.rect ?? { x: 0, y: 0, width: 0, height: 0 };
  const pixels = pixelsOf(rect, camera);
  const x = pixels.x + pixels.width / 2;
  const y = pixels.y + (open.has(at) ? Math.min(9, pixels.height / 2) : pixels.height / 2);
  return withinPicture({ x, y }, size);
}

/** On the way from the picture's middle. */
function withinPicture({ x, y }: Point, { width, height }: Size): Point {
  const [fromX, fromY] = [width / 2, height / 2];
  const [dx, dy] = [x - fromX, y - fromY];
  const part = Math.min(
    1,
    dx === 0 ? 1 : (fromX - edge) / Math.abs(dx),
    dy === 0 ? 1 : (fromY - edge) / Math.abs(dy),
  );
  return { x: fromX + dx * part, y: fromY + dy * part };
}

export function isAtEdge({ x, y }: Point, { width, height }: Size): boolean {
  const reach = edge + 0.5;
  return x <= reach || y <= reach || x >= width - reach || y >= height - reach;
}

export function pointOn({ from, bend, to }: Curve, part: number): Point {
  const [a, b, c] = [(1 - part) ** 2, 2 * part * (1 - part), part ** 2];
  return { x: a * from.x + b * bend.x + c * to.x, y: a * from.y + b * bend.y + c * to.y };
}

/** Pixels between the point and the curve, as near as straight pieces tell. */
export function distanceTo(curve: Curve, { x, y }: Point): number {
  const reach = 8;
  const { from, bend, to } = curve;
  if (x < Math.min(from.x, bend.x, to.x) - reach || x > Math.max(from.x, bend.x, to.x) + reach)
    return Infinity;
  if (y < Math.min(from.y, bend.y, to.y) - reach || y > Math.max(from.y, bend.y, to.y) + reach)
    return Infinity;
  let least = Infinity;
  let before = from;
  for (let step = 1; step <= 16; step++) {
    const next = pointOn(curve, step / 16);
    least = Math.min(least, distanceToPiece(before, next, x, y));
    before = next;
  }
  return least;
}

function distanceToPiece(a: Point, b: Point, x: number, y: number): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(a.x + part * dx - x, a.y + part * dy - y);
}
