/**
 * Intervals of numbers, all ends inclusive: what a computer's number can't tell apart is one value, so "above 1" begins
 * at the number that follows 1. That keeps emptiness true to what {@link Value} can express.
 */
import type { Interval } from "./types.ts";

export type NumberRange = { readonly from: number; readonly to: number };

const bytes = new DataView(new ArrayBuffer(8));

/** The least number that is greater. */
export function numberAfter(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  bytes.setFloat64(0, value);
  bytes.setBigInt64(0, bytes.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bytes.getFloat64(0);
}

export function numberBefore(value: number): number {
  return -numberAfter(-value);
}

export const allNumbers: NumberRange = { from: -Number.MAX_VALUE, to: Number.MAX_VALUE };

/** Null when no number is inside. */
export function rangeOf(interval: Interval): NumberRange | null {
  const { from, fromOpen, to, toOpen } = interval;
  const least = from === null ? allNumbers.from : fromOpen ? numberAfter(from) : from;
  const most = to === null ? allNumbers.to : toOpen ? numberBefore(to) : to;
  // Adding zero turns -0 into 0, so that equal ranges look equal.
  const range = { from: Math.max(least, allNumbers.from) + 0, to: Math.min(most, allNumbers.to) + 0 };
  return range.from <= range.to ? range : null;
}

/** What is left of the whole without the holes, ascending. */
export function numbersLeft(whole: NumberRange, holes: readonly NumberRange[]): readonly NumberRange[] {
  const left: NumberRange[] = [];
  let { from } = whole;
  for (const hole of [...holes].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (hole.to < from) continue;
    if (hole.from > whole.to) break;
    if (hole.from > from) left.push({ from, to: numberBefore(hole.from) });
    if (hole.to >= whole.to) return left;
    from = numberAfter(hole.to);
  }
  left.push({ from, to: whole.to });
  return left;
}

/** The number inside that reads best: small and whole where that can be. */
export function plainNumber(ranges: readonly NumberRange[]): number | null {
  let best: number | null = null;
  for (const { from, to } of ranges) {
    const nearest = from > 0 ? Math.ceil(from) : to < 0 ? Math.floor(to) : 0;
    const inside = nearest >= from && nearest <= to ? nearest : from;
    if (best === null || badness(inside) < badness(best)) best = inside;
  }
  return best;
}

function badness(value: number): number {
  return Number.isInteger(value) ? Math.abs(value) : Number.MAX_VALUE;
}
