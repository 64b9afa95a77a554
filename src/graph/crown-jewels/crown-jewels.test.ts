import assert from "node:assert/strict";
import { test } from "node:test";
import { allowAll, type OrganizationPlan, snapshotOf } from "../../../test/support/planned-organization.ts";
import { reachOf } from "../../../test/support/reach-of.ts";
import { crownJewels, type JewelChoice, type RankedJewel } from "./index.ts";

const shop = "111111111111";
const audit = "222222222222";

const fromPartner = [
  { Effect: "Allow", Principal: { AWS: "arn:aws:iam::999988887777:root" }, Action: "sts:AssumeRole" },
];
const deliver = (service: string) => [
  { Effect: "Allow", Principal: { Service: service }, Action: "s3:PutObject", Resource: "*" },
];

const plan: OrganizationPlan = {
  delegated: [
    { account: audit, servicePrincipal: "guardduty.amazonaws.com" },
    { account: audit, servicePrincipal: "config.amazonaws.com" },
    { account: shop, servicePrincipal: "license-manager.amazonaws.com" },
  ],
  accounts: [
    {
      id: shop,
      roles: [
        {
          name: "partner",
          trust: fromPartner,
          policies: [[allowAll]],
          tags: [{ key: "stage", value: "prod" }],
        },
        { name: "plain", trust: [], tags: [{ key: "stage", value: "dev" }] },
      ],
      resources: [
        { arn: `arn:aws:kms:us-east-1:${shop}:key/one`, type: "AWS::KMS::Key" },
        { arn: `arn:aws:kms:us-east-1:${shop}:key/two`, type: "AWS::KMS::Key" },
        {
          arn: `arn:aws:kms:us-east-1:${shop}:key/aws`,
          type: "AWS::KMS::Key",
          attributes: { keyManager: "AWS" },
        },
        {
          arn: `arn:aws:secretsmanager:us-east-1:${shop}:secret:a-AbCdEf`,
          type: "AWS::SecretsManager::Secret",
        },
        { arn: `arn:aws:rds:us-east-1:${shop}:db:orders`, type: "AWS::RDS::DBInstance" },
        {
          arn: "arn:aws:s3:::ledger",
          type: "AWS::S3::Bucket",
          attributes: { tags: [{ Key: "data", Value: "confidential" }] },
        },
      ],
    },
    {
      id: audit,
      resources: [
        { arn: "arn:aws:s3:::trail", type: "AWS::S3::Bucket", policy: deliver("cloudtrail.amazonaws.com") },
        { arn: "arn:aws:s3:::other", type: "AWS::S3::Bucket", policy: deliver("ses.amazonaws.com") },
      ],
    },
  ],
};

function jewels(choice: Partial<JewelChoice> = {}): readonly RankedJewel[] {
  const { graph, scope } = reachOf(snapshotOf(plan));
  const question = {
    choice: { tags: [], patterns: [], declared: [], ...choice },
    mostHops: 8,
    onlyProven: false,
    most: null,
  };
  return crownJewels(graph, question, scope).jewels;
}

test("By default it is what the snapshot shows, each with the reason", () => {
  const found = new Map(jewels().map((jewel) => [jewel.id, jewel]));
  const facts = [...found.values()].map(({ id, kind, things }) => `${kind} ${id} ${things}`).toSorted();
  assert.deepEqual(facts, [
    `administrator admin:${shop} 1`,
    `keys kms:${shop} 2`,
    "log-archive arn:aws:s3:::trail 1",
    "management-account admin:100000000001 1",
    "organization organization 1",
    `secrets secretsmanager:${shop} 1`,
    `security-tooling admin:${audit} 1`,
  ]);
  assert.deepEqual(found.get(`admin:${audit}`)?.because, [
    "It is the delegated administrator of config.amazonaws.com, guardduty.amazonaws.com.",
  ]);
  assert.deepEqual(found.get("arn:aws:s3:::trail")?.because, [
    "Its policy lets cloudtrail.amazonaws.com deliver logs to it.",
  ]);
});

test("What outsiders come to stands first, with how many they are and how near", () => {
  const [first] = jewels();
  assert.equal(first?.id, `admin:${shop}`);
  assert.deepEqual(first?.outsiders, { count: 1, proven: 1, hops: 1 });
  const trail = jewels().find(({ id }) => id === "arn:aws:s3:::trail");
  assert.deepEqual(trail?.outsiders, { count: 0, proven: 0, hops: null });
});

test("Nobody is known to come is not nobody: what was not read, and what nobody knows how to use, say so", () => {
  const management = jewels().find(({ kind }) => kind === "management-account");
  assert.equal(management?.outsiders.count, 0);
  assert.match(management?.unknown ?? "", /was not collected/);
  assert.equal(jewels().find(({ id }) => id === `admin:${shop}`)?.unknown, null);
  const [database] = jewels({ patterns: ["arn:aws:rds:*"] });
  assert.match(database?.unknown ?? "", /What reads or writes its data is not known here/);
});

test("A tag chooses roles, resources and their like; with a value, that value alone", () => {
  const ids = (key: string, value: string | null): readonly string[] =>
    jewels({ tags: [{ key, value }] })
      .map(({ id }) => id)
      .toSorted();
  const role = `arn:aws:iam::${shop}:role`;
  assert.deepEqual(ids("stage", null), [`${role}/partner`, `${role}/plain`]);
  assert.deepEqual(ids("stage", "dev"), [`${role}/plain`]);
  assert.deepEqual(ids("data", "confidential"), ["arn:aws:s3:::ledger"]);
  assert.deepEqual(ids("nobody", null), []);
});

test("Patterns come before what intent declares, and that before the defaults", () => {
  const declared = ["arn:aws:s3:::led*"];
  assert.deepEqual(
    jewels({ declared }).map(({ id, kind, because }) => [id, kind, because[0]]),
    [["arn:aws:s3:::ledger", "declared", "accesslens.yaml declares arn:aws:s3:::led*."]],
  );
  assert.deepEqual(
    jewels({ declared, patterns: ["*key/one"] }).map(({ id, kind }) => [id, kind]),
    [[`arn:aws:kms:us-east-1:${shop}:key/one`, "matching"]],
  );
});
