import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { alert, driftEvent } from "../../../test/support/alerts.ts";
import { type MemoryOutbox, memoryOutbox } from "../../../test/support/memory-outbox.ts";
import type { Alert, PlannedDelivery } from "../../model/index.ts";
import {
  alertConfiguration,
  alertsFileSchema,
  type OpenChannel,
  type SendResult,
} from "../../notify/index.ts";
import { waitAfter } from "./back-off.ts";
import { startDeliveryLoop } from "./delivery-loop.ts";

type Answer = (alert: Alert, count: number) => SendResult | Promise<SendResult>;

const yes: SendResult = { kind: "delivered", detail: "" };
const later = (retryAfterMilliseconds: number | null = null): SendResult => ({
  kind: "try-again",
  reason: "busy",
  retryAfterMilliseconds,
});

const planned = (id: string, channel = "a", notBefore = 0): PlannedDelivery => ({
  id: `${id}.${channel}`,
  channel,
  alert: alert({ id, events: [driftEvent({ id: `drift-of-${id}` })] }),
  notBefore,
});

function started(answer: Answer, own: { outbox?: MemoryOutbox; holder?: string; attempts?: number } = {}) {
  const outbox = own.outbox ?? memoryOutbox();
  const sent: Alert[] = [];
  const stop = new AbortController();
  const clock = { at: 1_000_000 };
  const channel: OpenChannel = {
    name: "a",
    async send(one) {
      sent.push(one);
      return answer(one, sent.length);
    },
    close() {},
  };
  const file = { channels: [{ type: "stdout", name: "a" }], retry: { attempts: own.attempts ?? 5 } };
  const loop = startDeliveryLoop({
    outbox,
    configuration: alertConfiguration(alertsFileSchema.parse(file)),
    channels: new Map([["a", channel]]),
    holder: own.holder ?? "one",
    now: () => clock.at,
    random: () => 0.5,
    signal: stop.signal,
    // Nobody is waited for: what is due is looked at when the loop is woken.
    pollMilliseconds: 60_000,
  });
  const end = async (): Promise<void> => {
    stop.abort();
    await loop.ended;
  };
  return { outbox, sent, clock, loop, stop, end };
}

test("what is due is sent, and marked as delivered", async () => {
  const { outbox, sent, clock, loop, end } = started(() => yes);
  outbox.put(
    Array.from({ length: 100 }, (_, index) => planned(`alert-${index}`)),
    clock.at,
  );
  await loop.idle();
  assert.equal(sent.length, 100);
  assert.deepEqual(new Set(outbox.all().map(({ status }) => status)), new Set(["delivered"]));
  await end();
});

test("what failed is tried again with longer and longer waits, and given up visibly", async () => {
  const { outbox, clock, loop, sent, end } = started(() => later());
  outbox.put([planned("alert-1")], clock.at);
  const waits: number[] = [];
  for (;;) {
    await loop.idle();
    const [row] = outbox.all();
    assert.equal(row?.lastError?.endsWith("busy"), true);
    if (row?.status === "dead") break;
    const wait = (row?.at ?? 0) - clock.at;
    waits.push(wait);
    clock.at += wait;
  }
  assert.deepEqual(waits, [500, 1000, 2000, 4000]);
  assert.equal(sent.length, 5);
  // The same key each time.
  assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
  await end();
});

test("a receiver's Retry-After is kept to", async () => {
  const { outbox, clock, loop, end } = started((_, count) => (count === 1 ? later(30_000) : yes));
  outbox.put([planned("alert-1")], clock.at);
  await loop.idle();
  assert.equal(outbox.all()[0]?.at, clock.at + 30_000);
  clock.at += 30_000;
  await loop.idle();
  assert.equal(outbox.all()[0]?.status, "delivered");
  await end();
});

test("a refusal for good, and a channel that is no more, are dead at once with the reason", async () => {
  const { outbox, clock, loop, end } = started(() => ({ kind: "refused", reason: "answered 410" }));
  outbox.put([planned("alert-1"), planned("alert-1", "gone")], clock.at);
  await loop.idle();
  assert.deepEqual(
    outbox.all().map(({ status, lastError }) => [status, lastError]),
    [
      ["dead", "answered 410"],
      ["dead", "no channel of this name is configured"],
    ],
  );
  await end();
});

test("a channel that is down is asked by one alert at a time, and all are delivered when it is back", async () => {
  let isDown = true;
  const { outbox, clock, loop, sent, end } = started(() => (isDown ? later() : yes), { attempts: 3 });
  outbox.put(
    Array.from({ length: 50 }, (_, index) => planned(`alert-${index}`)),
    clock.at,
  );
  await loop.idle();
  const asked = sent.length;
  clock.at += 2000;
  await loop.idle();
  assert.ok(
    sent.length - asked <= 2,
    `${sent.length - asked} were sent while the channel was known to be down`,
  );
  isDown = false;
  while (outbox.all().some(({ status }) => status === "waiting")) {
    clock.at += 5000;
    await loop.idle();
  }
  assert.equal(outbox.all().filter(({ status }) => status === "delivered").length, 50);
  await end();
});

