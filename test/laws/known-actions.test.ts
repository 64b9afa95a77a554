/** Laws of comparing policies among requests for known actions: held to all such requests of a small catalogue. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePolicies, type PolicyComparison } from "../../src/authz/symbolic/index.ts";
import { openActionCatalogue } from "../../src/work/action-file.ts";
import { policyOf } from "../support/policies.ts";
import { type NaivePolicy, type NaiveRequest, naively } from "./comparison/naive.ts";
import { mutantOf, randomPolicy, randomRequest } from "./comparison/random-pair.ts";
import { isKnown, naiveActions, smallCatalogue } from "./comparison/small-catalogue.ts";
import { type Random, seeded } from "./trust/random.ts";

const pairs = Number(process.env.ACCESSLENS_CASES ?? 20_000) / 80;
const seed = Number(process.env.ACCESSLENS_SEED ?? 20_261_126);
const catalogue = smallCatalogue();

const resources = [
  "*",
  "arn:aws:s3:::b",
  "arn:aws:s3:::b/a",
  "arn:aws:s3:::b/a/x",
  "arn:aws:s3:::b/ada/x",
  "arn:aws:s3:::c",
  "arn:aws:s3:::",
  "arn:aws-cn:s3:::b",
  "arn:aws-cn:s3:::b/a",
  "arn:aws:s3:eu:1:b",
  "arn:aws:s3:eu:1:accesspoint/b",
  "arn:aws:iam::111111111111:role/app",
  "arn:aws:iam::111111111111:role/x/app",
  "arn:aws:iam::111111111111:user/ada",
  "arn:aws:ec2:eu:111111111111:instance/i",
];

/** All actions on all of the resources that they take. */
const known = naiveActions.flatMap(({ service, name }) =>
  resources.map((resource) => ({ action: `${service}:${name}`, resource })).filter(isKnown),
);

type Kind = "identity" | "resource";

function comparedAmongKnown(a: NaivePolicy, b: NaivePolicy, kind: Kind): PolicyComparison {
  return comparePolicies(policyOf(a, kind), policyOf(b, kind), kind, { knownActions: catalogue });
}

/** An example is known and tells the two apart. */
function assertShown(
  one: NaivePolicy,
  other: NaivePolicy,
  what: "allowed" | "denied",
  example: PolicyComparison["onlyInA"],
  about: string,
): void {
  if (example === null) return;
  const { principal, role, action, resource, context } = example;
  const request: NaiveRequest = { principal, role, action, resource: resource.arn, context };
  assert.ok(isKnown(request), `${JSON.stringify(example)}${about}`);
  const answers = [naively(one, request)[what], naively(other, request)[what]];
  assert.deepEqual(answers, [true, false], `${what} ${JSON.stringify(example)}${about}`);
}

function assertAgrees(
  a: NaivePolicy,
  b: NaivePolicy,
  kind: Kind,
  compared: PolicyComparison,
  random: Random,
): void {
  const about = `\nA ${JSON.stringify(a)}\nB ${JSON.stringify(b)}\n${JSON.stringify(compared)}`;
  if (compared.exact) {
    assert.equal(compared.aWithinB, compared.onlyInA === null, about);
    assert.equal(compared.bWithinA, compared.onlyInB === null, about);
    assert.equal(compared.denyAWithinB, compared.denyOnlyInA === null, about);
    assert.equal(compared.denyBWithinA, compared.denyOnlyInB === null, about);
  }
  assertShown(a, b, "allowed", compared.onlyInA, about);
  assertShown(b, a, "allowed", compared.onlyInB, about);
  assertShown(a, b, "denied", compared.denyOnlyInA, about);
  assertShown(b, a, "denied", compared.denyOnlyInB, about);
  for (const one of known) {
    const request = { ...randomRequest(random, kind === "resource"), ...one };
    const [inA, inB] = [naively(a, request), naively(b, request)];
    const where = `${JSON.stringify(request)} ${JSON.stringify([inA, inB])}${about}`;
    assert.ok(!(compared.aWithinB && inA.allowed === true && inB.allowed === false), where);
    assert.ok(!(compared.bWithinA && inB.allowed === true && inA.allowed === false), where);
    assert.ok(!(compared.denyAWithinB && inA.denied === true && inB.denied === false), where);
    assert.ok(!(compared.denyBWithinA && inB.denied === true && inA.denied === false), where);
  }
}

