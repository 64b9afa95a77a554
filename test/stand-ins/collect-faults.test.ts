/** A whole organization is read through faults: what comes out is the same, or the difference is told. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import type { AwsRequest } from "../support/aws-request.ts";
import { collectRun, firstDifference, type Run } from "../support/collect-run.ts";
import {
  accessKey,
  type Fault,
  type FaultProxy,
  type Faults,
  fault,
  notInMoto,
  startFaultProxy,
} from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { type MotoOrganization, seedOrganization } from "../support/moto-organization.ts";

const missing = missingMoto();

/** The same requests are always the unlucky ones, whatever their order: `share` of 100. */
function unlucky({ service, region, call, path, body, headers }: AwsRequest, share: number): boolean {
  const token = headers["x-amz-security-token"];
  const text = `${service} ${region} ${call} ${path} ${body} ${String(token).length}`;
  return (createHash("sha256").update(text).digest()[0] ?? 0) % 100 < share;
}

const throttled: Readonly<Record<string, Fault>> = {
  iam: fault("Throttling", 400, "Rate exceeded"),
  sts: fault("Throttling", 400, "Rate exceeded"),
  ec2: fault("RequestLimitExceeded", 503, "Request limit exceeded."),
  s3: fault("SlowDown", 503, "Please reduce your request rate."),
  organizations: fault("TooManyRequestsException", 400, "You've sent too many requests."),
};

const storms: Readonly<Record<string, Faults>> = {
  "a throttling storm": (request, attempt) =>
    attempt < 3 && unlucky(request, 30)
      ? (throttled[request.service] ?? fault("ThrottlingException", 400, "Rate exceeded"))
      : null,
  "failing services": (request, attempt) =>
    attempt < 2 && unlucky(request, 30)
      ? fault("InternalFailure", attempt === 0 ? 500 : 503, "failed")
      : null,
  "broken connections": (request, attempt) =>
    attempt < 2 && unlucky(request, 30) ? { kind: "reset" } : null,
  "answers that are cut off": (request, attempt) =>
    attempt < 2 && unlucky(request, 30) ? { kind: "cut-off" } : null,
  "slow answers": (request) => (unlucky(request, 30) ? { kind: "slow", milliseconds: 200 } : null),
};

describe("An organization of 60 accounts, collected over the wire", { skip: missing ?? false }, () => {
  let proxy: FaultProxy;
  let organization: MotoOrganization;
  let faultFree: Run;

  before(async () => {
    const { url } = await startMoto();
    organization = await seedOrganization(60, 3);
    proxy = await startFaultProxy(url, notInMoto);
    process.env.AWS_ENDPOINT_URL = proxy.url;
    faultFree = await collectRun();
  });
  after(() => proxy.close());

  test("Without faults everything is read, and no call is made twice", () => {
    const { snapshot, counts } = faultFree.collection;
    assert.deepEqual(snapshot.coverage, []);
    assert.equal(snapshot.accounts.length, 61);
    assert.ok(snapshot.accounts.every(({ hasData }) => hasData));
    // moto makes OrganizationAccountAccessRole in each member account.
    assert.equal(snapshot.roles.count, 60 * 4);
    assert.equal(snapshot.organization?.units.length, 5);
    assert.deepEqual(
      snapshot.organization?.controlPolicies
        ?.map(({ name }) => name)
        .filter((name) => !/^(Full|RCPFull)/.test(name))
        .toSorted(),
      ["no-users", "ours-only"],
    );
    assert.equal(counts.attempts, counts.calls);
  });

  for (const [name, faults] of Object.entries(storms)) {
    test(`Through ${name} the snapshot is the same`, async () => {
      proxy.faults = (request, attempt) => notInMoto(request) ?? faults(request, attempt);
      const { collection, snapshot } = await collectRun();
      assert.deepEqual(collection.snapshot.coverage, []);
      assert.equal(firstDifference(snapshot, faultFree.snapshot), null);
    });
  }

  test("Sessions that end after six calls are taken anew, and the snapshot is the same", async () => {
    const calls = new Map<string, number>();
    proxy.faults = (request) => {
      if (request.headers["x-amz-security-token"] === undefined) return notInMoto(request);
      const key = accessKey(request);
      const used = (calls.get(key) ?? 0) + 1;
      calls.set(key, used);
      // Of the first round only.
      const isOfFirstRound = [...calls.keys()].indexOf(key) < organization.accounts.length;
      return isOfFirstRound && used > 6
        ? fault("ExpiredToken", 403, "The token is expired")
        : notInMoto(request);
    };
    const { collection, snapshot } = await collectRun();
    assert.deepEqual(collection.snapshot.coverage, []);
    assert.equal(firstDifference(snapshot, faultFree.snapshot), null);
    assert.equal(calls.size, 2 * organization.accounts.length);
  });

  test("What is refused is missing, and each gap tells the account, the call and the reason", async () => {
    const denied = organization.accounts[7] ?? "";
    proxy.faults = (request) => {
      if (request.service === "sts" && request.body.includes(encodeURIComponent(`:${denied}:role/`))) {
        return fault("AccessDenied", 403, "User is not authorized to perform: sts:AssumeRole");
      }
      if (request.service === "sqs" && request.region === "eu-west-1") {
        return fault("AccessDeniedException", 400, "with an explicit deny in a service control policy");
      }
      return notInMoto(request);
    };
    const { collection } = await collectRun();
    const { snapshot } = collection;
    const session = snapshot.coverage.filter(({ account }) => account === denied);
    assert.equal(session.length, 1);
    assert.match(session[0]?.reason ?? "", /sts:AssumeRole.*access was denied \(AccessDenied/);
    const queues = snapshot.coverage.filter(({ account }) => account !== denied);
    assert.equal(queues.length, 60);
    for (const gap of queues) {
      assert.equal(gap.what, "resource-policies");
      assert.match(
        gap.reason,
        /^Not read: SQS queues in eu-west-1; sqs:ListQueues: a control policy of the organization denies it/,
      );
    }
    assert.equal(snapshot.roles.count, 59 * 4);
  });
});
