import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import {
  type AccountPlan,
  allow,
  allowAll,
  managementId,
  type RolePlan,
  roleArn,
  trusts,
  userArn,
} from "../../../../test/support/planned-organization.ts";
import { memberReachesManagement as rule } from "./member-reaches-management.ts";

const member = "222222222222";
const other = "333333333333";
const deploy = roleArn(managementId, "deploy");
const ada = userArn(member, "ada");
const assumes = (arn: string) => [allow("sts:AssumeRole", arn)];
const worker: AccountPlan = { id: member, users: [{ name: "ada", policies: [assumes(deploy)] }] };
const entry: RolePlan = { name: "deploy", policies: [[allowAll]], trust: [trusts({ AWS: ada })] };

function findings(management: readonly RolePlan[], ...members: readonly AccountPlan[]) {
  return chainFindings(rule, { accounts: [{ id: managementId, roles: management }, ...members] });
}

test("a user of a member account that assumes an administrator's role of the management account is told", () => {
  const [finding, ...others] = findings([entry], worker);
  assert.deepEqual(others, []);
  assert.equal(finding?.subject, deploy);
  assert.equal(finding.account, managementId);
  assert.equal(finding.severity, "critical");
  assert.match(
    finding.title,
    /^user\/ada of account 222222222222 can come to administer the management account in 1 hop$/,
  );
  assert.deepEqual(
    finding.who.map(({ id }) => id),
    [ada],
  );
  assert.match(finding.impact[0] ?? "", /user\/ada .* assumes role\/deploy/);
});

test("the subject is the first principal of the management account, however far the way goes on there", () => {
  const first = {
    name: "deploy",
    policies: [assumes(roleArn(managementId, "admin"))],
    trust: [trusts({ AWS: ada })],
  };
  const admin = { name: "admin", policies: [[allowAll]], trust: [trusts({ AWS: deploy })] };
  const [finding, ...others] = findings([first, admin], worker);
  assert.deepEqual(others, []);
  assert.equal(finding?.subject, deploy);
  assert.match(finding.title, /in 2 hops/);
});

test("whoever can change what the organization holds over its accounts controls it", () => {
  const organizer = {
    ...entry,
    policies: [
      [
        allow([
          "organizations:DetachPolicy",
          "organizations:AttachPolicy",
          "organizations:UpdatePolicy",
          "organizations:MoveAccount",
        ]),
      ],
    ],
  };
  const [finding] = findings([organizer], worker);
  assert.equal(finding?.subject, deploy);
  assert.match(finding.title, /control the organization/);
});

test("members that come in by one role are one finding, which counts their accounts", () => {
  const bob = userArn(other, "bob");
  const shared = { ...entry, trust: [trusts({ AWS: [ada, bob] })] };
  const found = findings([shared], worker, {
    id: other,
    users: [{ name: "bob", policies: [assumes(deploy)] }],
  });
  assert.equal(found.length, 1);
  assert.match(found[0]?.severityReasons.join(" ") ?? "", /and 1 more account/);
});

test("a way that starts with others than a principal who comes in itself is told from its start", () => {
  const hub = roleArn(member, "hub");
  const started: AccountPlan = {
    id: member,
    users: [
      { name: "ada", policies: [[allow("iam:UpdateAssumeRolePolicy", hub), allow("sts:AssumeRole", hub)]] },
    ],
    roles: [{ name: "hub", policies: [assumes(deploy)], trust: [trusts({ Service: "ec2.amazonaws.com" })] }],
  };
  const [finding] = findings([{ ...entry, trust: [trusts({ AWS: hub })] }], started);
  assert.equal(finding?.subject, deploy);
  assert.match(finding.title, /role\/hub of account 222222222222/);
});

test("taking other accounts out is tried where the management account's own stay", () => {
  const own = `arn:aws:iam::${managementId}:root`;
  const [finding] = findings([{ ...entry, trust: [trusts({ AWS: [ada, own] })] }], worker);
  assert.equal(finding?.fix?.verified, true);
  assert.doesNotMatch(finding.fix.policy ?? "", /user\/ada/);
});

test("nothing is told of the management account's own, of a powerless role, and of trust that nobody can use", () => {
  const local = { ...entry, trust: [trusts({ AWS: managementId })] };
  assert.deepEqual(told(findings([local], worker)), []);
  assert.deepEqual(told(findings([{ ...entry, policies: [[allow("s3:GetObject")]] }], worker)), []);
  assert.deepEqual(told(findings([entry], { id: member, users: [{ name: "ada" }] })), []);
});

test("the way from the management account into its members is the organization's order", () => {
  const access: AccountPlan = {
    id: member,
    roles: [
      {
        name: "OrganizationAccountAccessRole",
        policies: [[allowAll]],
        trust: [trusts({ AWS: managementId })],
      },
    ],
  };
  const admin: RolePlan = { name: "admin", policies: [[allowAll]], trust: [trusts({ AWS: managementId })] };
  assert.deepEqual(told(findings([admin], access)), []);
});
