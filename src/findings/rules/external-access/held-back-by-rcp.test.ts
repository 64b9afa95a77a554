import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyIntent } from "../../intent.ts";
import { letIn, organizationId, sister, stranger, tryRule } from "../../rule-trial.ts";
import { externalAccess } from "./external-access.ts";
import { heldBackByRcp } from "./held-back-by-rcp.ts";

const perimeter = {
  Effect: "Deny",
  Principal: "*",
  Action: "sts:AssumeRole",
  Resource: "*",
  Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId } },
};
const trust = [letIn({ AWS: stranger })];

test("An outsider whom an RCP denies has no access, and is told as held back", () => {
  const [draft, ...more] = tryRule(heldBackByRcp, [{ trust }], emptyIntent, [perimeter]);
  assert.match(draft?.title ?? "", /999999999999 is held back by an RCP alone/);
  assert.match(draft?.reasons.join(" ") ?? "", /denied by statement 1 of RCP/);
  assert.equal(more.length, 0);
  assert.deepEqual(tryRule(externalAccess, [{ trust }], emptyIntent, [perimeter]), []);
});

test("Whom an RCP lets pass is not held back", () => {
  assert.deepEqual(
    tryRule(heldBackByRcp, [{ trust: [letIn({ AWS: sister })] }], emptyIntent, [perimeter]),
    [],
  );
  assert.deepEqual(tryRule(heldBackByRcp, [{ trust }]), []);
});
