import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { factsOf, observed, roleArn, roleCaller } from "../../../../test/support/observed.ts";
import { letIn, sister, stranger, trialSnapshot } from "../../../findings/rule-trial.ts";
import type { ObservedUse } from "../../../model/index.ts";
import { scanSnapshot } from "../../scan.ts";
import { guardedByTrail } from "./guard-by-trail.ts";
import { planFixes } from "./plan-fixes.ts";

const scan = scanSnapshot(trialSnapshot([{ trust: [letIn({ AWS: "*" })] }]));
const rules = ["external-access", "organization-bound-missing"];
const chosen = scan.findings.summaries.filter(({ rule }) => rules.includes(rule));
const plan = planFixes(scan, chosen, new Map(), () => undefined);

/** The plan binds the role to the organization. */
function guarded(uses: readonly ObservedUse[], isForced = false) {
  const [fix] = guardedByTrail(plan, factsOf(uses), scan.engine, { isForced }).fixes;
  assert.ok(fix !== undefined);
  return fix;
}

const role = roleArn("trial");
const member = observed({ role, caller: roleCaller("hub", sister), count: 3 });
const outsider = observed({ role, caller: roleCaller("hub", stranger) });

describe("a fix and what CloudTrail has seen", () => {
  test("it is planned where everybody who was seen still gets in", () => {
    const { state, seen } = guarded([member]);
    assert.equal(state, "planned");
    assert.deepEqual(seen, { calls: 3, refused: [] });
  });

  test("it is refused where one would not", () => {
    const { state, seen, reason, again, before } = guarded([member, outsider]);
    assert.equal(state, "refused");
    assert.deepEqual(seen, { calls: 3, refused: [`arn:aws:iam::${stranger}:role/hub`] });
    assert.match(reason?.why ?? "", /would refuse what CloudTrail has seen/);
    // Also over the text that stands there when it is written.
    assert.notEqual(again(before ?? "")?.reason ?? null, null);
  });

  test("it is written all the same on request, and told", () => {
    const { state, seen } = guarded([outsider], true);
    assert.equal(state, "planned");
    assert.equal(seen?.refused.length, 1);
  });

  test("refused calls and other roles' uses say nothing", () => {
    const others = [observed({ role: roleArn("other"), caller: roleCaller("hub", stranger) })];
    assert.deepEqual(guarded([...others, { ...outsider, granted: false }]).seen, { calls: 0, refused: [] });
  });
});
