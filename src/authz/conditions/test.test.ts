import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { conditionOperators } from "../../policy/ast.ts";
import { decide } from "./decide.ts";
import { readDate, readNumber } from "./read-values.ts";
import { testOfTerm } from "./terms.ts";
import { contraryOf, makeTest, type Test, termOf } from "./test.ts";
import { absent, known, open } from "./values.ts";

const values: Readonly<Record<string, readonly string[]>> = {
  text: ["a", "b", "a*", "A", "?", ""],
  arn: ["arn:aws:iam::1:role/a", "arn:aws:iam::*:role/*", "arn:aws:iam::1:*"],
  number: ["1", "2", "2.5", "x"],
  date: ["2026-01-01", "2026-01-02T00:00:00Z", "1767225600"],
  boolean: ["true", "false", "True"],
  null: ["true", "false"],
  address: ["10.0.0.0/8"],
};

/** Tests of a key with one value, and of one with many under a set operator. */
const someTest: fc.Arbitrary<Test> = fc
  .record({
    operator: fc.constantFrom(...conditionOperators),
    quantifier: fc.constantFrom("ForAnyValue" as const, "ForAllValues" as const, null),
    ifExists: fc.boolean(),
    many: fc.boolean(),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  })
  .map(({ operator, quantifier, ifExists, many, picks }) => {
    const plain = makeTest(many ? "aws:TagKeys" : "sts:ExternalId", operator, []);
    const own = values[plain.operation.family] ?? [];
    const isNull = plain.operation.family === "null";
    return {
      ...plain,
      quantifier: isNull ? null : many ? (quantifier ?? "ForAnyValue") : quantifier,
      ifExists: isNull ? false : ifExists,
      values: picks.map((pick) => own[pick % own.length] ?? ""),
    };
  });

const requestValues = [
  "a",
  "b",
  "A",
  "",
  "true",
  "false",
  "1",
  "2",
  "3",
  "2026-01-01",
  "arn:aws:iam::1:role/a",
];

test("the contrary of a condition holds exactly where the condition does not", () => {
  fc.assert(
    fc.property(
      someTest,
      fc.uniqueArray(fc.constantFrom(...requestValues), { maxLength: 3 }),
      (one, texts) => {
        const contrary = contraryOf(one);
        fc.pre(contrary !== null);
        const [first] = texts;
        // What is not of the operator's kind satisfies neither side; AWS gives numbers and dates to their keys.
        const { family } = one.operation;
        const read = family === "date" ? readDate : family === "number" ? readNumber : null;
        fc.pre(family !== "address" && (read === null || texts.every((text) => read(text) !== null)));
        fc.pre(family !== "boolean" || texts.every((text) => /^(true|false)$/.test(text)));
        const value = first === undefined ? absent : one.facts.multiValued ? known(...texts) : known(first);
        const lookup = () => absent;
        const holds = decide(one, value, lookup);
        const opposite = contrary.every((part) => decide(part, value, lookup) === "true");
        assert.equal(opposite, holds === "false", `${holds} of ${JSON.stringify(value)}`);
      },
    ),
    { seed: 4711, numRuns: 4000 },
  );
});

test("a guard's term reads back as the same condition", () => {
  fc.assert(
    fc.property(someTest, (one) => {
      const back = testOfTerm(termOf(one, "caller"));
      assert.deepEqual(termOf(back, "caller"), termOf(one, "caller"));
      assert.equal(back.operation, one.operation);
    }),
    { seed: 4712, numRuns: 500 },
  );
});

test("a condition on an open key stays open, and one on an absent key is decided", () => {
  const one = makeTest("sts:ExternalId", "StringEquals", ["a"]);
  assert.equal(
    decide(one, open, () => open),
    "open",
  );
  assert.equal(
    decide(one, absent, () => open),
    "false",
  );
});
