import assert from "node:assert/strict";
import { test } from "node:test";
import { Slots } from "./slots.ts";

test("No more pass than there are slots, and who waits passes in the order of coming", async () => {
  const slots = new Slots(2);
  const passed: number[] = [];
  const comers = Array.from({ length: 5 }, async (_, comer) => {
    await slots.take();
    passed.push(comer);
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  assert.deepEqual(passed, [0, 1]);
  slots.give();
  await settle();
  assert.deepEqual(passed, [0, 1, 2]);
  for (let given = 0; given < 4; given += 1) slots.give();
  await Promise.all(comers);
  assert.deepEqual(passed, [0, 1, 2, 3, 4]);
  await slots.take();
});
