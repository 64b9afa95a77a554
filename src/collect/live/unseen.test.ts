import assert from "node:assert/strict";
import { test } from "node:test";
import { noCalls, type RefusalKind } from "../../aws/index.ts";
import { isAccountId } from "../../model/index.ts";
import { collectors } from "./collectors/index.ts";
import type { UnitRecord } from "./unit.ts";
import { UnseenList } from "./unseen.ts";

function unit(
  account: string,
  collector: string,
  region: string | null,
  kind: RefusalKind,
  call: string,
): UnitRecord {
  assert.ok(isAccountId(account));
  const refusal = { kind, code: "X", message: "" };
  return {
    collector,
    account,
    region,
    parts: {},
    counts: noCalls(),
    gaps: [{ what: "resource-policies", subject: null, call, refusal }],
  };
}

test("what was refused alike is one line, with how many accounts, regions and reads; what to act on comes first", () => {
  const list = new UnseenList(collectors);
  list.add([
    unit("111111111111", "sqs", "eu-west-1", "denied", "ListQueues"),
    unit("111111111111", "sqs", "us-east-1", "denied", "ListQueues"),
    unit("111111111111", "sqs", "eu-south-1", "no-such-place", "ListQueues"),
  ]);
  list.add([
    unit("222222222222", "sqs", "eu-west-1", "denied", "ListQueues"),
    unit("222222222222", "session", null, "denied", "AssumeRole"),
  ]);
  assert.deepEqual(
    list
      .worstFirst()
      .map(({ why, action, accounts, regions, reads }) => [why, action, accounts, regions, reads]),
    [
      ["denied", "sqs:ListQueues", 2, 2, 3],
      ["denied", "sts:AssumeRole", 1, 0, 1],
      ["no-such-place", "sqs:ListQueues", 1, 1, 1],
    ],
  );
});

test("nothing is told where all was read", () => {
  assert.deepEqual(new UnseenList(collectors).worstFirst(), []);
});

test("accounts that nobody can read are told with the others", () => {
  const list = new UnseenList(collectors);
  list.addUnusable(["111111111111", "222222222222"]);
  assert.deepEqual(list.worstFirst(), [
    { why: "account-not-usable", what: "accounts", action: null, accounts: 2, regions: 0, reads: 2 },
  ]);
});
