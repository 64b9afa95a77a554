import assert from "node:assert/strict";
import { test } from "node:test";
import { numberAfter, numberBefore, numbersLeft, plainNumber, rangeOf } from "./numbers.ts";

test("the number after another is the least that is greater", () => {
  for (const value of [0, -0, 1, -1, 0.1, -1e300, 5e-324, -5e-324, Number.MAX_SAFE_INTEGER]) {
    const after = numberAfter(value);
    assert.ok(after > value);
    assert.ok(Object.is(numberBefore(after) + 0, value + 0));
    assert.ok(!((value + after) / 2 > value && (value + after) / 2 < after));
  }
});

test("an interval without numbers is none", () => {
  assert.equal(rangeOf({ from: 2, fromOpen: false, to: 1, toOpen: false }), null);
  assert.equal(rangeOf({ from: 1, fromOpen: true, to: 1, toOpen: false }), null);
  assert.equal(rangeOf({ from: 1, fromOpen: true, to: numberAfter(1), toOpen: true }), null);
  assert.equal(rangeOf({ from: Number.NaN, fromOpen: false, to: null, toOpen: false }), null);
  assert.deepEqual(rangeOf({ from: -0, fromOpen: false, to: 0, toOpen: false }), { from: 0, to: 0 });
});

test("holes that touch leave nothing between them", () => {
  const holes = [
    { from: 0, to: 2 },
    { from: numberAfter(2), to: 5 },
    { from: -3, to: 1 },
  ];
  assert.deepEqual(numbersLeft({ from: 0, to: 5 }, holes), []);
  assert.deepEqual(numbersLeft({ from: 0, to: 6 }, holes), [{ from: numberAfter(5), to: 6 }]);
});

test("an example is small and whole where it can be", () => {
  assert.equal(plainNumber([{ from: -10, to: 10 }]), 0);
  assert.equal(
    plainNumber([
      { from: 0.5, to: 0.6 },
      { from: 2.5, to: 9 },
    ]),
    3,
  );
  assert.equal(plainNumber([{ from: 0.5, to: 0.6 }]), 0.5);
  assert.equal(plainNumber([]), null);
});
