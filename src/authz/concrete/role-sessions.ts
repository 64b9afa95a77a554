/**
 * A role calls by one of its sessions. Where a request leaves the session's name open, the policies that name principals
 * are asked about each session that they name and about one that they do not, so that an Allow and a Deny of the same
 * session are not doubted apart.
 */
import { splitArn } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import type { RequestDecision } from "../request-question.ts";
import type { Caller } from "./caller.ts";
import { joined } from "./decision.ts";
import { preparedPolicy } from "./prepared-policy.ts";

/** The sessions of the role that the policies name; none where the caller's session is stated. */
function namedSessions(policies: readonly PolicyDocument[], caller: Caller): readonly Caller[] {
  if (caller.kind !== "role") return [];
  const named = new Set<string>();
  for (const policy of policies) {
    for (const arn of preparedPolicy(policy).sessions) if (isSessionOf(arn, caller)) named.add(arn);
  }
  return [...named].map((arn): Caller => ({ ...caller, kind: "session", arn, role: caller.arn }));
}

function isSessionOf(value: string, role: Extract<Caller, { readonly kind: "role" }>): boolean {
  const parts = splitArn(value);
  if (parts === null || parts.account !== role.account || parts.partition !== role.partition) return false;
  const [form, name, session = ""] = parts.resource.split("/");
  return form === "assumed-role" && name?.toLowerCase() === role.name.toLowerCase() && session !== "";
}

/** The decision for all possible sessions where they have one in common, else unknown. */
export function forEachSession(
  policies: readonly PolicyDocument[],
  caller: Caller,
  decideFor: (session: Caller) => RequestDecision,
): RequestDecision {
  const first = decideFor(caller);
  const sessions = namedSessions(policies, caller);
  if (sessions.length === 0) return first;
  const decisions = [first, ...sessions.map(decideFor)];
  const same = decisions.every(({ decision }) => decision === first.decision);
  const refused = decisions.every(({ decision }) => decision.endsWith("Denied"));
  const together = joined(decisions);
  if (same) return { ...together, decision: first.decision };
  if (refused) return { ...together, decision: "ImplicitlyDenied" };
  return {
    ...together,
    decision: "Unknown",
    blockedBy: [],
    unknowns: [...new Set(["the name of the role's session is not stated", ...together.unknowns])],
  };
}
