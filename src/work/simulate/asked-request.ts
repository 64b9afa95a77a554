/** Requests as somebody words them, held against a snapshot where there is one: what is left out and follows is filled in. */
import type { RequestDecision, RequestToDecide } from "../../authz/request-question.ts";
import { type Snapshot, splitArn } from "../../model/index.ts";
import { accountOfResource } from "./snapshot-resource.ts";

/** An identity provider stands for those whom it vouches for. */
export function namedPrincipal(text: string): RequestToDecide["principal"] {
  const isProvider = /:(?:oidc|saml)-provider\//.test(text) || text === "accounts.google.com";
  return isProvider ? { federated: text } : text;
}

/** Whose the resource is, by its ARN or by the snapshot. Null: neither tells. */
export function ownerOfResource(arn: string, snapshot: Snapshot | null): string | null {
  const own = splitArn(arn)?.account;
  if (own !== undefined && own !== "") return own;
  return snapshot === null ? null : accountOfResource(snapshot, arn);
}

/** What is not known and could only take away makes an Allowed no more than possible. */
export function withMissing(decision: RequestDecision, missing: readonly string[]): RequestDecision {
  if (missing.length === 0) return decision;
  const isOpen = decision.decision === "Allowed" || decision.decision === "Unknown";
  return isOpen
    ? { ...decision, decision: "Unknown", unknowns: [...decision.unknowns, ...missing] }
    : { ...decision, notes: [...decision.notes, ...missing] };
}
