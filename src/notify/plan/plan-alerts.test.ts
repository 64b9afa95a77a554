import assert from "node:assert/strict";
import { test } from "node:test";
import { actor, change, changedAt, driftEvent } from "../../../test/support/alerts.ts";
import type { Approval, DriftEvent } from "../../model/index.ts";
import { type AlertConfiguration, alertConfiguration, alertsFileSchema } from "../settings.ts";
import { type AlertingState, planAlerts } from "./plan-alerts.ts";

const now = changedAt + 5000;

const configured = (...channels: readonly object[]): AlertConfiguration =>
  alertConfiguration(
    alertsFileSchema.parse({ channels: channels.map((one) => ({ type: "stdout", ...one })) }),
  );

const state = (own: Partial<AlertingState> = {}): AlertingState => ({
  approvals: [],
  now,
  recentlySent: new Map(),
  ...own,
});

/** Of one event over one channel. */
const decisionOn = (
  event: DriftEvent,
  channel: object,
  own: Partial<AlertingState> = {},
  more: object = {},
) => {
  const configuration = alertConfiguration(
    alertsFileSchema.parse({ channels: [{ type: "stdout", ...channel }], ...more }),
  );
  const plan = planAlerts([event], configuration, state(own));
  assert.equal(plan.decisions.length, 1);
  const [decision] = plan.decisions;
  return { verdict: decision?.verdict, why: decision?.why ?? "", deliveries: plan.deliveries };
};

const approval = (own: Partial<Approval> = {}): Approval => ({
  id: "approval-1",
  ticket: "CHG-1",
  principal: null,
  subject: "*",
  account: null,
  from: changedAt - 3_600_000,
  to: changedAt + 3_600_000,
  reason: "",
  createdBy: "ada",
  createdAt: changedAt - 3_600_000,
  withdrawnAt: null,
  ...own,
});

const insider = { ...change, gained: change.gained.filter(({ external }) => !external), guards: [] };
const gained = { onlyExternalGains: true };

const routes: readonly (readonly [
  what: string,
  route: object,
  event: Partial<DriftEvent>,
  isTold: boolean,
])[] = [
  ["at its least severity", { atLeast: "high" }, {}, true],
  ["below its least severity", { atLeast: "critical" }, {}, false],
  ["of its account", { accounts: ["111122223333"] }, {}, true],
  ["of another account", { accounts: ["999999999999"] }, {}, false],
  ["of no account, where accounts are asked for", { accounts: ["111122223333"] }, { account: null }, false],
  ["of its unit", { organizationalUnits: ["ou-ab12-cdefgh34"] }, {}, true],
  ["of its root", { organizationalUnits: ["r-ab12"] }, {}, true],
  ["of a path above", { organizationalUnits: ["o-exampleorg/r-ab12/"] }, {}, true],
  ["of a path without its last slash", { organizationalUnits: ["o-exampleorg/r-ab12"] }, {}, true],
  ["of a unit whose id begins alike", { organizationalUnits: ["ou-ab12-cdefgh3"] }, {}, false],
  ["of another unit", { organizationalUnits: ["ou-ab12-zzzzzzzz"] }, {}, false],
  ["of an unknown place", { organizationalUnits: ["r-ab12"] }, { organizationPath: null }, false],
  ["with its owner", { ownerTags: { owner: "team-*" } }, {}, true],
  ["with one of its owners", { ownerTags: { owner: ["x", "team-payments"] } }, {}, true],
  ["of another owner", { ownerTags: { owner: "payments" } }, {}, false],
  ["without the tag", { ownerTags: { toString: "*" } }, {}, false],
  ["of its kind", { kinds: ["trust-policy", "tags"] }, {}, true],
  ["of another kind", { kinds: ["tags"] }, {}, false],
  ["by which an outsider gains", gained, {}, true],
  ["by which an insider gains", gained, { changes: [insider] }, false],
  ["that could not be decided", gained, { changes: [{ ...insider, meaning: "unclear" }] }, true],
  ["whose guard got weaker", gained, { changes: [{ ...insider, guards: change.guards }] }, true],
  ["that never settled", gained, { changes: [], kind: "unresolved" }, true],
];
for (const [what, route, event, isTold] of routes) {
  test(`a channel with a route ${isTold ? "takes" : "does not take"} a change ${what}`, () => {
    const { verdict, why, deliveries } = decisionOn(driftEvent(event), { route });
    assert.equal(deliveries.length, isTold ? 1 : 0);
    assert.equal(verdict === "sent", isTold);
    assert.match(why, /stdout.*\.$/);
  });
}

