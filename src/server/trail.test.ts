/** What the server tells of a trail: while it is read, when it can't be, and what it is then. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fastify from "fastify";
import { roleArn, snapshotOf, trusts } from "../../test/support/planned-organization.ts";
import { isAccountId, isArn, type ObservedUse, ok, type TrailFacts } from "../model/index.ts";
import { acceptedFile } from "../work/accepted-file.ts";
import { scanSnapshot } from "../work/scan.ts";
import {
  accountUseShape,
  impossibleShape,
  mapUseShape,
  partyTimelineShape,
  type ReadableTrail,
  ReadTrail,
  roleTimelineShape,
  trailStateShape,
} from "../work/trail/show/index.ts";
import type { TrailEngine } from "../work/trail/trail-engine.ts";
import { addTrail } from "./routes/trail.ts";
import { servedOf } from "./served.ts";

const own = "111111111111";
const other = "222222222222";
const vendor = "464622532012";
const asks = { StringEquals: { "sts:ExternalId": "very-secret-id" } };
const assumes = [[{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }]];
const scan = scanSnapshot(
  snapshotOf({
    accounts: [
      {
        id: own,
        roles: [
          { name: "vendor", trust: [{ ...trusts({ AWS: vendor }), Condition: asks }], policies: [] },
          { name: "inner", trust: [trusts({ AWS: other })], policies: [] },
          { name: "closed", trust: [trusts({ AWS: other })], policies: [] },
          { name: "nobody", trust: [], policies: [] },
        ],
      },
      { id: other, roles: [{ name: "caller", trust: [], policies: assumes }] },
    ],
  }),
  {},
  { chains: true },
);
const served = servedOf(scan, {
  accepted: acceptedFile("none.yaml"),
  masksExternalIds: true,
  where: "a snapshot",
});
const at = Date.parse("2026-06-30T12:00:00Z");
const day = 86_400_000;
const held = (account: string) => (isAccountId(account) ? account : assert.fail(account));
const arn = (account: string, name: string) => {
  const text = roleArn(account, name);
  return isArn(text) ? text : assert.fail(text);
};
const caller = { kind: "role", account: held(other), arn: arn(other, "caller"), id: null } as const;
const base: ObservedUse = {
  call: "AssumeRole",
  caller,
  role: arn(own, "inner"),
  granted: true,
  error: null,
  hour: null,
  externalId: null,
  mfa: null,
  hasSourceIdentity: false,
  console: false,
  long: false,
  depth: 0,
  detail: null,
  count: 40,
  first: at - 100 * day,
  last: at - day,
  longest: 3600,
  eventIds: ["event-1"],
};
const uses: readonly ObservedUse[] = [
  base,
  { ...base, role: arn(own, "nobody"), count: 3, eventIds: ["event-2"] },
  { ...base, granted: false, error: "AccessDenied", hour: at - day, count: 5, longest: null },
  {
    ...base,
    caller: { kind: "account", account: held(vendor) },
    role: arn(own, "vendor"),
    externalId: "very-secret-id",
    count: 7,
  },
];
const facts: TrailFacts = {
  events: 55,
  assumptions: 55,
  first: at - 100 * day,
  last: at,
  uses,
  places: [],
  chains: [],
  days: [],
  sessions: [],
  skipped: [],
  limits: [],
  accounts: [held(own), held(other)],
};

async function serverOf(engine: TrailEngine | null, prove: ReadableTrail["prove"] = null) {
  const failures: string[] = [];
  const trail =
    engine === null
      ? null
      : new ReadTrail({ engine, prove }, served.map, {
          failed: (message) => failures.push(message),
          proven: () => undefined,
        });
  const server = fastify({ logger: false });
  server.setSerializerCompiler(() => (value) => JSON.stringify(value));
  await server.register(async (scope) => addTrail(scope, { ...served, trail }));
  const ask = async (url: string) => {
    const { statusCode, body } = await server.inject({ url });
    return { status: statusCode, body, value: JSON.parse(body) };
  };
  return { server, trail, ask, failures };
}

const answering: TrailEngine = { ask: async () => ok(facts) };

test("a use, an impossible use and a way that nobody used are told apart on the map", async () => {
  const { trail, ask } = await serverOf(answering);
  await trail?.settled();
  const { trusts: rows } = mapUseShape.parse((await ask("/api/trail/map")).value);
  const { accounts } = scan.engine.snapshot;
  const told = rows.from.map((from, row) => ({
    from: accounts[from]?.id ?? served.map.sources.parties[from - accounts.length]?.id,
    roles: rows.roles[row],
    calls: rows.calls[row],
    possible: rows.possible[row],
    impossible: rows.impossible[row],
  }));
  assert.deepEqual(
    told.toSorted((a, b) => (b.calls ?? 0) - (a.calls ?? 0)),
    [
      { from: other, roles: 1, calls: 40, possible: true, impossible: 0 },
      { from: vendor, roles: 1, calls: 7, possible: true, impossible: 0 },
      { from: other, roles: 1, calls: 3, possible: false, impossible: 3 },
      { from: other, roles: 1, calls: 0, possible: true, impossible: 0 },
    ],
  );
  const { impossible } = impossibleShape.parse((await ask("/api/trail/impossible")).value);
  assert.deepEqual(
    impossible.map(({ role, by, count }) => [role, by, count]),
    [[roleArn(own, "nobody"), roleArn(other, "caller"), 3]],
  );
  const { read } = trailStateShape.parse((await ask("/api/trail")).value);
  assert.deepEqual(read && [read.used, read.unused, read.notWatched, read.impossible], [2, 1, 0, 1]);
});

test("an account from inside, a role and a party have the shapes that are described, and no external ID", async () => {
  const { trail, ask } = await serverOf(answering);
  await trail?.settled();
  const account = await ask(`/api/trail/map/account?account=${own}`);
  const { ways } = accountUseShape.parse(account.value);
  assert.deepEqual(ways.map(({ calls }) => calls).toSorted(), [0, 40, 7]);
  const outer = accountUseShape.parse((await ask(`/api/trail/map/account?account=${other}`)).value);
  assert.deepEqual(outer.ways.map(({ from, calls }) => [from.principal, calls]).toSorted(), [
    [roleArn(other, "caller"), 3],
    [roleArn(other, "caller"), 40],
  ]);
  const role = roleTimelineShape.parse((await ask(`/api/trail/role?arn=${roleArn(own, "inner")}`)).value);
  assert.deepEqual(
    role.lines.map(({ count, refused }) => [count, refused]),
    [[40, 5]],
  );
  assert.equal(role.lines[0]?.refusals[0]?.error, "AccessDenied");
  assert.deepEqual(
    role.ways.map(({ state, count }) => [state, count]),
    [["used", 40]],
  );
  const party = await ask(`/api/trail/party?kind=account&id=${vendor}`);
  assert.deepEqual(
    partyTimelineShape.parse(party.value).lines.map(({ by, count, external }) => [by, count, external]),
    [[vendor, 7, true]],
  );
  const whole = await Promise.all(
    ["/api/trail/map", `/api/trail/role?arn=${roleArn(own, "vendor")}`].map(ask),
  );
  for (const { body } of [account, party, ...whole]) assert.doesNotMatch(body, /very-secret-id/);
});

test("while the trail is read, questions about it say so, and ending the server stops it", async () => {
  const stopped: string[] = [];
  const { server, ask, failures } = await serverOf({
    ask: (_, { signal, onProgress }) =>
      new Promise((resolve) => {
        onProgress({ records: 12, files: 1, bytes: 300, bytesInAll: 900, skipped: 0 });
        signal.addEventListener("abort", () => {
          stopped.push("stopped");
          resolve({ ok: false, error: { kind: "stopped" } });
        });
      }),
  });
  const state = trailStateShape.parse((await ask("/api/trail")).value);
  assert.deepEqual([state.state, state.progress?.records], ["reading", 12]);
  const { status, value } = await ask("/api/trail/map");
  assert.deepEqual([status, value.error.message], [503, "The trail is being read."]);
  await server.close();
  assert.deepEqual([stopped, failures], [["stopped"], []]);
});

test("a trail that can't be read is told, and so is a server without one", async () => {
  const fault = { kind: "unreadable", message: "trail: there is no such directory" } as const;
  const { trail, ask, failures } = await serverOf({ ask: async () => ({ ok: false, error: fault }) });
  await trail?.settled();
  assert.deepEqual(failures, [fault.message]);
  assert.equal(trailStateShape.parse((await ask("/api/trail")).value).message, fault.message);
  assert.equal((await ask("/api/trail/map")).status, 503);
  const without = await serverOf(null);
  assert.equal(trailStateShape.parse((await without.ask("/api/trail")).value).state, "none");
  assert.equal((await without.ask("/api/trail/map")).status, 404);
});

test("a role, an account that is not there is said to be so", async () => {
  const { trail, ask } = await serverOf(answering);
  await trail?.settled();
  assert.equal((await ask("/api/trail/map/account?account=999999999999")).status, 400);
  assert.equal((await ask(`/api/trail/role?arn=${roleArn(own, "absent")}`)).status, 400);
});
