import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  type RolePlan,
  roleArn,
  snapshotOf,
  trusts,
} from "../../test/support/planned-organization.ts";
import { scanSnapshot } from "../work/scan.ts";
import { externalAccess } from "./rules/external-access/external-access.ts";

const own = "111111111111";
const entry: RolePlan = {
  name: "vendor",
  policies: [[allow("sts:AssumeRole", roleArn(own, "next"))]],
  trust: [trusts({ AWS: "464622532012" })],
};

function impact(next: RolePlan, chains: boolean): readonly string[] {
  const snapshot = snapshotOf({ accounts: [{ id: own, roles: [entry, next] }] });
  const { findings } = scanSnapshot(snapshot, { rules: [externalAccess] }, { chains });
  const [summary, ...others] = findings.summaries;
  assert.ok(summary !== undefined && others.length === 0);
  return findings.detail(summary, "advised").impact;
}

const trusting = [trusts({ AWS: own })];

test("what an outsider's role leads on to is told where chains are asked for, and only there", () => {
  const reader = { name: "next", policies: [[allow("s3:GetObject")]], trust: trusting };
  assert.deepEqual(impact(reader, false), []);
  assert.deepEqual(impact(reader, true), [
    "By further hops, some perhaps not proven, whoever has it comes to 1 other principal.",
  ]);
});

test("accounts that it comes to administer are named", () => {
  const admin = { name: "next", policies: [[allowAll]], trust: trusting };
  assert.match(impact(admin, true)[0] ?? "", /to 1 other principal and administers account 111111111111\.$/);
});

test("a role that leads nowhere has nothing to tell", () => {
  const closed = { name: "next", policies: [[allowAll]], trust: [trusts({ Service: "ec2.amazonaws.com" })] };
  assert.deepEqual(impact(closed, true), []);
});
