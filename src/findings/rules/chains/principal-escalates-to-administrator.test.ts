import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import {
  type AccountPlan,
  allow,
  allowAll,
  roleArn,
  type Statement,
  trusts,
  userArn,
} from "../../../../test/support/planned-organization.ts";
import { principalEscalatesToAdministrator as rule } from "./principal-escalates-to-administrator.ts";

const own = "111111111111";
const sister = "222222222222";
const ada = userArn(own, "ada");
const attach = allow("iam:AttachUserPolicy", ada);

function findings(account: Omit<AccountPlan, "id">, ...others: readonly AccountPlan[]) {
  return chainFindings(rule, { accounts: [{ id: own, ...account }, ...others] });
}

function reasons(name: string, policy: readonly Statement[], attached: readonly string[] = []): string {
  const managed = attached.map((arn) => ({ name: arn, statements: [allow("s3:List*")] }));
  const [finding] = findings({ users: [{ name, policies: [policy], attached }], managed });
  return finding?.severityReasons.join(" ") ?? "nothing";
}

test("a user that can attach any policy to itself is told, with how", () => {
  const [finding, ...others] = findings({ users: [{ name: "ada", policies: [[attach]] }] });
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.subject, finding?.severity], [ada, "high"]);
  assert.match(finding?.title ?? "", /^It can come to administer its account in 1 hop: it attaches/);
  assert.match(finding?.impact[0] ?? "", /Hop 1: user\/ada of account 111111111111 attaches .*\(iam-\d+\)/);
  assert.equal(finding?.witness?.action, "iam:AttachUserPolicy");
  assert.deepEqual([finding?.fix?.verified, finding?.fix?.where], [true, `${ada}/inline-0`]);
});

test("passing an administrator's role to code is told", () => {
  const passing = {
    name: "ada",
    policies: [[allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])]],
  };
  const executed = {
    name: "job",
    policies: [[allowAll]],
    trust: [trusts({ Service: "lambda.amazonaws.com" })],
  };
  assert.deepEqual(told(findings({ users: [passing], roles: [executed] })), ["high ada"]);
});

test("what rests on something that no snapshot shows is medium", () => {
  const keys = { name: "ada", policies: [[allow("iam:CreateAccessKey", userArn(own, "root-like"))]] };
  const admin = { name: "root-like", policies: [[allowAll]] };
  assert.deepEqual(told(findings({ users: [keys, admin] })), ["medium ada"]);
});

test("a principal that is called or meant to be read-only is said to be so", () => {
  const self = (name: string) => allow("iam:AttachUserPolicy", userArn(own, name));
  assert.match(reasons("audit-read-only", [self("audit-read-only")]), /By its name it is meant to look only/);
  assert.match(
    reasons("ada", [self("ada")], ["arn:aws:iam::aws:policy/SecurityAudit"]),
    /It has SecurityAudit/,
  );
  assert.match(
    reasons("ada", [self("ada"), allow(["s3:ListAllMyBuckets", "ec2:Describe*"])]),
    /only let it look/,
  );
  assert.doesNotMatch(reasons("ada", [self("ada"), allow(["s3:Get*", "s3:PutObject"])]), /look/);
  assert.doesNotMatch(reasons("thread-reader-writer", [self("thread-reader-writer")]), /By its name/);
});

test("nothing is told of administrators, of those who may assume one, and of those who can only change others", () => {
  assert.deepEqual(told(findings({ users: [{ name: "ada", policies: [[allowAll]] }] })), []);
  const admin = { name: "admin", policies: [[allowAll]], trust: [trusts({ AWS: ada })] };
  const assuming = { name: "ada", policies: [[allow("sts:AssumeRole", roleArn(own, "admin")), attach]] };
  assert.deepEqual(told(findings({ users: [assuming], roles: [admin] })), []);
  const harmless = { name: "ada", policies: [[allow("iam:CreateUser")]] };
  assert.deepEqual(told(findings({ users: [harmless] })), []);
});

test("a boundary that leaves less than everything makes nobody an administrator", () => {
  const bounded = { name: "ada", policies: [[attach]], boundary: "limit" };
  const managed = [{ name: "limit", statements: [allow(["iam:AttachUserPolicy", "s3:*"])] }];
  assert.deepEqual(told(findings({ users: [bounded], managed })), []);
});

test("a service-linked role is AWS's alone", () => {
  const linked = {
    name: "AWSServiceRoleForX",
    path: "/aws-service-role/x.amazonaws.com/",
    policies: [[allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])]],
    trust: [trusts({ Service: "x.amazonaws.com" })],
  };
  const executed = {
    name: "job",
    policies: [[allowAll]],
    trust: [trusts({ Service: "lambda.amazonaws.com" })],
  };
  assert.deepEqual(told(findings({ roles: [linked, executed] })), []);
});

test("a way that leaves the account is told by other rules", () => {
  const hub = roleArn(sister, "hub");
  const out = { name: "ada", policies: [[allow("sts:AssumeRole", hub)]] };
  const back = { name: "admin", policies: [[allowAll]], trust: [trusts({ AWS: hub })] };
  const elsewhere = {
    id: sister,
    roles: [
      {
        name: "hub",
        policies: [[allow("sts:AssumeRole", roleArn(own, "admin"))]],
        trust: [trusts({ AWS: ada })],
      },
    ],
  };
  assert.deepEqual(told(findings({ users: [out], roles: [back] }, elsewhere)), []);
});
