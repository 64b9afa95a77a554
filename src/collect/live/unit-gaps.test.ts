import assert from "node:assert/strict";
import { test } from "node:test";
import { noCalls, type Refusal } from "../../aws/index.ts";
import { isAccountId } from "../../model/index.ts";
import type { UnitGap } from "./collector.ts";
import { collectors } from "./collectors/index.ts";
import type { UnitRecord } from "./unit.ts";
import { coverageOf, withoutMissingServices } from "./unit-gaps.ts";

function reasons(
  units: readonly (readonly [collector: string, region: string | null, gaps: readonly UnitGap[]])[],
  fips = false,
) {
  const account = "111111111111";
  if (!isAccountId(account)) throw new Error(account);
  const records = units.map(
    ([collector, region, gaps]): UnitRecord => ({
      collector,
      account,
      region,
      parts: {},
      gaps,
      counts: noCalls(),
    }),
  );
  const told = withoutMissingServices(records, { fips });
  return coverageOf(account, told, collectors).map(({ subject, reason }) => `${subject}: ${reason}`);
}

function gap(refusal: Refusal, changes: Partial<UnitGap> = {}): UnitGap {
  return { what: "resource-policies", subject: null, call: "ListQueues", refusal, ...changes };
}

const denied: Refusal = { kind: "denied", code: "AccessDenied", message: "no" };
const unheardOf: Refusal = { kind: "no-such-place", code: "ENOTFOUND", message: "no such host" };

test("What is refused alike in many regions is told once", () => {
  assert.deepEqual(
    reasons([
      ["sqs", "us-east-1", [gap(denied)]],
      ["sqs", "eu-west-1", [gap(denied)]],
      ["kms", "eu-west-1", []],
    ]),
    [
      "AWS::SQS::Queue: Not read: SQS queues in eu-west-1, us-east-1; sqs:ListQueues: access was denied (AccessDenied: no).",
    ],
  );
});

test("One thing that is refused is told by its name", () => {
  const key = "arn:aws:kms:eu-west-1:111111111111:key/one";
  const one = gap(denied, { subject: key, call: "GetKeyPolicy" });
  assert.deepEqual(reasons([["kms", "eu-west-1", [one]]]), [
    `${key}: Not read: ${key} in eu-west-1; kms:GetKeyPolicy: access was denied (AccessDenied: no).`,
  ]);
});

test("A service without a name in a region whose other services answer is not there: no gap", () => {
  const missing = ["app-runner", "eu-south-2", [gap(unheardOf, { call: "ListServices" })]] as const;
  assert.deepEqual(reasons([missing, ["sqs", "eu-south-2", []]]), []);
  assert.equal(reasons([missing, ["sqs", "us-east-1", []]]).length, 1);
});

test("A service without a FIPS endpoint may well be there: a gap", () => {
  const missing = ["sqs", "eu-south-2", [gap(unheardOf)]] as const;
  assert.equal(reasons([missing, ["kms", "eu-south-2", []]], true).length, 1);
});

test("Texts of AWS can't steer the terminal", () => {
  const [told = ""] = reasons([["sqs", "eu-west-1", [gap({ ...denied, message: "\u001b[2Jgone" })]]]);
  assert.ok(!told.includes("\u001b"));
  assert.match(told, /\\u001b\[2Jgone/);
});
