/**
 * Who is administrator, and which capabilities a principal has, against the concrete evaluator: an administrator is allowed
 * whatever SCPs leave, what somebody else lacks is really missing, every example passes, and where a capability is not told,
 * no request for it passes.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { capabilitiesOf } from "../../src/authz/capability/capabilities.ts";
import { capabilityTable } from "../../src/authz/capability/capability-table.ts";
import { decideRequest } from "../../src/authz/concrete/decide-request.ts";
import type { PolicySet, RequestToDecide } from "../../src/authz/request-question.ts";
import { layersOf, type PrincipalLayers } from "../../src/authz/what-can/layers.ts";
import type { PolicyDocument } from "../../src/policy/ast.ts";
import { parsePolicy } from "../../src/policy/index.ts";
import { lawRuns } from "../support/law-runs.ts";
import { catalogue } from "../support/lint.ts";
import { member, snapshotOf, user } from "../support/what-can-world.ts";

type Statement = {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: object;
};

const full: Statement = { Effect: "Allow", Action: ["*"], Resource: ["*"] };
const services = ["iam:*", "s3:*", "kms:*", "organizations:*", "s3:Get*", "iam:PutRolePolicy", "zz:*"];
const actions = fc.uniqueArray(fc.constantFrom("*", ...services), { minLength: 1, maxLength: 2 });
const resources = fc.constantFrom<readonly string[]>(
  ["*"],
  ["*"],
  ["*"],
  ["arn:*:*:*:*:*"],
  ["arn:aws:s3:::a", "arn:aws:s3:::a/*"],
  [`arn:aws:iam::${member}:role/*`],
  ["arn:aws:iam::333333333333:role/*"],
  ["arn:aws:s3:::${aws:username}/*"],
);
const conditions = fc.constantFrom<object | null>(
  null,
  null,
  null,
  { Bool: { "aws:SecureTransport": "true" } },
  { BoolIfExists: { "aws:SecureTransport": "false" } },
  { StringEquals: { "aws:PrincipalArn": user } },
  { StringNotEquals: { "aws:username": "ada" } },
  { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
  { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
);
const statement: fc.Arbitrary<Statement> = fc
  .record({
    Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Allow", "Allow", "Deny"),
    actions,
    notAction: fc.integer({ min: 0, max: 4 }),
    resources,
    notResource: fc.integer({ min: 0, max: 6 }),
    conditions,
  })
  .map(({ Effect, actions: some, notAction, resources: on, notResource, conditions: when }) => ({
    Effect,
    ...(notAction === 0 ? { NotAction: some } : { Action: some }),
    ...(notResource === 0 ? { NotResource: on } : { Resource: on }),
    ...(when === null ? {} : { Condition: when }),
  }));

/** Everything, told in two statements. */
const halves: fc.Arbitrary<readonly Statement[]> = fc.oneof(
  actions.map((some): readonly Statement[] => [
    { Effect: "Allow", Action: some, Resource: ["*"] },
    { Effect: "Allow", NotAction: some, Resource: ["*"] },
  ]),
  fc.constantFrom("true", "false").map((value): readonly Statement[] => [
    { ...full, Condition: { Bool: { "aws:SecureTransport": value } } },
    { ...full, Condition: { BoolIfExists: { "aws:SecureTransport": value === "true" ? "false" : "true" } } },
  ]),
  fc.constant([full]),
);
const some = fc.array(statement, { maxLength: 2 });
const policy = fc.oneof(
  fc.tuple(halves, some).map(([all, more]) => [...all, ...more]),
  fc.array(statement, { minLength: 1, maxLength: 3 }),
);
const level = fc.oneof(
  fc.constant([full]),
  some.map((more) => [full, ...more]),
  fc.array(statement, { minLength: 1, maxLength: 3 }),
);
const world = fc.record({
  identity: fc.array(policy, { minLength: 1, maxLength: 2 }),
  boundary: fc.option(policy),
  scps: fc.option(fc.tuple(level, level, level)),
});

const asked: readonly (readonly [action: string, resource: string])[] = [
  ["s3:GetObject", "arn:aws:s3:::a/x"],
  ["s3:GetObject", "arn:aws:s3:::ada/x"],
  ["s3:DeleteObject", "arn:aws:s3:::b/x"],
  ["s3:ListAllMyBuckets", "*"],
  ["iam:PutRolePolicy", `arn:aws:iam::${member}:role/x`],
  ["iam:CreateAccessKey", `arn:aws:iam::${member}:user/x`],
  ["ssm:GetParameter", `arn:aws:ssm:eu-west-1:${member}:parameter/x`],
  ["lambda:UpdateFunctionCode", `arn:aws:lambda:eu-west-1:${member}:function:x`],
  ["organizations:LeaveOrganization", "*"],
  ["ec2:DescribeInstances", "*"],
];
const contexts = [{}, { "aws:SecureTransport": "true" }, { "aws:SecureTransport": "false" }].flatMap(
  (one) => [
    one,
    { ...one, "aws:RequestedRegion": "eu-west-1" },
    { ...one, "aws:RequestedRegion": "us-east-1" },
  ],
);
const requests: readonly RequestToDecide[] = asked.flatMap(([action, arn]) =>
  contexts.map((context) => ({ principal: user, action, resource: { arn, account: member }, context })),
);

