import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { CreateGrantCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { missingMoto, startMoto } from "../../support/moto.ts";

const missing = missingMoto();

describe("Keys and queues, as moto holds them", { skip: missing ?? false }, () => {
  before(startMoto);

  test("A queue comes with its policy; one without a policy has none", async () => {
    const sqs = new SQSClient({ region: "eu-west-1" });
    const policy = sharing("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:shared");
    await sqs.send(
      new CreateQueueCommand({ QueueName: "shared", Attributes: { Policy: JSON.stringify(policy) } }),
    );
    await sqs.send(new CreateQueueCommand({ QueueName: "own" }));
    const record = await collectedBy("sqs");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), [
      {
        Region: "eu-west-1",
        Arn: "arn:aws:sqs:eu-west-1:123456789012:own",
        Type: "AWS::SQS::Queue",
        Policy: null,
        Attributes: {},
      },
      {
        Region: "eu-west-1",
        Arn: "arn:aws:sqs:eu-west-1:123456789012:shared",
        Type: "AWS::SQS::Queue",
        Policy: policy,
        Attributes: {},
      },
    ]);
  });

  test("A key comes with its policy and its grants", async () => {
    const kms = new KMSClient({ region: "eu-west-1" });
    const policy = sharing("kms:Decrypt", "*");
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: JSON.stringify(policy) }));
    const GranteePrincipal = "arn:aws:iam::999988887777:role/reader";
    const { GrantId } = await kms.send(
      new CreateGrantCommand({ KeyId: KeyMetadata?.KeyId, GranteePrincipal, Operations: ["Decrypt"] }),
    );
    const record = await collectedBy("kms");
    assert.deepEqual(record.gaps, []);
    const [row] = rowsOf(record);
    assert.deepEqual(row?.Policy, policy);
    assert.equal(row?.Arn, KeyMetadata?.Arn);
    assert.partialDeepStrictEqual(row?.Attributes, {
      keyManager: "CUSTOMER",
      keyState: "Enabled",
      grants: [{ GrantId, GranteePrincipal, Operations: ["Decrypt"] }],
    });
  });

  test("In another region there is nothing, and that is known", async () => {
    const record = await collectedBy("sqs", "us-east-2");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), []);
  });
});
