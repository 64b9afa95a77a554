/**
 * Edits that lint calls a change of words change no decision: a statement that is covered, always denied or never matching
 * can go, a redundant pattern too, and an operator that means the same can be written. The evaluation here shares nothing
 * with the product.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lawRuns, wholeLaws } from "../support/law-runs.ts";
import { lintText } from "../support/lint.ts";

type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
type Statement = {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Conditions;
};
type Request = {
  readonly action: string;
  readonly resource: string;
  readonly keys: Readonly<Record<string, string | undefined>>;
};

const tag = "aws:PrincipalTag/team";
const prefix = "s3:prefix";
const requests: readonly Request[] = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"].flatMap((action) =>
  ["arn:aws:s3:::a", "arn:aws:s3:::a/x", "arn:aws:s3:::b/x"].flatMap((resource) =>
    [undefined, "a", "ab", "b"].flatMap((team) =>
      [undefined, "x"].map((at) => ({ action, resource, keys: { [tag]: team, [prefix]: at } })),
    ),
  ),
);

const some = (texts: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 });
const operators = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"];
const conditions: fc.Arbitrary<Conditions> = fc
  .array(
    fc.record({
      operator: fc.constantFrom(...operators, ...operators.map((name) => `${name}IfExists`)),
      key: fc.constantFrom(tag, tag, prefix),
      values: some(["a", "ab", "b", "a*", "*"]),
    }),
    { maxLength: 2 },
  )
  .map((all) => Object.fromEntries(all.map(({ operator, key, values }) => [operator, { [key]: values }])));
const statement: fc.Arbitrary<Statement> = fc
  .record({
    Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Allow", "Deny"),
    actions: some(["*", "s3:*", "s3:Get*", "s3:GetObject", "s3:*Object", "s3:ListBucket", "S3:PUTOBJECT"]),
    resources: some([
      "*",
      "arn:aws:s3:::*",
      "arn:aws:s3:::a",
      "arn:aws:s3:::a/*",
      "arn:aws:s3:::?/x",
      "arn:aws:s3:::b/x",
    ]),
    negated: fc.integer({ min: 0, max: 8 }),
    Condition: conditions,
  })
  .map(({ Effect, actions, resources, negated, Condition }) => ({
    Effect,
    ...(negated === 0 ? { NotAction: actions } : { Action: actions }),
    ...(negated === 1 ? { NotResource: resources } : { Resource: resources }),
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  }));
const policy = fc.array(statement, { minLength: 1, maxLength: 5 });

function matches(patterns: readonly string[], text: string, flags = ""): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\/]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${source}$`, flags).test(text);
  });
}

function holds(operator: string, values: readonly string[], value: string | undefined): boolean {
  const name = operator.replace("IfExists", "");
  const negated = name.includes("Not");
  if (value === undefined) return negated || name !== operator;
  const hit = name.endsWith("Like") ? matches(values, value) : values.includes(value);
  return hit !== negated;
}

function applies(one: Statement, { action, resource, keys }: Request): boolean {
  return (
    matches(one.Action ?? one.NotAction ?? [], action, "i") !== (one.Action === undefined) &&
    matches(one.Resource ?? one.NotResource ?? [], resource) !== (one.Resource === undefined) &&
    Object.entries(one.Condition ?? {}).every(([operator, tests]) =>
      Object.entries(tests).every(([key, values]) => holds(operator, [values].flat(), keys[key])),
    )
  );
}

function decisions(statements: readonly Statement[]): readonly string[] {
  return requests.map((request) => {
    const effects = statements.filter((one) => applies(one, request)).map(({ Effect }) => Effect);
    return effects.includes("Deny") ? "denied" : effects.includes("Allow") ? "allowed" : "neither";
  });
}

/** An Allow of which everything is denied is not missed, and neither is a statement that others cover. */
const sameMeaning = new Set([
  "covered-statement",
  "always-denied",
  "never-matches",
  "redundant-action",
  "redundant-resource",
  "like-without-wildcard",
  "redundant-if-exists",
]);

test("Edits that change words alone leave every decision as it was", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(policy, (Statement) => {
      const text = JSON.stringify({ Version: "2012-10-17", Statement });
      const before = decisions(Statement);
      for (const { code, edit } of lintText(text, "identity")) {
        if (edit === null || !sameMeaning.has(code)) continue;
        seen.set(code, (seen.get(code) ?? 0) + 1);
        const edited = text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
        const after: { readonly Statement: readonly Statement[] } = JSON.parse(edited);
        assert.deepEqual(decisions(after.Statement), before, `${code}: ${edited}`);
      }
    }),
    { numRuns: lawRuns(600) },
  );
  for (const code of sameMeaning)
    assert.ok((seen.get(code) ?? 0) > (wholeLaws ? 3 : 0), `${code}: ${seen.get(code) ?? 0}`);
});
