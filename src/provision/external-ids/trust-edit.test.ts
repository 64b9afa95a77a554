import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { confusedDeputy } from "./confused-deputy.ts";
import { withBoth, withoutOld } from "./trust-edit.ts";

const ids = { old: "the-old-one", new: "k3vn2mzq4x7p5ydw" };
const vendor = "464622532012";
const role = { arn: "arn:aws:iam::111111111111:role/Vendor", account: "111111111111" };

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
function asking(condition: object, more: object = {}): object {
  return {
    Sid: "Vendor",
    Effect: "Allow",
    Principal: { AWS: vendor },
    Action: "sts:AssumeRole",
    Condition: condition,
    ...more,
  };
}
const verdicts = (trust: string, right: readonly string[]): string => {
  const found = confusedDeputy({ trust, role, caller: vendor, right });
  assert.ok(found !== null);
  return [...found.right, found.wrong, found.missing].map(({ verdict }) => verdict).join(" ");
};

test("First both are taken and nothing else, then the new one alone", () => {
  const before = policy(asking({ StringEquals: { "STS:ExternalId": ids.old } }));
  const both = withBoth(before, ids);
  assert.ok(both !== null);
  assert.equal(verdicts(both, [ids.new, ids.old]), "accepted accepted refused refused");
  const after = withoutOld(both, ids.old);
  assert.ok(after !== null);
  assert.equal(verdicts(after, [ids.new]), "accepted refused refused");
  assert.equal(withBoth(both, ids), null, "a second time changes nothing");
  assert.equal(withoutOld(after, ids.old), null);
});

test("A Deny of all others takes the new one as well", () => {
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Action: "sts:AssumeRole",
    Condition: { StringNotEquals: { "sts:ExternalId": [ids.old] } },
  };
  const both = withBoth(policy(asking({}), deny), ids);
  assert.equal(
    both === null ? null : verdicts(both, [ids.new, ids.old]),
    "accepted accepted refused refused",
  );
});

test("The last external ID is never taken away, and other statements and values stay", () => {
  assert.equal(withoutOld(policy(asking({ StringEquals: { "sts:ExternalId": ids.old } })), ids.old), null);
  const other = asking({ StringEquals: { "sts:ExternalId": ["third", "fourth"], "aws:x": ids.old } });
  assert.equal(withBoth(policy(other), ids), null);
  assert.equal(withBoth("{", ids), null);
  assert.equal(withBoth('"text"', ids), null);
});

test("There and back is what it was, whatever stands beside", () => {
  const texts = fc.array(fc.stringMatching(/^[a-z]{2,5}$/), { maxLength: 3 });
  fc.assert(
    fc.property(texts, texts, fc.jsonValue(), (before, after, more) => {
      const start = policy(
        asking({ StringEquals: { "sts:ExternalId": [...before, ids.old, ...after] } }),
        asking({}, { Sid: more }),
      );
      const both = withBoth(start, ids);
      assert.ok(both !== null);
      assert.equal(withoutOld(both, ids.new), start);
    }),
  );
});
