/** What pictures are made of, whether on a canvas or in an SVG file. All in pixels. */
import type { Curve, Point } from "./arrows.ts";
import type { Rect } from "./model.ts";

export type Stroke = { readonly color: string; readonly width: number; readonly dash: readonly number[] };

export interface Painter {
  /** How much of what is drawn from now on covers what lies below: 0 to 1. */
  alpha(alpha: number): void;
  box(rect: Rect, fill: string, stroke: Stroke | null): void;
  curve(curve: Curve, stroke: Stroke): void;
  polygon(points: readonly Point[], fill: string): void;
  /** `y`: of the middle of the line. What is longer than `most` pixels is cut. */
  text(text: string, at: Point, style: TextStyle, most: number): void;
}

export type TextStyle = {
  readonly color: string;
  readonly size: number;
  readonly bold: boolean;
  readonly ground: string | null;
};

export const fontFamily = 'system-ui, "DejaVu Sans", sans-serif';

export function canvasPainter(context: CanvasRenderingContext2D): Painter {
  let font = "";
  const setFont = (next: string) => {
    // To set it, even to what it is, costs as much as to draw a word.
    if (next !== font) context.font = next;
    font = next;
  };
  context.textBaseline = "middle";
  const stroked = ({ color, width, dash }: Stroke) => {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(dash as number[]);
    context.stroke();
  };
  return {
    alpha(alpha) {
      context.globalAlpha = alpha;
    },
    box({ x, y, width, height }, fill, stroke) {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
      if (stroke === null) return;
      context.beginPath();
      context.rect(x, y, width, height);
      stroked(stroke);
    },
    curve({ from, bend, to }, stroke) {
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
      stroked(stroke);
    },
    polygon(points, fill) {
      context.beginPath();
      for (const { x, y } of points) context.lineTo(x, y);
      context.closePath();
      context.fillStyle = fill;
      context.fill();
    },
    text(text, { x, y }, { color, size, bold, ground }, most) {
      setFont(`${bold ? "600 " : ""}${size}px ${fontFamily}`);
      const fitting = cut(text, most, (part) => widthOf(context, font, part));
      if (fitting === "") return;
      if (ground !== null) {
        context.fillStyle = ground;
        context.fillRect(x - 2, y - size * 0.65, widthOf(context, font, fitting) + 4, size * 1.3);
      }
      context.fillStyle = color;
      context.fillText(fitting, x, y);
    },
  };
}

const widths = new Map<string, number>();

function widthOf(context: CanvasRenderingContext2D, font: string, text: string): number {
  const key = `${font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 20_000) widths.clear();
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

/** As much of the text as fits, with a sign that there is more; nothing where not even a few letters do. */
export function cut(text: string, most: number, widthOf: (text: string) => number): string {
  if (most < 16) return "";
  const whole = widthOf(text);
  if (whole <= most) return text;
  const letters = [...text];
  const fitting = Math.floor((letters.length * most) / whole) - 1;
  return fitting < 2 ? "" : `${letters.slice(0, fitting).join("")}…`;
}
