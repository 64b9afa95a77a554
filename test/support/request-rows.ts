/** A row of a table of requests as the question that both evaluators are asked. */
import type { NamedPolicy, RequestQuestion } from "../../src/authz/request-question.ts";
import type { PolicyKind } from "../../src/policy/index.ts";
import type { Json, RequestRow } from "../conformance/tables/row.ts";
import { policyOf } from "./policies.ts";

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

export function questionOf(row: RequestRow): RequestQuestion {
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
