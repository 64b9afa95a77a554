/** The trust side alone: whether the role's owner lets this caller in. */
import type { PolicyDocument } from "../../policy/ast.ts";
import type { RequestDecision, RequestToDecide, UntoldKeys } from "../request-question.ts";
import type { OrganizationView } from "../types.ts";
import { allNeeded, decide } from "./decision.ts";
import { judge } from "./layer.ts";
import { neededCalls } from "./request-calls.ts";
import { forEachSession } from "./role-sessions.ts";

type TrustQuestion = {
  readonly trust: PolicyDocument;
  /** `resource.account` is the owner of the role. */
  readonly request: RequestToDecide;
  /** Null: no organization is known. */
  readonly organization: OrganizationView | null;
  /** Matters to NotPrincipal in a Deny alone (IAM-SEMANTICS 17). Default: false. */
  readonly callerHasBoundary?: boolean;
  /** As in a whole question. */
  readonly untold?: UntoldKeys;
};

/**
 * Evaluates the request's action and those its context implies against the trust policy. An unreadable principal gives
 * `Unknown` with the reason.
 */
export function decideTrust(question: TrustQuestion): RequestDecision {
  const { trust, request, organization, callerHasBoundary = false, untold } = question;
  const calls = neededCalls(request, organization, callerHasBoundary, untold ?? null);
  if ("decision" in calls) return calls;
  const policies = [{ name: "trust policy", document: trust }];
  return forEachSession([trust], calls.caller, (session) =>
    allNeeded(
      calls.by(session).map((call) => {
        const judgement = judge("resource", null, policies, call);
        return decide({
          judgements: [judgement],
          allowed: judgement.allow,
          further: [],
          notes: [],
          missing: () => ["resource"],
        });
      }),
    ),
  );
}
