import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type DiffRow, diffRows } from "./diff-rows.ts";

const short = (rows: readonly DiffRow[]): readonly string[] =>
  rows.map((row) => {
    if (row.kind === "left-out") return `… ${row.lines}`;
    const side = (line: { readonly number: number; readonly text: string } | null) =>
      line === null ? "-" : `${line.number}:${line.text}`;
    return `${row.kind === "same" ? "=" : "~"} ${side(row.before)} | ${side(row.after)}`;
  });

test("a line that changes stands beside what it changes to", () => {
  assert.deepEqual(short(diffRows("a\nb\nc", "a\nB\nc")), ["= 1:a | 1:a", "~ 2:b | 2:B", "= 3:c | 3:c"]);
});

test("what only one side has leaves the other empty", () => {
  assert.deepEqual(short(diffRows("a\nc", "a\nb\nc")), ["= 1:a | 1:a", "~ - | 2:b", "= 2:c | 3:c"]);
  assert.deepEqual(short(diffRows("a\nb\nc", "a")), ["= 1:a | 1:a", "~ 2:b | -", "~ 3:c | -"]);
});

test("what is far from any change is left out, and how much is told", () => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const after = lines.with(10, "other");
  assert.deepEqual(short(diffRows(lines.join("\n"), after.join("\n"), 1)), [
    "… 9",
    "= 10:line 9 | 10:line 9",
    "~ 11:line 10 | 11:other",
    "= 12:line 11 | 12:line 11",
    "… 8",
  ]);
});

test("equal texts have no change", () => {
  assert.deepEqual(short(diffRows("a\nb", "a\nb")), ["… 2"]);
});

test("with nothing left out, each side reads as its text", () => {
  const text = fc.array(fc.constantFrom("a", "b", "{", "}", ""), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const rows = diffRows(before.join("\n"), after.join("\n"), 100);
      const side = (of: "before" | "after") =>
        rows.flatMap((row) => (row.kind === "left-out" ? [] : row[of] === null ? [] : [row[of]]));
      for (const [name, lines] of [
        ["before", before],
        ["after", after],
      ] as const) {
        if (before.join("\n") === after.join("\n")) continue;
        assert.deepEqual(
          side(name).map((line) => line.text),
          lines,
        );
        assert.deepEqual(
          side(name).map((line) => line.number),
          lines.map((_, at) => at + 1),
        );
      }
    }),
  );
});
