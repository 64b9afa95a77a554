/** Whatever a record holds, it is answered with a value whose parts are what the model says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { placesOf, strange } from "../../../../test/support/strange-values.ts";
import {
  assumed,
  assumeRequest,
  identityCenterRecord,
  record,
  role,
  rolesAnywhereRecord,
  samlRecord,
  sessionIdentity,
  switchRecord,
  userIdentity,
  webIdentityRecord,
} from "../../../../test/support/trail/records.ts";
import { isAccountId, isArn, type TrailEvent } from "../../../model/index.ts";
import { trailEventOf } from "./trail-event-of.ts";

const records: readonly unknown[] = [
  record("AssumeRole", { userIdentity, requestParameters: assumeRequest, responseElements: assumed }),
  record("AssumeRole", {
    userIdentity: sessionIdentity,
    errorCode: "AccessDenied",
    errorMessage: `User: ${sessionIdentity.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  }),
  record("AssumeRoot", {
    userIdentity: sessionIdentity,
    requestParameters: { targetPrincipal: "222222222222" },
  }),
  samlRecord,
  webIdentityRecord,
  switchRecord,
  rolesAnywhereRecord,
  identityCenterRecord,
].map((one) => JSON.parse(JSON.stringify(one)));

/** The value with one place changed, or left out. */
function changed(value: unknown, [first, ...rest]: readonly (string | number)[], put: unknown): unknown {
  if (first === undefined || typeof value !== "object" || value === null) return put;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    key === String(first) ? changed(member, rest, put) : member,
  ]);
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

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
    fc.property(
      fc.constantFrom(...records),
      fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 3 }),
      (given, changes) => {
        let value = given;
        for (const [index, put] of changes) {
          const places = placesOf(value);
          value = changed(value, places[index % places.length] ?? [], put);
        }
        const found = trailEventOf(value);
        if (found === null) return;
        if (found.ok) check(found.value);
        else assert.notEqual(found.error.why, "");
      },
    ),
    { seed: 10, numRuns: 4000 },
  );
});
