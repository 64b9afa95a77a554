/** The loops of a watch, over a real store and a source that is made up: when they end, and what they survive. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { calls, changeMessage } from "../../../test/support/change-messages.ts";
import { snapshotOf, trusts } from "../../../test/support/planned-organization.ts";
import { settlementOf } from "../../../test/support/state-store/made-up.ts";
import { driftOfSubjects } from "../../drift/index.ts";
import type { EventSource, ReceivedMessage } from "../../logs/index.ts";
import { type DriftChange, isAccountId, type Subject } from "../../model/index.ts";
import { openStateStore, type StateStore } from "../../store/state/index.ts";
import { engineOf } from "../engine.ts";
import { KnownOrganization } from "./known-organization.ts";
import { type WatchParts, type WatchTold, watchOrganization } from "./watch.ts";

const account = ["111111111111"].find(isAccountId) ?? assert.fail("it is no account's id");
const trust = [trusts({ AWS: "arn:aws:iam::222222222222:root" })];
const day = 86_400_000;
const settings = {
  coalesceMilliseconds: 0,
  untilEmpty: true,
  fullReadEveryMilliseconds: null,
  keepMilliseconds: 400 * day,
};

let folder: string;
let store: StateStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "accesslens-watch-"));
  const opened = await openStateStore(`sqlite:${join(folder, "state.db")}`);
  assert.ok(opened.ok);
  store = opened.value;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Gives out each message once, and again where it could not be deleted. */
class MadeUpSource implements EventSource {
  waiting: ReceivedMessage[];
  deleted = 0;
  failures = 0;
  readonly #all: readonly ReceivedMessage[];

  constructor(bodies: readonly string[]) {
    this.#all = bodies.map((body, at) => ({ receipt: `${at}`, body, receivedCount: 1, sentAt: null }));
    this.waiting = [...this.#all];
  }
  async receive(limit: number): Promise<readonly ReceivedMessage[]> {
    return this.waiting.splice(0, limit);
  }
  async done(messages: readonly ReceivedMessage[]): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      this.waiting.push(...messages);
      const error = new Error("try again");
      throw Object.assign(error, { name: "InternalFailure", $metadata: { httpStatusCode: 500 } });
    }
    this.deleted += messages.length;
  }
  async giveBack(): Promise<void> {}
  async extend(): Promise<void> {}
  close(): void {}
}

function partsOf(more: Partial<WatchParts>, told: WatchTold[] = []): WatchParts {
  const engine = engineOf(snapshotOf({ accounts: [{ id: account, roles: [{ name: "app", trust }] }] }));
  return {
    store,
    known: new KnownOrganization(engine, () => undefined),
    holder: "test",
    patienceMilliseconds: 1000,
    source: null,
    now: Date.now,
    read: async () => ({ kind: "refused", forGood: true, why: "reads are turned off" }),
    compare: (before, after, subject) => driftOfSubjects(before, after, [subject]),
    plan: async (driftEvents) => ({ driftEvents, deliveries: [], decisions: [] }),
    follow: (events) => events,
    unfollow: () => undefined,
    findAll: null,
    chainsAgain: async () => null,
    settled: async () => undefined,
    wakeDelivery: () => undefined,
    delivered: async () => undefined,
    tell: (one) => told.push(one),
    ...more,
  };
}

const never = new AbortController().signal;
const opened = changeMessage(calls.updateTrust("app", { Version: "2012-10-17", Statement: [trusts("*")] }), {
  account,
  at: Date.now() - 3_600_000,
});

test("messages that can't be deleted for a while end no watch, and are told once", async () => {
  const source = new MadeUpSource([opened]);
  source.failures = 1;
  const told: WatchTold[] = [];
  const { driftEvents } = await watchOrganization(partsOf({ source }, told), settings, never);
  assert.equal(driftEvents, 1);
  assert.equal(source.deleted + source.waiting.length, 1, "it is deleted, or left for the next watch");
  assert.ok(told.some((one) => one.kind === "trouble" && /could not be deleted/.test(one.what)));
});

test("chains are looked at anew once what was settled is delivered, and what they bring is delivered too", async () => {
  const order: string[] = [];
  const parts = partsOf({
    source: new MadeUpSource([opened]),
    delivered: async () => void order.push("delivered"),
    chainsAgain: async () => {
      order.push("chains");
      return null;
    },
  });
  await watchOrganization(parts, settings, never);
  assert.deepEqual(order, ["delivered", "chains", "delivered"]);
});

test("without events, until all is settled means one full read and what it found", async () => {
  let reads = 0;
  const subject: Subject = { kind: "role", account, name: "app" };
  const findAll = async () => {
    reads += 1;
    return { subjects: [subject], others: [] };
  };
  const poll = { ...settings, fullReadEveryMilliseconds: 60_000 };
  const { driftEvents } = await watchOrganization(partsOf({ findAll }), poll, never);
  assert.deepEqual([reads, driftEvents], [1, 1]);
});

test("what a full read finds and can't be read by itself is told once, and again when it comes back", async () => {
  const lost: DriftChange = {
    subject: account,
    kind: "coverage",
    account,
    happened: "changed",
    meaning: "unclear",
    summary: "IAM data of the account could be read before, and not now.",
    gained: [],
    lost: [],
    more: { gained: 0, lost: 0 },
    guards: [],
    findings: { opened: [], closed: [] },
    examples: { gained: null, lost: null },
    reaches: [],
    notes: [],
    before: null,
    after: null,
  };
  const stop = new AbortController();
  const found = [[lost], [lost], [], [lost], [lost]];
  const findAll = async () => {
    const others = found.shift();
    if (others === undefined) stop.abort();
    return { subjects: [], others: others ?? [] };
  };
  const often = { ...settings, untilEmpty: false, fullReadEveryMilliseconds: 1 };
  const { driftEvents } = await watchOrganization(partsOf({ findAll }), often, stop.signal);
  assert.equal(driftEvents, 2);
});

test("who is told to end does not wait for channels that are down", async () => {
  const stop = new AbortController();
  const source = new MadeUpSource([opened]);
  const parts = partsOf({
    source,
    settled: async () => stop.abort(),
    delivered: () => new Promise(() => undefined),
  });
  const { driftEvents } = await watchOrganization(parts, settings, stop.signal);
  assert.equal(driftEvents, 1);
});

test("what ended long ago is forgotten", async () => {
  const old = { id: "old", at: 1, name: "n", source: "s", account, subjects: [], verdict: "v" };
  const now = Date.now();
  await store.settle(settlementOf({ events: [old], at: now - 401 * day }));
  await store.settle(settlementOf({ events: [{ ...old, id: "new" }], at: now - 399 * day }));
  await watchOrganization(partsOf({ source: new MadeUpSource([]) }), settings, never);
  assert.deepEqual([...(await store.dealtWith(["old", "new"]))], ["new"]);
});
