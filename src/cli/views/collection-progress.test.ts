import assert from "node:assert/strict";
import { test } from "node:test";
import type { Progress } from "../../collect/live/index.ts";
import { progressLine, timeLeft } from "./collection-progress.ts";

const begun: Progress = {
  accountsDone: 0,
  accounts: 60,
  accountsBegun: 0,
  accountsSkipped: 0,
  unitsDone: 0,
  unitsBegun: 0,
  elapsedMilliseconds: 900,
  refusals: new Map(),
  counts: { calls: 12, attempts: 12, throttled: 0, failed: 0 },
};

test("in the first seconds, counts alone are told", () => {
  assert.equal(progressLine(begun), "0 of 60 accounts, 12 calls");
  assert.equal(timeLeft(begun), null);
});

test("later, the rate, the time left and errors by kind", () => {
  const later: Progress = {
    ...begun,
    accountsDone: 15,
    accountsBegun: 20,
    unitsDone: 1600,
    unitsBegun: 2000,
    elapsedMilliseconds: 60_000,
    refusals: new Map([
      ["denied", 12],
      ["throttled", 1],
    ]),
    counts: { calls: 5100, attempts: 5400, throttled: 300, failed: 0 },
  };
  assert.equal(
    progressLine(later),
    "15 of 60 accounts, 5100 calls (85 a second), about 3 min left; 300 slowed down by AWS, 12 denied, 1 throttled for good",
  );
  // 60 accounts of 100 units each, 1600 units a minute.
  assert.equal(timeLeft(later), 165_000);
});

test("times are told in the unit that fits, and none is below zero", () => {
  const at = (unitsDone: number, elapsedMilliseconds: number): string =>
    /about (.*) left/.exec(
      progressLine({ ...begun, accountsBegun: 60, unitsBegun: 6000, unitsDone, elapsedMilliseconds }),
    )?.[1] ?? "";
  assert.equal(at(5000, 60_000), "12 s");
  assert.equal(at(100, 120_000), "1 h 58 min");
  assert.equal(at(6100, 60_000), "0 s");
});

test("accounts that an earlier run has read, or that nobody can enter, are no work that is left", () => {
  const resumed: Progress = {
    ...begun,
    accountsSkipped: 50,
    accountsBegun: 5,
    unitsBegun: 500,
    unitsDone: 250,
    elapsedMilliseconds: 60_000,
  };
  // Ten accounts of 100 units each, 250 a minute.
  assert.equal(timeLeft(resumed), 180_000);
});
