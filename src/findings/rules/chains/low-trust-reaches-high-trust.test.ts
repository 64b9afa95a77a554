import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import {
  type AccountPlan,
  allow,
  allowAll,
  type RolePlan,
  roleArn,
  trusts,
  userArn,
} from "../../../../test/support/planned-organization.ts";
import { lowTrustReachesHighTrust as rule } from "./low-trust-reaches-high-trust.ts";

const sandbox = "222222222222";
const shared = "333333333333";
const production = "444444444444";
const tiers = [
  { name: "sandbox", level: 0, units: [sandbox] },
  { name: "production", level: 2, units: [production] },
];
const ada = userArn(sandbox, "ada");
const hub = roleArn(shared, "hub");
const deploy = roleArn(production, "deploy");
const assumes = (arn: string) => [allow("sts:AssumeRole", arn)];
const playing: AccountPlan = { id: sandbox, users: [{ name: "ada", policies: [assumes(hub)] }] };
const between: AccountPlan = {
  id: shared,
  roles: [{ name: "hub", policies: [assumes(deploy)], trust: [trusts({ AWS: ada })] }],
};
const admin = (from: string): RolePlan => ({
  name: "deploy",
  policies: [[allowAll]],
  trust: [trusts({ AWS: from })],
});
const live = (...roles: readonly RolePlan[]): AccountPlan => ({ id: production, roles });

function findings(accounts: readonly AccountPlan[], intent: Parameters<typeof chainFindings>[2] = { tiers }) {
  return chainFindings(rule, { accounts }, intent);
}

test("a sandbox that comes to administer production by an account between them is told", () => {
  const [finding, ...others] = findings([playing, between, live(admin(hub))]);
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.subject, finding?.severity], [deploy, "high"]);
  assert.match(finding?.title ?? "", /222222222222 of sandbox .* 444444444444 of production in 2 hops/);
  assert.deepEqual(
    finding?.who.map(({ id }) => id),
    [ada],
  );
});

test("a role that the sandbox assumes and that goes on from there is told by where production begins", () => {
  const entry = { name: "entry", policies: [assumes(deploy)], trust: [trusts({ AWS: ada })] };
  const direct = { id: sandbox, users: [{ name: "ada", policies: [assumes(roleArn(production, "entry"))] }] };
  const found = findings([direct, live(entry, admin(roleArn(production, "entry")))]);
  assert.deepEqual(told(found), ["high entry"]);
});

test("where tiers are not declared, names tell and it weighs less", () => {
  const unit = "ou-root-prod0000";
  const accounts = [playing, between, { ...live(admin(hub)), parent: unit }];
  assert.deepEqual(told(findings(accounts, {})), []);
});

test("taking the less trusted out is tried where others stay", () => {
  const both = { ...admin(hub), trust: [trusts({ AWS: [hub, `arn:aws:iam::${production}:root`] })] };
  const [finding] = findings([playing, between, live(both)]);
  assert.equal(finding?.fix?.verified, true);
});

test("nothing is told of a direct administrator, of a declared crossing, of the way down, and of less than administration", () => {
  const direct = { id: sandbox, users: [{ name: "ada", policies: [assumes(deploy)] }] };
  assert.deepEqual(told(findings([direct, live(admin(ada))])), []);
  const crossings = [{ from: "sandbox", to: "production", roles: ["deploy"], reason: "meant" }];
  assert.deepEqual(told(findings([playing, between, live(admin(hub))], { tiers, crossings })), []);
  const turned = [
    { name: "sandbox", level: 2, units: [sandbox] },
    { name: "production", level: 0, units: [production] },
  ];
  assert.deepEqual(told(findings([playing, between, live(admin(hub))], { tiers: turned })), []);
  const reader = { ...admin(hub), policies: [[allow("s3:GetObject")]] };
  assert.deepEqual(told(findings([playing, between, live(reader)])), []);
});
