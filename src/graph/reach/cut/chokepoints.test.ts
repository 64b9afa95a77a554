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
import { type Chokepoints, chokepoints } from "./chokepoints.ts";

const own = "111111111111";
const partner = "999999999999";
const admin = { name: "admin", trust: [trusts({ AWS: roleArn(own, "deploy") })], policies: [[allowAll]] };

function cutOf(plan: OrganizationPlan, from: string, to = "admin"): Chokepoints {
  const start = readStart(from);
  const end = readEnd(to);
  assert.ok(start !== null && end !== null);
  return chokepoints(reachOf(snapshotOf(plan)).graph, { from: start, to: end, onlyProven: false });
}

function told({ cut }: Chokepoints): readonly string[] {
  return cut.map(({ from, to, kind }) => `${from} ${kind} ${to}`);
}

/** Outsiders come into two roles, both of which lead through a third. */
const narrow: OrganizationPlan = {
  accounts: [
    {
      id: own,
      roles: [
        { name: "a", trust: [trusts({ AWS: partner })] },
        { name: "b", trust: [trusts({ AWS: `arn:aws:iam::${partner}:role/ops` })] },
        { name: "deploy", trust: [trusts({ AWS: [roleArn(own, "a"), roleArn(own, "b")] })] },
        admin,
      ],
    },
  ],
};

test("where all ways lead through one access, that one is the cut", () => {
  const found = cutOf(narrow, "external");
  assert.equal(found.kind, "cut");
  assert.deepEqual(told(found), [`${roleArn(own, "deploy")} assume ${roleArn(own, "admin")}`]);
  assert.equal(found.disjointWays, 1);
  assert.equal(found.targets, 1);
});

test("a start that was not read is cut at the roles that let it in", () => {
  const plan = { accounts: [{ id: own, roles: [{ ...admin, trust: [trusts({ AWS: partner })] }] }] };
  for (const from of [`arn:aws:iam::${partner}:root`, `arn:aws:iam::${partner}:role/ops`, "external"]) {
    const found = cutOf(plan, from);
    assert.equal(found.disjointWays, 1, from);
    assert.deepEqual(told(found), [`arn:aws:iam::${partner}:root delegate ${roleArn(own, "admin")}`], from);
  }
});

test("several techniques between the same two are one access", () => {
  const users = [
    {
      name: "ada",
      policies: [[allow(["iam:CreateAccessKey", "iam:CreateLoginProfile"], userArn(own, "root"))]],
    },
    { name: "root", policies: [[allowAll]] },
  ];
  const found = cutOf({ accounts: [{ id: own, users }] }, userArn(own, "ada"));
  assert.deepEqual(told(found), [`${userArn(own, "ada")} escalate ${userArn(own, "root")}`]);
});

test("what makes somebody an administrator can't be cut, and where there is no way there is nothing to cut", () => {
  const users = [{ name: "ada", policies: [[allowAll]] }, { name: "bob" }];
  const plan = { accounts: [{ id: own, users }] };
  assert.deepEqual(
    [cutOf(plan, userArn(own, "ada")).kind, cutOf(plan, userArn(own, "ada")).cut],
    ["uncuttable", []],
  );
  const none = cutOf(plan, userArn(own, "bob"));
  assert.deepEqual([none.kind, none.cut, none.disjointWays, none.targets], ["cut", [], 0, 0]);
});
