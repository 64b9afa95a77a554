/**
 * A role calls by one of its sessions. Where a request leaves the session's name open, the trust policy is asked about
 * each session that it names and about one that it does not, so that an Allow and a Deny of the same session are not
 * doubted apart.
 */
import { splitArn } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import type { Caller } from "./caller.ts";
import { type Decision, distinct } from "./decision.ts";

/** The caller itself where its session is stated, or none is named. */
function possibleSessions(trust: PolicyDocument, caller: Caller): readonly Caller[] {
  if (caller.kind !== "role") return [caller];
  const named = new Set<string>();
  for (const { principal } of trust.statements) {
    for (const { type, value } of principal?.entries ?? []) {
      if (type === "AWS" && isSessionOf(value, caller)) named.add(value);
    }
  }
  const sessions = [...named].map((arn): Caller => ({ ...caller, kind: "session", arn, role: caller.arn }));
  return [caller, ...sessions];
}

function isSessionOf(value: string, role: Extract<Caller, { readonly kind: "role" }>): boolean {
  const parts = splitArn(value);
  if (parts === null || parts.account !== role.account || parts.partition !== role.partition) return false;
  const [form, name, session = ""] = parts.resource.split("/");
  return form === "assumed-role" && name?.toLowerCase() === role.name.toLowerCase() && session !== "";
}

/** The decision for all possible sessions where they have one in common, else unknown. */
export function forEachSession(
  trust: PolicyDocument,
  caller: Caller,
  decideFor: (session: Caller) => Decision,
): Decision {
  const decisions = possibleSessions(trust, caller).map(decideFor);
  const [first, ...others] = decisions;
  if (first === undefined) throw new RangeError("a role has a session");
  if (others.length === 0) return first;
  const same = decisions.every(({ decision }) => decision === first.decision);
  const refused = decisions.every(({ decision }) => decision.endsWith("Denied"));
  const unknowns = decisions.flatMap((decision) => decision.unknowns);
  return {
    decision: same ? first.decision : refused ? "ImplicitlyDenied" : "Unknown",
    because: distinct(decisions.flatMap((decision) => decision.because)),
    blockedBy: [...new Set(decisions.flatMap((decision) => decision.blockedBy))],
    unknowns: [
      ...new Set(same || refused ? unknowns : ["the name of the role's session is not stated", ...unknowns]),
    ],
  };
}
