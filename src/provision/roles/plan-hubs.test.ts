import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountOf,
  declaredRole,
  hubAccount,
  hubArn,
  type SpokeWorld,
  setOf,
  spokes,
  spokeWorld,
} from "../../../test/support/spoke-roles.ts";
import type { RoleSet } from "./declaration.ts";
import { hubMerge, type PlannedHub } from "./plan-hubs.ts";
import { planRemoval } from "./plan-removal.ts";
import { planRoles } from "./plan-roles.ts";

const principal = { kind: "role", arn: hubArn, account: hubAccount, partition: "aws" } as const;
/** `own` is the name of the policy that the hub of the test's world has. */
const hubs = [{ principal, policy: "own" }];

function planned(set: RoleSet, world: SpokeWorld, errors: readonly string[] = []) {
  const snapshot = spokeWorld(world);
  const unread = ({ id }: { readonly id: string }) => (errors.includes(id) ? "it was not read" : null);
  return { ...planRoles({ set, snapshot, catalogue: null, adopt: false, unread }), snapshot };
}

function only(policies: readonly PlannedHub[]): PlannedHub {
  const [first] = policies;
  assert.ok(first !== undefined && policies.length === 1);
  return first;
}

const may = (...accounts: readonly string[]) => ({
  ...{ Sid: "AccessLensHub", Effect: "Allow", Action: "sts:AssumeRole" },
  Resource: accounts.map((id) => `arn:aws:iam::${id}:role/reader`),
});

const [first = accountOf("222222222222"), second = first, third = first] = spokes;
const set = { ...setOf(declaredRole({ targets: targetsOf(first, second) })), hubs };

function targetsOf(...accounts: readonly (typeof first)[]) {
  return { accounts, units: [], tags: [], except: [] };
}

const resourcesOf = (text: string | null): readonly string[] =>
  JSON.parse(text ?? '{"Statement":[]}').Statement.flatMap(
    ({ Resource }: { Resource: string[] }) => Resource,
  );

test("A hub's policy is made, brought back, or left as what it is meant to be", () => {
  const states = [[may("*")], [may(first)], [may(second, first)]].map((hubMay) => {
    const { state, after } = only(planned(set, { hubMay }).hubPolicies);
    return [state, resourcesOf(after).length];
  });
  assert.deepEqual(states, [
    ["update", 2],
    ["update", 2],
    ["same", 2],
  ]);
  const another = { ...set, hubs: [{ principal, policy: "another" }] };
  const { state, before, after } = only(planned(another, {}).hubPolicies);
  assert.deepEqual([state, before, resourcesOf(after).length], ["create", null, 2]);
});

test("While a role can't be planned, nothing is taken out of the policy", () => {
  const both = only(planned(set, { hubMay: [may(second)] }, [second]).hubPolicies);
  assert.deepEqual(
    [both.state, resourcesOf(both.after)],
    ["update", [`arn:aws:iam::${first}:role/reader`, `arn:aws:iam::${second}:role/reader`]],
  );
  const wider = only(planned(set, { hubMay: [may(first, second, third)] }, [second]).hubPolicies);
  assert.equal(wider.state, "same", wider.why);
});

test("A policy of others is not written over, and one that grows too large is not written", () => {
  const hubMay = [{ Sid: "Theirs", Effect: "Allow", Action: "s3:*", Resource: "*" }];
  const theirs = only(planned(set, { hubMay }).hubPolicies);
  assert.equal(theirs.state, "error");
  assert.match(theirs.why, /not made by accesslens/);
  const large = JSON.stringify({ Version: "2012-10-17", Statement: [may("9".repeat(11_000))] });
  assert.match(JSON.stringify(hubMerge(large, true)(null)), /AWS takes 10240/);
});

test("With the roles that it was for the policy goes, and stays for others", () => {
  const removalOf = (hubMay: readonly object[], errors: readonly string[] = []) => {
    const { state, after } = only(planRemoval(planned(set, { hubMay }, errors), set).hubPolicies);
    return [state, resourcesOf(after).length];
  };
  assert.deepEqual(removalOf([may(first, second)]), ["remove", 0]);
  assert.deepEqual(removalOf([may(first, second, third)]), ["same", 3]);
  assert.deepEqual(removalOf([may(first, second)], [second]), ["same", 2]);
});
