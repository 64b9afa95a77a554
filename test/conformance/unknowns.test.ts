/** Every cause of an unknown answer: what is told of one request, and where it is asked who can. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decideRequest } from "../../src/authz/concrete/index.ts";
import { maybe, surely, whoCan } from "../../src/authz/symbolic/index.ts";
import { unknownsOf } from "../../src/library/unknowns.ts";
import { whoCan as askWhoCan } from "../../src/library/who-and-what.ts";
import { questionOf } from "../support/request-rows.ts";
import { controlRows } from "./tables/request-controls.ts";
import { layerRows } from "./tables/request-layers.ts";
import { namingRows } from "./tables/request-naming.ts";
import { serviceRows } from "./tables/request-services.ts";
import { unknownRows } from "./tables/unknowns.ts";

for (const row of unknownRows) {
  const question = questionOf({ ...row, rule: 0, answer: "Unknown" });

  test(`about one request: ${row.says}`, () => {
    const { decision, unknowns } = decideRequest(question);
    assert.deepEqual(unknowns, row.told === null ? [] : [row.told]);
    assert.equal(decision === "Unknown", row.told !== null);
  });

  test(`asked who can: ${row.says}`, () => {
    const { action, resource } = question.request;
    if (row.toldOfWho === null) {
      const refused = askWhoCan({ action, resource, policies: {} });
      assert.equal(refused.ok, false, "the question is refused");
      return;
    }
    const told = whoCan(
      { policies: question.policies, resourceAccount: resource.account, caller: null },
      action,
      resource.arn,
    );
    assert.deepEqual(unknownsOf(told.requests.allowed), row.toldOfWho);
    const sure = surely(told.requests.allowed);
    const possible = maybe(told.requests.allowed);
    assert.ok(sure.kind === "exact" && possible.kind === "exact");
    assert.equal(sure.value.region !== possible.value.region, row.toldOfWho.length > 0);
  });
}

test("no row of the tables about requests is unknown for a reason that is not told of", () => {
  const told = new Set(unknownRows.map((row) => row.told));
  for (const row of [...layerRows, ...namingRows, ...controlRows, ...serviceRows]) {
    for (const reason of decideRequest(questionOf(row)).unknowns)
      assert.ok(told.has(reason), `${row.says}: ${reason}`);
  }
});
