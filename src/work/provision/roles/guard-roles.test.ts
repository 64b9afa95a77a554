import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { factsOf, observed, roleArn, roleCaller } from "../../../../test/support/observed.ts";
import {
  accountOf,
  declaredRole,
  declaredTrust,
  hubAccount,
  setOf,
  spokes,
  spokeWorld,
  vendorAccount,
} from "../../../../test/support/spoke-roles.ts";
import { type ObservedUse, SnapshotBuilder, type TrailFacts } from "../../../model/index.ts";
import {
  type DeclaredRole,
  managedTag,
  planRemoval,
  planRoles,
  type RoleSet,
  withRoleStates,
} from "../../../provision/roles/index.ts";
import { guardRoles, meantTrusts } from "./guard-roles.ts";
import { plannedAnswer } from "./role-answer.ts";

const [spoke = accountOf("222222222222")] = spokes;
const reader = roleArn("reader", spoke);
const hub = { ...roleCaller("hub", hubAccount), id: "AROAEXAMPLEEXAMPLE123" };
const vendor = { ...roleCaller("theirs", vendorAccount), id: "AROATHEIRSTHEIRS01234" };
/** Both come in today: the hub, and the vendor by its external ID. */
const standing = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: [hub.arn] }, Action: "sts:AssumeRole" },
    {
      Effect: "Allow",
      Principal: { AWS: vendorAccount },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "shared-with-vendor" } },
    },
  ],
});
const byHub = observed({ role: reader, caller: hub, count: 5 });
const byVendor = observed({ role: reader, caller: vendor, externalId: "shared-with-vendor", count: 2 });
const later = { ...byVendor, mfa: true, count: 1, last: byVendor.last + 60_000 };

type Held = {
  readonly role?: Partial<DeclaredRole>;
  readonly hubs?: RoleSet["hubs"];
  readonly trust?: string;
  readonly removes?: boolean;
  readonly isForced?: boolean;
  readonly facts?: Partial<TrailFacts>;
};

function planned({ role = {}, hubs = [], trust = standing, removes = false }: Held) {
  const set = { ...setOf(declaredRole(role)), hubs };
  const snapshot = spokeWorld({
    hubMay: [{ Sid: "AccessLensHub", Effect: "Allow", Action: "sts:AssumeRole", Resource: reader }],
    roles: [{ name: "reader", trust, tags: { [managedTag]: "spokes" } }],
  });
  const plan = planRoles({ set, snapshot, catalogue: null, adopt: false, unread: () => null });
  return { set, plan: removes ? planRemoval({ ...plan, snapshot }, set) : { ...plan, snapshot } };
}

function held(uses: readonly ObservedUse[], how: Held = {}) {
  const { set, plan } = planned(how);
  const { removes = false, isForced = false } = how;
  const facts = factsOf(uses, { accounts: [spoke], ...how.facts });
  const guarded = guardRoles(plan, facts, { set, removes, isForced });
  const told = plannedAnswer(guarded.plan, [], true, guarded).roles[0];
  assert.ok(told !== undefined);
  return { ...told, planned: guarded.plan.roles[0] };
}

