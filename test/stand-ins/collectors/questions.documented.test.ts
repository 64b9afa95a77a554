/** What the engine makes of collected rows: a refused read must neither open nor close a bucket. */
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import {
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  GetPublicAccessBlockCommand as GetAccountBlockCommand,
  S3ControlClient,
} from "@aws-sdk/client-s3-control";
import { mockClient } from "aws-sdk-client-mock";
import { organizationView } from "../../../src/authz/index.ts";
import { importSource, parseJsonFile } from "../../../src/collect/files/index.ts";
import { partText } from "../../../src/collect/live/journal-source.ts";
import { whoCan } from "../../../src/graph/index.ts";
import { isAccountId } from "../../../src/model/index.ts";
import { awsError } from "../../support/aws-errors.ts";
import { collectedBy } from "../../support/collected.ts";
import { motoAccount } from "../../support/moto.ts";

const s3 = mockClient(S3Client);
const control = mockClient(S3ControlClient);
const denied = awsError("AccessDenied", 403);
const notSet = awsError("NoSuchPublicAccessBlockConfiguration", 404);
const restricted = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** An account without principals of its own. */
const nobody = JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] });

/** Who can read the objects of a bucket whose policy lets in everybody: `id`, with `?` where it is only *may*. */
async function readers(): Promise<readonly string[]> {
  s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: "open", BucketRegion: "eu-west-1" }] });
  s3.on(GetBucketPolicyCommand).resolves({
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::open/*" },
      ],
    }),
  });
  s3.on(GetBucketOwnershipControlsCommand).resolves({
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
  });
  const units = [await collectedBy("s3"), await collectedBy("s3-account")];
  assert.ok(isAccountId(motoAccount));
  const account = motoAccount;
  const { snapshot } = await importSource(
    {
      accounts: async () => [account],
      async read(name) {
        if (name.endsWith("/authorization-details.json")) return parseJsonFile(nobody, name);
        const part = /\/(resource-policies|account)\.json$/.exec(name)?.[1];
        const text = part === "account" || part === "resource-policies" ? partText(units, part) : null;
        return text === null ? { kind: "missing-and-told" } : parseJsonFile(text, name);
      },
    },
    { createdAt: 1_700_000_000, source: "collect", gaps: () => [] },
  );
  const scope = { snapshot, organization: organizationView(snapshot), nameOf: () => null };
  const answer = whoCan("s3:GetObject", "arn:aws:s3:::open/a", scope);
  return (answer?.who ?? []).map(({ id, proven }) => (proven ? id : `${id}?`)).sort();
}

describe("Questions about collected buckets, with documented answers", () => {
  afterEach(() => {
    for (const client of [s3, control]) client.reset();
  });

  test("Where no block is set, everybody gets in", async () => {
    s3.on(GetPublicAccessBlockCommand).rejects(notSet);
    control.on(GetAccountBlockCommand).rejects(notSet);
    assert.deepEqual(await readers(), ["*", "anonymous"]);
  });

  test("Where the bucket or the account restricts it, nobody does", async () => {
    const set = { PublicAccessBlockConfiguration: restricted };
    s3.on(GetPublicAccessBlockCommand).resolves(set);
    control.on(GetAccountBlockCommand).rejects(notSet);
    assert.deepEqual(await readers(), []);
    s3.on(GetPublicAccessBlockCommand).rejects(notSet);
    control.on(GetAccountBlockCommand).resolves(set);
    assert.deepEqual(await readers(), []);
  });

  test("Where a block was refused, everybody may", async () => {
    s3.on(GetPublicAccessBlockCommand).rejects(denied);
    control.on(GetAccountBlockCommand).rejects(notSet);
    assert.deepEqual(await readers(), ["*?", "anonymous?"]);
    s3.on(GetPublicAccessBlockCommand).rejects(notSet);
    control.on(GetAccountBlockCommand).rejects(denied);
    assert.deepEqual(await readers(), ["*?", "anonymous?"]);
  });
});
