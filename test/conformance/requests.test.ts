/** The tables of whole requests against the concrete evaluator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decideRequest } from "../../src/authz/concrete/index.ts";
import { questionOf } from "../support/request-rows.ts";
import { controlRows } from "./tables/request-controls.ts";
import { layerRows } from "./tables/request-layers.ts";
import { namingRows } from "./tables/request-naming.ts";
import { serviceRows } from "./tables/request-services.ts";

for (const row of [...layerRows, ...namingRows, ...controlRows, ...serviceRows]) {
  test(`rule ${row.rule}: ${row.says}`, () => {
    const decision = decideRequest(questionOf(row));
    assert.equal(decision.decision, row.answer, JSON.stringify(decision));
    if (row.blockedBy !== undefined) assert.deepEqual(decision.blockedBy, row.blockedBy);
    const isAllowed = decision.decision === "Allowed" || decision.decision === "Unknown";
    assert.equal(decision.blockedBy.length === 0, isAllowed, "a denial names the layers that blocked");
  });
}
