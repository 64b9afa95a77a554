/** What comparing says of pairs that are easy to get wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePolicies } from "../../src/authz/symbolic/index.ts";
import { openActionCatalogue } from "../../src/work/action-file.ts";
import { policyOf } from "../support/policies.ts";
import { comparisonRows } from "./tables/comparison.ts";

for (const row of comparisonRows) {
  const { rule, says, kind = "identity", a, b, within, denied, exact, version } = row;
  test(`rule ${rule}: ${says}`, () => {
    const [one, other] = [a, b].map((statements) =>
      policyOf({ Version: version ?? "2012-10-17", Statement: statements }, kind),
    );
    assert.ok(one !== undefined && other !== undefined);
    for (const { issues } of [one, other])
      assert.deepEqual(
        issues.filter(({ severity }) => severity === "error"),
        [],
      );
    const all = comparePolicies(one, other, kind);
    const amongKnown = row.knownActions === true;
    const compared = amongKnown
      ? comparePolicies(one, other, kind, { knownActions: openActionCatalogue() })
      : all;
    if (amongKnown) assert.ok(!(all.equal && all.denyEqual), "a pair that is the same anyway shows nothing");
    const about = JSON.stringify(compared);
    assert.deepEqual([compared.aWithinB, compared.bWithinA], within, about);
    assert.deepEqual([compared.denyAWithinB, compared.denyBWithinA], denied ?? [true, true], about);
    assert.equal(compared.exact, exact ?? true, about);
    assert.equal(compared.equal, within[0] && within[1]);
  });
}
