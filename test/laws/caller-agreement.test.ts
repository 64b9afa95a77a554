/**
 * The caller's side against the concrete evaluator: random trust, identity and boundary policies, and random requests of
 * one principal. Who is surely let in has a guard that the request fulfils; a proven guard that it fulfils lets it in.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AssumeRequest,
  decideAssume,
  evaluateCondition,
  neededActions,
  parseCaller,
  requestContext,
} from "../../src/authz/concrete/index.ts";
import type { Guard } from "../../src/authz/index.ts";
import { conditionOperators } from "../../src/policy/ast.ts";
import { answersFor, type CallerCase } from "../support/caller-world.ts";
import { policyOf } from "../support/policies.ts";
import { type Random, seeded } from "./trust/random.ts";
import { type RandomPolicy, randomPolicy } from "./trust/random-policy.ts";
import { mentionedKeys, randomRequest } from "./trust/random-request.ts";
import { member, organization, owner, roleArn } from "./trust/world.ts";

const seed = 20_261_125;
const policies = Number(process.env.ACCESSLENS_CALLER_CASES ?? 500);
const requestsPerPolicy = 12;

test(`for ${policies} random sets of policies (seed ${seed}), both evaluators agree on what one principal can do`, () => {
  let allowed = 0;
  let examples = 0;
  for (let i = 0; i < policies; i++) {
    const random = seeded(seed + i);
    const question = randomCase(random);
    const trust = policyOf(question.trust, "trust");
    const answers = answersFor(question);
    const mentioned = mentionedKeys(everyStatement(question));
    const sides = {
      trust,
      caller: {
        identity: question.identity.map((policy, n) => ({
          name: `${n}`,
          document: policyOf(policy, "identity"),
        })),
        boundary:
          question.boundary === undefined
            ? null
            : { name: "boundary", document: policyOf(question.boundary, "boundary") },
        session: null,
      },
    };
    for (const { example, grant } of answers) {
      if (example === null) continue;
      examples += 1;
      const { decision } = decideAssume({ ...sides, request: example, organization });
      const told = `seed ${seed + i}\n${JSON.stringify(question)}\n${JSON.stringify(example)}\n${JSON.stringify(grant)}`;
      assert.equal(decision, "Allowed", `an example is refused: ${told}`);
    }
    for (let j = 0; j < requestsPerPolicy; j++) {
      const request = requestOf(question, randomRequest(random, mentioned));
      const { decision } = decideAssume({ ...sides, request, organization });
      const plain = neededActions(request).length === 1;
      if (decision === "Allowed") allowed += 1;
      const covered = answers.filter(
        ({ grant, decision: side }) =>
          side.kind === "allowed" &&
          (plain || Object.values(grant.session).some((right) => right)) &&
          side.guards.some((guard) => fulfils(guard, request) !== false),
      );
      const proven = answers.some(
        ({ decision: side }) =>
          side.kind === "allowed" &&
          side.certainty.kind === "proven" &&
          plain &&
          side.guards.slice(0, side.sureGuards).some((guard) => fulfils(guard, request) === true),
      );
      const told = `seed ${seed + i}\n${JSON.stringify(question)}\n${JSON.stringify(request)}\n${decision}\n${JSON.stringify(answers)}`;
      if (decision === "Allowed") assert.ok(covered.length > 0, `allowed without a guard: ${told}`);
      if (proven) assert.equal(decision, "Allowed", `a proven guard does not let it in: ${told}`);
    }
  }
  assert.ok(examples > policies / 20, `only ${examples} examples were shown`);
  assert.ok(allowed > policies / 20, `only ${allowed} requests were allowed`);
});

/** The trust policy is made of random statements about whole accounts, or the caller by name, so that it often lets in. */
function randomCase(random: Random): CallerCase {
  const account = random.pick([owner, member]);
  const kind = random.pick(["role", "user"] as const);
  const arn = `arn:aws:iam::${account}:${kind === "role" ? "role/app" : "user/ada"}`;
  const trusted = random.pick([account, account, arn, "*"]);
  const tags = random.chance(50) ? [{ key: "team", value: random.pick(["a", "b", "ab"]) }] : [];
  return {
    caller: { account, kind },
    trust: withPrincipal(randomPolicy(random), trusted),
    identity: [asIdentity(random, randomPolicy(random)), asIdentity(random, randomPolicy(random))],
    ...(random.chance(30) ? { boundary: asIdentity(random, randomPolicy(random)) } : {}),
    callerTags: tags,
  };
}

