import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readActionCatalogue } from "../../action-catalogue.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { knownActionsOf } from "./known-actions.ts";

const catalogue = readActionCatalogue(readFileSync("dist/actions.json", "utf8"));
assert.ok(catalogue.ok);
const known = knownActionsOf(catalogue.value);
const account = "111122223333";

function request(action: string, arn: string): RequestToDecide {
  return {
    principal: `arn:aws:iam::${account}:user/ada`,
    action,
    resource: { arn, account },
    context: {},
  };
}

const arnsOf = (requests: readonly RequestToDecide[]): readonly string[] =>
  requests.map(({ resource }) => resource.arn);

test("a request is known where its action is listed and takes the resource", () => {
  const cases: readonly (readonly [action: string, arn: string, isKnown: boolean])[] = [
    ["s3:GetObject", "arn:aws:s3:::b/k", true],
    ["S3:getobject", "arn:aws-cn:s3:::b/k/l", true],
    ["s3:GetObject", "arn:aws:s3:::b", false],
    ["s3:ListBucket", "arn:aws:s3:::b", true],
    ["s3:ListBucket", "arn:aws:s3:::b/k", false],
    ["s3:ListAllMyBuckets", "*", true],
    ["s3:ListAllMyBuckets", "arn:aws:s3:::b", false],
    ["iam:PassRole", "*", false],
    ["iam:PassRole", `arn:aws:iam:eu-west-1:${account}:role/r`, false],
    ["sts:TagSession", "*", true],
    ["s3:GetObjekt", "arn:aws:s3:::b/k", false],
    ["nosuch:Action", "*", false],
  ];
  for (const [action, arn, isKnown] of cases)
    assert.equal(known.has(request(action, arn)), isKnown, `${action} ${arn}`);
});

test("a request about what its action does not take becomes requests about what it takes", () => {
  assert.deepEqual(arnsOf(known.fitting(request("iam:PassRole", "*"))), [
    "arn:aws:iam::111122223333:role/example",
  ]);
  assert.deepEqual(arnsOf(known.fitting(request("iam:PassRole", "arn:aws:iam::1:role/r"))), [
    "arn:aws:iam::1:role/r",
  ]);
  assert.deepEqual(known.fitting(request("nosuch:Action", "*")), []);
});

test("an example's empty components get what they usually are", () => {
  assert.ok(
    arnsOf(known.plainer(request("sqs:SendMessage", "arn::sqs:::q"))).includes(
      `arn:aws:sqs:us-east-1:${account}:q`,
    ),
  );
  assert.deepEqual(arnsOf(known.plainer(request("s3:ListAllMyBuckets", "*"))), ["*", "*"]);
});

test("a text is divided only where it is not whole", () => {
  const divided = (texts: readonly string[], whole: readonly string[]): readonly string[] => [
    ...known.undivided(texts, (text) => whole.includes(text)),
  ];
  assert.deepEqual(divided(["sts:assumerole*", "s3:getobject", "nosuch:get"], ["sts:assumerole*"]), [
    "sts:assumerole*",
    "s3:getobject",
  ]);
  assert.deepEqual(divided(["sts:assumerolewith*"], []), [
    "sts:assumerolewithsaml",
    "sts:assumerolewithwebidentity",
  ]);
  const services = [...catalogue.value.services].map((service) => `${service}:*`);
  assert.deepEqual(divided(["*"], services), services);
  assert.ok(divided(["*"], services.slice(1)).length > services.length);
});

test("of all actions, each form is named once, and those of the resource that is asked about first", () => {
  const all = known.forms(["*"], null).all();
  assert.equal(new Set(all.map(({ form }) => form)).size, all.length);
  assert.ok(all.length > 1_000);
  assert.equal(known.forms(["nosuch:get*"], null).first(), null);
  const range = { start: 0, end: 0 };
  const alarms = { negated: false, patterns: [{ text: "arn:aws:sns:*:*:alarms", range }] };
  assert.match(known.forms(["*"], alarms).first()?.action ?? "", /^sns:/);
  assert.ok(known.forms(["*"], alarms).all().length < 10);
});
