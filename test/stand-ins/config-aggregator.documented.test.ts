/** Collections out of an aggregator of AWS Config, which moto lacks: answers are in the shapes that AWS documents. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import {
  ConfigServiceClient,
  DescribeConfigurationAggregatorSourcesStatusCommand,
  SelectAggregateResourceConfigCommand,
} from "@aws-sdk/client-config-service";
import { GetPolicyCommand, GetPolicyVersionCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListGrantsCommand,
  ListKeysCommand,
} from "@aws-sdk/client-kms";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { CallGate, Connection } from "../../src/aws/index.ts";
import { settingsOf } from "../../src/cli/collect-settings.ts";
import type { Access } from "../../src/collect/live/access.ts";
import { runCollection } from "../../src/collect/live/collection.ts";
import { configAggregator } from "../../src/collect/live/config/aggregator.ts";
import { unitsFromConfig } from "../../src/collect/live/config/config-units.ts";
import { Journal } from "../../src/collect/live/journal.ts";
import { planCollection } from "../../src/collect/live/plan.ts";
import { type AccountId, isAccountId, isPolicyUnread } from "../../src/model/index.ts";
import { examine } from "../../src/work/collect/doctor.ts";
import { collectorNamed } from "../support/collected.ts";
import { accessDenied } from "../support/mocked.ts";

const home = accountId("111111111111");
const spoke = accountId("222222222222");
const aggregator = { name: "organization", region: "eu-west-1" };
const folder = mkdtempSync(join(tmpdir(), "accesslens-config-"));
after(() => rmSync(folder, { recursive: true }));

const config = mockClient(ConfigServiceClient);
const iam = mockClient(IAMClient);
const kms = mockClient(KMSClient);
const sqs = mockClient(SQSClient);

const policy = (statement: object) => ({ Version: "2012-10-17", Statement: [statement] });
const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));
const adminArn = "arn:aws:iam::aws:policy/AdministratorAccess";
const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const trust = policy({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${home}:root` },
  Action: "sts:AssumeRole",
});
const open = policy({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" });

const item = (resourceType: string, arn: string, more: object): string =>
  JSON.stringify({
    accountId: spoke,
    awsRegion: "eu-west-1",
    resourceType,
    arn,
    configurationItemCaptureTime: "2026-11-02T00:00:00.000Z",
    tags: [],
    ...more,
  });

const iamItem = (resourceType: string, arn: string, configuration: object): string =>
  item(resourceType, arn, {
    awsRegion: "global",
    configuration,
    configurationItemCaptureTime: "2026-11-01T00:00:00.000Z",
    tags: [{ key: "team", value: "shop", tag: "team=shop" }],
  });

const role = iamItem("AWS::IAM::Role", `arn:aws:iam::${spoke}:role/app`, {
  path: "/",
  roleName: "app",
  roleId: "AROAAPPAPPAPPAPP0001",
  arn: `arn:aws:iam::${spoke}:role/app`,
  createDate: "2026-01-01T00:00:00.000Z",
  assumeRolePolicyDocument: encoded(trust),
  instanceProfileList: [],
  rolePolicyList: [{ policyName: "inline", policyDocument: encoded(everything) }],
  attachedManagedPolicies: [{ policyName: "AdministratorAccess", policyArn: adminArn }],
  permissionsBoundary: null,
  tags: [],
});
const user = iamItem("AWS::IAM::User", `arn:aws:iam::${spoke}:user/alice`, {
  path: "/",
  userName: "alice",
  userId: "AIDAALICEALICE000001",
  userPolicyList: null,
  groupList: ["admins"],
  attachedManagedPolicies: [],
});
const group = iamItem("AWS::IAM::Group", `arn:aws:iam::${spoke}:group/admins`, {
  path: "/",
  groupName: "admins",
  groupId: "AGPAADMINSADMINS0001",
  groupPolicyList: [],
  attachedManagedPolicies: [{ policyName: "own", policyArn: `arn:aws:iam::${spoke}:policy/own` }],
});
const own = iamItem("AWS::IAM::Policy", `arn:aws:iam::${spoke}:policy/own`, {
  policyName: "own",
  arn: `arn:aws:iam::${spoke}:policy/own`,
  defaultVersionId: "v2",
  policyVersionList: [
    { document: encoded({ old: true }), versionId: "v1", isDefaultVersion: false },
    { document: encoded(everything), versionId: "v2", isDefaultVersion: true },
  ],
});
const queueArn = `arn:aws:sqs:eu-west-1:${spoke}:orders`;
const queue = item("AWS::SQS::Queue", queueArn, { configuration: { Policy: JSON.stringify(open) } });
const keyArn = `arn:aws:kms:eu-west-1:${spoke}:key/1`;
const key = item("AWS::KMS::Key", keyArn, {
  configuration: { keyManager: "CUSTOMER", keyState: "Enabled" },
  supplementaryConfiguration: {
    Policy: JSON.stringify(policy({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" })),
  },
});
const bucketArn = "arn:aws:s3:::shop";
const bucket = item("AWS::S3::Bucket", bucketArn, {
  supplementaryConfiguration: {
    BucketPolicy: { policyText: null },
    PublicAccessBlockConfiguration: {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    },
  },
});

beforeEach(() => {
  for (const mock of [config, iam, kms, sqs]) mock.reset();
  config.on(DescribeConfigurationAggregatorSourcesStatusCommand).resolves({});
  config
    .on(SelectAggregateResourceConfigCommand)
    .callsFake(answer([role, user, group, own, queue, key, bucket]));
  iam.on(GetPolicyCommand).resolves({
    Policy: { Arn: adminArn, PolicyName: "AdministratorAccess", DefaultVersionId: "v1" },
  });
  iam.on(GetPolicyVersionCommand).resolves({
    PolicyVersion: { VersionId: "v1", IsDefaultVersion: true, Document: encoded(everything) },
  });
});

/** The spoke's items in two pages; the home account has none. */
function answer(texts: readonly string[]) {
  return ({ Expression = "", NextToken }: { Expression?: string; NextToken?: string }) => {
    if (!Expression.includes(`'${spoke}'`)) return { Results: [] };
    return NextToken === undefined
      ? { Results: texts.slice(0, 2), NextToken: "more" }
      : { Results: texts.slice(2) };
  };
}

