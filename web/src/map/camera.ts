/** Which part of the map is looked at, and how near. */
import type { Rect } from "./model.ts";

/** The map's point at the picture's upper left corner, and pixels for each of the map's units. */
export type Camera = { readonly x: number; readonly y: number; readonly scale: number };
export type Size = { readonly width: number; readonly height: number };

const nearest = 400;

/** All of the rectangle, with a margin in pixels. */
export function cameraOn(rect: Rect, size: Size, margin = 24): Camera {
  const scale = Math.min(
    Math.max(1, size.width - 2 * margin) / rect.width,
    Math.max(1, size.height - 2 * margin) / rect.height,
    nearest,
  );
  return {
    scale,
    x: rect.x + rect.width / 2 - size.width / scale / 2,
    y: rect.y + rect.height / 2 - size.height / scale / 2,
  };
}

/** `x` and `y`: the pixel that stays where it is. */
export function zoomed(camera: Camera, by: number, x: number, y: number, least: number): Camera {
  const scale = Math.min(nearest, Math.max(least, camera.scale * by));
  return {
    scale,
    x: camera.x + x / camera.scale - x / scale,
    y: camera.y + y / camera.scale - y / scale,
  };
}

export function moved(camera: Camera, pixelsX: number, pixelsY: number): Camera {
  return { ...camera, x: camera.x - pixelsX / camera.scale, y: camera.y - pixelsY / camera.scale };
}

/** Of the way from the one to the other; `part` from 0 to 1. The eye follows a zoom by factors, not by sums. */
export function between(from: Camera, to: Camera, part: number, size: Size): Camera {
  const scale = from.scale * (to.scale / from.scale) ** part;
  const center = (camera: Camera, along: "x" | "y", length: number) =>
    camera[along] + length / camera.scale / 2;
  const x = center(from, "x", size.width) * (1 - part) + center(to, "x", size.width) * part;
  const y = center(from, "y", size.height) * (1 - part) + center(to, "y", size.height) * part;
  return { scale, x: x - size.width / scale / 2, y: y - size.height / scale / 2 };
}

export function pixelsOf(rect: Rect, camera: Camera): Rect {
  return {
    x: (rect.x - camera.x) * camera.scale,
    y: (rect.y - camera.y) * camera.scale,
    width: rect.width * camera.scale,
    height: rect.height * camera.scale,
  };
}

export function isSeen({ x, y, width, height }: Rect, size: Size): boolean {
  return x < size.width && y < size.height && x + width > 0 && y + height > 0;
}
