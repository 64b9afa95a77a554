/** Both sides of an assumption: the role's trust policy and the caller's own policies, before SCP and RCP. */
import type { PolicyDocument } from "../../policy/ast.ts";
import type { NamedPolicy, RequestDecision, RequestToDecide } from "../request-question.ts";
import type { OrganizationView } from "../types.ts";
import { decideRequest } from "./decide-request.ts";

/** The policies on the caller's side. */
type CallerPolicies = {
  /** Inline, managed and group policies. Null: not known. */
  readonly identity: readonly NamedPolicy[] | null;
  /** Null: the caller has no permissions boundary. */
  readonly boundary: NamedPolicy | null;
  /** Null: the session was made without session policies. */
  readonly session: readonly NamedPolicy[] | null;
};

type AssumeQuestion = {
  readonly trust: PolicyDocument;
  readonly caller: CallerPolicies;
  /** `resource.account` is the owner of the role. */
  readonly request: RequestToDecide;
  /** Null: no organization is known. */
  readonly organization: OrganizationView | null;
};

export function decideAssume({ trust, caller, request, organization }: AssumeQuestion): RequestDecision {
  return decideRequest({
    request,
    policies: {
      identity: caller.identity ?? "unknown",
      resource: { name: "trust policy", document: trust },
      boundary: caller.boundary === null ? null : [caller.boundary],
      session: caller.session,
      scps: null,
      rcps: null,
      endpoint: null,
      attributes: {},
    },
    organization,
  });
}
