import assert from "node:assert/strict";
import { test } from "node:test";
import { limitFor, rateLimits } from "./rate-limits.ts";

test("Every limit is sourced, or says why it is assumed", () => {
  for (const { service, perSecond, burst, source } of rateLimits) {
    assert.ok(perSecond > 0 && burst >= 1, service);
    if (source.kind === "documented") assert.match(source.url, /^https:\/\/docs\.aws\.amazon\.com\//);
    else assert.ok(source.why.length > 20, service);
  }
});

test("A call's own limit counts before that of its service, and that before what is assumed of all", () => {
  assert.equal(limitFor("kms", "GetKeyPolicy").perSecond, 30);
  assert.equal(limitFor("sts", "AssumeRole").perSecond, 600);
  assert.equal(limitFor("sqs", "ListQueues").service, "*");
});
