/** docs/rules.md says what the rules do: it is up to date, and its examples are true. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ruleExamples } from "../../scripts/rule-examples.ts";
import { rulePage, rulePageFile } from "../../scripts/rule-page.ts";
import { catalogue } from "../../src/findings/catalogue.ts";
import type { Rule } from "../../src/findings/rule.ts";
import { letIn, tryRule } from "../../src/findings/rule-trial.ts";

const root = join(import.meta.dirname, "../..");

test("docs/rules.md is what `npm run docs` makes of the rules", () => {
  assert.equal(readFileSync(join(root, rulePageFile), "utf8"), rulePage());
});

test("Every example of docs/rules.md is reported by its rule, and the same made right is not", () => {
  for (const [id, { bad, good }] of Object.entries(ruleExamples)) {
    const rule = catalogue.find((one) => one.id === id);
    assert.ok(rule !== undefined, `${id} is no rule`);
    assert.ok(count(rule, bad) > 0, `${id}: the example is not reported`);
    assert.equal(count(rule, good), 0, `${id}: the example made right is reported`);
  }
});

function count(rule: Rule, statements: readonly object[]): number {
  const role =
    rule.kind === "identity"
      ? {
          trust: [letIn({ Service: "ec2.amazonaws.com" })],
          inline: { example: { Version: "2012-10-17", Statement: statements } },
        }
      : { trust: statements };
  return tryRule(rule, [role]).length;
}
