import assert from "node:assert/strict";
import { test } from "node:test";
import { ChannelHealth } from "./channel-health.ts";

const fail = (
  health: ChannelHealth,
  startedAt: number,
  now: number,
  retryAfter: number | null = null,
): void => health.failed("a", { startedAt, now }, "busy", retryAfter);

test("one or two failures may be about one alert: the channel is asked on", () => {
  const health = new ChannelHealth();
  fail(health, 0, 10);
  fail(health, 20, 30);
  assert.equal(health.pause("a", 31), null);
});

test("what was sent at the same time and failed together makes the wait no longer", () => {
  const health = new ChannelHealth();
  for (let index = 0; index < 30; index += 1) fail(health, 0, 1000 + index);
  assert.equal(health.pause("a", 1100)?.until, 1600);
  assert.equal(health.pause("a", 1530), null);
});

test("a channel that is down is asked by one at a time, later and later, and an answer ends it", () => {
  const health = new ChannelHealth();
  for (let index = 0; index < 3; index += 1) fail(health, index * 10, index * 10 + 5);
  assert.match(health.pause("a", 100)?.why ?? "", /a takes nothing: busy/);
  assert.equal(health.pause("b", 100), null);
  let now = 10_000;
  const waits: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    assert.equal(health.pause("a", now), null, "one is let through");
    assert.notEqual(health.pause("a", now), null, "and no other while that one is on its way");
    fail(health, now, now + 1);
    const until = health.pause("a", now + 1)?.until ?? 0;
    waits.push(until - now - 1);
    now = until;
  }
  assert.deepEqual(waits, [4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  assert.equal(health.pause("a", now), null);
  health.succeeded("a");
  assert.equal(health.pause("a", now), null);
});

test("a receiver that says how long it is busy is left alone for so long, within reason", () => {
  const health = new ChannelHealth();
  for (let index = 0; index < 3; index += 1) fail(health, index, index, 20_000);
  assert.equal(health.pause("a", 10)?.until, 20_002);
});