for (const kind of ["identity", "resource"] as const) {
  test(`for ${pairs} random pairs of ${kind} policies (seed ${seed}), comparing among known actions agrees with all known requests`, () => {
    const random = seeded(seed);
    const told = { exact: 0, narrowed: 0, differ: 0 };
    for (let i = 0; i < pairs; i++) {
      const a = randomPolicy(random, kind === "resource");
      const b = mutantOf(random, a, kind === "resource");
      const compared = comparedAmongKnown(a, b, kind);
      assertAgrees(a, b, kind, compared, random);
      const among = comparePolicies(policyOf(a, kind), policyOf(b, kind), kind);
      const about = `\nA ${JSON.stringify(a)}\nB ${JSON.stringify(b)}`;
      for (const side of ["aWithinB", "bWithinA", "denyAWithinB", "denyBWithinA"] as const) {
        assert.ok(!among[side] || compared[side], `${side} of all requests, not of the known ones${about}`);
        if (!among[side] && compared[side]) told.narrowed++;
      }
      if (compared.exact) told.exact++;
      if (!compared.equal) told.differ++;
    }
    assert.ok(told.exact > pairs * 0.97, `only ${told.exact} of ${pairs} are exact`);
    assert.ok(told.narrowed > pairs / 10 && told.differ > pairs / 3, JSON.stringify(told));
  });
}

test(`for ${pairs} random policies, wildcards are the same as the known actions that match them`, () => {
  const random = seeded(seed + 1);
  for (let i = 0; i < pairs; i++) {
    const a = randomPolicy(random, false);
    const listed = (texts: NaivePolicy["Statement"][number]["Action"]): readonly string[] => {
      const found = [texts ?? []].flat().flatMap((text) => catalogue.matching(text));
      // An element may not be empty; an action that does not exist adds nothing.
      return ["nosuch:Action", ...found.map(({ service, name }) => `${service}:${name}`)];
    };
    const b: NaivePolicy = {
      ...a,
      Statement: a.Statement.map(({ Action, NotAction, ...rest }) =>
        Action === undefined
          ? { ...rest, NotAction: listed(NotAction) }
          : { ...rest, Action: listed(Action) },
      ),
    };
    const compared = comparedAmongKnown(a, b, "identity");
    assert.ok(
      compared.equal && compared.denyEqual && compared.exact,
      `${JSON.stringify(a)}\n${JSON.stringify(b)}\n${JSON.stringify(compared)}`,
    );
  }
});

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** A is within B each time, but to tell takes too much. */
const hard: readonly (readonly [says: string, a: NaivePolicy["Statement"], b: NaivePolicy["Statement"]])[] = [
  [
    "300 conditions, each a little wider",
    numbers(300).map((n) => named(`a${n}bc`)),
    numbers(300).map((n) => named(`a${n}b*`)),
  ],
  ["a difference in resources that no action takes, by all actions", [allExcept(1)], [allExcept(20)]],
  [
    "60 lists of exceptions with wildcards before the colon",
    numbers(60).map((n) => except(n, "arn:*:*:*:*:*ab")),
    numbers(60).map((n) => except(n, "arn:*:*:*:*:*b")),
  ],
];

function named(username: string): NaivePolicy["Statement"][number] {
  const Condition = { StringLike: { "aws:username": username } };
  return { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition };
}

function allExcept(count: number): NaivePolicy["Statement"][number] {
  return { Effect: "Allow", Action: "*", NotResource: numbers(count).map((n) => `arn:aws:nosuch:::${n}`) };
}

function except(number: number, Resource: string): NaivePolicy["Statement"][number] {
  return { Effect: "Allow", NotAction: [`*:*${number}*`, `*:List*${number}`], Resource };
}

for (const [says, a, b] of hard) {
  test(`what takes too many pairs of patterns is refused with the reason: ${says}`, () => {
    const [one, other] = [a, b].map((Statement) =>
      policyOf({ Version: "2012-10-17", Statement }, "identity"),
    );
    assert.ok(one !== undefined && other !== undefined);
    const knownActions = openActionCatalogue();
    const compared = comparePolicies(one, other, "identity", { knownActions });
    assert.deepEqual([compared.aWithinB, compared.exact], [false, false]);
    assert.match(compared.reasons.join(), /it takes more than \d+ pairs of patterns/);
    // What one search took does not keep the other from an example.
    if (a === hard[0]?.[1]) assert.notEqual(compared.onlyInB, null);
  });
}
