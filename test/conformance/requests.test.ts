/** The tables of whole requests against the concrete evaluator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decideRequest } from "../../src/authz/concrete/index.ts";
import type { NamedPolicy, RequestQuestion } from "../../src/authz/request-question.ts";
import type { PolicyKind } from "../../src/policy/index.ts";
import { policyOf } from "../support/policies.ts";
import { controlRows } from "./tables/request-controls.ts";
import { layerRows } from "./tables/request-layers.ts";
import { namingRows } from "./tables/request-naming.ts";
import { serviceRows } from "./tables/request-services.ts";
import type { Json, RequestRow } from "./tables/row.ts";

type Statements = readonly { readonly [element: string]: Json }[];

function named(name: string, kind: PolicyKind, statements: Statements): NamedPolicy {
  return { name, document: policyOf({ Version: "2012-10-17", Statement: statements }, kind) };
}

function levels(kind: "scp" | "rcp", policies: readonly Statements[] | undefined) {
  if (policies === undefined) return null;
  return policies.map((statements, index) => ({
    target: `level-${index}`,
    policies: statements.length === 0 ? [] : [named(kind, kind, statements)],
  }));
}

function questionOf(row: RequestRow): RequestQuestion {
  const { identity = [], resource, boundary, session, endpoint } = row;
  const isTrust = row.action.startsWith("sts:Assume");
  return {
    request: {
      principal: row.by,
      action: row.action,
      resource: { arn: row.on, account: row.owner ?? "111111111111" },
      context: row.context ?? {},
      ...(row.role === undefined ? {} : { role: row.role }),
    },
    policies: {
      identity: identity === "unknown" ? "unknown" : [named("identity", "identity", identity)],
      resource:
        resource === undefined
          ? null
          : resource === "unknown"
            ? "unknown"
            : named("resource", isTrust ? "trust" : "resource", resource),
      boundary: boundary === undefined ? null : [named("boundary", "boundary", boundary)],
      session: session?.map((one, index) => named(`session-${index}`, "session", one)) ?? null,
      scps: levels("scp", row.scps),
      rcps: levels("rcp", row.rcps),
      endpoint: endpoint === undefined ? null : [named("endpoint", "endpoint", endpoint)],
      attributes: row.attributes ?? {},
    },
    organization: null,
  };
}

for (const row of [...layerRows, ...namingRows, ...controlRows, ...serviceRows]) {
  test(`rule ${row.rule}: ${row.says}`, () => {
    const decision = decideRequest(questionOf(row));
    assert.equal(decision.decision, row.answer, JSON.stringify(decision));
    if (row.blockedBy !== undefined) assert.deepEqual(decision.blockedBy, row.blockedBy);
    const isAllowed = decision.decision === "Allowed" || decision.decision === "Unknown";
    assert.equal(decision.blockedBy.length === 0, isAllowed, "a denial names the layers that blocked");
  });
}
