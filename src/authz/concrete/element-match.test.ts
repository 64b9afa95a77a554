import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesAction } from "./action-match.ts";
import { requestContext } from "./request-context.ts";
import { matchesResource } from "./resource-match.ts";

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
