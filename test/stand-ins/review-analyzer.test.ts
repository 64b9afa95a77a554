/**
 * Access Analyzer's findings in the review of a week: collected by the command line from moto, with roles, queues, buckets and keys of
 * moto's; moto has no Access Analyzer, so its two calls are doubles with findings in the shape of its API's reference.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { AnalyzerComparison } from "../../src/graph/access-analyzer/index.ts";
import { matchesGolden } from "../journeys/support/golden.ts";
import { type FaultProxy, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";
import { ended, startCommand } from "../support/trail/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-review-"));
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const lets = (Principal: unknown, Action: string, Condition?: object) => ({
  ...{ Effect: "Allow", Principal, Action },
  ...(Condition === undefined ? {} : { Condition }),
});
const roleArn = (name: string) => `arn:aws:iam::${motoAccount}:role/${name}`;
const github = `arn:aws:iam::${motoAccount}:oidc-provider/token.actions.githubusercontent.com`;
const saml = `arn:aws:iam::${motoAccount}:saml-provider/corp`;
const partner = "arn:aws:iam::999988887777:root";
const scanner = "arn:aws:iam::888877776666:role/scanner";
const web = "sts:AssumeRoleWithWebIdentity";
const cognito = "cognito-identity.amazonaws.com";

const trusts: Readonly<Record<string, object>> = {
  partner: lets({ AWS: partner }, "sts:AssumeRole", {
    StringEquals: { "sts:ExternalId": "not-for-reports-1" },
  }),
  vendor: lets({ AWS: scanner }, "sts:AssumeRole"),
  github: lets({ Federated: github }, web, {
    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
    StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/shop:*" },
  }),
  pool: lets({ Federated: cognito }, web, { StringEquals: { [`${cognito}:aud`]: "us-east-1:pool" } }),
  people: lets({ Federated: saml }, "sts:AssumeRoleWithSAML", {
    StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" },
  }),
  anyone: lets({ AWS: "*" }, "sts:AssumeRole"),
  guests: lets({ AWS: "*" }, "sts:AssumeRole", { StringEquals: { "aws:PrincipalOrgID": "o-guests00001" } }),
  tenants: lets({ AWS: "*" }, "sts:AssumeRole", {
    StringEquals: { "aws:PrincipalAccount": ["666655554444", "555544443333"] },
  }),
  scan: lets({ AWS: "arn:aws:iam::888877776666:root" }, "sts:AssumeRole", {
    ArnEquals: { "aws:PrincipalArn": scanner },
  }),
  batch: lets({ Service: "lambda.amazonaws.com" }, "sts:AssumeRole"),
};

let count = 0;
function finding(resource: string, resourceType: string, principal: object | undefined, more: object = {}) {
  const time = "2026-11-01T10:00:00Z";
  return {
    id: `finding-${String(++count).padStart(2, "0")}`,
    ...{ resource, resourceType, action: ["sts:AssumeRole"], condition: {}, isPublic: false },
    ...{ createdAt: time, analyzedAt: time, updatedAt: time, status: "ACTIVE" },
    resourceOwnerAccount: motoAccount,
    ...(principal === undefined ? {} : { principal }),
    ...more,
  };
}

describe("Access Analyzer in the review", { skip: missingMoto() ?? false, concurrency: false }, () => {
  let proxy: FaultProxy;
  let findings: readonly object[] = [];
  before(async () => {
    const { url } = await startMoto();
    await new OrganizationsClient().send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const [iam, sqs, s3, kms] = [
      new IAMClient(),
      new SQSClient(),
      new S3Client({ forcePathStyle: true }),
      new KMSClient(),
    ];
    await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: "https://token.actions.githubusercontent.com",
        ClientIDList: ["sts.amazonaws.com"],
        ThumbprintList: ["a".repeat(40)],
      }),
    );
    await iam.send(new CreateSAMLProviderCommand({ Name: "corp", SAMLMetadataDocument: "x".repeat(1000) }));
    for (const [RoleName, statement] of Object.entries(trusts))
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(statement) }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs" }));
    const open = { ...lets("*", "sqs:SendMessage"), Resource: "*" };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policy(open) } }));
    await s3.send(new CreateBucketCommand({ Bucket: "shared-data" }));
    const reads = { ...lets({ AWS: partner }, "s3:GetObject"), Resource: "arn:aws:s3:::shared-data/*" };
    await s3.send(new PutBucketPolicyCommand({ Bucket: "shared-data", Policy: policy(reads) }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const own = { ...lets({ AWS: `arn:aws:iam::${motoAccount}:root` }, "kms:*"), Resource: "*" };
    const theirs = { ...lets({ AWS: partner }, "kms:Decrypt"), Resource: "*" };
    await kms.send(
      new PutKeyPolicyCommand({
        ...{ KeyId: KeyMetadata?.KeyId, PolicyName: "default", Policy: policy(own, theirs) },
      }),
    );
    const key = KeyMetadata?.Arn ?? "";
    const role = (name: string, principal: object, more: object = {}) =>
      finding(roleArn(name), "AWS::IAM::Role", principal, more);
    findings = [
      role("partner", { AWS: "999988887777" }, { condition: { "sts:ExternalId": "not-for-reports-1" } }),
      role("vendor", { AWS: scanner }),
      role("github", { Federated: github }),
      role("pool", { Federated: cognito }),
      role("people", { Federated: saml }),
      role("anyone", { AWS: "*" }, { isPublic: true }),
      role("guests", { AWS: "*" }, { condition: { "aws:PrincipalOrgID": "o-guests00001" } }),
      role("tenants", { AWS: "*" }, { condition: { "aws:PrincipalAccount": "666655554444, 555544443333" } }),
      role("scan", { AWS: "888877776666" }, { condition: { "aws:PrincipalArn": scanner } }),
      role("gone", { AWS: "777766665555" }),
      finding(
        `arn:aws:sqs:us-east-1:${motoAccount}:jobs`,
        "AWS::SQS::Queue",
        { AWS: "*" },
        { isPublic: true },
      ),
      finding("arn:aws:s3:::shared-data", "AWS::S3::Bucket", { AWS: "999988887777" }, { status: "ARCHIVED" }),
      finding(key, "AWS::KMS::Key", { AWS: "999988887777" }),
      finding("arn:aws:s3:::locked", "AWS::S3::Bucket", undefined, { error: "ACCESS_DENIED" }),
    ];
    proxy = await startFaultProxy(url, (request) => {
      if (request.service !== "access-analyzer") return notInMoto(request);
      const analyzer = {
        ...{ arn: `arn:aws:access-analyzer:us-east-1:${motoAccount}:analyzer/org`, name: "org" },
        ...{ type: "ORGANIZATION", status: "ACTIVE", createdAt: "2026-01-01T00:00:00Z" },
      };
      const body = request.path.startsWith("/analyzer") ? { analyzers: [analyzer] } : { findings };
      const headers = { "content-type": "application/json" };
      return { kind: "answer", answer: { status: 200, headers, body: JSON.stringify(body) } };
    });
  });
  after(() => {
    proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (...args: readonly string[]) =>
    ended(startCommand(args, { AWS_ENDPOINT_URL: proxy.url, XDG_STATE_HOME: folder }));

  test("what both find is counted, what differs is told with its reason", async () => {
    const snapshot = join(folder, "org.alens");
    const services = "organization,iam,identity-providers,sqs,s3,kms,access-analyzer";
    const collected = await run(
      ...["collect", "--regions", "us-east-1", "--services", services, "--out", snapshot],
    );
    assert.equal(collected.code, 0, collected.stderr);
    writeFileSync(join(folder, "trail.json"), '{"Records":[]}');
    const compared = await run("compare", "access-analyzer", "--snapshot", snapshot, "--format", "json");
    assert.equal(compared.code, 0, compared.stderr);
    assert.deepEqual(
      schemaJudge("compare-access-analyzer.schema.json", { isClosed: true })(JSON.parse(compared.stdout)),
      [],
    );
    const { analyzer } = JSON.parse((await report("json")).stdout);
    assert.deepEqual([analyzer.analyzers, analyzer.agreed], [1, 12]);
    const { accesses }: Pick<AnalyzerComparison, "accesses"> = JSON.parse(compared.stdout);
    assert.deepEqual(
      analyzer.differ,
      accesses.flatMap(({ resource, principal, state, why }) =>
        state === "agreed" ? [] : { resource, principal, state, why },
      ),
    );
    for (const format of ["markdown", "html"]) {
      const { code, stdout, stderr } = await report(format);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stdout, /not-for-reports-1|1970/);
      const text = format === "markdown" ? sectionOf(stdout) : stdout;
      if (format === "markdown") matchesGolden("trail-report-analyzer.md", text);
      else assert.match(text, /could not look at it: ACCESS_DENIED/);
    }
  });

  const report = (format: string) => {
    const trail = join(folder, "trail.json");
    const snapshot = join(folder, "org.alens");
    return run("trail", "report", "--events", trail, "--snapshot", snapshot, "--format", format);
  };
});

/** Without what differs from run to run. */
function sectionOf(review: string): string {
  const [, section = ""] = /\n(## Access Analyzer[\s\S]*?)\n## /.exec(review) ?? [];
  return section.replaceAll(/key\/[0-9a-f-]{36}/g, "key/…");
}