function accessTo(canEnter: readonly AccountId[], credentials: Access["home"]["credentials"]): Access {
  return {
    home: {
      caller: { account: home, arn: `arn:aws:iam::${home}:role/hub`, partition: "aws" },
      region: "eu-west-1",
      credentials,
    },
    accounts: canEnter,
    canEnter: (account) => canEnter.includes(account),
    credentialsOf: () => credentials,
    nameOf: () => "nobody",
  };
}

function collect(canEnter: readonly AccountId[], name: string, collectors = ["iam", "sqs", "kms", "s3"]) {
  const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
  const gate = new CallGate({ atOnce: 32, atOnceForAccount: 32, share: 100 });
  return runCollection({
    access: accessTo(canEnter, credentials),
    connection: new Connection({ gate, fips: false, version: "test", connections: 1, attempts: 1 }),
    journal: new Journal(join(folder, name)),
    collectors: [...collectors.map(collectorNamed), configAggregator(aggregator)],
    aggregator,
    regions: ["eu-west-1"],
    accounts: [spoke],
    accountsAtOnce: 1,
    unitsAtOnce: 4,
    unitsAtOnceInAll: 40,
    pauses: [],
    createdAt: 0,
    progress: () => undefined,
  });
}

test("documented: an account without a way in is read from AWS Config alone, and what that lacks is told", async () => {
  await new Journal(join(folder, "alone")).begin({});
  const { snapshot } = await collect([], "alone");
  const index = snapshot.accountIndex(spoke);
  assert.ok(index !== null);
  const found = snapshot.roles.byArn(`arn:aws:iam::${spoke}:role/app`);
  assert.ok(found !== null);
  const app = snapshot.roles.row(found);
  assert.ok(app.trustPolicy !== null);
  assert.deepEqual(JSON.parse(snapshot.documents.text(app.trustPolicy, spoke)), trust);
  assert.deepEqual([app.attachedPolicies, app.tags], [[adminArn], [{ key: "team", value: "shop" }]]);
  const data = snapshot.accountData(index);
  assert.deepEqual(
    data?.users.map(({ name, groups }) => [name, groups]),
    [["alice", ["admins"]]],
  );
  assert.deepEqual(data?.managedPolicies.map(({ arn }) => arn).sort(), [
    `arn:aws:iam::${spoke}:policy/own`,
    adminArn,
  ]);
  assert.deepEqual(
    data?.resources?.map((row) => [row.arn, row.region, isPolicyUnread(row) ? "?" : row.policy !== null]),
    [
      [keyArn, "eu-west-1", true],
      [bucketArn, "eu-west-1", false],
      [queueArn, "eu-west-1", true],
    ],
  );
  const gaps = snapshot.coverage.map(({ what, subject, reason }) => `${what} ${subject}: ${reason}`);
  for (const told of [
    /^account null: Not read: the account; it was not asked \(NotInAwsConfig: AWS Config alone was asked/,
    /^account MaxSessionDuration: .*does not tell the longest session of roles\)\.$/,
    /^resource-policies AWS::KMS::Key: .*does not tell grants of keys\)\.$/,
    /^resource-policies AWS::S3::Bucket: .*does not tell access control lists and who owns objects\)\.$/,
    /^account organization: Parts of one account were taken from AWS Config, recorded from 2026-11-01T00:00:00\.000Z to 2026-11-02T/,
  ]) {
    assert.ok(
      gaps.some((gap) => told.test(gap)),
      `${told.source}\n${gaps.join("\n")}`,
    );
  }
  assert.equal(kms.calls().length + sqs.calls().length, 0);
});

