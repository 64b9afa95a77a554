/** Whatever a message holds, it is answered with a value, in little time, and what it names is well formed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { calls, changeMessage, messageTime, notified } from "../../../test/support/change-messages.ts";
import { placesOf, strange } from "../../../test/support/strange-values.ts";
import { isAccountId, subjectKey } from "../../model/index.ts";
import { parseChangeMessage } from "./parse-change-message.ts";

const policy = { Version: "2012-10-17", Statement: [] };
const bodies = [
  calls.updateTrust("deploy", policy),
  calls.createPolicyVersion("arn:aws:iam::123456789012:policy/p", policy),
  calls.putBucketPolicy("data", policy),
  calls.setQueuePolicy("jobs", policy),
  calls.putKeyPolicy("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", policy),
  calls.addFunctionPermission("pay:live", "s3.amazonaws.com"),
  calls.moveAccount("111122223333", "r-root", "ou-root-dev12345"),
  calls.createAccountResult("111122223333"),
  {
    source: "ec2.amazonaws.com",
    name: "RunInstances",
    response: { instancesSet: { items: [{ instanceId: "i-1" }] } },
  },
].map((call) => changeMessage(call, { region: "eu-west-1" }));

const strangeKey = fc.constantFrom(
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "",
  "\u0000",
);

/** As JSON text, so that a member may be called `__proto__`. */
function changed(
  value: unknown,
  place: readonly (string | number)[],
  put: unknown,
  key: string | null,
): string {
  const [first, ...rest] = place;
  if (first === undefined) {
    const text = JSON.stringify(put) ?? "null";
    return key === null ? text : `{${JSON.stringify(key)}:${text}}`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => {
    const text = name === String(first) ? changed(member, rest, put, key) : JSON.stringify(member);
    return Array.isArray(value) ? text : `${JSON.stringify(name)}:${text}`;
  });
  return Array.isArray(value) ? `[${members.join(",")}]` : `{${members.join(",")}}`;
}

function check(body: string): void {
  const parsed = parseChangeMessage(body, messageTime + 1000);
  if (parsed.kind !== "event") return;
  const { event } = parsed;
  assert.ok(isAccountId(event.account));
  assert.ok(event.subjects.length > 0);
  assert.match(event.id, /^[\w-]{1,128}$/);
  assert.ok(Number.isSafeInteger(event.at) && event.at <= messageTime + 60 * 60_000 + 1000);
  for (const subject of event.subjects) {
    assert.ok(!/[\p{C}]/u.test(subjectKey(subject)), subjectKey(subject));
    if ("account" in subject) assert.ok(isAccountId(subject.account));
  }
  for (const { subject, text } of event.documents) {
    assert.ok(event.subjects.some((one) => subjectKey(one) === subjectKey(subject)));
    assert.ok(text === null || text.length > 0);
  }
}

test("A message with one value changed into anything never throws, and names nothing malformed", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...bodies),
      fc.nat(),
      strange,
      fc.option(strangeKey, { nil: null, freq: 4 }),
      fc.boolean(),
      (body, index, put, key, inNotification) => {
        const value: unknown = JSON.parse(body);
        const places = placesOf(value);
        const mutated = changed(value, places[index % places.length] ?? [], put, key);
        check(inNotification ? notified(mutated) : mutated);
      },
    ),
    { seed: 8, numRuns: 5000 },
  );
});

test("A message with letters lost, doubled or changed never throws", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...bodies),
      fc.nat(),
      fc.nat({ max: 40 }),
      fc.string({ maxLength: 6 }),
      (body, start, length, put) => {
        const at = start % body.length;
        check(body.slice(0, at) + put + body.slice(at + length));
      },
    ),
    { seed: 9, numRuns: 5000 },
  );
});

test("Any text and any JSON is answered", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => check(body)),
    { seed: 10, numRuns: 3000 },
  );
});
