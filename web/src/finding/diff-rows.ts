/** Two texts side by side, line by line: what stays stands on both sides, what changes beside what it changes to. */
import { diffLines } from "diff";

export type DiffLine = {
  /** From 1. */
  readonly number: number;
  readonly text: string;
};

export type DiffRow =
  | { readonly kind: "same"; readonly before: DiffLine; readonly after: DiffLine }
  /** Null: nothing stands there on this side. */
  | { readonly kind: "changed"; readonly before: DiffLine | null; readonly after: DiffLine | null }
  /** Lines that stay, too far from any change to be worth reading. */
  | { readonly kind: "left-out"; readonly lines: number };

/** `around`: lines shown beside a change. */
export function diffRows(before: string, after: string, around = 3): readonly DiffRow[] {
  return folded(allRows(before, after), around);
}

function allRows(before: string, after: string): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let [left, right] = [1, 1];
  let removed: string[] = [];
  let added: string[] = [];
  const settle = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      const [from, to] = [removed[at], added[at]];
      rows.push({
        kind: "changed",
        before: from === undefined ? null : { number: left++, text: from },
        after: to === undefined ? null : { number: right++, text: to },
      });
    }
    [removed, added] = [[], []];
  };
  // Without its last line feed, the last line would differ from the same one in the middle.
  for (const { value, added: isAdded, removed: isRemoved } of diffLines(`${before}\n`, `${after}\n`)) {
    const lines = value.replace(/\n$/, "").split("\n");
    if (isRemoved) removed.push(...lines);
    else if (isAdded) added.push(...lines);
    else {
      settle();
      for (const text of lines) {
        rows.push({ kind: "same", before: { number: left++, text }, after: { number: right++, text } });
      }
    }
  }
  settle();
  return rows;
}

function folded(rows: readonly DiffRow[], around: number): readonly DiffRow[] {
  const changes = rows.flatMap(({ kind }, at) => (kind === "changed" ? [at] : []));
  const isNear = (at: number): boolean => changes.some((change) => Math.abs(change - at) <= around);
  const shown: DiffRow[] = [];
  let leftOut = 0;
  const settle = (): void => {
    if (leftOut > 0) shown.push({ kind: "left-out", lines: leftOut });
    leftOut = 0;
  };
  for (const [at, row] of rows.entries()) {
    if (!isNear(at)) leftOut++;
    else {
      settle();
      shown.push(row);
    }
  }
  settle();
  return shown;
}