test("documented: what AWS Config tells whole is not read again, what it tells in part is", async () => {
  await new Journal(join(folder, "entered")).begin({});
  kms.on(ListKeysCommand).resolves({ Keys: [{ KeyId: "1", KeyArn: keyArn }] });
  kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: "1", KeyManager: "CUSTOMER" } });
  kms.on(GetKeyPolicyCommand).resolves({ Policy: JSON.stringify(everything) });
  kms.on(ListGrantsCommand).resolves({ Grants: [] });
  const { snapshot } = await collect([spoke], "entered", ["iam", "sqs", "kms"]);
  const rows = snapshot.accountData(snapshot.accountIndex(spoke) ?? -1)?.resources ?? [];
  assert.deepEqual(
    rows.map(({ arn, attributes }) => [arn, attributes.grants]),
    [
      [keyArn, []],
      [queueArn, undefined],
    ],
  );
  assert.equal(sqs.calls().length, 0);
  assert.ok(!snapshot.coverage.some(({ subject }) => subject === "AWS::KMS::Key"));
  assert.deepEqual(
    iam.calls().map(({ args: [command] }) => command.constructor.name),
    ["GetPolicyCommand", "GetPolicyVersionCommand"],
  );
});

test("documented: where the service itself is refused, what AWS Config has stays, with both reasons", async () => {
  await new Journal(join(folder, "refused")).begin({});
  kms.on(ListKeysCommand).rejects(accessDenied());
  const { snapshot } = await collect([spoke], "refused", ["kms"]);
  const rows = snapshot.accountData(snapshot.accountIndex(spoke) ?? -1)?.resources ?? [];
  assert.deepEqual(
    rows.map(({ arn, attributes }) => [arn, attributes.grants]),
    [[keyArn, "unknown"]],
  );
  const told = snapshot.coverage
    .filter(({ what }) => what === "resource-policies")
    .map(({ reason }) => reason);
  assert.ok(
    told.some((reason) => /does not tell grants/.test(reason)),
    told.join("\n"),
  );
  assert.ok(
    told.some((reason) => /access was denied/.test(reason)),
    told.join("\n"),
  );
});

