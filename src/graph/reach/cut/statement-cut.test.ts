import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  type OrganizationPlan,
  roleArn,
  snapshotOf,
  trusts,
  userArn,
} from "../../../../test/support/planned-organization.ts";
import { reachOf } from "../../../../test/support/reach-of.ts";
import { readEnd, readStart } from "../ends.ts";
import { defaultBudget, type StatementCut, statementCut } from "./statement-cut.ts";

const own = "111111111111";
const partner = "999999999999";

function cutOf(plan: OrganizationPlan, from: string, to = "admin", budget = defaultBudget): StatementCut {
  const start = readStart(from);
  const end = readEnd(to);
  assert.ok(start !== null && end !== null);
  return statementCut(reachOf(snapshotOf(plan)).graph, { from: start, to: end, onlyProven: false, budget });
}

/** Policies by their short names. */
function told({ cut }: StatementCut): readonly string[] {
  return cut.map(({ place, evidence }) => {
    const name =
      "policy" in place ? place.policy : "name" in place ? `${place.holder}/${place.name}` : "trust";
    return `${place.kind} ${name} ${evidence?.statement ?? "whole"}`;
  });
}

test("what cuts at the entrance costs as many statements as let in, so that the shared hop behind them is cut", () => {
  const entered = ["a", "b"].map((name) => ({ name, trust: [trusts({ AWS: partner })] }));
  const admin = {
    name: "admin",
    trust: [trusts({ AWS: entered.map(({ name }) => roleArn(own, name)) })],
    attached: ["arn:aws:iam::aws:policy/AdministratorAccess"],
  };
  const found = cutOf({ accounts: [{ id: own, roles: [...entered, admin] }] }, "external");
  assert.equal(found.cut.length, 1);
  assert.equal(found.minimum, true);
});

test("alternatives are all cut: each of two statements suffices for the same hop", () => {
  const users = [
    {
      name: "ada",
      policies: [[allow("iam:CreateAccessKey"), allow(["iam:CreateLoginProfile", "iam:CreateAccessKey"])]],
    },
    { name: "root", policies: [[allowAll], [{ ...allowAll, Sid: "Again" }]] },
  ];
  const found = cutOf({ accounts: [{ id: own, users }] }, userArn(own, "ada"), userArn(own, "root"));
  assert.deepEqual(told(found), [
    `inline-policy ${userArn(own, "ada")}/inline-0 0`,
    `inline-policy ${userArn(own, "ada")}/inline-0 1`,
  ]);
  assert.deepEqual([found.atLeast, found.minimum], [2, true]);
});

test("a policy whose text is not at hand is detached, and a start that is the target can't be cut", () => {
  const users = [{ name: "ada", attached: ["not-read"] }];
  const plan = { accounts: [{ id: own, users }] };
  const found = cutOf(plan, userArn(own, "ada"));
  assert.deepEqual(told(found), [`attachment arn:aws:iam::${own}:policy/not-read whole`]);
  assert.equal(cutOf(plan, userArn(own, "ada"), userArn(own, "ada")).kind, "uncuttable");
  const none = cutOf({ accounts: [{ id: own, users: [{ name: "bob" }] }] }, userArn(own, "bob"));
  assert.deepEqual([none.kind, none.cut, none.atLeast, none.minimum], ["cut", [], 0, true]);
});

test("ways to a resource are cut in its own policy, where that is all that lets outsiders in", () => {
  const arn = "arn:aws:s3:::ledger";
  const policy = [
    { Effect: "Allow", Principal: { AWS: partner }, Action: "s3:GetObject", Resource: `${arn}/*` },
  ];
  const resources = [{ arn, type: "AWS::S3::Bucket", policy }];
  const found = cutOf({ accounts: [{ id: own, resources }] }, "external", arn);
  assert.deepEqual(
    found.cut.map(({ place }) => place),
    [{ kind: "resource-policy", account: own, resource: arn }],
  );
  assert.equal(found.minimum, true);
});

test("without a budget there is a bound and no cut", () => {
  const admin = { name: "admin", trust: [trusts({ AWS: partner })], policies: [[allowAll]] };
  const found = cutOf({ accounts: [{ id: own, roles: [admin] }] }, "external", "admin", 1);
  assert.deepEqual([found.kind, found.atLeast, found.minimum], ["unfinished", 1, false]);
});

test("one statement of a shared policy is cut instead of every access that it gives", () => {
  const admins = ["one", "two", "three"].map((name) => ({
    name,
    trust: [trusts({ AWS: partner })],
    attached: ["rights"],
  }));
  const managed = [{ name: "rights", statements: [{ ...allowAll, Sid: "All" }, allow("s3:GetObject")] }];
  const found = cutOf({ accounts: [{ id: own, roles: admins, managed }] }, "external");
  assert.deepEqual(told(found), [`managed-policy arn:aws:iam::${own}:policy/rights All`]);
  assert.equal(found.minimum, true);
  assert.equal(found.atLeast, 1);
  assert.deepEqual(
    found.cut[0]?.principals,
    admins.map(({ name }) => roleArn(own, name)),
  );
});
