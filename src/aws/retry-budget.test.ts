import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { CallGate } from "./call-gate.ts";
import { Connection } from "./connection.ts";
import { BudgetedRetries, RetryBudget } from "./retry-budget.ts";

test("repetitions are as many as the first ones and what has succeeded", () => {
  const budget = new RetryBudget(2);
  assert.deepEqual([budget.take(), budget.take(), budget.take()], [true, true, false]);
  budget.succeeded();
  assert.deepEqual([budget.take(), budget.take()], [true, false]);
});

test("what is not repeated costs nothing", async () => {
  const budget = new RetryBudget(1);
  const retries = new BudgetedRetries(5, budget);
  const token = await retries.acquireInitialRetryToken("");
  await assert.rejects(retries.refreshRetryTokenForRetry(token, { errorType: "CLIENT_ERROR" }));
  assert.equal(budget.take(), true);
});

test("clients share the budget: what one has used is gone for the other", async () => {
  const budget = new RetryBudget(1);
  const [one, other] = [new BudgetedRetries(5, budget), new BudgetedRetries(5, budget)];
  const token = await one.acquireInitialRetryToken("");
  await one.refreshRetryTokenForRetry(token, { errorType: "TRANSIENT" });
  await assert.rejects(
    other.refreshRetryTokenForRetry(token, { errorType: "TRANSIENT" }),
    /no repetitions are left/,
  );
  other.recordSuccess(token);
  assert.equal((await other.refreshRetryTokenForRetry(token, { errorType: "TRANSIENT" })).getRetryCount(), 1);
});

test("a client that names no scope is served as well", async () => {
  const retries = new BudgetedRetries(5, new RetryBudget(1));
  assert.equal((await retries.acquireInitialRetryToken(undefined)).getRetryCount(), 0);
});

test("what succeeded before an outage allows no more than a short disturbance takes", () => {
  const budget = new RetryBudget(2);
  for (let call = 0; call < 1000; call += 1) budget.succeeded();
  assert.deepEqual([budget.take(), budget.take(), budget.take()], [true, true, false]);
});

test("where every call fails, all clients together repeat as often as the budget says, and then tell the failure", async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.writeHead(500).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const gate = new CallGate({ atOnce: 8, atOnceForAccount: 8, share: 1 });
  const options = { gate, fips: false, version: "test", connections: 8, attempts: 5, retries: 3 };
  const connection = new Connection(options);
  const credentials = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
  const endpoint = `http://127.0.0.1:${address.port}`;
  const called = await Promise.allSettled(
    ["eu-west-1", "us-east-1", "us-west-2", "sa-east-1"].map((region) =>
      new SQSClient({ ...connection.configuration(region, credentials), endpoint }).send(
        new ListQueuesCommand({}),
      ),
    ),
  );
  connection.close();
  server.close();
  assert.ok(called.every(({ status }) => status === "rejected"));
  assert.equal(requests, called.length + 3);
});