const covering: readonly (readonly [
  what: string,
  own: Partial<Approval>,
  event: Partial<DriftEvent>,
  isCovered: boolean,
])[] = [
  ["anybody's change", {}, {}, true],
  ["the session's ARN", { principal: "arn:aws:sts::111122223333:assumed-role/Deploy/*" }, {}, true],
  ["the session's issuer", { principal: "arn:aws:iam::*:role/Deploy" }, {}, true],
  ["another principal", { principal: "arn:aws:iam::*:role/Other" }, {}, false],
  [
    "only one of two actors",
    { principal: "*role/Deploy" },
    { actors: [actor, { ...actor, principal: "x", sessionIssuer: null }] },
    false,
  ],
  ["a principal, where nobody knows who did it", { principal: "*" }, { actors: [] }, false],
  ["the subject", { subject: "arn:aws:iam::*:role/Backup" }, {}, true],
  ["a subject whose name goes on", { subject: "arn:aws:iam::*:role/Back" }, {}, false],
  ["another account", { account: "999999999999" }, {}, false],
  ["a time that is over", { to: changedAt - 1 }, {}, false],
  ["a time yet to come", { from: changedAt + 1 }, {}, false],
  [
    "only the last of two calls",
    { from: changedAt },
    { events: [{ id: "e", name: "n", at: changedAt - 1 }] },
    false,
  ],
  ["what was withdrawn", { withdrawnAt: changedAt - 10 }, {}, false],
];
for (const [what, own, event, isCovered] of covering) {
  test(`an approval of ${what} ${isCovered ? "covers" : "does not cover"} a change`, () => {
    const { verdict, why, deliveries } = decisionOn(driftEvent(event), {}, { approvals: [approval(own)] });
    assert.equal(verdict, isCovered ? "expected" : "sent");
    assert.equal(deliveries.length, isCovered ? 0 : 1);
    if (isCovered) assert.match(why, /ticket CHG-1/);
  });
}

test("what was expected is in the history with its ticket, and told where a channel asks for it", () => {
  const plan = planAlerts(
    [driftEvent()],
    configured({ tellExpected: true }),
    state({ approvals: [approval()] }),
  );
  assert.deepEqual(plan.driftEvents[0]?.expected, { approval: "approval-1", ticket: "CHG-1" });
  assert.deepEqual(plan.deliveries[0]?.alert.events[0]?.expected, {
    approval: "approval-1",
    ticket: "CHG-1",
  });
});

const quiet = { quietHours: { from: "09:00", to: "12:00" } };

test("in quiet hours what is below is held until they end, and what is not goes out", () => {
  const low = decisionOn(driftEvent({ severity: "low" }), quiet);
  assert.equal(low.verdict, "held");
  assert.equal(low.deliveries[0]?.notBefore, Date.parse("2026-03-01T12:00:00Z"));
  assert.match(low.why, /2026-03-01T12:00:00/);
  assert.equal(decisionOn(driftEvent({ severity: "high" }), quiet).deliveries[0]?.notBefore, now);
});

const windows: readonly (readonly [what: string, window: object, isWithin: boolean])[] = [
  ["of its time", { from: "2026-03-01T09:00:00Z", to: "2026-03-01T11:00:00Z" }, true],
  ["of another time", { from: "2026-03-02T09:00:00Z", to: "2026-03-02T11:00:00Z" }, false],
  ["of its hours each week", { weekly: { days: ["sun"], from: "09:00", to: "11:00" } }, true],
  ["of another day", { weekly: { days: ["mon"], from: "09:00", to: "11:00" } }, false],
  ["of its account", { weekly: { from: "09:00", to: "11:00" }, accounts: ["111122223333"] }, true],
  ["of another account", { weekly: { from: "09:00", to: "11:00" }, accounts: ["999999999999"] }, false],
  ["of its channel", { weekly: { from: "09:00", to: "11:00" }, channels: ["stdout"] }, true],
  ["for what is less severe", { weekly: { from: "09:00", to: "11:00" }, below: "high" }, false],
];
for (const [what, window, isWithin] of windows) {
  test(`a maintenance window ${what} ${isWithin ? "keeps a change back" : "lets a change pass"}`, () => {
    const { verdict, deliveries } = decisionOn(
      driftEvent(),
      {},
      {},
      { maintenance: [{ name: "w", ...window }] },
    );
    assert.equal(verdict, isWithin ? "maintenance" : "sent");
    assert.equal(deliveries.length, isWithin ? 0 : 1);
  });
}

