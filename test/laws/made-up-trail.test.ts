/**
 * A made-up trail, its reader and the engine share no code: the reader must read from the records what the truth says was written,
 * and the engine must allow what the truth says is allowed, and nothing that it says is not.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilityReader } from "../../src/authz/capability/capabilities.ts";
import { createCallerSide } from "../../src/authz/index.ts";
import { buildAssumeGraph, trustReader, whoCanAssume } from "../../src/graph/index.ts";
import { trailEventOf } from "../../src/logs/index.ts";
import type { TrailCaller, TrailEvent } from "../../src/model/index.ts";
import { defaultOptions, snapshotOf, synthesizeTrail } from "../../src/synth/index.ts";
import { openActionCatalogue } from "../../src/work/action-file.ts";

const made = synthesizeTrail({ ...defaultOptions, accounts: 24, roles: 60, seed: 5 });
const trail = made.trail({ days: 20, events: 8000, stsShare: 0.35 });
const events = new Map<string, TrailEvent>();
for (const { bytes } of trail.files()) {
  for (const record of JSON.parse(bytes.toString("latin1")).Records) {
    const found = trailEventOf(record);
    if (found === null) continue;
    assert.ok(found.ok, JSON.stringify(found));
    events.set(found.value.id, found.value);
  }
}
const truth = trail.truth();
const snapshot = snapshotOf(made.synthesis);

/** Copies of one call, the one that tells the caller's ARN first. */
const calls: readonly (readonly TrailEvent[])[] = [
  ...Map.groupBy(events.values(), (event) => event.request ?? event.id).values(),
].map((copies) => copies.toSorted((a, b) => Number(hasArn(b.caller)) - Number(hasArn(a.caller))));

function hasArn(caller: TrailCaller): boolean {
  return "arn" in caller ? caller.arn !== null : caller.kind !== "account";
}

/** As the truth tells callers; of those that are outside only the account is sure. */
function byOf(caller: TrailCaller): string {
  switch (caller.kind) {
    case "user":
    case "role":
      return caller.arn ?? caller.account;
    case "root":
      return `arn:aws:iam::${caller.account}:root`;
    case "account":
      return caller.account;
    case "service":
      return caller.service;
    case "federated":
      return caller.provider;
    case "certificate":
      return caller.subject;
    case "identity-center-user":
      return caller.user;
    case "unknown":
      return caller.type;
  }
}

const ours = new Set<string>(snapshot.accounts.map(({ id }) => id));
const accountIn = (by: string): string => by.split(":")[4] ?? by;
/** A caller outside is told by its account, a switch's role without its path, a permission set without its suffix. */
function use(call: string, by: string, role: string | null, granted: boolean): string {
  const who = by.startsWith("arn:") && !ours.has(accountIn(by)) ? accountIn(by) : by;
  const name = role?.slice(role.lastIndexOf("/") + 1).replace(/^(AWSReservedSSO_.+)_[0-9a-f]{16}$/, "$1");
  return [call, who, role === null ? "-" : `${accountIn(role)} ${name}`, granted].join(" ");
}

function counted(list: Iterable<readonly [key: string, count: number]>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [key, count] of list) counts.set(key, (counts.get(key) ?? 0) + count);
  return new Map([...counts].sort());
}

test("The reader reads what was written: each call once, by whom, which role, granted or not", () => {
  assert.equal(calls.length, truth.assumptions);
  const read = counted(
    calls.map(([event]) => {
      if (event === undefined) throw new Error("a call has no copy");
      return [use(event.call, byOf(event.caller), event.role, event.outcome.kind === "granted"), 1];
    }),
  );
  const written = counted(
    truth.uses.map(({ call, by, role, granted, count }) => [use(call, by, role, granted), count]),
  );
  assert.deepEqual(read, written);
});

test("The reader reads how long sessions are and which key signed the next call", () => {
  const keys = new Set<string>();
  for (const { outcome } of events.values())
    if (outcome.kind === "granted" && outcome.key !== null) keys.add(outcome.key);
  const chained = truth.uses.filter(({ depth }) => depth !== null && depth > 0);
  const signed = calls.filter(([event]) => event?.callerKey != null && keys.has(event.callerKey));
  assert.equal(
    signed.length,
    chained.reduce((sum, { count }) => sum + count, 0),
  );
  const long = calls.filter(([one]) => one?.outcome.kind === "granted" && (one.outcome.seconds ?? 0) > 3600);
  assert.equal(
    long.length,
    truth.uses.filter(({ seconds }) => seconds > 3600).reduce((sum, { count }) => sum + count, 0),
  );
});

test("The reader reads session tags and network endpoints", () => {
  const told = (tags: readonly (readonly string[])[], keys: readonly string[], endpoint: string | null) =>
    JSON.stringify([Object.fromEntries(tags), keys, endpoint]);
  const read = counted(
    calls.flatMap(([event]) =>
      event === undefined ? [] : [[told(event.tags, event.transitiveTagKeys, event.vpcEndpoint), 1]],
    ),
  );
  const written = counted(
    truth.uses.map(({ tags, transitiveTagKeys, vpcEndpoint, count }) => [
      told(Object.entries(tags), transitiveTagKeys, vpcEndpoint),
      count,
    ]),
  );
  assert.deepEqual(read, written);
  assert.ok(read.size > 10, `${read.size}`);
});

test("The engine allows every granted use but those that are told as impossible, and no refused one", () => {
  const reader = trustReader(snapshot);
  const graph = buildAssumeGraph(reader);
  const callers = createCallerSide(snapshot, reader.organization);
  const scope = { snapshot, organization: reader.organization, callers, nameOf: () => null };
  // Whether they may hangs on what the call brings.
  const conditional = new Set(
    [
      ...truth.cases.filter(({ kind }) => kind.endsWith("-absent")),
      ...truth.uses.filter(({ tags, vpcEndpoint }) => Object.keys(tags).length > 0 || vpcEndpoint !== null),
    ].map(({ role, by }) => `${by} ${role}`),
  );
  const impossible = new Set(truth.impossibleUses.map(({ role, by }) => `${by} ${role}`));
  const known = new Map<string, ReadonlySet<string>>();
  const assumers = (role: string): ReadonlySet<string> => {
    const index = snapshot.roles.byArn(role);
    const who = index === null ? [] : whoCanAssume(index, graph.grantsOf(index), scope).who;
    return new Set(who.map(({ id }) => id));
  };
  for (const { call, by, role, granted } of truth.uses) {
    if (role === null || !call.startsWith("AssumeRole") || conditional.has(`${by} ${role}`)) continue;
    const ids = known.get(role) ?? assumers(role);
    known.set(role, ids);
    const isAllowed = ids.has(by) || ids.has(accountIn(by));
    const expected = granted && !impossible.has(`${by} ${role}`);
    assert.equal(isAllowed, expected, `${call} by ${by} of ${role}: ${[...ids].join(", ")}`);
  }
});

test("The engine takes the roles for administrators that were planted as such, and no other that was used", () => {
  const capabilities = capabilityReader(snapshot, openActionCatalogue());
  const used = new Set(truth.uses.flatMap(({ role, granted }) => (role === null || !granted ? [] : [role])));
  const administrators = [...used].filter((role) => {
    const index = snapshot.roles.byArn(role);
    return index !== null && capabilities(role)?.administrator.kind === "administrator";
  });
  const planted = truth.cases.filter(({ kind }) => kind === "administrative-role").map(({ role }) => role);
  assert.deepEqual(administrators, planted);
});
