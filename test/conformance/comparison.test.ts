/** What comparing says of pairs that are easy to get wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePolicies } from "../../src/authz/symbolic/index.ts";
import { policyOf } from "../support/policies.ts";
import { comparisonRows } from "./tables/comparison.ts";

for (const { rule, says, kind = "identity", a, b, within, denied, exact, version } of comparisonRows) {
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
    const compared = comparePolicies(one, other, kind);
    const about = JSON.stringify(compared);
    assert.deepEqual([compared.aWithinB, compared.bWithinA], within, about);
    assert.deepEqual([compared.denyAWithinB, compared.denyBWithinA], denied ?? [true, true], about);
    assert.equal(compared.exact, exact ?? true, about);
    assert.equal(compared.equal, within[0] && within[1]);
  });
}
