/** The same pictures as a file of their own. Every name in it is text, whatever it holds. */
import type { Curve, Point } from "./arrows.ts";
import type { Size } from "./camera.ts";
import type { Rect } from "./model.ts";
import { cut, fontFamily, type Painter, type Stroke, type TextStyle } from "./painter.ts";

/** Letters are about so wide, in parts of their size: a file knows no fonts. */
const letterWidth = 0.58;

export class SvgPainter implements Painter {
  readonly #parts: string[] = [];
  #opacity = "";

  alpha(alpha: number): void {
    this.#opacity = alpha === 1 ? "" : ` opacity="${alpha}"`;
  }

  box({ x, y, width, height }: Rect, fill: string, stroke: Stroke | null): void {
    this.#parts.push(
      `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${escaped(fill)}"${strokeOf(stroke)}${this.#opacity}/>`,
    );
  }

  curve({ from, bend, to }: Curve, stroke: Stroke): void {
    const path = `M${pair(from)}Q${pair(bend)} ${pair(to)}`;
    this.#parts.push(`<path d="${path}" fill="none"${strokeOf(stroke)}${this.#opacity}/>`);
  }

  polygon(points: readonly Point[], fill: string): void {
    this.#parts.push(
      `<polygon points="${points.map(pair).join(" ")}" fill="${escaped(fill)}"${this.#opacity}/>`,
    );
  }

  text(text: string, { x, y }: Point, { color, size, bold, ground }: TextStyle, most: number): void {
    const width = (part: string) => [...part].length * size * letterWidth;
    const fitting = cut(text, most, width);
    if (fitting === "") return;
    if (ground !== null)
      this.box({ x: x - 2, y: y - size * 0.65, width: width(fitting) + 4, height: size * 1.3 }, ground, null);
    const weight = bold ? ' font-weight="600"' : "";
    this.#parts.push(
      `<text x="${round(x)}" y="${round(y)}" font-size="${size}"${weight} fill="${escaped(color)}" dominant-baseline="central" unicode-bidi="isolate"${this.#opacity}>${escaped(fitting)}</text>`,
    );
  }

  /** The whole file. */
  file({ width, height }: Size, title: string, ground: string): string {
    return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(fontFamily)}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="${escaped(ground)}"/>
${this.#parts.join("\n")}
</svg>
`;
  }
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function pair({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function strokeOf(stroke: Stroke | null): string {
  if (stroke === null) return "";
  const dash = stroke.dash.length === 0 ? "" : ` stroke-dasharray="${stroke.dash.join(" ")}"`;
  return ` stroke="${escaped(stroke.color)}" stroke-width="${round(stroke.width)}"${dash}`;
}

const named: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** XML knows no control characters but tab and line ends. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (sign) => named[sign] ?? "");
}
