/**
 * What services themselves say about other accounts, whatever a resource's policy lets in (IAM-SEMANTICS 61, 62, 64).
 */
import type { PolicyDocument } from "../../policy/ast.ts";
import { cutsOthersOff } from "../concrete/services/block-public-access.ts";
import { whyNotAcrossAccounts } from "../concrete/services/cross-account.ts";
import type { CallTarget, Certainty, Party, TrustGrant } from "../types.ts";

/** `attributes`: as collected with the resource, the account's block settings among them. */
export function withinServiceLimits(
  grants: readonly TrustGrant[],
  target: CallTarget,
  lowerAction: string,
  policy: PolicyDocument | null,
  attributes: Readonly<Record<string, unknown>>,
): readonly TrustGrant[] {
  const cut = whyNotAcrossAccounts({ action: lowerAction }) !== null;
  const blocked = policy === null ? false : cutsOthersOff({ action: lowerAction }, policy, attributes);
  if (!cut && blocked === false) return grants;
  return grants.flatMap((grant) => {
    const own = ownPart(grant.party, target);
    const inside = own === null ? [] : [{ ...grant, party: own }];
    if (cut || blocked === true || own === grant.party || typeof blocked === "boolean") return inside;
    return [...inside, { ...grant, certainty: doubted(grant.certainty, blocked.reason) }];
  });
}

/** The owner's own principals among the party, and services; null where there are none. */
function ownPart(party: Party, { account }: CallTarget): Party | null {
  switch (party.kind) {
    case "service":
      return party;
    case "role":
    case "user":
    case "session":
    case "account":
      return party.account === account ? party : null;
    case "organization":
    case "organizational-unit":
    case "any-account":
      return { kind: "account", account };
    case "federated":
      return null;
  }
}

function doubted(certainty: Certainty, reason: string): Certainty {
  return { kind: "may", reasons: [...(certainty.kind === "may" ? certainty.reasons : []), reason] };
}