describe("a declared role and what CloudTrail has seen", () => {
  test("it is planned where everybody who was seen still gets in", () => {
    const { state, seen } = held([byHub]);
    assert.equal(state, "update");
    assert.deepEqual(seen, { calls: 5, refused: [], notKnown: null });
  });

  test("it is left as it stands where one would not: who, how often, and when last; external IDs are masked", () => {
    const { state, why, seen, steps, lost } = held([byHub, byVendor, later]);
    assert.deepEqual([state, steps, lost], ["error", [], []]);
    assert.match(why, /would refuse what CloudTrail has seen: .*role\/theirs; --despite-trail/);
    const [refused, ...others] = seen?.refused ?? [];
    assert.deepEqual([seen?.calls, others], [5, []]);
    assert.deepEqual(refused, {
      by: vendor.arn,
      externalId: "<masked, 18 characters>",
      calls: 3,
      last: new Date(later.last).toISOString().replace(".000Z", "Z"),
    });
  });

  test("it is written all the same on request, and told", () => {
    const { state, seen, steps } = held([byVendor], { isForced: true });
    assert.deepEqual([state, seen?.refused.length, steps.length > 0], ["update", 1, true]);
  });

  test("an external ID that is asked for from now on refuses who gave none", () => {
    const own = { kind: "account", account: vendorAccount } as const;
    const externalId = { kind: "stated", values: ["another-for-vendor"] } as const;
    const role = { trust: [declaredTrust({ principals: [own], externalId })] };
    const open = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: vendorAccount }, Action: "sts:AssumeRole" }],
    });
    const without = { ...byVendor, externalId: null };
    assert.equal(held([without], { role, trust: open }).state, "error");
    const withIt = { ...byVendor, externalId: "another-for-vendor" };
    assert.equal(held([withIt], { role, trust: open }).state, "update");
  });

  test("a role that somebody uses does not go", () => {
    const { state, seen } = held([byHub], { removes: true });
    assert.deepEqual([state, seen?.calls, seen?.refused.length], ["error", 0, 1]);
    assert.equal(held([byHub], { removes: true, isForced: true }).state, "remove");
    assert.equal(held([], { removes: true }).state, "remove");
  });

  test("refused calls, calls that today's trust refuses, and other roles' say nothing", () => {
    const stranger = observed({ role: reader, caller: roleCaller("hub", "888888888888") });
    const elsewhere = observed({ role: roleArn("other", spoke), caller: vendor });
    const uses = [{ ...byVendor, granted: false }, stranger, elsewhere];
    const { state, seen } = held(uses, { removes: true });
    assert.deepEqual([state, seen?.refused], ["remove", []]);
  });

  test("a role that was read by itself, as from live accounts, is asked like others", () => {
    const builder = new SnapshotBuilder({ createdAt: 0, source: "synth" });
    for (const id of [spoke, hubAccount]) builder.addAccount({ id, partition: "aws", hasData: false });
    const { set, plan } = planned({});
    const state = plan.roles[0]?.current ?? null;
    const snapshot = withRoleStates(builder.build(), [{ account: spoke, name: "reader", state }]);
    const live = { set, snapshot, catalogue: null, adopt: false, unread: () => null };
    const facts = factsOf([byHub, byVendor], { accounts: [spoke] });
    const guard = { set, removes: false, isForced: false };
    const { plan: guarded, seen } = guardRoles({ ...planRoles(live), snapshot }, facts, guard);
    assert.equal(guarded.roles[0]?.state, "error");
    assert.deepEqual([seen.get(reader)?.calls, seen.get(reader)?.refused.length], [5, 1]);
  });

  test("whether others came unseen is told", () => {
    const { seen, state } = held([byHub], { facts: { accounts: [] } });
    assert.equal(state, "update");
    assert.match(seen?.notKnown ?? "", /no event of account 222222222222/);
  });

  test("of a role that stays as it is nothing is asked", () => {
    const { plan } = planned({});
    const meant = plan.roles[0]?.desired?.trust ?? "";
    const trust = { role: { policies: [] }, trust: meant };
    const { seen, state } = held([byHub], trust);
    assert.deepEqual([state, seen], ["same", null]);
    assert.equal(meantTrusts(planned(trust).plan).size, 0);
    assert.deepEqual([...meantTrusts(plan).keys()], [reader]);
  });

  test("a caller whose role stays keeps what it has for it", () => {
    const principal = { kind: "role", arn: hub.arn ?? "", account: hubAccount, partition: "aws" } as const;
    const hubs = [{ principal, policy: "own" }];
    const { set, plan } = planned({ hubs, removes: true });
    const hubOf = (uses: readonly ObservedUse[]) =>
      guardRoles(plan, factsOf(uses, { accounts: [spoke] }), { set, removes: true, isForced: false }).plan
        .hubPolicies[0]?.state;
    assert.deepEqual([hubOf([]), hubOf([byHub])], ["remove", "same"]);
  });
});
