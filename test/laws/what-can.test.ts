/**
 * What `what-can` tells is IAM's formula (IAM-SEMANTICS A0): on every request of a small world, the grants as they are told
 * allow what a plain evaluation of all policies allows. The evaluation here shares nothing with the product.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ActionCatalogue } from "../../src/authz/action-catalogue.ts";
import type { StatementScope, WhatCan } from "../../src/authz/what-can/types.ts";
import { lintRules } from "../../src/findings/lint/lint-catalogue.ts";
import { lawRuns } from "../support/law-runs.ts";
import { catalogue } from "../support/lint.ts";
import { askWhatCan } from "../support/what-can-world.ts";

type Statement = {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: { readonly Bool: { readonly "aws:SecureTransport": string } };
};
type Request = { readonly action: string; readonly resource: string; readonly secure: boolean };

const requests: readonly Request[] = [
  ["s3:GetObject", "arn:aws:s3:::a/x"],
  ["s3:GetObject", "arn:aws:s3:::b/secret/x"],
  ["s3:PutObject", "arn:aws:s3:::a/x"],
  ["s3:ListBucket", "arn:aws:s3:::a"],
  ["s3:ListBucket", "arn:aws:s3:::b"],
  ["s3:ListAllMyBuckets", "*"],
  ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:222222222222:q"],
].flatMap(([action = "", resource = ""]) => [true, false].map((secure) => ({ action, resource, secure })));

const actionPatterns = [
  "*",
  "s3:*",
  "s3:Get*",
  "s3:GetObject",
  "s3:*Object",
  "s3:List*",
  "s3:ListBucket",
  "sqs:*",
  "S3:LISTALLMYBUCKETS",
];
const resourcePatterns = [
  "*",
  "arn:aws:s3:::*",
  "arn:aws:s3:::a",
  "arn:aws:s3:::a/*",
  "arn:aws:s3:::b*",
  "arn:aws:s3:::b/secret/*",
  "arn:aws:s3:::?/x",
  "arn:aws:sqs:*:*:*",
];

const some = (texts: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 });
const statement: fc.Arbitrary<Statement> = fc
  .record({
    Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Allow", "Allow", "Deny"),
    actions: some(actionPatterns),
    notAction: fc.integer({ min: 0, max: 5 }),
    resources: some(resourcePatterns),
    notResource: fc.integer({ min: 0, max: 5 }),
    secure: fc.constantFrom(null, null, "true", "false"),
  })
  .map(({ Effect, actions, notAction, resources, notResource, secure }) => ({
    Effect,
    ...(notAction === 0 ? { NotAction: actions } : { Action: actions }),
    ...(notResource === 0 ? { NotResource: resources } : { Resource: resources }),
    ...(secure === null ? {} : { Condition: { Bool: { "aws:SecureTransport": secure } } }),
  }));
const policy = fc.array(statement, { minLength: 1, maxLength: 4 });
const full: Statement = { Effect: "Allow", Action: ["*"], Resource: ["*"] };
// Half of the levels allow everything, or hardly a request would pass them all.
const level = fc.oneof(
  fc.constant([full]),
  policy.map((some) => [...some, full]),
  policy,
);

const world = fc.record({
  identity: policy,
  boundary: fc.option(level),
  scps: fc.option(fc.tuple(level, level, level)),
});

function globOf(pattern: string, flags = ""): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\/]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, flags);
}
const matchesAny = (patterns: readonly string[], text: string, flags = ""): boolean =>
  patterns.some((pattern) => globOf(pattern, flags).test(text));

function applies(one: Statement, { action, resource, secure }: Request): boolean {
  const byAction = matchesAny(one.Action ?? one.NotAction ?? [], action, "i") !== (one.Action === undefined);
  const byResource =
    matchesAny(one.Resource ?? one.NotResource ?? [], resource) !== (one.Resource === undefined);
  const wanted = one.Condition?.Bool["aws:SecureTransport"];
  return byAction && byResource && (wanted === undefined || wanted === String(secure));
}

function formula(layers: readonly (readonly Statement[])[], request: Request): boolean {
  const all = layers.flat();
  if (all.some((one) => one.Effect === "Deny" && applies(one, request))) return false;
  return layers.every((layer) => layer.some((one) => one.Effect === "Allow" && applies(one, request)));
}

function told(answer: WhatCan, request: Request): boolean {
  const inside = ({ resources, negated, conditions }: StatementScope): boolean =>
    matchesAny(resources, request.resource) !== negated &&
    conditions.every(({ values }) => values.includes(String(request.secure)));
  const found = answer.actions.find(({ action }) => action === request.action);
  return (found?.grants ?? []).some((at) => {
    const grant = answer.grants[at];
    assert.ok(grant !== undefined && grant.certainty.kind === "proven");
    return (
      inside(grant) && grant.limits.every(({ anyOf }) => anyOf.some(inside)) && !grant.except.some(inside)
    );
  });
}

/** The actions of the requests, and no others: a question costs a fraction then. */
const wanted = new Set(requests.map(({ action }) => action));
const all = catalogue.matching("*").filter(({ service, name }) => wanted.has(`${service}:${name}`));
const few: ActionCatalogue = {
  updatedAt: catalogue.updatedAt,
  services: catalogue.services,
  rcpServices: catalogue.rcpServices,
  conditionKeys: catalogue.conditionKeys,
  action: (name) => catalogue.action(name),
  matching: (pattern) => all.filter(({ service, name }) => globOf(pattern, "i").test(`${service}:${name}`)),
  keyType: (key) => catalogue.keyType(key),
};

test("The grants that are told allow what the formula allows, and nothing else", () => {
  const seen = { allowed: 0, denied: 0 };
  fc.assert(
    fc.property(world, ({ identity, boundary, scps }) => {
      const given = {
        identity: [identity],
        ...(boundary === null ? {} : { boundary }),
        ...(scps === null ? {} : { scps: scps.map((one) => [one]) }),
      };
      const answer = askWhatCan(given, undefined, few);
      const layers = [identity, ...(boundary === null ? [] : [boundary]), ...(scps ?? [])];
      for (const request of requests) {
        const expected = formula(layers, request);
        seen[expected ? "allowed" : "denied"] += 1;
        assert.equal(told(answer, request), expected, JSON.stringify(request));
      }
    }),
    { numRuns: lawRuns(3000) },
  );
  assert.ok(Math.min(seen.allowed, seen.denied) > lawRuns(500), JSON.stringify(seen));
});

test("Odd and damaged statements in any layer are answered, and what is not understood is may", () => {
  const odd = lintRules
    .flatMap(({ example }) => example.bad)
    .map((value) => ("Statement" in value && typeof value.Statement === "object" ? value.Statement : value))
    .filter((value) => value !== null);
  for (const statement of odd) {
    for (const damaged of [
      statement,
      { ...statement, Effect: "allow" },
      { ...statement, Action: [1, "s3:*"] },
    ]) {
      const answer = askWhatCan(
        { identity: [damaged], boundary: [full, damaged], scps: [[[full, damaged]], [[damaged]], [[full]]] },
        undefined,
        few,
      );
      for (const { grants } of answer.actions)
        assert.ok(grants.every((at) => answer.grants[at] !== undefined));
    }
  }
});