test("without a channel the decision says so", () => {
  const { decisions } = planAlerts([driftEvent()], configured(), state());
  assert.deepEqual(decisions, [
    { driftEvent: "drift-1", channel: null, verdict: "no-channel", why: "No channel is configured." },
  ]);
});

/** As a StackSet stamps it: the same role in each account, by the execution role there. */
const stamped = (index: number): DriftEvent => {
  const account = String(100_000_000_000 + index);
  return driftEvent({
    id: `drift-${index}`,
    account,
    subject: `arn:aws:iam::${account}:role/StackSet-base-${crypto.randomUUID()}-Role-${index % 2 === 0 ? "1A2B3C4D5E6F" : "ZZ2B3C4D5E6G"}`,
    actors: [
      {
        ...actor,
        principal: `arn:aws:sts::${account}:assumed-role/AWSCloudFormationStackSetExecutionRole/${index}`,
        sessionIssuer: `arn:aws:iam::${account}:role/AWSCloudFormationStackSetExecutionRole`,
      },
    ],
  });
};

test("a StackSet that touches 400 accounts is one alert, with a decision for each change", () => {
  const events = Array.from({ length: 400 }, (_, index) => stamped(index));
  const plan = planAlerts(events, configured({}), state());
  assert.equal(plan.deliveries.length, 1);
  const alert = plan.deliveries[0]?.alert;
  assert.match(alert?.title ?? "", /^400 changes in 400 accounts: /);
  assert.equal(alert?.accounts.length, 400);
  assert.equal((alert?.events.length ?? 0) + (alert?.more ?? 0), 400);
  assert.deepEqual(new Set(plan.decisions.map(({ verdict }) => verdict)), new Set(["grouped"]));
  assert.equal(plan.decisions.length, 400);
});

test("other names, actors, calls and kinds are other stories", () => {
  const events = [
    driftEvent({ id: "a" }),
    driftEvent({ id: "b", subject: "arn:aws:iam::111122223333:role/Other" }),
    driftEvent({ id: "c", actors: [{ ...actor, sessionIssuer: "arn:aws:iam::111122223333:role/Else" }] }),
    driftEvent({ id: "d", events: [{ id: "e", name: "CreateRole", at: changedAt }] }),
    driftEvent({ id: "e", changes: [{ ...change, kind: "tags" }] }),
    driftEvent({ id: "f", kind: "opened-and-closed" }),
    driftEvent({ id: "g", actors: [] }),
    driftEvent({ id: "h", actors: [] }),
  ];
  assert.equal(planAlerts(events, configured({}), state()).deliveries.length, events.length);
});

test("what events did not tell, and a full read found, is one story", () => {
  const events = Array.from({ length: 30 }, (_, index) =>
    driftEvent({ id: `d${index}`, kind: "missed-by-events", subject: `s${index}`, actors: [], events: [] }),
  );
  assert.equal(planAlerts(events, configured({}), state()).deliveries.length, 1);
});

test("ids are the same however often, and in whatever order, the same is planned", () => {
  const events = Array.from({ length: 40 }, (_, index) => stamped(index));
  const channels = configured({ name: "a" }, { name: "b" });
  const first = planAlerts(events, channels, state());
  const again = planAlerts(events.toReversed(), channels, state({ now: now + 60_000 }));
  assert.deepEqual(
    first.deliveries.map(({ id }) => id),
    again.deliveries.map(({ id }) => id),
  );
  // One alert over two channels.
  assert.equal(new Set(first.deliveries.map(({ alert }) => alert.id)).size, 1);
  assert.equal(new Set(first.deliveries.map(({ id }) => id)).size, 2);
});

test("what exceeds a channel's limit is held until the time is over, the worst goes first", () => {
  const events = Array.from({ length: 5 }, (_, index) =>
    driftEvent({ id: `d${index}`, subject: `s${index}`, severity: index === 4 ? "critical" : "low" }),
  );
  const channel = { rateLimit: { alerts: 3, perMinutes: 10 } };
  const plan = planAlerts(events, configured(channel), state({ recentlySent: new Map([["stdout", 1]]) }));
  assert.deepEqual(
    plan.deliveries.map(({ alert, notBefore }) => [alert.severity, new Date(notBefore).toISOString()]),
    [
      ["critical", "2026-03-01T10:00:05.000Z"],
      ["low", "2026-03-01T10:00:05.000Z"],
      ["low", "2026-03-01T10:10:00.000Z"],
      ["low", "2026-03-01T10:10:00.000Z"],
      ["low", "2026-03-01T10:10:00.000Z"],
    ],
  );
  assert.equal(plan.decisions.filter(({ verdict }) => verdict === "rate-limited").length, 3);
});
