/** Former disagreements: what the concrete evaluator says, and that the symbolic one agrees. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AssumeRequest } from "../../src/authz/concrete/index.ts";
import { judgeRequest, refusedExample, subjectOf } from "../laws/trust/agreement.ts";
import { owner, roleArn } from "../laws/trust/world.ts";
import { type DisagreementRow, disagreementRows } from "./tables/disagreements.ts";

function actionOf(by: DisagreementRow["by"]): string {
  if (typeof by === "string") return "sts:AssumeRole";
  return by.federated.includes(":saml-provider/")
    ? "sts:AssumeRoleWithSAML"
    : "sts:AssumeRoleWithWebIdentity";
}

function requestOf(row: DisagreementRow): AssumeRequest {
  return {
    principal: row.by,
    action: actionOf(row.by),
    resource: { arn: roleArn, account: owner },
    context: row.context ?? {},
    ...(row.role === undefined ? {} : { role: row.role }),
  };
}

for (const row of disagreementRows) {
  test(`rule ${row.rule}: ${row.says}`, () => {
    const subject = subjectOf(row.policy);
    const { decision, disagreement } = judgeRequest(subject, requestOf(row));
    assert.equal(decision, row.answer);
    assert.equal(disagreement, null, disagreement?.because);
    for (const grant of subject.grants) {
      const refused = refusedExample(subject, grant);
      assert.equal(refused, null, `${refused?.because}: ${JSON.stringify(refused?.request)}`);
    }
  });
}
