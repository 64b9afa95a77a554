/** A request that the graph shows, put to the concrete evaluator with the policies that the snapshot holds for it. */
import { decideRequest } from "../../src/authz/concrete/index.ts";
import { organizationView } from "../../src/authz/index.ts";
import type { NamedPolicy, PolicySet, RequestDecision } from "../../src/authz/request-question.ts";
import type { Request } from "../../src/authz/types.ts";
import type { Snapshot } from "../../src/model/index.ts";
import { policiesOfSnapshot } from "../../src/work/simulate/index.ts";
import { allowAll, type Statements } from "./planned-organization.ts";
import { policyOf } from "./policies.ts";

/** What the attacker has changed by then. */
export type Changes = {
  /** The caller was given every permission. */
  readonly hasEverything?: boolean;
  /** The caller's boundary is gone. */
  readonly isFreed?: boolean;
  /** More identity policies of the caller: a group that it joined. */
  readonly more?: readonly Statements[];
  /** The role's new trust policy. */
  readonly trust?: Statements;
};

export function replay(snapshot: Snapshot, request: Request, changes: Changes = {}): RequestDecision {
  const held = policiesOfSnapshot(snapshot, request);
  return decideRequest({
    request: {
      ...request,
      context: { ...held.context, ...request.context },
      ...(held.role === null ? {} : { role: held.role }),
    },
    policies: changed(held.policies, changes, hasNoPolicy(request, snapshot)),
    organization: organizationView(snapshot),
  });
}

/**
 * AWS's own images and documents, whose ARN names no account, are there for everybody, and what is yet to be made has no
 * policy.
 */
function hasNoPolicy({ action, resource }: Request, snapshot: Snapshot): boolean {
  if (action === "sts:AssumeRole") return false;
  const known = snapshot.accounts.some((_, account) =>
    snapshot.accountData(account)?.resources?.some(({ arn }) => arn === resource.arn),
  );
  return !known;
}

function changed(
  policies: PolicySet,
  { hasEverything = false, isFreed = false, more = [], trust }: Changes,
  isBare: boolean,
): PolicySet {
  const added = hasEverything ? [...more, [allowAll]] : more;
  return {
    ...policies,
    boundary: isFreed ? null : policies.boundary,
    identity:
      policies.identity === "unknown"
        ? "unknown"
        : [...policies.identity, ...added.map((one) => named("added", one, "identity"))],
    resource:
      trust === undefined ? (isBare ? null : policies.resource) : named("new trust policy", trust, "trust"),
  };
}

function named(name: string, statements: Statements, kind: "identity" | "trust"): NamedPolicy {
  return { name, document: policyOf({ Version: "2012-10-17", Statement: statements }, kind) };
}