test("documented: a region that AWS Config has no queue of is read, for its recorder may be off", async () => {
  await new Journal(join(folder, "silent")).begin({});
  config.on(SelectAggregateResourceConfigCommand).callsFake(answer([role]));
  sqs.on(ListQueuesCommand).resolves({ QueueUrls: [] });
  await collect([spoke], "silent", ["sqs"]);
  assert.equal(sqs.commandCalls(ListQueuesCommand).length, 1);
});

test("documented: a resumed collection asks AWS Config for nothing that it has", async () => {
  await new Journal(join(folder, "resumed")).begin({});
  await collect([], "resumed");
  const before = config.commandCalls(SelectAggregateResourceConfigCommand).length;
  const { snapshot, unitsFromJournal } = await collect([], "resumed");
  assert.equal(config.commandCalls(SelectAggregateResourceConfigCommand).length, before);
  assert.equal(unitsFromJournal, 2);
  assert.equal(snapshot.roles.count, 1);
});

test("documented: a refused query leaves nothing half-read behind, and is a gap", async () => {
  await new Journal(join(folder, "denied")).begin({});
  config
    .on(SelectAggregateResourceConfigCommand)
    .callsFake(({ Expression, NextToken }: { Expression: string; NextToken?: string }) => {
      if (NextToken !== undefined) throw accessDenied();
      return { Results: Expression.includes(spoke) ? [role] : [], NextToken: "more" };
    });
  const { snapshot } = await collect([], "denied");
  assert.equal(snapshot.roles.count, 0);
  assert.ok(
    snapshot.coverage.some(
      ({ account, reason }) =>
        account === spoke && /^Not read: what AWS Config has of accounts; access was denied/.test(reason),
    ),
  );
});

test("documented: sources that the aggregator could not take in are gaps", async () => {
  await new Journal(join(folder, "sources")).begin({});
  config.on(DescribeConfigurationAggregatorSourcesStatusCommand).resolves({
    AggregatedSourceStatusList: [
      {
        SourceId: spoke,
        SourceType: "ACCOUNT",
        AwsRegion: "eu-west-1",
        LastUpdateStatus: "FAILED",
        LastErrorMessage: "not authorized",
      },
    ],
  });
  const { snapshot } = await collect([], "sources");
  assert.ok(
    snapshot.coverage.some(
      ({ account, subject, reason }) =>
        account === null && subject === `${spoke} in eu-west-1` && /FAILED, not authorized/.test(reason),
    ),
    JSON.stringify(snapshot.coverage, null, 1),
  );
});

test("documented: the plan counts a query for each account, and units where there is a way in", async () => {
  const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
  const gate = new CallGate({ atOnce: 1, atOnceForAccount: 1, share: 1 });
  const plan = await planCollection({
    access: accessTo([home], credentials),
    connection: new Connection({ gate, fips: false, version: "test", connections: 1, attempts: 1 }),
    collectors: [collectorNamed("iam"), configAggregator(aggregator)],
    aggregator,
    regions: null,
    accounts: [home, spoke],
    share: 1,
  });
  assert.deepEqual(
    plan.accounts.map(({ id, by }) => [id, by]),
    [
      [home, "nobody"],
      [spoke, "AWS Config alone"],
    ],
  );
  assert.deepEqual(
    plan.collectors.map(({ name, units }) => [name, units]),
    [
      ["iam", 1],
      ["config-aggregator", 3],
    ],
  );
});

test("documented: doctor tells of an aggregator that is not there, and of nothing where all works", async () => {
  const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
  const gate = new CallGate({ atOnce: 1, atOnceForAccount: 1, share: 1 });
  const doctor = async () => {
    const { checks } = await examine({
      access: accessTo([], credentials),
      connection: new Connection({ gate, fips: false, version: "test", connections: 1, attempts: 1 }),
      collectors: [collectorNamed("iam"), configAggregator(aggregator)],
      aggregator,
      regions: null,
      accounts: [home, spoke],
      most: 1,
    });
    return checks.map(({ what, problem }) => [what, problem?.advice ?? null]);
  };
  assert.deepEqual(await doctor(), [["config-aggregator", null]]);
  const absent = Object.assign(new Error("no such aggregator"), {
    name: "NoSuchConfigurationAggregatorException",
    $metadata: { httpStatusCode: 400 },
  });
  config.on(DescribeConfigurationAggregatorSourcesStatusCommand).rejects(absent);
  const [[, advice] = []] = await doctor();
  assert.match(String(advice), /describe-configuration-aggregators/);
});

