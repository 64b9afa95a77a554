import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { factsOf, observed, roleArn, roleCaller } from "../../../../test/support/observed.ts";
import { letIn, owner, sister, trialSnapshot } from "../../../findings/rule-trial.ts";
import { scanSnapshot } from "../../scan.ts";
import { planTightenings } from "./plan-tightenings.ts";

const hub = `arn:aws:iam::${sister}:role/hub`;
const scan = scanSnapshot(
  trialSnapshot([
    { trust: [letIn({ AWS: [sister, owner] })] },
    { name: "quiet", trust: [letIn({ AWS: sister })] },
    { name: "hub", account: sister, trust: [letIn({ Service: "ec2.amazonaws.com" })] },
  ]),
);
const uses = [observed({ role: roleArn("trial"), caller: { ...roleCaller("hub"), id: null }, count: 2 })];
const roles = [0, 1, 2].filter((role) => scan.engine.snapshot.roles.name(role) !== "hub");
const { fixes, unchanged } = planTightenings(scan, factsOf(uses), roles, () => undefined);

describe("a tightened trust policy as a plan", () => {
  test("names who came in the place of whole accounts", () => {
    const [fix, ...more] = fixes;
    assert.deepEqual(more, []);
    assert.equal(fix?.state, "planned", fix?.reason?.why);
    assert.deepEqual(JSON.parse(fix.after ?? "").Statement[0].Principal.AWS, hub);
    assert.equal(fix.statements.length, 1);
    assert.deepEqual(fix.seen, { calls: 2, refused: [] });
    assert.ok(fix.changes.some(({ lost }) => lost.length > 0));
  });

  test("is made anew over the text that stands there", () => {
    const standing = JSON.stringify({
      Version: "2012-10-17",
      Statement: [letIn({ AWS: sister }, { Sid: "Theirs" }), letIn({ AWS: "999999999999" })],
    });
    const again = fixes[0]?.again(standing);
    assert.deepEqual(JSON.parse(again?.after ?? "").Statement, [letIn({ AWS: hub }, { Sid: "Theirs" })]);
    const done = fixes[0]?.again(again?.after ?? "");
    assert.deepEqual(done?.statements, [], "nothing is left to do");
  });

  test("is none where nobody came, and says so", () => {
    assert.deepEqual(unchanged, [
      { role: roleArn("quiet"), why: "nobody was seen who would be left in: is the role still needed?" },
    ]);
  });
});
