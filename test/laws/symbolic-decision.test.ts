/** The whole decision as a region, held to a naive one request by request; and the laws of its questions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PolicySet, RequestToDecide } from "../../src/authz/request-question.ts";
import {
  allowedRequests,
  areDisjoint,
  areEqual,
  contains,
  difference,
  isEmpty,
  isWithin,
  maybe,
  surely,
  witness,
} from "../../src/authz/symbolic/index.ts";
import type { PolicyKind } from "../../src/policy/index.ts";
import { lawRuns } from "../support/law-runs.ts";
import { policyOf } from "../support/policies.ts";
import type { NaivePolicy } from "./comparison/naive.ts";
import { type NaivePolicySet, naiveDecision, resourceAccount } from "./comparison/naive-decision.ts";
import { randomPolicy, randomRequest } from "./comparison/random-pair.ts";
import { type Random, seeded } from "./trust/random.ts";

const sets = Number(process.env.ACCESSLENS_CASES ?? lawRuns(20_000)) / 50;
const seed = Number(process.env.ACCESSLENS_SEED ?? 20_261_127);

function randomSet(random: Random): NaivePolicySet {
  const identity = (): NaivePolicy => randomPolicy(random, false);
  const wide: NaivePolicy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  };
  const maybePolicy = (percent: number): NaivePolicy | null =>
    random.chance(percent) ? (random.chance(40) ? wide : identity()) : null;
  return {
    identity: [identity(), ...(random.chance(50) ? [identity()] : [])],
    resource: random.chance(75) ? randomPolicy(random, true) : null,
    boundary: maybePolicy(30),
    session: maybePolicy(25),
    scps: random.chance(40)
      ? [random.chance(60) ? wide : identity(), random.chance(60) ? wide : identity()]
      : null,
    endpoint: maybePolicy(20),
  };
}

function policySet(set: NaivePolicySet): PolicySet {
  const named = (policy: NaivePolicy, kind: PolicyKind) => ({ name: kind, document: policyOf(policy, kind) });
  const optional = (policy: NaivePolicy | null, kind: PolicyKind) =>
    policy === null ? null : [named(policy, kind)];
  return {
    identity: set.identity.map((policy) => named(policy, "identity")),
    resource: set.resource === null ? null : named(set.resource, "resource"),
    boundary: optional(set.boundary, "boundary"),
    session: optional(set.session, "session"),
    scps:
      set.scps?.map((policy, index) => ({ target: String(index), policies: [named(policy, "scp")] })) ?? null,
    rcps: null,
    endpoint: optional(set.endpoint, "endpoint"),
    attributes: {},
  };
}

test(`for ${sets} random sets of policies (seed ${seed}), the region of allowed requests agrees with deciding request by request`, () => {
  const random = seeded(seed);
  const told = { decided: 0, allowed: 0, all: 0 };
  for (let i = 0; i < sets; i++) {
    const set = randomSet(random);
    const { allowed } = allowedRequests({ policies: policySet(set), resourceAccount, caller: null });
    const [sure, possible] = [surely(allowed), maybe(allowed)];
    assert.ok(sure.kind === "exact" && possible.kind === "exact", JSON.stringify(set));
    for (let n = 0; n < 60; n++) {
      const naive = randomRequest(random, true);
      const { resource, role, ...rest } = naive;
      const request: RequestToDecide = {
        ...rest,
        resource: { arn: resource, account: resourceAccount },
        ...(role === undefined ? {} : { role }),
      };
      const truth = naiveDecision(set, naive);
      const answer = {
        truth,
        sure: contains(sure.value, request),
        possible: contains(possible.value, request),
      };
      const about = `${JSON.stringify(answer)}\n${JSON.stringify(request)}\n${JSON.stringify(set)}`;
      assert.ok(!answer.sure || answer.possible, about);
      if (answer.sure) assert.notEqual(truth, false, about);
      if (!answer.possible) assert.notEqual(truth, true, about);
      told.all++;
      if (answer.sure === answer.possible) told.decided++;
      if (answer.sure) told.allowed++;
    }
  }
  assert.ok(told.decided > told.all * 0.9 && told.allowed > told.all / 40, JSON.stringify(told));
});

test(`for ${sets / 4} random sets of policies, the questions keep their laws`, () => {
  const random = seeded(seed + 1);
  for (let i = 0; i < sets / 4; i++) {
    const set = randomSet(random);
    const { allowed, explicitlyDenied } = allowedRequests({
      policies: policySet(set),
      resourceAccount,
      caller: null,
    });
    const about = JSON.stringify(set);
    assert.equal(isWithin(allowed, allowed).kind, "yes", about);
    assert.equal(areEqual(allowed, allowed).kind, "yes", about);
    assert.equal(isEmpty(difference(allowed, allowed)).kind, "yes", about);
    assert.equal(areDisjoint(allowed, explicitlyDenied).kind, "yes", about);
    const empty = isEmpty(allowed);
    const example = witness(allowed);
    assert.ok(example.kind === "exact" && (example.value === null) === (empty.kind === "yes"), about);
    if (empty.kind === "no") {
      const sure = surely(allowed);
      assert.ok(
        sure.kind === "exact" && contains(sure.value, empty.example),
        `${JSON.stringify(empty)}\n${about}`,
      );
    }
  }
});
