import assert from "node:assert/strict";
import { test } from "node:test";
import { unread } from "../collector.ts";
import { mergedPolicy, policyMember } from "./policy-text.ts";

test("An empty answer is no policy, and a refused one is not told", () => {
  for (const nothing of [undefined, null, "", " ", "{}", "{ }"]) {
    assert.deepEqual(policyMember(nothing), { Policy: null });
  }
  assert.deepEqual(policyMember(unread), {});
  assert.deepEqual(policyMember('{"Statement":[]}'), { Policy: '{"Statement":[]}' });
});

const policy = (Version: string | undefined, Statement: unknown): string =>
  JSON.stringify({ Version, Statement });

test("Several policies become one with all statements", () => {
  const one = policy("2012-10-17", [{ Sid: "A" }, { Sid: "B" }]);
  const two = policy("2012-10-17", { Sid: "C" });
  assert.equal(mergedPolicy([]), null);
  assert.equal(mergedPolicy([one]), one);
  assert.deepEqual(JSON.parse(mergedPolicy([one, two]) ?? ""), {
    Version: "2012-10-17",
    Statement: [{ Sid: "A" }, { Sid: "B" }, { Sid: "C" }],
  });
});

test("What looks like a variable in an older policy stays text beside a newer one", () => {
  const old = policy(undefined, { Resource: "${aws:username}" });
  const young = policy("2012-10-17", { Resource: "${aws:username}" });
  assert.deepEqual(JSON.parse(mergedPolicy([old, young]) ?? ""), {
    Version: "2012-10-17",
    Statement: [{ Resource: "${$}{aws:username}" }, { Resource: "${aws:username}" }],
  });
  assert.deepEqual(JSON.parse(mergedPolicy([old, old]) ?? ""), {
    Version: "2008-10-17",
    Statement: [{ Resource: "${aws:username}" }, { Resource: "${aws:username}" }],
  });
});

test("A text that is no policy is not left out of several", () => {
  assert.equal(mergedPolicy([policy("2012-10-17", []), "{"]), "{");
  assert.equal(mergedPolicy(["[]", policy("2012-10-17", [])]), "[]");
});
