/** Findings by column, so that filters and counts go over numbers: a hundred thousand of them in some milliseconds. */
import type { FindingList, FindingSummary } from "../../findings/finding-list.ts";

export type Column = {
  /** Each value once. */
  readonly values: readonly string[];
  /** The place of each finding's value, in the order of the summaries. */
  readonly ofFinding: Uint32Array;
};

export function columnOf({ summaries }: FindingList, named: (summary: FindingSummary) => string): Column {
  const numbers = new Map<string, number>();
  const ofFinding = Uint32Array.from(summaries, (summary) => {
    const value = named(summary);
    const number = numbers.get(value) ?? numbers.size;
    if (number === numbers.size) numbers.set(value, number);
    return number;
  });
  return { values: [...numbers.keys()], ofFinding };
}

/** Which of the column's values are meant: 1 for each that is. Null: all are. */
export function meantOf({ values }: Column, chosen: readonly string[] | null): Uint8Array | null {
  if (chosen === null) return null;
  const wanted = new Set(chosen);
  return Uint8Array.from(values, (value) => (wanted.has(value) ? 1 : 0));
}
