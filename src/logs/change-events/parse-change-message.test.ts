import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  calls,
  changeMessage,
  changeRecord,
  envelope,
  messageAccount,
  messageTime,
  notified,
} from "../../../test/support/change-messages.ts";
import type { ChangeEvent } from "../../model/index.ts";
import { parseChangeMessage } from "./parse-change-message.ts";

const now = messageTime + 1000;
const trust = { Version: "2012-10-17", Statement: [] };

function eventOf(body: string): ChangeEvent {
  const parsed = parseChangeMessage(body, now);
  assert.equal(parsed.kind, "event", JSON.stringify(parsed));
  return parsed.kind === "event" ? parsed.event : assert.fail();
}

describe("A change of a role's trust", () => {
  const call = calls.updateTrust("deploy", trust);
  const expected: ChangeEvent = {
    id: "e-1",
    at: messageTime,
    source: "iam.amazonaws.com",
    name: "UpdateAssumeRolePolicy",
    account: eventAccount(),
    region: "us-east-1",
    actor: {
      principal: "arn:aws:sts::123456789012:assumed-role/admin/alice",
      kind: "AssumedRole",
      sessionIssuer: "arn:aws:iam::123456789012:role/admin",
      account: "123456789012",
      sourceIp: "203.0.113.9",
      userAgent: "aws-cli/2.27.0 md/awscrt#0.26.1 ua/2.1 os/linux",
      mfa: true,
    },
    subjects: [{ kind: "role", account: eventAccount(), name: "deploy" }],
    documents: [
      {
        subject: { kind: "role", account: eventAccount(), name: "deploy" },
        part: { kind: "trust-policy" },
        text: JSON.stringify(trust),
      },
    ],
  };

  test("is read out of EventBridge's envelope", () => {
    assert.deepEqual(eventOf(changeMessage(call, { id: "e-1" })), expected);
  });
  test("is read out of a notification around it", () => {
    assert.deepEqual(eventOf(notified(changeMessage(call, { id: "e-1" }))), expected);
  });
  test("is read out of a record by itself", () => {
    assert.deepEqual(eventOf(JSON.stringify(changeRecord(call, { id: "e-1" }))), expected);
  });
});

/** The account of the builders, as the model brands it. */
function eventAccount() {
  const parsed = parseChangeMessage(changeMessage(calls.deleteRole("x")), now);
  return parsed.kind === "event" ? parsed.event.account : assert.fail();
}

describe("Calls of IAM tell whom they touch", () => {
  const role = { kind: "role", account: messageAccount, name: "deploy" };
  const arn = `arn:aws:iam::${messageAccount}:policy/teams/deploy`;
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  for (const [call, subjects, documents] of [
    [
      calls.createRole("deploy", encodeURIComponent(policy)),
      [role],
      [{ subject: role, part: { kind: "trust-policy" }, text: policy }],
    ],
    [calls.deleteRole("deploy"), [role], [{ subject: role, part: { kind: "trust-policy" }, text: null }]],
    [
      calls.putRolePolicy("deploy", "own", policy),
      [role],
      [{ subject: role, part: { kind: "inline-policy", name: "own" }, text: policy }],
    ],
    [
      calls.deleteRolePolicy("deploy", "own"),
      [role],
      [{ subject: role, part: { kind: "inline-policy", name: "own" }, text: null }],
    ],
    [calls.attachRolePolicy("deploy", "arn:aws:iam::aws:policy/AdministratorAccess"), [role], []],
    [calls.addUserToGroup("bob", "admins"), [{ kind: "user", account: messageAccount, name: "bob" }], []],
    [
      calls.createPolicyVersion(arn, policy),
      [{ kind: "managed-policy", account: messageAccount, arn }],
      [
        {
          subject: { kind: "managed-policy", account: messageAccount, arn },
          part: { kind: "managed-policy" },
          text: policy,
        },
      ],
    ],
    [
      calls.createPolicyVersion(arn, policy, false),
      [{ kind: "managed-policy", account: messageAccount, arn }],
      [],
    ],
  ] as const) {
    test(`${call.name} ${JSON.stringify(call.request).slice(0, 60)}`, () => {
      const event = eventOf(changeMessage(call));
      assert.deepEqual(event.subjects, subjects);
      assert.deepEqual(event.documents, documents);
    });
  }
});

describe("What changes nothing is ignored, with the reason", () => {
  for (const [why, body] of [
    ["the call failed", changeMessage(calls.deleteRole("x"), { errorCode: "AccessDenied" })],
    ["the call only reads", changeMessage(calls.deleteRole("x"), { readOnly: true })],
    [
      "how somebody signs in is in no snapshot: what they may do stays the same",
      changeMessage(calls.createAccessKey("x")),
    ],
    [
      "it is no event of CloudTrail",
      JSON.stringify({ ...envelope(changeRecord(calls.deleteRole("x"))), "detail-type": "Scheduled Event" }),
    ],
  ] as const) {
    test(why, () => {
      const parsed = parseChangeMessage(body, now);
      assert.equal(parsed.kind, "ignored");
      assert.ok(parsed.kind === "ignored" && parsed.why === why, JSON.stringify(parsed));
    });
  }

  test("an event that the list does not have is told as such", () => {
    const body = changeMessage({ source: "iam.amazonaws.com", name: "InventSomething" }, { id: "e-9" });
    assert.deepEqual(parseChangeMessage(body, now), {
      kind: "unknown-event",
      source: "iam.amazonaws.com",
      name: "InventSomething",
      id: "e-9",
    });
  });
});

describe("What is no message of AWS is malformed", () => {
  const record = changeRecord(calls.deleteRole("x"));
  const inEnvelope = envelope(record);
  for (const [what, body] of [
    ["nothing", ""],
    ["no JSON", "{"],
    ["no object", "[]"],
    ["too deep", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`],
    ["too long", `{"a":"${"x".repeat(2 ** 20)}"}`],
    ["a source of anybody", JSON.stringify({ ...inEnvelope, source: "our.app" })],
    ["no detail", JSON.stringify({ ...inEnvelope, detail: "x" })],
    ["two accounts", JSON.stringify({ ...inEnvelope, account: "999988887777" })],
    ["no account", JSON.stringify({ ...record, recipientAccountId: "12345", userIdentity: {} })],
    ["no id", JSON.stringify({ ...record, eventID: 7 })],
    ["no time", JSON.stringify({ ...record, eventTime: "yesterday" })],
    ["a time of no calendar", JSON.stringify({ ...record, eventTime: "2026-13-04T10:00:00Z" })],
    ["the future", JSON.stringify({ ...record, eventTime: "2036-05-04T10:00:00Z" })],
    ["no region", JSON.stringify({ ...record, awsRegion: "../../etc" })],
    ["no role", JSON.stringify({ ...record, requestParameters: { roleName: "a\u0000b" } })],
    ["a notification of nothing", JSON.stringify({ Type: "Notification", Message: "hello" })],
  ] as const) {
    test(what, () => {
      const parsed = parseChangeMessage(body, now);
      assert.equal(parsed.kind, "malformed", JSON.stringify(parsed));
    });
  }
});
