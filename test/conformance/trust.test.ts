/**
 * The tables of trust policies and of whole assumptions against the concrete evaluator; of each trust policy's grants the
 * law of the judges is asked too, so that a row holds for both evaluators.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AssumeRequest, decideAssume, decideTrust } from "../../src/authz/concrete/index.ts";
import type { OrganizationView } from "../../src/authz/types.ts";
import { isOrganizationId } from "../../src/model/index.ts";
import { judgeRequest, subjectOf } from "../laws/trust/agreement.ts";
import { policyOf } from "../support/policies.ts";
import { assumeRows } from "./tables/assume.ts";
import type { AssumeRow, Json, TrustRow } from "./tables/row.ts";
import { trustRows } from "./tables/trust.ts";

const owner = "111111111111";
const organizationId = "o-exampleorg1";
const paths: Readonly<Record<string, string>> = {
  [owner]: `${organizationId}/r-root/`,
  "222222222222": `${organizationId}/r-root/ou-root-prod0000/`,
};
const organization: OrganizationView = {
  organizationId: isOrganizationId(organizationId) ? organizationId : null,
  isOurs: (account) => account in paths,
  pathOf: (account) => paths[account] ?? null,
};

type Statements = readonly { readonly [element: string]: Json }[];

/** Of a trust policy, sts:AssumeRole is the action where none stands. */
function policyWith(kind: "trust" | "identity" | "boundary" | "session", statements: Statements) {
  const Statement = statements.map((statement) =>
    kind === "trust" && !("Action" in statement) && !("NotAction" in statement)
      ? { ...statement, Action: "sts:AssumeRole" }
      : statement,
  );
  return { Version: "2012-10-17", Statement } as const;
}

function document(kind: "trust" | "identity" | "boundary" | "session", statements: Statements) {
  return policyOf(policyWith(kind, statements), kind);
}

function requestOf(row: TrustRow | AssumeRow): AssumeRequest {
  const fitting =
    typeof row.by === "string"
      ? "sts:AssumeRole"
      : row.by.federated.includes(":saml-provider/")
        ? "sts:AssumeRoleWithSAML"
        : "sts:AssumeRoleWithWebIdentity";
  return {
    principal: row.by,
    action: row.action ?? fitting,
    resource: { arn: `arn:aws:iam::${owner}:role/target`, account: owner },
    context: row.context ?? {},
    ...(row.role === undefined ? {} : { role: row.role }),
  };
}

for (const row of trustRows) {
  test(`rule ${row.rule}: ${row.says}`, () => {
    const trust = document("trust", row.trust);
    const request = requestOf(row);
    const decision = decideTrust({ trust, request, organization });
    assert.equal(decision.decision, row.answer, JSON.stringify(decision));
    const { disagreement } = judgeRequest(subjectOf(policyWith("trust", row.trust)), request);
    assert.equal(disagreement, null, JSON.stringify(disagreement));
  });
}

for (const row of assumeRows) {
  test(`rule ${row.rule}: ${row.says}`, () => {
    const named = (kind: "identity" | "boundary" | "session", statements: Statements) => ({
      name: kind,
      document: document(kind, statements),
    });
    const decision = decideAssume({
      trust: document("trust", row.trust),
      caller: {
        identity: row.identity === null ? null : [named("identity", row.identity)],
        boundary: row.boundary === undefined ? null : named("boundary", row.boundary),
        session: row.session === undefined ? null : [named("session", row.session)],
      },
      request: requestOf(row),
      organization,
    });
    assert.equal(decision.decision, row.answer, JSON.stringify(decision));
  });
}
