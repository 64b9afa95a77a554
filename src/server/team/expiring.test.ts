import assert from "node:assert/strict";
import { test } from "node:test";
import { expiring } from "./expiring.ts";

test("what is known by an id is known for its time, and not after", () => {
  let now = 0;
  const held = expiring<string>({ seconds: 10, most: 5, now: () => now });
  const id = held.add("ada");
  now = 9_999;
  assert.equal(held.get(id), "ada");
  now = 10_000;
  assert.deepEqual([held.get(id), held.take(id)], [null, null]);
});

test("nobody takes it twice", () => {
  const held = expiring<string>({ seconds: 10, most: 5, now: () => 0 });
  const id = held.add("ada");
  assert.deepEqual([held.take(id), held.take(id), held.get(id)], ["ada", null, null]);
});

test("the oldest go where there are too many, and ids are never the same", () => {
  const held = expiring<number>({ seconds: 10, most: 3, now: () => 0 });
  const ids = [1, 2, 3, 4, 5].map((value) => held.add(value));
  assert.equal(new Set(ids).size, 5);
  assert.deepEqual(
    ids.map((id) => held.get(id)),
    [null, null, 3, 4, 5],
  );
});