function withPrincipal(policy: RandomPolicy, principal: string): RandomPolicy {
  return {
    ...policy,
    Statement: policy.Statement.map(({ Principal: _, NotPrincipal: __, ...rest }) => ({
      ...rest,
      Principal: { AWS: [principal] },
    })),
  };
}

function asIdentity(random: Random, policy: RandomPolicy): object {
  const resources = [
    roleArn,
    "*",
    `arn:aws:iam::${owner}:role/*`,
    "arn:aws:iam::*:role/t*",
    "arn:aws:iam::*:user/*",
  ] as const;
  return {
    Version: policy.Version,
    Statement: policy.Statement.map(({ Principal: _, NotPrincipal: __, ...rest }) => ({
      ...rest,
      [random.chance(10) ? "NotResource" : "Resource"]: [random.pick(resources)],
    })),
  };
}

function everyStatement({ trust, identity, boundary }: CallerCase): RandomPolicy {
  const all = [trust, ...identity, ...(boundary === undefined ? [] : [boundary])];
  return { Version: "2012-10-17", Statement: all.flatMap((policy) => (policy as RandomPolicy).Statement) };
}

/** The request as this caller makes it: its tags and organization are what the snapshot says. */
function requestOf(question: CallerCase, request: AssumeRequest): AssumeRequest {
  const { account, kind } = question.caller;
  const keep = Object.entries(request.context).filter(
    ([key]) =>
      !/^(aws:principal|aws:userid|aws:username|aws:source(account|arn|org)|aws:calledvia|aws:federated)/.test(
        key,
      ) && !/\..*:/.test(key),
  );
  const context: Record<string, string | readonly string[]> = Object.fromEntries(keep);
  context["aws:PrincipalIsAWSService"] = "false";
  if (kind === "role") context["aws:tokenissuetime"] ??= "2026-06-01T00:00:00Z";
  for (const { key, value } of question.callerTags ?? []) context[`aws:PrincipalTag/${key}`] = value;
  for (const always of [
    ["aws:currenttime", "2026-06-01T00:00:00Z"],
    ["aws:securetransport", "true"],
    ["sts:rolesessionname", "a"],
    ["aws:userid", "AIDAEXAMPLE"],
    ["aws:viaawsservice", "false"],
    ["aws:requestedregion", "us-east-1"],
  ] as const) {
    context[always[0]] ??= always[1];
  }
  return {
    principal: `arn:aws:iam::${account}:${kind === "role" ? "role/app" : "user/ada"}`,
    action: "sts:AssumeRole",
    resource: request.resource,
    context,
  };
}

function fulfils(guard: Guard, request: AssumeRequest): boolean | "unknown" {
  const caller = parseCaller(request.principal, null);
  assert.ok(caller.ok);
  const context = requestContext(request.context, caller.value, organization);
  let unknown = false;
  for (const term of guard) {
    const parts = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(term.operator);
    const operator = conditionOperators.find((known) => known === parts?.[2]);
    assert.ok(operator !== undefined);
    const range = { start: 0, end: 0 };
    const quantifier = parts?.[1];
    const outcome = evaluateCondition(
      {
        kind: "test",
        operator,
        quantifier: quantifier === "ForAnyValue" || quantifier === "ForAllValues" ? quantifier : null,
        ifExists: parts?.[3] !== undefined,
        key: term.key,
        values: term.values.map((text) => ({ text, range })),
        range,
      },
      term.literal === true ? "2008-10-17" : "2012-10-17",
      context,
    );
    if (outcome === false) return false;
    if (outcome !== true) unknown = true;
  }
  return unknown ? "unknown" : true;
}
