import assert from "node:assert/strict";
import { test } from "node:test";
import { lineDiff, shortened } from "./line-diff.ts";

const marks = { same: " ", gone: "-", new: "+" } as const;
const told = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => marks[kind] + text);

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ["a", "a", [" a"]],
  ["a\nb\nc", "a\nc", [" a", "-b", " c"]],
  ["a\nc", "a\nb\nc", [" a", "+b", " c"]],
  ["a\nb", "a\nx", [" a", "-b", "+x"]],
  ["", "a", ["-", "+a"]],
];
for (const [before, after, lines] of rows) {
  test(`from ${JSON.stringify(before)} to ${JSON.stringify(after)}`, () =>
    assert.deepEqual(told(before, after), lines));
}

test("each side is whole in it", () => {
  const [before, after] = ["a\nb\nc\nd\ne", "x\nb\nd\ny\ne\nz"];
  const lines = lineDiff(before, after);
  const side = (not: string) =>
    lines
      .filter(({ kind }) => kind !== not)
      .map(({ text }) => text)
      .join("\n");
  assert.deepEqual([side("new"), side("gone")], [before, after]);
});

test("what stays and is far from changes is left out", () => {
  const before = Array.from({ length: 30 }, (_, at) => `line ${at}`).join("\n");
  const shown = shortened(lineDiff(before, before.replace("line 15", "other")), 1);
  assert.deepEqual(
    shown.map((one) => one?.text ?? null),
    [null, "line 14", "line 15", "other", "line 16", null],
  );
});
