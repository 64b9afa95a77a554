/** Several real processes that share a store and are killed at random moments: nothing is lost, half written, or had by two at once. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openStateStore, type StateStore, type StoredDriftEvent } from "../../../src/store/state/index.ts";
import { randomNumbers } from "./random-numbers.ts";
import { subjects, type Told, type WorkerState } from "./worker.ts";

const worker = fileURLToPath(new URL("worker.ts", import.meta.url));

type Running = { readonly child: ChildProcess; readonly told: Told[]; readonly ended: Promise<unknown> };

function start(url: string, name: string, kind: "worker" | "reader", seed: number): Running {
  const child = spawn(process.execPath, [worker, url, name, kind, String(seed)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told: Told[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const one: Told = JSON.parse(line);
      told.push(one);
    }
  });
  return { child, told, ended: once(child, "close") };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 6_000; waited += 1) {
    if (holds()) return;
    await pause(10);
  }
  assert.fail(`for a minute it did not happen: ${what}`);
}

export type StormTold = { readonly settled: number; readonly deliveries: number };

/**
 * Kills one of three workers, `kills` times, in the middle of its work; then looks at what there is. Moments of kills depend on the
 * machine; `seed` gives the rest. Answers how much happened.
 */
export async function killWorkers(url: string, kills: number, seed: number): Promise<StormTold> {
  const random = randomNumbers(seed);
  let processes = 0;
  const next = (): Running => {
    processes += 1;
    return start(url, `w${processes}`, "worker", seed + processes);
  };
  const all: Running[] = [next(), next(), next()];
  const running = [...all];
  const reader = start(url, "reader", "reader", 1);
  try {
    for (let killed = 0; killed < kills; killed += 1) {
      const index = Math.floor(random() * running.length);
      const victim = running[index] ?? assert.fail("there is a worker");
      await until("a worker works", () => victim.told.length > 3);
      await pause(random() * 60);
      assert.equal(victim.child.exitCode, null, "workers end by being killed alone");
      victim.child.kill("SIGKILL");
      await victim.ended;
      const another = next();
      all.push(another);
      running[index] = another;
    }
    await until("the last ones work", () => running.every(({ told }) => told.length > 3));
    for (const { child } of running) child.kill("SIGKILL");
    await Promise.all(running.map(({ ended }) => ended));
    const opened = await openStateStore(url);
    assert.ok(opened.ok);
    const store = opened.value;
    const events = await everyDriftEvent(store);
    const read = () => reader.told.filter((one) => one.told === "read");
    await until("the reader has read all", () => read().length >= events.length);
    reader.child.kill("SIGKILL");
    await reader.ended;
    assert.deepEqual(
      read().map(({ sequence, event }) => `${sequence} ${event}`),
      events.map(({ sequence, id }) => `${sequence} ${id}`),
      "who reads on finds everything, in order, once",
    );
    const told = all.flatMap((one) => one.told);
    await assertWhole(store, events, told);
    assertExclusive(told, "lease");
    assertExclusive(told, "delivery");
    const deliveries = await assertAllDelivered(store, events, told);
    await store.close();
    return { settled: events.length, deliveries };
  } finally {
    for (const { child } of [...running, reader]) child.kill("SIGKILL");
  }
}

async function everyDriftEvent(store: StateStore): Promise<readonly StoredDriftEvent[]> {
  const all: StoredDriftEvent[] = [];
  for (;;) {
    const page = await store.driftEventsAfter(all.at(-1)?.sequence ?? 0, 500);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** Every settlement is there with all its parts, and each subject's versions are one chain. */
async function assertWhole(
  store: StateStore,
  events: readonly StoredDriftEvent[],
  told: readonly Told[],
): Promise<void> {
  const ids = new Set(events.map(({ id }) => id));
  const confirmed = told.filter((one) => one.told === "settled");
  for (const { event } of confirmed) assert.ok(ids.has(event), `lost: ${event}`);
  const states = await store.subjectStates(subjects);
  for (const key of subjects) {
    const ofKey = events.filter(({ subject }) => subject === key).map(({ id }) => id);
    const versions = ofKey.map((id) => Number(/@(\d+) /.exec(id)?.[1]));
    assert.deepEqual(
      versions,
      Array.from(versions, (_, n) => n + 1),
      `${key}: no gap and no fork`,
    );
    const state = states.get(key);
    assert.equal(state?.version ?? 0, versions.length);
    if (state === undefined) continue;
    const last: WorkerState = JSON.parse(state.state);
    assert.deepEqual(last, { event: ofKey.at(-1), before: ofKey.at(-2) ?? null });
  }
  const dealt = await store.dealtWith(events.map(({ id }) => `cloudtrail ${id}`));
  assert.equal(dealt.size, events.length);
  assert.equal((await store.dealtEvents("", events.length + 10)).length, events.length);
  const planned = new Set((await store.deliveries({}, events.length + 10)).map(({ id }) => id));
  assert.deepEqual(planned, new Set(events.map(({ id }) => `delivery of ${id}`)));
  for (const { id } of events) assert.equal((await store.decisionsOn(id)).length, 1);
}

/** No two holds of the same thing by two holders at the same time. */
function assertExclusive(told: readonly Told[], kind: "lease" | "delivery"): void {
  const holds = new Map<
    string,
    { readonly of: string; readonly holder: string; readonly from: number; to: number }
  >();
  for (const one of told) {
    if (one.told !== "held" && one.told !== "ending") continue;
    if (one.kind !== kind) continue;
    // The end, told later, takes the place of the end that was planned.
    holds.set(`${one.hold.of}\n${one.hold.holder}\n${one.hold.from}`, { ...one.hold });
  }
  const inOrder = [...holds.values()].toSorted((a, b) => a.from - b.from || a.to - b.to);
  const last = new Map<string, { readonly holder: string; readonly to: number }>();
  for (const hold of inOrder) {
    const before = last.get(hold.of);
    if (before !== undefined && before.holder !== hold.holder) {
      assert.ok(hold.from >= before.to, `${kind} ${hold.of}: ${JSON.stringify([before, hold])}`);
    }
    last.set(hold.of, hold);
  }
}

/** What was confirmed as delivered is; everything else is still to be had, each once. */
async function assertAllDelivered(
  store: StateStore,
  events: readonly StoredDriftEvent[],
  told: readonly Told[],
): Promise<number> {
  const confirmed = new Set(told.flatMap((one) => (one.told === "delivered" ? [one.delivery] : [])));
  const before = await store.deliveries({ status: "delivered" }, events.length + 10);
  const delivered = new Set(before.map(({ id }) => id));
  for (const id of confirmed) assert.ok(delivered.has(id), `delivered and forgotten: ${id}`);
  const now = Date.now() + 1_000_000;
  const rest = await store.takeDeliveries("last", now, 1_000, events.length + 10);
  assert.equal(rest.length + delivered.size, events.length);
  for (const { id } of rest) await store.delivered(id, "last", now);
  assert.equal((await store.deliveries({ status: "delivered" }, events.length + 10)).length, events.length);
  return confirmed.size;
}
