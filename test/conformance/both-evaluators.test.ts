/** What the third judge taught: both evaluators give the answer of the rules. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decideRequest } from "../../src/authz/concrete/index.ts";
import { questionOf } from "../support/request-rows.ts";
import { decideSymbolically } from "../support/symbolic-decision.ts";
import { bothEvaluatorsRows } from "./tables/both-evaluators.ts";

for (const row of bothEvaluatorsRows) {
  test(`rule ${row.rule}: ${row.says}`, () => {
    const question = questionOf(row);
    assert.deepEqual(
      { concrete: decideRequest(question).decision, symbolic: decideSymbolically(question) },
      { concrete: row.answer, symbolic: row.answer },
    );
  });
}
