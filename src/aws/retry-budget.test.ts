import assert from "node:assert/strict";
import { test } from "node:test";
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
