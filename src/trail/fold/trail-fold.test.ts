/** The fold against a plain one, and what happens at its bounds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { randomQuestion, randomTrail } from "../../../test/support/trail/random-trail.ts";
import { Circle, referenceFold } from "../../../test/support/trail/reference-fold.ts";
import {
  type AccountId,
  type Arn,
  iamArn,
  inOrder,
  networkOf,
  type TrailEvent,
  type TrailQuestion,
} from "../../model/index.ts";
import { type FoldBounds, type FoldedTrail, foldBounds, TrailFold } from "./index.ts";

const secondOf = ({ time }: TrailEvent): number => Math.floor(time / 1000);

function folded(events: readonly TrailEvent[], question: TrailQuestion, bounds?: FoldBounds): FoldedTrail {
  const fold = new TrailFold(question, bounds);
  fold.add(events.toSorted((a, b) => secondOf(a) - secondOf(b)));
  return fold.end();
}

function plain(events: readonly TrailEvent[], question: TrailQuestion): FoldedTrail {
  try {
    const facts = referenceFold(events, question, networkOf);
    const { skipped: _, accounts: __, ...folded } = inOrder({ ...facts, skipped: [], accounts: [] });
    return folded;
  } catch (error) {
    fc.pre(!(error instanceof Circle));
    throw error;
  }
}

test("The fold tells what a plain one tells that keeps everything", () => {
  fc.assert(
    fc.property(randomTrail, randomQuestion, (events, question) => {
      assert.deepEqual(folded(events, question), plain(events, question));
    }),
    { numRuns: 300 },
  );
});

const start = Date.UTC(2026, 4, 4, 9);
const account = "123456789012" as AccountId;
const granted = (key: string): TrailEvent["outcome"] => ({ kind: "granted", key, seconds: 3600 });
const role = (name: string): Arn => iamArn("aws", account, "role", "/", name);

function event(number: number, parts: Partial<TrailEvent> = {}): TrailEvent {
  return {
    id: `event-${String(number).padStart(3, "0")}`,
    time: start + number * 1000,
    call: "AssumeRole",
    request: null,
    shared: null,
    account,
    region: "us-east-1",
    caller: { kind: "service", service: "ec2.amazonaws.com" },
    callerKey: null,
    role: role("a"),
    outcome: { kind: "granted", key: null, seconds: 3600 },
    sessionName: null,
    externalId: null,
    sourceIdentity: null,
    tags: [],
    transitiveTagKeys: [],
    narrowed: false,
    mfa: null,
    sourceIp: `203.0.${number}.1`,
    vpcEndpoint: null,
    userAgent: null,
    console: false,
    ...parts,
  };
}

const everything: TrailQuestion = {
  from: null,
  to: null,
  longerThan: 3600,
  evidence: 2,
  detailed: new Set(),
  places: true,
  chains: true,
  days: true,
  sessions: null,
};

const session = (name: string): TrailEvent["caller"] => ({
  kind: "role",
  account,
  arn: role(name),
  id: null,
  session: "s",
});

test("A caller has its depth and chain by the key that it called with, also within one second", () => {
  const second = { time: start };
  const { uses, chains } = folded(
    [
      event(1, { ...second, caller: session("b"), callerKey: "kb", role: role("c") }),
      event(2, { ...second, caller: session("a"), callerKey: "ka", role: role("b"), outcome: granted("kb") }),
      event(3, { ...second, outcome: granted("ka") }),
      event(9, { caller: session("x"), callerKey: "unknown", role: role("a"), outcome: granted("kx") }),
      event(10, { caller: session("a"), callerKey: "kx", role: role("b") }),
    ],
    everything,
  );
  const depths = new Map(uses.flatMap(({ eventIds, depth }) => eventIds.map((id) => [id, depth])));
  assert.deepEqual(
    ["event-003", "event-002", "event-001", "event-009", "event-010"].map((id) => depths.get(id)),
    [0, 1, 2, null, null],
  );
  assert.deepEqual(
    chains.map(({ from, roles }) => [from.kind, ...roles.map((one) => one.split("/")[1])]),
    [
      ["service", "a", "b", "c"],
      ["service", "a", "b"],
      ["role", "a", "b"],
    ],
  );
});

test("A chain that goes on for ever is told by its first sixteen roles", () => {
  const events = Array.from({ length: 40 }, (_, number) =>
    event(number, {
      caller: number === 0 ? event(0).caller : session("a"),
      callerKey: number === 0 ? null : `k${number - 1}`,
      outcome: granted(`k${number}`),
    }),
  );
  const { uses, chains } = folded(events, everything);
  assert.equal(Math.max(...uses.map(({ depth }) => depth ?? -1)), 16);
  const [longest] = chains.toSorted((a, b) => b.roles.length - a.roles.length);
  assert.equal(longest?.roles.length, 16);
  assert.equal(longest?.count, 40 - 15);
});

test("An owner's copy that knows an id alone, and a caller's without the path, are one assumption", () => {
  const owner: AccountId = "210987654321" as AccountId;
  const path = `arn:aws:iam::${owner}:role/team/a` as Arn;
  const plainRole = `arn:aws:iam::${owner}:role/a` as Arn;
  const common = { time: start, request: "r" };
  const { events, assumptions, uses } = folded(
    [
      event(1, { ...common, account: owner, role: path, caller: { kind: "account", account }, mfa: null }),
      event(2, { ...common, role: plainRole, caller: session("b"), mfa: false }),
      event(3, { ...common, role: role("other") }),
    ],
    everything,
  );
  assert.deepEqual([events, assumptions], [3, 2]);
  assert.deepEqual(
    uses.map((use) => [use.role, use.caller.kind, use.mfa, use.eventIds]),
    [
      [path, "role", false, ["event-001"]],
      [role("other"), "service", null, ["event-003"]],
    ],
  );
});

/** `changed`: bounds that are narrower than the trail. */
const boundedBy = (changed: Partial<FoldBounds>): FoldedTrail =>
  folded(
    [
      event(1, { sessionName: "one", request: "r", outcome: granted("k1") }),
      event(2, { sessionName: "two", caller: { kind: "root", account }, outcome: granted("k2") }),
      event(3, { sessionName: "three", caller: session("a"), callerKey: "k1", role: role("b") }),
      event(30, { request: "r", account: null }),
      event(31, { sessionName: "four" }),
    ],
    { ...everything, detailed: new Set([role("a")]) },
    { ...foldBounds, ...changed },
  );

