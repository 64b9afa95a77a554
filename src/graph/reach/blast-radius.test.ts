import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  deny,
  type OrganizationPlan,
  organizationId,
  roleArn,
  type Statement,
  snapshotOf,
  trusts,
  userArn,
} from "../../../test/support/planned-organization.ts";
import { reachOf } from "../../../test/support/reach-of.ts";
import { blastRadius } from "./blast-radius.ts";
import { readStart } from "./ends.ts";

const own = "111111111111";
const other = "222222222222";
const bucket = "arn:aws:s3:::papers";
const ada = userArn(own, "ada");

/** The resources that are told, with hops; `?` where no sure way leads there. */
function resources(plan: OrganizationPlan, from = ada): readonly string[] {
  const start = readStart(from);
  assert.ok(start !== null);
  const { graph, scope, paths } = reachOf(snapshotOf(plan));
  const { reached } = blastRadius(graph, { from: start, mostHops: 8, onlyProven: false }, scope);
  const told = reached.filter(({ kind }) => kind === "resource");
  for (const { arn } of told) assert.ok(paths({ from, to: arn }).length > 0, `a path leads to ${arn}, too`);
  return told.map(({ arn, hops, proven }) => `${arn} ${hops}${proven ? "" : "?"}`);
}

function bucketWith(policy?: readonly Statement[]) {
  return { arn: bucket, type: "AWS::S3::Bucket", ...(policy === undefined ? {} : { policy }) };
}

function lets(AWS: string, resource = `${bucket}/*`): Statement {
  return { Effect: "Allow", Principal: { AWS }, Action: "s3:GetObject", Resource: resource };
}

const reads = allow("s3:GetObject", `${bucket}/*`);

test("what a group gives to whoever joins it is told", () => {
  const plan = {
    accounts: [
      {
        id: own,
        users: [{ name: "ada", policies: [[allow("iam:AddUserToGroup")]] }],
        groups: [{ name: "readers", policies: [[reads]] }],
        resources: [bucketWith()],
      },
    ],
  };
  assert.deepEqual(resources(plan), [`${bucket} 2`]);
});

test("what a boundary leaves to whoever writes its own permissions is told", () => {
  const plan = {
    accounts: [
      {
        id: own,
        managed: [{ name: "limit", statements: [allow(["iam:PutUserPolicy", "s3:*"])] }],
        users: [{ name: "ada", boundary: "limit", policies: [[allow("iam:PutUserPolicy")]] }],
        resources: [bucketWith()],
      },
    ],
  };
  assert.deepEqual(resources(plan), [`${bucket} 2`]);
});

test("resources of other accounts are told, where their policies let in who is reached", () => {
  const plan = (principal: string, condition?: Statement): OrganizationPlan => ({
    accounts: [
      { id: own, users: [{ name: "ada", policies: [[reads]] }] },
      {
        id: other,
        resources: [
          bucketWith([{ ...lets(principal), ...(condition === undefined ? {} : { Condition: condition }) }]),
        ],
      },
    ],
  });
  for (const principal of [own, ada])
    assert.deepEqual(resources(plan(principal)), [`${bucket} 1`], principal);
  // Whether settings block public access was not collected.
  assert.deepEqual(resources(plan("*")), [`${bucket} 1?`]);
  const inOrganization = { StringEquals: { "aws:PrincipalOrgID": organizationId } };
  assert.deepEqual(resources(plan("*", inOrganization)), [`${bucket} 1`]);
  assert.deepEqual(resources(plan(userArn(own, "bob"))), []);
  assert.deepEqual(resources(plan("333333333333")), []);
});

test("settings that block public access hold for the administrators of other accounts, too", () => {
  const plan = (blocks: boolean): OrganizationPlan => ({
    accounts: [
      { id: own, users: [{ name: "ada", policies: [[allowAll]] }] },
      { id: other, resources: [{ ...bucketWith([lets("*")]), attributes: blockedBy(blocks) }] },
    ],
  });
  assert.deepEqual(resources(plan(true)), []);
  assert.deepEqual(resources(plan(false)), [`${bucket} 1`]);
});

function blockedBy(blocks: boolean) {
  const settings = Object.fromEntries(
    ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"].map((name) => [
      name,
      blocks,
    ]),
  );
  return { publicAccessBlock: settings, accountPublicAccessBlock: settings };
}

test("a resource's own policy suffices in its account", () => {
  const plan = { accounts: [{ id: own, users: [{ name: "ada" }], resources: [bucketWith([lets(ada)])] }] };
  assert.deepEqual(resources(plan), [`${bucket} 1`]);
});

test("a key that lets one role in alone is told to an administrator who takes the role over", () => {
  const key = `arn:aws:kms:us-east-1:${own}:key/one`;
  const policy = [
    { Effect: "Allow", Principal: { AWS: roleArn(own, "reader") }, Action: "kms:*", Resource: "*" },
  ];
  const plan = {
    accounts: [
      {
        id: own,
        users: [{ name: "ada", policies: [[allowAll]] }],
        roles: [{ name: "reader", trust: [trusts({ Service: "ec2.amazonaws.com" })] }],
        resources: [{ arn: key, type: "AWS::KMS::Key", policy }],
      },
    ],
  };
  assert.deepEqual(resources(plan), [`${key} 2`]);
});

test("a bucket is told where a part of its objects can be read", () => {
  for (const pattern of [`${bucket}/public/*`, "arn:aws:s3:::pap*/public/*", "arn:aws:s3:::*/public/?.txt"]) {
    const plan = {
      accounts: [
        {
          id: own,
          users: [{ name: "ada", policies: [[allow("s3:GetObject", pattern)]] }],
          resources: [bucketWith()],
        },
      ],
    };
    assert.deepEqual(resources(plan), [`${bucket} 1`], pattern);
  }
  const byPolicy = {
    accounts: [
      { id: own, users: [{ name: "ada" }], resources: [bucketWith([lets(ada, `${bucket}/public/*`)])] },
    ],
  };
  assert.deepEqual(resources(byPolicy), [`${bucket} 1`]);
  const across = {
    accounts: [
      { id: own, users: [{ name: "ada", policies: [[allow("s3:GetObject", `${bucket}/public/*`)]] }] },
      { id: other, resources: [bucketWith([lets(own)])] },
    ],
  };
  assert.deepEqual(resources(across), [`${bucket} 1`]);
});

test("what is denied is not told", () => {
  const plan = {
    accounts: [
      {
        id: own,
        users: [{ name: "ada", policies: [[reads, deny("s3:*")]] }],
        resources: [bucketWith([lets(own)])],
      },
    ],
  };
  assert.deepEqual(resources(plan), []);
});

test("resources that were not collected are named as a gap", () => {
  const snapshot = snapshotOf({ accounts: [{ id: own, users: [{ name: "ada" }], resources: null }] });
  const { graph, scope, find } = reachOf(snapshot);
  const start = readStart(ada);
  assert.ok(start !== null);
  const { coverage } = blastRadius(graph, { from: start, mostHops: 8, onlyProven: false }, scope);
  for (const gaps of [coverage, find({ from: ada, to: "admin" }).coverage]) {
    assert.deepEqual(
      gaps.map(({ what, account }) => `${what} ${account}`),
      [`resource-policies ${own}`],
    );
  }
});