type Given = {
  readonly identity: readonly (readonly Statement[])[];
  readonly boundary: readonly Statement[] | null;
  readonly scps: readonly (readonly Statement[])[] | null;
};

function opened({ identity, boundary, scps }: Given) {
  const snapshot = snapshotOf({
    identity,
    ...(boundary === null ? {} : { boundary }),
    ...(scps === null ? {} : { scps: scps.map((one) => [one]) }),
  });
  const layers = layersOf(snapshot, user);
  const found = capabilitiesOf(snapshot, user, catalogue);
  assert.ok(layers !== null && found !== null);
  return { policies: policiesOf(layers), found };
}

function policiesOf({ identity, boundary, controls }: PrincipalLayers): PolicySet {
  return {
    identity,
    boundary: boundary === null ? null : [boundary],
    scps: controls.length === 0 ? null : controls,
    resource: null,
    session: null,
    rcps: null,
    endpoint: null,
    attributes: {},
  };
}

const everything = parsed([full], "identity");
/** What KMS makes of a key's policy by itself: the account decides. */
const keyPolicy = parsed(
  [{ ...full, Action: ["kms:*"], Principal: { AWS: `arn:aws:iam::${member}:root` } }],
  "resource",
);

function parsed(statements: readonly object[], kind: "identity" | "resource"): PolicyDocument {
  const found = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), { kind });
  assert.ok(found.ok);
  return found.value;
}

function isAllowed(policies: PolicySet, request: RequestToDecide): boolean {
  const isKey = request.action.toLowerCase().startsWith("kms:");
  const resource = isKey ? { name: "key policy", document: keyPolicy } : null;
  const asked = { request, policies: { ...policies, resource }, organization: null };
  return decideRequest(asked).decision === "Allowed";
}

/** Whatever the boundary and the principal's own policies say. */
function leftByControls(policies: PolicySet, request: RequestToDecide): boolean {
  return isAllowed(
    { ...policies, identity: [{ name: "all", document: everything }], boundary: null },
    request,
  );
}

test("An administrator is allowed what SCPs leave, and what somebody else lacks is missing", () => {
  const seen = { administrator: 0, not: 0, unknown: 0 };
  fc.assert(
    fc.property(world, (given) => {
      const { policies, found } = opened(given);
      const { administrator } = found;
      seen[administrator.kind] += 1;
      if (administrator.kind === "administrator") {
        for (const request of requests) {
          if (leftByControls(policies, request)) assert.ok(isAllowed(policies, request), told(request));
        }
      }
      if (administrator.kind === "not") {
        const request = { ...administrator.example, principal: user };
        assert.ok(leftByControls(policies, request), `SCPs deny ${told(request)}`);
        assert.ok(!isAllowed(policies, request), `${told(request)} is allowed`);
      }
    }),
    { numRuns: lawRuns(600) },
  );
  assert.ok(Math.min(seen.administrator, seen.not) > lawRuns(100), JSON.stringify(seen));
  // Mostly where several levels of SCPs are lists of what is allowed.
  assert.ok(seen.unknown < 100, JSON.stringify(seen));
});

test("A capability's example passes, and without the capability no request for it does", () => {
  const seen = { proven: 0, may: 0, none: 0 };
  fc.assert(
    fc.property(world, (given) => {
      const { policies, found } = opened(given);
      for (const { capability, givenBy } of capabilityTable) {
        if (capability === "administrator") continue;
        const held = found.capabilities.find((one) => one.capability === capability);
        seen[held === undefined ? "none" : held.certainty.kind] += 1;
        if (held !== undefined) {
          if (held.certainty.kind === "may") continue;
          assert.ok(held.example !== null && isAllowed(policies, held.example), JSON.stringify(held.example));
          continue;
        }
        const effective = givenBy.filter(
          (one) => one.effective === undefined && one.passesRoleTo === undefined,
        );
        const actions = new Set(effective.flatMap((one) => one.actions));
        for (const request of requests) {
          if (actions.has(request.action)) assert.ok(!isAllowed(policies, request), told(request));
        }
      }
    }),
    { numRuns: lawRuns(500) },
  );
  assert.ok(Math.min(seen.proven, seen.none) > lawRuns(300), JSON.stringify(seen));
  assert.ok(seen.may < seen.proven / 20, JSON.stringify(seen));
});

function told(request: RequestToDecide): string {
  return JSON.stringify(request);
}
