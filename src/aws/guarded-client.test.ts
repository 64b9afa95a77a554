import assert from "node:assert/strict";
import { test } from "node:test";
import { ListQueuesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { CallGate } from "./call-gate.ts";
import { Connection } from "./connection.ts";
import { failedCall, guarded, noCalls, UndeclaredCall } from "./guarded-client.ts";
import { refusalOf } from "./refusal.ts";

const gate = new CallGate({ atOnce: 8, atOnceForAccount: 8, share: 1 });
const connection = new Connection({ gate, fips: false, version: "test", connections: 8, attempts: 2 });

function queues(counts = noCalls()): SQSClient {
  const configuration = connection.configuration("eu-west-1", async () => ({
    accessKeyId: "testing",
    secretAccessKey: "testing",
  }));
  // Nobody listens there.
  const client = new SQSClient({ ...configuration, endpoint: "http://127.0.0.1:1" });
  return guarded(client, {
    service: "sqs",
    account: "111111111111",
    region: "eu-west-1",
    allowed: new Set(["ListQueues"]),
    gate,
    counts,
  });
}

test("A call that is not declared is never sent", async () => {
  const counts = noCalls();
  const sent = queues(counts).send(
    new SendMessageCommand({ QueueUrl: "http://127.0.0.1:1/q", MessageBody: "x" }),
  );
  await assert.rejects(sent, UndeclaredCall);
  assert.deepEqual(counts, noCalls());
});

test("Each attempt is counted, and an error tells which call it was", async () => {
  const counts = noCalls();
  const cause: unknown = await queues(counts)
    .send(new ListQueuesCommand({}))
    .catch((error: unknown) => error);
  assert.equal(failedCall(cause), "ListQueues");
  assert.equal(refusalOf(cause)?.kind, "unreachable");
  assert.deepEqual(counts, { calls: 1, attempts: 2, throttled: 0, failed: 2 });
});
