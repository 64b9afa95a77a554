import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matchesAction } from "./action-match.ts";
import { foldCase, globMatches, globOf } from "./glob.ts";
import { requestContext } from "./request-context.ts";
import { matchesResource, missesResource, requestedResource } from "./resource-match.ts";

const range = { start: 0, end: 0 };
const patterns = (texts: readonly string[]) => texts.map((text) => ({ text, range }));
const context = requestContext(
  { "aws:PrincipalTag/team": "red" },
  { kind: "service", service: "x.amazonaws.com" },
  null,
);

test("actions match without regard to case, with wildcards anywhere; NotAction is the rest", () => {
  const action = (texts: readonly string[], negated: boolean, asked: string) =>
    matchesAction({ negated, patterns: patterns(texts) }, asked);
  assert.equal(action(["S3:get*"], false, "s3:GetObject"), true);
  assert.equal(action(["*:Get?bject"], false, "s3:GetObject"), true);
  assert.equal(action(["s3:Get"], false, "s3:GetObject"), false);
  assert.equal(action(["s3:*"], true, "s3:GetObject"), false);
  assert.equal(action(["s3:*"], true, "sts:AssumeRole"), true);
  assert.equal(action([], false, "s3:GetObject"), false);
});

test("resources match component by component; NotResource is the rest", () => {
  const resource = (texts: readonly string[], negated: boolean, asked: string) =>
    matchesResource({ negated, patterns: patterns(texts) }, "2012-10-17", asked, context);
  assert.equal(resource(["arn:aws:s3:::b/*"], false, "arn:aws:s3:::b/x/y"), true);
  assert.equal(
    resource(["arn:aws:sqs:*:111111111111:q"], false, "arn:aws:sqs:eu-west-1:222222222222:111111111111:q"),
    false,
  );
  assert.equal(resource(["*"], false, "arn:aws:s3:::b"), true);
  assert.equal(resource(["arn:aws:s3:::b"], true, "arn:aws:s3:::b"), false);
  assert.equal(resource(["arn:aws:s3:::${aws:PrincipalTag/team}"], false, "arn:aws:s3:::red"), true);
});

test("a resource that is a star is matched by a star alone", () => {
  const element = (text: string) => ({ negated: false, patterns: patterns([text]) });
  assert.equal(matchesResource(element("*"), "2012-10-17", "*", context), true);
  assert.equal(matchesResource(element("arn:aws:s3:::*"), "2012-10-17", "*", context), false);
});

test("a variable before the fifth colon, where AWS allows none, leaves a match open", () => {
  const element = {
    negated: false,
    patterns: patterns(["arn:aws:s3:::x", "arn:aws:iam::${aws:PrincipalTag/team}:role/a"]),
  };
  const outcome = matchesResource(element, "2012-10-17", "arn:aws:iam::red:role/a", context);
  assert.equal(typeof outcome, "object");
  assert.equal(matchesResource(element, "2012-10-17", "arn:aws:iam::blue:role/a", context), false);
});

test("an action is matched as the glob of the pattern matches it, whatever the case of either", () => {
  const pieces = fc.constantFrom(
    "s3",
    ":",
    "G",
    "g",
    "get",
    "GET",
    "*",
    "?",
    "[",
    "@",
    "\u0130",
    "\u212a",
    "k",
    "K",
    "😀",
  );
  const text = fc.array(pieces, { maxLength: 5 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (pattern, action) => {
      const expected = globMatches(globOf(foldCase(pattern)), foldCase(action));
      assert.equal(matchesAction({ negated: false, patterns: patterns([pattern]) }, action), expected);
      assert.equal(matchesAction({ negated: true, patterns: patterns([pattern]) }, action), !expected);
    }),
    { seed: 4711, numRuns: 3000 },
  );
});

const misses = (texts: readonly string[], arn: string, negated = false) =>
  missesResource({ negated, patterns: patterns(texts) }, requestedResource(arn));

test("a resource with another name is missed at once; what the texts do not tell is not", () => {
  assert.equal(misses(["arn:aws:s3:::b/*", "arn:aws:s3:::c"], "arn:aws:s3:::d"), true);
  assert.equal(misses(["arn:aws:s3:::b"], "arn:aws:s3:::bc"), true);
  assert.equal(misses(["arn:aws:s3:::bc"], "arn:aws:s3:::b"), true);
  assert.equal(misses([], "arn:aws:s3:::b"), true);
  assert.equal(misses(["arn:aws:s3:::b"], "arn:aws:s3:::b"), false);
  assert.equal(misses(["arn:aws:s3:::c", "arn:aws:s3:::*"], "arn:aws:s3:::b"), false);
  assert.equal(misses(["arn:aws:sqs:::b"], "arn:aws:s3:::b"), false);
  assert.equal(misses(["arn:aws:s3:::b/${aws:username}"], "arn:aws:s3:::c"), false);
  assert.equal(misses(["arn:aws:s3:::b"], "*"), false);
  assert.equal(misses(["arn:aws:s3:::b"], "arn:aws:s3:::c", true), false);
});

test("what is missed at once would not have matched", () => {
  const pieces = fc.constantFrom(
    "arn",
    "aws",
    ":",
    ":::",
    "s3",
    "b",
    "c",
    "/",
    "*",
    "?",
    "$",
    "${",
    "}",
    "${aws:username}",
  );
  const tail = fc.array(pieces, { maxLength: 5 }).map((parts) => parts.join(""));
  const text = fc
    .tuple(fc.constantFrom("arn:aws:s3:::", "arn:aws:s3:::b", "arn:", ""), tail)
    .map((parts) => parts.join(""));
  const unknown = { values: () => ({ reason: "not known" }) };
  fc.assert(
    fc.property(fc.array(text, { maxLength: 2 }), text, fc.boolean(), (texts, arn, negated) => {
      if (!misses(texts, arn, negated)) return;
      const element = { negated, patterns: patterns(texts) };
      assert.equal(matchesResource(element, "2012-10-17", arn, unknown), false);
      assert.equal(matchesResource(element, "2008-10-17", arn, unknown), false);
    }),
    { seed: 4711, numRuns: 5000 },
  );
});
