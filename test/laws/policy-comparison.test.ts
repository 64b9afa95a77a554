/** Laws of comparing policies: held to a naive evaluator over random requests, and to themselves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePolicies } from "../../src/authz/symbolic/index.ts";
import { policyOf } from "../support/policies.ts";
import { type NaivePolicy, type NaiveRequest, naively } from "./comparison/naive.ts";
import { mutantOf, randomPolicy, randomRequest } from "./comparison/random-pair.ts";
import { seeded } from "./trust/random.ts";

const pairs = Number(process.env.ACCESSLENS_CASES ?? 20_000) / 40;
const seed = Number(process.env.ACCESSLENS_SEED ?? 20_261_125);

type Example = ReturnType<typeof comparePolicies>["onlyInA"];

function asked(example: NonNullable<Example>): NaiveRequest {
  const { principal, role, action, resource, context } = example;
  return { principal, role, action, resource: resource.arn, context };
}

for (const kind of ["identity", "resource"] as const) {
  test(`for ${pairs} random pairs of ${kind} policies (seed ${seed}), comparing agrees with evaluating request by request`, () => {
    const random = seeded(seed);
    const told = { exact: 0, within: 0, examples: 0 };
    for (let i = 0; i < pairs; i++) {
      const a = randomPolicy(random, kind === "resource");
      const b = mutantOf(random, a, kind === "resource");
      const compared = comparePolicies(policyOf(a, kind), policyOf(b, kind), kind);
      const about = `\nA ${JSON.stringify(a)}\nB ${JSON.stringify(b)}\n${JSON.stringify(compared)}`;
      assert.equal(compared.equal, compared.aWithinB && compared.bWithinA, about);
      assert.equal(compared.denyEqual, compared.denyAWithinB && compared.denyBWithinA, about);
      if (compared.exact) {
        told.exact++;
        assert.equal(compared.aWithinB, compared.onlyInA === null, about);
        assert.equal(compared.bWithinA, compared.onlyInB === null, about);
      }
      if (compared.aWithinB !== compared.bWithinA) told.within++;
      told.examples +=
        shown(a, b, "allowed", compared.onlyInA, about) + shown(b, a, "allowed", compared.onlyInB, about);
      shown(a, b, "denied", compared.denyOnlyInA, about);
      shown(b, a, "denied", compared.denyOnlyInB, about);
      for (let n = 0; n < 40; n++) {
        const request = randomRequest(random, kind === "resource");
        const [inA, inB] = [naively(a, request), naively(b, request)];
        const where = `${JSON.stringify(request)} ${JSON.stringify([inA, inB])}${about}`;
        assert.ok(!(compared.aWithinB && inA.allowed === true && inB.allowed === false), where);
        assert.ok(!(compared.bWithinA && inB.allowed === true && inA.allowed === false), where);
        assert.ok(!(compared.denyAWithinB && inA.denied === true && inB.denied === false), where);
        assert.ok(!(compared.denyBWithinA && inB.denied === true && inA.denied === false), where);
      }
    }
    assert.ok(told.exact > pairs * 0.97, `only ${told.exact} of ${pairs} are exact`);
    assert.ok(told.within > pairs / 10 && told.examples > pairs / 3, JSON.stringify(told));
  });
}

/** An example really tells the two apart. */
function shown(
  one: NaivePolicy,
  other: NaivePolicy,
  what: "allowed" | "denied",
  example: Example,
  about: string,
): number {
  if (example === null) return 0;
  const request = asked(example);
  const answers = [naively(one, request)[what], naively(other, request)[what]];
  assert.deepEqual(answers, [true, false], `${what} ${JSON.stringify(example)}${about}`);
  return 1;
}

test(`for ${pairs / 4} random pairs, comparing the other way round says the same, and every policy equals its copy`, () => {
  const random = seeded(seed + 1);
  for (let i = 0; i < pairs / 4; i++) {
    const a = randomPolicy(random, true);
    const b = mutantOf(random, a, true);
    const [one, other] = [policyOf(a, "resource"), policyOf(b, "resource")];
    const about = `${JSON.stringify(a)}\n${JSON.stringify(b)}`;
    const there = comparePolicies(one, other, "resource");
    const back = comparePolicies(other, one, "resource");
    const verdicts = (compared: typeof there, swapped: boolean): readonly boolean[] => {
      const { aWithinB, bWithinA, denyAWithinB, denyBWithinA, exact } = compared;
      return swapped
        ? [bWithinA, aWithinB, denyBWithinA, denyAWithinB, exact]
        : [aWithinB, bWithinA, denyAWithinB, denyBWithinA, exact];
    };
    assert.deepEqual(verdicts(back, true), verdicts(there, false), about);
    const copy = comparePolicies(one, policyOf(a, "resource"), "resource");
    assert.ok(copy.equal && copy.denyEqual && copy.exact, about);
    // Reversed and with other Sids it is still the same.
    const reversed = {
      ...a,
      Statement: [...a.Statement].reverse().map((each, n) => ({ Sid: `S${n}`, ...each })),
    };
    assert.ok(comparePolicies(one, policyOf(reversed, "resource"), "resource").equal, about);
  }
});
