import assert from "node:assert/strict";
import { test } from "node:test";
import { tableStep } from "./table-keys.ts";

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, row: number, rows = 3) => tableStep({ ...plain, key }, row, rows);

const cases: readonly (readonly [
  name: string,
  key: string,
  row: number,
  step: ReturnType<typeof tableStep>,
])[] = [
  ["j goes to the first row from outside", "j", -1, { kind: "go", row: 0 }],
  ["the arrow goes down", "ArrowDown", 0, { kind: "go", row: 1 }],
  ["nothing is below the last row", "j", 2, { kind: "go", row: 2 }],
  ["nothing is above the first row", "k", 0, { kind: "go", row: 0 }],
  ["Home goes to the first row", "Home", 2, { kind: "go", row: 0 }],
  ["End goes to the last row", "End", 0, { kind: "go", row: 2 }],
  ["x selects the row", "x", 1, { kind: "select" }],
  ["x outside of the rows selects nothing", "x", -1, null],
  ["X selects the page", "X", 1, { kind: "select-page" }],
  ["a goes on to accept", "a", 1, { kind: "accept" }],
  ["Enter is left to the link", "Enter", 1, null],
  ["Space is left to the checkbox", " ", 1, null],
];
for (const [name, key, row, step] of cases) test(name, () => assert.deepEqual(press(key, row), step));

test("with Ctrl, Alt or Command a key is the browser's", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"] as const) {
    assert.equal(tableStep({ ...plain, [held]: true, key: "j" }, 0, 3), null);
  }
});

test("in an empty table no key means anything", () => assert.equal(press("j", -1, 0), null));
