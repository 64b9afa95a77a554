import assert from "node:assert/strict";
import { test } from "node:test";
import { policyOf } from "../../../../test/support/policies.ts";
import type { PolicyKind } from "../../../policy/index.ts";
import type { NamedPolicy, PolicySet } from "../../request-question.ts";
import {
  allowedRequests,
  areDisjoint,
  intersection,
  isEmpty,
  isWithin,
  knownCaller,
  whatCan,
  whoCan,
  witness,
} from "../index.ts";
import type { Told } from "./who-and-what.ts";

const own = "111122223333";
const role = `arn:aws:iam::${own}:role/app`;

function policy(kind: PolicyKind, ...statements: readonly unknown[]): NamedPolicy {
  return { name: kind, document: policyOf({ Version: "2012-10-17", Statement: statements }, kind) };
}

const none: PolicySet = {
  identity: [],
  resource: null,
  boundary: null,
  session: null,
  scps: null,
  rcps: null,
  endpoint: null,
  attributes: {},
};

function callers(told: Told, sure: "surely" | "maybe"): readonly string[] {
  const cases = told[sure];
  assert.ok(cases.kind === "exact");
  return cases.value.map(({ principal }) => (principal?.matches ?? ["anyone"]).join(" and ")).sort();
}

test("a bucket policy tells who can, beside the root user and what identity policies allow", () => {
  const policies: PolicySet = {
    ...none,
    resource: policy("resource", {
      Effect: "Allow",
      Principal: { AWS: role, Service: "lambda.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::b/*",
    }),
  };
  const told = whoCan({ policies, resourceAccount: own, caller: null }, "s3:GETOBJECT", "arn:aws:s3:::b/k");
  const named = callers(told, "surely");
  assert.ok(named.includes(role), JSON.stringify(named));
  assert.ok(named.includes("service lambda.amazonaws.com"), JSON.stringify(named));
  assert.ok(
    named.some((text) => text.includes(":root")),
    JSON.stringify(named),
  );
  assert.equal(named.length, 3);
});

test("what a user can do knows the user's name, so variables don't make it doubtful", () => {
  const ada = knownCaller(`arn:aws:iam::${own}:user/ada`);
  assert.ok(ada.ok);
  const policies: PolicySet = {
    ...none,
    identity: [
      policy("identity", {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::b/${aws:username}/*",
      }),
    ],
  };
  const told = whatCan({ policies, resourceAccount: own, caller: ada.value });
  assert.ok(told.surely.kind === "exact" && told.maybe.kind === "exact");
  assert.deepEqual(told.surely, told.maybe);
  const actions = told.surely.value.map(({ action, resource }) => [action?.matches, resource?.matches]);
  assert.deepEqual(actions[0], [["s3:getobject"], ["arn:aws:s3:::b/ada/*"]]);
});

test("a role's trust has to allow, whatever identity policies say (rule 25)", () => {
  const identity = [policy("identity", { Effect: "Allow", Action: "*", Resource: "*" })];
  const question = { resourceAccount: own, caller: null };
  const told = whoCan({ ...question, policies: { ...none, identity } }, "sts:AssumeRole", role);
  assert.deepEqual(callers(told, "maybe"), []);
  const open = whoCan({ ...question, policies: { ...none, identity } }, "s3:GetObject", "arn:aws:s3:::b/k");
  assert.equal(callers(open, "surely").length, 1);
});

test("what is not known makes an answer may, with the reason", () => {
  const question = {
    policies: { ...none, identity: "unknown" },
    resourceAccount: own,
    caller: null,
  } as const;
  const told = whoCan(question, "s3:GetObject", "arn:aws:s3:::b/k");
  assert.ok(callers(told, "surely").every((text) => text.includes(":root")));
  assert.ok(callers(told, "maybe").some((text) => !text.includes(":root")));
  const user = knownCaller(`arn:aws:iam::${own}:user/ada`);
  assert.ok(user.ok);
  const ofUser = whoCan({ ...question, caller: user.value }, "s3:GetObject", "arn:aws:s3:::b/k");
  const answer = isEmpty(ofUser.requests.allowed);
  assert.ok(answer.kind === "may", JSON.stringify(answer));
  assert.deepEqual(answer.reasons, ["the caller's identity policies are not known"]);
  const shown = witness(ofUser.requests.allowed);
  assert.ok(shown.kind === "exact" && shown.value?.principal === `arn:aws:iam::${own}:user/ada`);
});

test("SCP levels are intersected, and a service-linked role passes them (rules 5, 6)", () => {
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const policies: PolicySet = {
    ...none,
    identity: [policy("identity", all)],
    scps: [
      { target: "r-root", policies: [policy("scp", all)] },
      { target: own, policies: [policy("scp", { ...all, Action: "s3:*" })] },
    ],
  };
  const told = whoCan({ policies, resourceAccount: own, caller: null }, "ec2:RunInstances", "*");
  const named = callers(told, "surely");
  assert.ok(
    named.length === 1 && named.every((text) => text.includes("role/aws-service-role/")),
    JSON.stringify(named),
  );
});

test("sets of one space are put against each other", () => {
  const { allowed, explicitlyDenied } = allowedRequests({
    policies: {
      ...none,
      identity: [
        policy(
          "identity",
          { Effect: "Allow", Action: "s3:*", Resource: "*" },
          { Effect: "Deny", Action: "s3:Put*", Resource: "*" },
        ),
      ],
    },
    resourceAccount: own,
    caller: null,
  });
  assert.equal(areDisjoint(allowed, explicitlyDenied).kind, "yes");
  assert.equal(isEmpty(intersection(allowed, explicitlyDenied)).kind, "yes");
  assert.equal(isWithin(explicitlyDenied, allowed).kind, "no");
});
