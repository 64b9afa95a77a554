import assert from "node:assert/strict";
import { test } from "node:test";
import { codesOf, lintText, policyText } from "../../../test/support/lint.ts";
import type { PolicyKind } from "../../policy/index.ts";
import { lintRules } from "./lint-catalogue.ts";
import type { LintFinding } from "./lint-policy.ts";
import type { TextEdit } from "./lint-rule.ts";

for (const { code, example } of lintRules) {
  const { kind, bad, good } = example;
  test(`${code} is reported for its bad example and not for its good one`, () => {
    assert.ok(codesOf(bad, kind).includes(code), JSON.stringify(codesOf(bad, kind)));
    assert.ok(!codesOf(good, kind).includes(code), JSON.stringify(codesOf(good, kind)));
  });
}

test("a good example has no errors at all", () => {
  for (const { code, example } of lintRules) {
    const errors = lintText(policyText(example.good), example.kind).filter(
      ({ severity }) => severity === "error",
    );
    assert.deepEqual(errors, [], code);
  }
});

test("codes are unique, and every text of a rule is whole", () => {
  assert.equal(new Set(lintRules.map(({ code }) => code)).size, lintRules.length);
  for (const { code, title, rationale, reference } of lintRules) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    assert.ok(title !== "" && rationale.endsWith(".") && reference.startsWith("https://"), code);
  }
});

function apply(text: string, { range, text: by }: TextEdit): string {
  return text.slice(0, range.start) + by + text.slice(range.end);
}

/** One entry a finding, without its place: an edit before it moves it. */
function tally(findings: readonly LintFinding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code, message } of findings) {
    const key = `${code} ${message}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const withEdits: readonly (readonly [kind: PolicyKind, policy: object | string])[] = [
  ...lintRules.map(({ example }) => [example.kind, example.bad] as const),
  [
    "identity",
    '{"version": "2012-10-17", "Statement": {"effect": "allow", "Action": "s3:*", "Resource": "*"}}',
  ],
  [
    "identity",
    '{"Version": "2012-10-17", "Statement": [{"Effect": "deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEqual": {"a:b": "c"}, "ForAnyValue:StringLke": {"aws:TagKeys": "a"}}}]}',
  ],
];

test("every suggested edit leaves a policy, and removes its finding without bringing an error", () => {
  let edits = 0;
  const edited = new Set<string>();
  for (const [kind, policy] of withEdits) {
    const text = typeof policy === "string" ? policy : policyText(policy);
    const before = lintText(text, kind);
    for (const { code, message, edit } of before) {
      if (edit === null) continue;
      edits += 1;
      edited.add(code);
      const after = lintText(apply(text, edit), kind);
      const key = `${code} ${message}`;
      const was = tally(before).get(key) ?? 0;
      assert.equal(tally(after).get(key) ?? 0, was - 1, `${key}\n${apply(text, edit)}`);
      const errors = (found: readonly LintFinding[]): number =>
        found.filter(({ severity }) => severity === "error").length;
      assert.ok(errors(after) <= errors(before), `${key}: ${JSON.stringify(after)}`);
    }
  }
  assert.ok(edits >= 20 && edited.size >= 15, `${edits} edits of ${edited.size} codes`);
});

test("a finding stands where its text stands", () => {
  const text =
    '{\n  "Version": "2012-10-17",\n  "Statement": {"Effect": "Allow", "Action": "s3:Nope", "Resource": "*"}\n}';
  const [found] = lintText(text, "identity");
  assert.equal(found?.code, "unknown-action");
  const { line, column, endLine, endColumn, range } = found?.position ?? assert.fail("a position");
  assert.deepEqual([line, column, endLine, endColumn], [3, 46, 3, 55]);
  assert.equal(text.slice(range.start, range.end), '"s3:Nope"');
});
