/**
 * Calls by the million are decided as single ones are: quickly as at length, and at length as the caller's side decides
 * whether a role is assumed.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCalls } from "./calls/check.ts";
import { randomCallers } from "./calls/random-callers.ts";
import { randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_126;

for (const [what, make, count] of [
  ["policies about assuming one role", randomCallers, 120],
  ["policies of few words", randomOrganization, 120],
] as const) {
  test(`in ${count} random organizations with ${what} (seeds from ${seed}), calls are decided alike by all who decide them`, () => {
    let asked = 0;
    let allowed = 0;
    for (let at = 0; at < count; at++) {
      const plan = make(seeded(seed + at));
      const checked = checkCalls(plan);
      asked += checked.asked;
      allowed += checked.allowed;
      if (checked.disagreement !== null)
        assert.fail(`seed ${seed + at}: ${JSON.stringify(checked.disagreement)}\n${JSON.stringify(plan)}`);
    }
    assert.ok(asked > 5000 && allowed > 500, `${allowed} of ${asked} calls are allowed`);
  });
}
