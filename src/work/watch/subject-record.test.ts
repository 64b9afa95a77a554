/** Records of many subjects, put over a snapshot at once as after a restart: as if they had been put there one by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { allow, policyArn, snapshotOf, trusts } from "../../../test/support/planned-organization.ts";
import { isAccountId, type Snapshot, type Subject } from "../../model/index.ts";
import { recordOf, recordText, type SubjectRecord, withRecords } from "./subject-record.ts";

const account = ["111111111111"].find(isAccountId) ?? assert.fail("it is no account's id");
const type = "AWS::SQS::Queue";
const region = "eu-west-1";
const arn = `arn:aws:sqs:${region}:${account}:jobs`;
const queue: Subject = { kind: "resource", account, type, region, arn };
const queues: Subject = { kind: "resources", account, type, region };
const policy = policyArn(account, "own");
const ownPolicy: Subject = { kind: "managed-policy", account, arn: policy };
const app: Subject = { kind: "role", account, name: "app" };
const trust = [trusts({ Service: "ec2.amazonaws.com" })];
const base = snapshotOf({
  accounts: [
    {
      id: account,
      roles: [{ name: "app", trust, attached: ["own"] }],
      managed: [{ name: "own", statements: [allow("s3:GetObject")] }],
      resources: [],
    },
  ],
});

function recorded(subject: Subject, parts: SubjectRecord["parts"]): SubjectRecord {
  const record: SubjectRecord = { subject, parts, partsUntil: 0, documents: [], eventsUntil: 0 };
  return recordOf(recordText(record)) ?? assert.fail("it can't be read back");
}

const queueRow = { Type: type, Arn: arn, Region: region, Policy: null };
const isThere: SubjectRecord["parts"] = { "resource-policies": [queueRow] };
const text = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [allow(action)] });
const policyRow = (action: string) => ({
  PolicyName: "own",
  Arn: policy,
  DefaultVersionId: "v1",
  PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: text(action) }],
});
const roleRow = {
  RoleName: "app",
  RoleId: "AROA0000000000000APP1",
  Path: "/",
  Arn: `arn:aws:iam::${account}:role/app`,
  AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
  RolePolicyList: [],
  AttachedManagedPolicies: [{ PolicyArn: policy, PolicyName: "own" }],
};
const withRole = (action: string): SubjectRecord["parts"] => ({
  "authorization-details": [{ RoleDetailList: [roleRow], Policies: [policyRow(action)] }],
});
const ofPolicy = (action: string): SubjectRecord["parts"] => ({
  "authorization-details": [{ Policies: [policyRow(action)] }],
});

const resourcesIn = (snapshot: Snapshot): readonly string[] =>
  (snapshot.accountData(snapshot.accountIndex(account) ?? 0)?.resources ?? []).map((one) => one.arn);
function policyIn(snapshot: Snapshot): string | null {
  const found = snapshot.managedPolicy(policy, snapshot.accountIndex(account) ?? 0);
  return found === null ? null : snapshot.documents.text(found.document, account);
}

const cases: readonly {
  readonly name: string;
  readonly records: readonly SubjectRecord[];
  readonly is: readonly [resources: readonly string[], policy: string | null];
}[] = [
  {
    name: "a queue that the later read of all queues no longer has is gone",
    records: [recorded(queue, isThere), recorded(queues, {})],
    is: [[], text("s3:GetObject")],
  },
  {
    name: "a queue that is gone since all were read stays gone",
    records: [recorded(queues, isThere), recorded(queue, {})],
    is: [[], text("s3:GetObject")],
  },
  {
    name: "a queue that was made since all were read is there",
    records: [recorded(queues, {}), recorded(queue, isThere)],
    is: [[arn], text("s3:GetObject")],
  },
  {
    name: "a managed policy is as its own read has it, not as a role's read brought it",
    records: [recorded(ownPolicy, ofPolicy("s3:PutObject")), recorded(app, withRole("s3:*"))],
    is: [[], text("s3:PutObject")],
  },
  {
    name: "a managed policy that was deleted is not brought back by a role's read of before",
    records: [recorded(app, withRole("s3:GetObject")), recorded(ownPolicy, {})],
    is: [[], null],
  },
];
for (const { name, records, is } of cases) {
  test(name, async () => {
    const all = await withRecords(base, records);
    assert.deepEqual([resourcesIn(all), policyIn(all)], is);
    let one = base;
    for (const record of records) one = await withRecords(one, [record]);
    assert.deepEqual([resourcesIn(one), policyIn(one)], is, "one by one");
  });
}
