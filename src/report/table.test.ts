import assert from "node:assert/strict";
import { test } from "node:test";
import { displayWidth } from "./layout.ts";
import { table } from "./table.ts";

const cells = (...texts: readonly string[]) => texts.map((text) => ({ text }));

test("columns stand under each other, and no line ends in spaces", () => {
  assert.equal(
    table(["", "ROLE", "IF"], [cells("can", "a", ""), cells("may", "longer", "x y")], 0),
    "     ROLE    IF\ncan  a\nmay  longer  x y",
  );
});

test("letters that take two columns are not cut off, and what follows stays aligned", () => {
  const [head = "", first = "", second = ""] = table(
    ["ACCOUNT", "WHAT"],
    [cells("監査アカウント", "one"), cells("prod", "two")],
    0,
  ).split("\n");
  assert.equal(first, "監査アカウント  one");
  assert.equal(head.indexOf("WHAT"), 16);
  assert.equal(second.indexOf("two"), 16);
  assert.equal(displayWidth("e\u0301"), 1);
});

test("where the terminal ends, the last column goes on in the next line, and no character of a long word is lost", () => {
  const word = `repo:${"x".repeat(40)}`;
  const lines = table(["ID", "WHAT"], [cells("1", `takes ${word} in`)], 30).split("\n");
  assert.ok(lines.every((line) => line.length <= 30));
  assert.equal(
    lines
      .slice(1)
      .map((line) => line.slice(4))
      .join(""),
    `takes${word} in`,
  );
});

test("each line of a wrapped cell is styled by itself", () => {
  const style = (text: string) => `<${text}>`;
  assert.equal(
    table(["WHAT"], [[{ text: `${"a".repeat(20)} ${"b".repeat(20)}`, style }]], 24),
    `WHAT\n<${"a".repeat(20)}>\n<${"b".repeat(20)}>`,
  );
});

test("a table may have more rows than a function call takes arguments", () => {
  const rows = Array.from({ length: 150_000 }, () => cells("can", "role"));
  assert.equal(table(["", "ROLE"], rows, 80).split("\n").length, 150_001);
});

test("what a cell holds can't forge a row or steer the terminal", () => {
  assert.equal(table(["A"], [cells("x\n\u001b[2Jy\u202e")], 0), "A\nx\\u{a}\\u{1b}[2Jy\\u{202e}");
});