for (const [what, changed, concerned] of [
  ["uses", { uses: 2 }, { chains: 1, uses: 2 }],
  ["details", { details: 1 }, { details: 2 }],
  ["places", { places: 1 }, { places: 3 }],
  ["chains", { chains: 2 }, { chains: 1 }],
  ["days", { days: 2 }, { days: 2 }],
  // All keys of six hours are forgotten at once.
  ["links", { links: 1 }, { links: 2 }],
  ["copies", { copies: 3 }, { copies: 2 }],
] as const) {
  test(`A bound on ${what} that is reached is told, with what it concerns`, () => {
    assert.deepEqual(boundedBy({}).limits, []);
    const { limits, assumptions } = boundedBy(changed);
    assert.deepEqual(Object.fromEntries(limits.map((limit) => [limit.what, limit.count])), concerned);
    assert.equal(assumptions, what === "copies" ? 5 : 4);
  });
}

test("Days are those of UTC, and of more than are kept the latest stay", () => {
  const [noon, hours] = [Date.UTC(2026, 4, 4, 12) - start, 3600];
  const at = (hour: number, parts: Partial<TrailEvent> = {}): TrailEvent =>
    event(0, { id: `event of ${hour}`, time: start + noon + hour * hours * 1000, ...parts });
  const refused = { outcome: { kind: "refused", code: "AccessDenied" } } as const;
  const other = { role: role("b") };
  const events = [at(0), at(11), at(12, refused), at(13), at(14, other), at(36), at(37, other)];
  const daysTold = (kept: number) =>
    folded(events, everything, { ...foldBounds, days: kept }).days.map(({ role: of, days }) => [
      of,
      ...days.map(({ day, granted: yes, refused: no }) => [
        new Date(day).toISOString().slice(5, 10),
        yes,
        no,
      ]),
    ]);
  const later = [
    [role("a"), ["05-06", 1, 0]],
    [role("b"), ["05-06", 1, 0]],
  ];
  assert.deepEqual(daysTold(5), [
    [role("a"), ["05-04", 2, 0], ["05-05", 1, 1], ["05-06", 1, 0]],
    [role("b"), ["05-05", 1, 0], ["05-06", 1, 0]],
  ]);
  assert.deepEqual(daysTold(2), later);
  const [limit] = folded(events, everything, { ...foldBounds, days: 2 }).limits;
  assert.deepEqual(limit, {
    what: "days",
    count: 5,
    first: Date.UTC(2026, 4, 4),
    last: Date.UTC(2026, 4, 5),
  });
});

test("A switch in the console is a session of the role, though it tells no path", () => {
  const sessions = {
    role: iamArn("aws", account, "role", "/team/", "ops"),
    order: "latest",
    limit: 5,
  } as const;
  const told = folded(
    [
      event(1, { call: "SwitchRole", role: role("ops"), outcome: granted("a") }),
      event(2, { role: sessions.role, outcome: granted("b") }),
      event(3, { role: role("cops"), outcome: granted("c") }),
    ],
    { ...everything, sessions },
  ).sessions;
  assert.deepEqual(
    told.map(({ eventId }) => eventId),
    ["event-002", "event-001"],
  );
});
