/** Whatever a record holds, it is answered with a value whose parts are what the model says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changedRecord } from "../../../../test/support/trail/changed-records.ts";
import { isAccountId, isArn, type TrailEvent } from "../../../model/index.ts";
import { trailEventOf } from "./trail-event-of.ts";

const textOrNull = (value: unknown): boolean => value === null || (typeof value === "string" && value !== "");

function check(event: TrailEvent): void {
  assert.ok(event.id !== "" && Number.isSafeInteger(event.time) && event.time >= 0);
  assert.ok(event.account === null || isAccountId(event.account));
  assert.ok(event.role === null || isArn(event.role));
  const texts = [
    event.request,
    event.shared,
    event.callerKey,
    event.sessionName,
    event.externalId,
    event.sourceIdentity,
    event.sourceIp,
    event.vpcEndpoint,
    event.userAgent,
  ];
  assert.ok(texts.every(textOrNull));
  assert.equal(typeof event.region, "string");
  for (const [key, value] of event.tags) assert.ok(key !== "" && typeof value === "string");
  assert.ok(event.transitiveTagKeys.every((key) => typeof key === "string"));
  const { caller, outcome } = event;
  if ("account" in caller) assert.ok(isAccountId(caller.account));
  if ("arn" in caller) assert.ok(caller.arn === null || isArn(caller.arn));
  if (caller.kind === "user" || caller.kind === "role") assert.ok(caller.arn !== null || caller.id !== null);
  if (outcome.kind === "refused") assert.notEqual(outcome.code, "");
  else assert.ok(outcome.seconds === null || (Number.isSafeInteger(outcome.seconds) && outcome.seconds >= 0));
}

test("A record with values changed into anything never throws, and what it tells is well formed", () => {
  fc.assert(
    fc.property(changedRecord, (value) => {
      const found = trailEventOf(value);
      if (found === null) return;
      if (found.ok) check(found.value);
      else assert.notEqual(found.error.why, "");
    }),
    { seed: 10, numRuns: 4000 },
  );
});
