/** What always holds of whole decisions, on random requests and policies over few names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decideRequest, explainRequest } from "../../src/authz/concrete/index.ts";
import type { NamedPolicy, PolicySet, RequestQuestion } from "../../src/authz/request-question.ts";
import type { PolicyKind } from "../../src/policy/index.ts";
import { policyOf } from "../support/policies.ts";

const seed = 20_261_125;
const runs = 3000;
const own = "111111111111";

const actions = ["s3:GetObject", "sqs:SendMessage", "kms:Decrypt", "lambda:InvokeFunctionUrl"] as const;
const resources: Readonly<Record<(typeof actions)[number], string>> = {
  "s3:GetObject": "arn:aws:s3:::data/a",
  "sqs:SendMessage": `arn:aws:sqs:eu-west-1:${own}:q`,
  "kms:Decrypt": `arn:aws:kms:eu-west-1:${own}:key/k`,
  "lambda:InvokeFunctionUrl": `arn:aws:lambda:eu-west-1:${own}:function:f`,
};
const principals = [
  `arn:aws:iam::${own}:user/ada`,
  `arn:aws:iam::${own}:role/app`,
  `arn:aws:sts::${own}:assumed-role/app/run`,
  `arn:aws:sts::${own}:federated-user/ada`,
  `arn:aws:iam::${own}:root`,
  "arn:aws:iam::222222222222:role/app",
  "sns.amazonaws.com",
  "anonymous",
];
const named = [...principals.slice(0, 6), own, "222222222222", "*"];

const condition = fc.constantFrom(
  {},
  { StringEquals: { "aws:PrincipalTag/team": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/team": "a" } },
  { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${own}:role/app` } },
  { Bool: { "aws:SecureTransport": "true" } },
);

function statement(kind: PolicyKind) {
  return fc
    .record({
      effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      action: fc.constantFrom("*", "s3:*", "sqs:*", "kms:*", "lambda:*", "kms:Decrypt"),
      resource: fc.constantFrom(
        "*",
        "arn:aws:s3:::data/*",
        resources["kms:Decrypt"],
        resources["sqs:SendMessage"],
      ),
      principal: fc.constantFrom(...named),
      condition,
    })
    .map((parts) => ({
      Effect: parts.effect,
      ...(kind === "resource" || kind === "endpoint" ? { Principal: { AWS: parts.principal } } : {}),
      Action: parts.action,
      Resource: parts.resource,
      ...(Object.keys(parts.condition).length === 0 ? {} : { Condition: parts.condition }),
    }));
}

const policy = (kind: PolicyKind): fc.Arbitrary<NamedPolicy> =>
  fc.array(statement(kind), { minLength: 1, maxLength: 3 }).map((statements) => ({
    name: kind,
    document: policyOf({ Version: "2012-10-17", Statement: statements }, kind),
  }));
const list = (kind: PolicyKind) => fc.array(policy(kind), { maxLength: 2 });
const level = fc.record({
  target: fc.constant("level"),
  policies: fc.array(policy("scp"), { maxLength: 2 }),
});

const identity: fc.Arbitrary<PolicySet["identity"]> = fc.oneof(
  { weight: 8, arbitrary: list("identity") },
  { weight: 1, arbitrary: fc.constant<"unknown">("unknown") },
);
const resource: fc.Arbitrary<PolicySet["resource"]> = fc.oneof(
  { weight: 8, arbitrary: fc.option<NamedPolicy, null>(policy("resource"), { nil: null }) },
  { weight: 1, arbitrary: fc.constant<"unknown">("unknown") },
);
const attributes = fc.constantFrom<PolicySet["attributes"]>(
  {},
  { publicAccessBlock: { RestrictPublicBuckets: true } },
  { grants: "unknown" },
);

const policySet: fc.Arbitrary<PolicySet> = fc.record({
  identity,
  resource,
  boundary: fc.option(list("boundary"), { freq: 3 }),
  session: fc.option(list("session"), { freq: 3 }),
  scps: fc.option(fc.array(level, { maxLength: 2 }), { freq: 3 }),
  rcps: fc.constant(null),
  endpoint: fc.option(list("endpoint"), { freq: 3 }),
  attributes,
});

const question: fc.Arbitrary<RequestQuestion> = fc
  .record({
    principal: fc.constantFrom(...principals),
    action: fc.constantFrom(...actions),
    team: fc.constantFrom("a", "b", null),
    policies: policySet,
  })
  .map(({ principal, action, team, policies }) => ({
    request: {
      principal,
      action,
      resource: { arn: resources[action], account: own },
      context: {
        "aws:SecureTransport": "true",
        ...(team === null ? {} : { "aws:PrincipalTag/team": team }),
      },
    },
    policies,
    organization: null,
  }));

const strength = { ExplicitlyDenied: 0, ImplicitlyDenied: 0, Unknown: 1, Allowed: 2 } as const;
const strengthOf = (asked: RequestQuestion): number => strength[decideRequest(asked).decision];
const withPolicies = (asked: RequestQuestion, changed: Partial<PolicySet>): RequestQuestion => ({
  ...asked,
  policies: { ...asked.policies, ...changed },
});
const options = { seed, numRuns: runs };

const denial: NamedPolicy = {
  name: "denial",
  document: policyOf(
    { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] },
    "identity",
  ),
};

test("one Deny in any layer that applies denies", () => {
  fc.assert(
    fc.property(question, (asked) => {
      if (!String(asked.request.principal).startsWith("arn:")) return;
      const scps = [...(asked.policies.scps ?? []), { target: "one more", policies: [denial] }];
      assert.equal(decideRequest(withPolicies(asked, { scps })).decision, "ExplicitlyDenied");
      const session = [...(asked.policies.session ?? []), denial];
      assert.equal(decideRequest(withPolicies(asked, { session })).decision, "ExplicitlyDenied");
    }),
    options,
  );
});

test("a layer that falls away never takes anything away", () => {
  fc.assert(
    fc.property(question, fc.constantFrom("boundary", "session", "scps", "endpoint"), (asked, layer) => {
      assert.ok(strengthOf(withPolicies(asked, { [layer]: null })) >= strengthOf(asked));
    }),
    options,
  );
});

test("one more level of SCPs never gives anything", () => {
  fc.assert(
    fc.property(question, level, (asked, more) => {
      const { scps } = asked.policies;
      if (scps === null || scps.length === 0) return;
      assert.ok(strengthOf(withPolicies(asked, { scps: [...scps, more] })) <= strengthOf(asked));
    }),
    options,
  );
});

test("what is not known leaves open what it could be", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const known = strengthOf(asked);
      for (const layer of ["identity", "resource"] as const) {
        const open = strengthOf(withPolicies(asked, { [layer]: "unknown" }));
        // Neither an Allowed nor a refusal may rest on a layer that is not known.
        assert.ok(open === 1 || open === known, `${open} instead of ${known} without ${layer}`);
      }
    }),
    options,
  );
});

test("an Allowed names an Allow or a rule, a denial the layers that blocked, an Unknown what is missing", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { decision, because, blockedBy, unknowns, notes, nearest } = explainRequest(asked);
      const isRoot = String(asked.request.principal).endsWith(":root");
      if (decision === "Allowed" && !isRoot) assert.ok(because.length + notes.length > 0);
      assert.equal(blockedBy.length > 0, decision.endsWith("Denied"));
      assert.equal(unknowns.length > 0, decision === "Unknown");
      if (decision === "ExplicitlyDenied") assert.ok(because.every(({ effect }) => effect === "Deny"));
      if (nearest !== null) assert.ok(nearest.failed.length > 0 && decision === "ImplicitlyDenied");
    }),
    options,
  );
});