test("an aggregator needs a name and a region, and nothing is asked of AWS Config without one", async () => {
  const base = { accountsAtOnce: 1, rate: 80, format: "table" } as const;
  const told = async (more: object) => {
    const settings = await settingsOf({ ...base, ...more });
    return settings.ok ? settings.value : settings.error.messages[0];
  };
  assert.match(String(await told({ configRegion: "eu-west-1" })), /there is no --config-aggregator/);
  assert.match(
    String(await told({ configAggregator: "a b", region: "eu-west-1" })),
    /is no aggregator's name/,
  );
  assert.match(String(await told({ configAggregator: "a", configRegion: "here" })), /is no region's name/);
  assert.partialDeepStrictEqual(
    await told({ configAggregator: "a", region: "eu-west-1", services: ["sqs"] }),
    {
      aggregator: { name: "a", region: "eu-west-1" },
      collectors: [{ name: "sqs" }, { name: "config-aggregator" }],
    },
  );
  const without = await settingsOf(base);
  assert.ok(without.ok && without.value.aggregator === null);
  assert.ok(!without.value.collectors.some(({ name }) => name === "config-aggregator"));
});

const parsed = (more: object) => ({
  type: "AWS::SQS::Queue",
  arn: queueArn,
  region: "eu-west-1",
  captured: "2026-11-01T00:00:00Z",
  configuration: {},
  supplementary: {},
  tags: {},
  ...more,
});
const cases: readonly (readonly [says: string, items: readonly object[], units: readonly object[]])[] = [
  ["nothing is no unit", [], []],
  [
    "a policy that is not told may be there: the unit is a stopgap",
    [{}],
    [{ collector: "sqs", region: "eu-west-1", stopgap: true }],
  ],
  [
    "a policy is taken as text, as object, and as a text of a text; an empty one is not told",
    ['{"a":1}', { a: 1 }, JSON.stringify('{"a":1}'), "", {}].map((Policy, index) => ({
      arn: `${queueArn}${index}`,
      configuration: { Policy },
    })),
    [
      {
        stopgap: true,
        parts: {
          "resource-policies": [{ Policy: '{"a":1}' }, { Policy: { a: 1 } }, { Policy: '{"a":1}' }, {}, {}],
        },
        gaps: [{ subject: `${queueArn}3` }, { subject: `${queueArn}4` }],
      },
    ],
  ],
  [
    "of two items of one thing the newer counts",
    [
      { configuration: { Policy: "{}" } },
      { captured: "2026-11-02T00:00:00Z", configuration: { Policy: '{"a":1}' } },
    ],
    [{ parts: { "resource-policies": [{ Arn: queueArn, Policy: '{"a":1}' }] } }],
  ],
  [
    "a type of principals that is not told may be there: the unit is a stopgap with a gap for each",
    [{ type: "AWS::IAM::Role", arn: `arn:aws:iam::${spoke}:role/app`, region: "global" }],
    [
      {
        collector: "iam",
        region: null,
        stopgap: true,
        gaps: [
          { subject: "UserDetailList" },
          { subject: "GroupDetailList" },
          { subject: "Policies" },
          { subject: "MaxSessionDuration" },
        ],
      },
    ],
  ],
];

for (const [says, items, units] of cases) {
  test(`documented: ${says}`, () => {
    const made = unitsFromConfig(spoke, items.map(parsed), []);
    assert.equal(made.length, units.length);
    assert.partialDeepStrictEqual(made, units);
  });
}

function accountId(text: string): AccountId {
  assert.ok(isAccountId(text));
  return text;
}
