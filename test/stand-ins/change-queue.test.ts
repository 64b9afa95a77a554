/** The queue of changes over SQS's wire protocol, as moto speaks it, and with SQS failing in parts. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { CallGate, Connection, refusalOf } from "../../src/aws/index.ts";
import { type ChangeQueue, openChangeQueue, queuePlace } from "../../src/logs/index.ts";
import { type FaultProxy, fault, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";

const missing = missingMoto();
const region = "eu-west-1";
const never = new AbortController().signal;

describe("The queue of changes", { skip: missing ?? false }, () => {
  let proxy: FaultProxy;
  let sqs: SQSClient;
  const connections: Connection[] = [];
  after(() => {
    for (const connection of connections) connection.close();
    proxy.close();
    sqs.destroy();
  });

  before(async () => {
    const { url } = await startMoto();
    sqs = new SQSClient({ region });
    proxy = await startFaultProxy(url, () => null);
    Object.assign(process.env, { AWS_ENDPOINT_URL: proxy.url });
  });

  async function made(name: string, attributes: Record<string, string> = {}): Promise<string> {
    const { QueueUrl = "" } = await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
    );
    return QueueUrl;
  }

  async function fill(QueueUrl: string, count: number): Promise<void> {
    for (let at = 0; at < count; at += 10) {
      const Entries = Array.from({ length: Math.min(10, count - at) }, (_, index) => ({
        Id: String(index),
        MessageBody: `message ${at + index}`,
        ...(QueueUrl.endsWith(".fifo")
          ? { MessageGroupId: `g${(at + index) % 7}`, MessageDeduplicationId: `d${at + index}` }
          : {}),
      }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
  }

  async function opened(url: string, holdSeconds = 30): Promise<ChangeQueue> {
    const place = queuePlace(url);
    assert.ok(place);
    const gate = new CallGate({ atOnce: 32, atOnceForAccount: 32, share: 100 });
    const connection = new Connection({ gate, fips: false, version: "test", connections: 32, attempts: 2 });
    connections.push(connection);
    const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
    return openChangeQueue({ place, region, credentials, connection, holdSeconds, holdAtMostSeconds: 60 });
  }

  async function left(QueueUrl: string): Promise<number> {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    return (
      Number(Attributes?.ApproximateNumberOfMessages) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
    );
  }

  for (const name of ["storm", "storm.fifo"]) {
    test(`${name}: more than a hundred messages are taken by one call, many polls at once, and deleted`, async () => {
      const url = await made(name, name.endsWith(".fifo") ? { FifoQueue: "true" } : {});
      await fill(url, 110);
      const queue = await opened(url);
      const bodies = new Set<string>();
      // A batch that was sent again on a slow machine lies there twice: what is done is all that lies there.
      for (let round = 0; (bodies.size < 110 || (await left(url)) > 0) && round < 100; round += 1) {
        const messages = await queue.receive(200, 0, never);
        for (const { body, receivedCount, sentAt } of messages) {
          // moto gives a message to two polls at once, now and then, as AWS's standard queues may.
          assert.ok(receivedCount >= 1);
          assert.ok(sentAt !== null && sentAt > 1_700_000_000_000);
          bodies.add(body);
        }
        await queue.done(messages);
      }
      assert.equal(bodies.size, 110);
      assert.equal(await left(url), 0);
      queue.close();
    });
  }

  test("What is given back comes again at once; what is done never does", async () => {
    const url = await made("back");
    await fill(url, 2);
    const queue = await opened(url);
    const messages = await queue.receive(10, 0, never);
    assert.equal(messages.length, 2);
    assert.deepEqual(await queue.receive(10, 0, never), [], "they are held");
    await queue.giveBack(messages.slice(0, 1));
    await queue.done(messages.slice(1));
    const again = await queue.receive(10, 0, never);
    assert.deepEqual(
      again.map(({ body, receivedCount }) => [body, receivedCount]),
      [[messages[0]?.body, 2]],
    );
    queue.close();
  });

  test("A poll that waits is answered when a message comes, and ends when it is aborted", async () => {
    const url = await made("waits");
    const queue = await opened(url);
    const abort = new AbortController();
    const nothing = queue.receive(10, 20_000, abort.signal);
    abort.abort();
    assert.deepEqual(await nothing, []);
    const waiting = queue.receive(10, 20_000, never);
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
    assert.deepEqual(
      (await waiting).map(({ body }) => body),
      ["x"],
    );
    queue.close();
  });

  test("A hold is renewed while one works, and not for ever", async () => {
    const url = await made("held");
    await fill(url, 1);
    const queue = await opened(url, 1);
    const [message] = await queue.receive(10, 0, never);
    assert.ok(message);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const other = await opened(url, 1);
    assert.deepEqual(await other.receive(10, 0, never), [], "without renewal it would be there since 1.5 s");
    queue.close();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await other.receive(10, 0, never)).length, 1);
    other.close();
  });

  test("Of a batch that failed in parts, those parts are tried again, and expired receipts are let go", async () => {
    const url = await made("parts");
    await fill(url, 3);
    const queue = await opened(url);
    const messages = await queue.receive(10, 0, never);
    let answered = 0;
    proxy.faults = ({ call }) => {
      if (call !== "DeleteMessageBatch" || answered > 0) return null;
      answered += 1;
      const body = JSON.stringify({
        Successful: [],
        Failed: [
          { Id: "0", Code: "InternalError", SenderFault: false },
          { Id: "1", Code: "ReceiptHandleIsInvalid", SenderFault: true },
          { Id: "2", Code: "InternalError", SenderFault: false },
        ],
      });
      const headers = { "content-type": "application/x-amz-json-1.0" };
      return { kind: "answer", answer: { status: 200, headers, body } };
    };
    await queue.done(messages);
    proxy.faults = () => null;
    assert.equal(queue.expiredReceipts, 1);
    assert.equal(await left(url), 1, "the one whose receipt was no good is still there");
    queue.close();
  });

  test("What AWS refuses is told by rejecting", async () => {
    const queue = await opened(await made("refused"));
    proxy.faults = ({ call }) =>
      call === "ReceiveMessage" ? fault("AccessDeniedException", 403, "not yours") : null;
    await assert.rejects(queue.receive(10, 0, never), (cause) => refusalOf(cause)?.kind === "denied");
    proxy.faults = () => null;
    queue.close();
  });

  test("The queue tells how much waits, and where what nobody can deal with goes", async () => {
    await made("dead");
    const deadLetterTargetArn = `arn:aws:sqs:${region}:123456789012:dead`;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 });
    const url = await made("facts", { VisibilityTimeout: "45", RedrivePolicy });
    await fill(url, 2);
    const queue = await opened(url);
    await queue.receive(1, 0, never);
    assert.deepEqual(await queue.facts(), {
      waiting: 1,
      held: 1,
      delayed: 0,
      visibilitySeconds: 45,
      deadLetterArn: deadLetterTargetArn,
    });
    queue.close();
  });
});
