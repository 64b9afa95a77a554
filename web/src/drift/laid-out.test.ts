import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOut } from "./laid-out.ts";

test("texts that differ in space alone are laid out alike, as JSON's own printer does it", () => {
  for (const value of [
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["a:b", "c:d"], Resource: "*" }] },
    { a: {}, b: [], c: [[], {}], d: 'x "quoted" \\ , : { } [ ]', e: [1.5e-7, true, null] },
    [],
    "text",
    7,
  ]) {
    const text = JSON.stringify(value, null, 2);
    assert.equal(laidOut(JSON.stringify(value)), text);
    assert.equal(laidOut(JSON.stringify(value, null, "\t")), text);
    assert.equal(laidOut(text), text);
  }
});

test("what stands twice stays, and so does what is no JSON", () => {
  assert.equal(laidOut('{"a":1,"a":2}'), '{\n  "a": 1,\n  "a": 2\n}');
  for (const text of ["", "{", "<not shown: it holds an external ID and is no valid JSON>", "<b>"]) {
    assert.equal(laidOut(text), text);
  }
});