test("what was held until the same time is told as one, and marked as one", async () => {
  const { outbox, clock, loop, sent, end } = started((_, count) => (count === 1 ? later() : yes));
  const until = clock.at + 60_000;
  outbox.put(
    Array.from({ length: 300 }, (_, index) => planned(`alert-${index}`, "a", until)),
    clock.at,
  );
  await loop.idle();
  assert.equal(sent.length, 0);
  clock.at = until;
  await loop.idle();
  clock.at += 500;
  await loop.idle();
  assert.equal(sent.length, 2);
  assert.match(sent[0]?.title ?? "", /^300 alerts that were held/);
  assert.equal((sent[0]?.events.length ?? 0) + (sent[0]?.more ?? 0), 300);
  assert.equal(sent[0]?.id, sent[1]?.id);
  assert.deepEqual(new Set(outbox.all().map(({ status }) => status)), new Set(["delivered"]));
  await end();
});

test("several processes share the work: each alert is sent once", async () => {
  const outbox = memoryOutbox();
  const answer: Answer = async () => {
    await sleep(1);
    return yes;
  };
  const loops = ["one", "two", "three"].map((holder) => started(answer, { outbox, holder }));
  outbox.put(
    Array.from({ length: 200 }, (_, index) => planned(`alert-${index}`)),
    1_000_000,
  );
  await Promise.all(loops.map(({ loop }) => loop.idle()));
  const sent = loops.flatMap((one) => one.sent.map(({ id }) => id));
  assert.equal(sent.length, 200);
  assert.equal(new Set(sent).size, 200);
  await Promise.all(loops.map(({ end }) => end()));
});

test("who dies with deliveries loses them to others when the hold ends, with the same key", async () => {
  const outbox = memoryOutbox();
  let finish: (result: SendResult) => void = () => undefined;
  const dead = started(() => new Promise<SendResult>((resolve) => (finish = resolve)), {
    outbox,
    holder: "dead",
  });
  outbox.put([planned("alert-1")], 1_000_000);
  dead.loop.wake();
  while (dead.sent.length === 0) await sleep(1);
  const alive = started(() => yes, { outbox, holder: "alive" });
  await alive.loop.idle();
  assert.equal(alive.sent.length, 0);
  alive.clock.at += 120_000;
  await alive.loop.idle();
  assert.deepEqual(
    alive.sent.map(({ id }) => id),
    ["alert-1"],
  );
  assert.equal(outbox.all()[0]?.status, "delivered");
  // What the first one says now is no longer heard.
  finish({ kind: "refused", reason: "late" });
  await dead.end();
  assert.equal(outbox.all()[0]?.status, "delivered");
  await alive.end();
});

test("a loop that ends lets what is being sent end, and takes nothing more", async () => {
  let finish: (result: SendResult) => void = () => undefined;
  const { outbox, clock, loop, sent, stop } = started(
    () => new Promise<SendResult>((resolve) => (finish = resolve)),
  );
  outbox.put([planned("alert-1")], clock.at);
  loop.wake();
  while (sent.length === 0) await sleep(1);
  stop.abort();
  outbox.put([planned("alert-2")], clock.at);
  finish(yes);
  await loop.ended;
  assert.deepEqual(
    outbox.all().map(({ status }) => status),
    ["delivered", "waiting"],
  );
});

test("a channel that throws, and a store that does not answer, lose nothing", async () => {
  const outbox = memoryOutbox();
  let failures = 2;
  const failing: MemoryOutbox = {
    ...outbox,
    async takeDeliveries(...all) {
      failures -= 1;
      if (failures >= 0) throw new Error("no connection");
      return outbox.takeDeliveries(...all);
    },
  };
  const { clock, loop, end } = started(
    (_, count) => {
      if (count === 1) throw new Error("a bug");
      return yes;
    },
    { outbox: failing },
  );
  outbox.put([planned("alert-1")], clock.at);
  for (let round = 0; round < 5; round += 1) {
    loop.wake();
    await sleep(5);
    clock.at += 1000;
  }
  await loop.idle();
  assert.equal(outbox.all()[0]?.status, "delivered");
  await end();
});

test("waits grow up to the longest, and an end comes", () => {
  const backOff = { attempts: 20, longestMilliseconds: 60_000 };
  assert.equal(waitAfter(1, null, backOff, 1), 1000);
  assert.equal(waitAfter(4, null, backOff, 1), 8000);
  assert.equal(waitAfter(19, null, backOff, 1), 60_000);
  assert.equal(waitAfter(20, null, backOff, 1), null);
  assert.equal(waitAfter(1, 600_000, backOff, 0), 60_000);
  assert.equal(waitAfter(1, 5000, backOff, 0), 5000);
});
