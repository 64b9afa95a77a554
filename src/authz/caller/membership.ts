/** Whether a principal belongs to the party of a grant. */
import { splitArn } from "../../model/index.ts";
import { organizationOfPath } from "../organization-view.ts";
import { holdsParty } from "../trust/covers.ts";
import type { PartyDraft } from "../trust/drafts.ts";
import type { Situation, World } from "../trust/situation.ts";
import type { Party } from "../types.ts";

/** A principal that the snapshot holds. */
export type OneOfOurs = Extract<PartyDraft, { readonly kind: "role" | "user" }>;

/** Somebody of an account of ours: never one that a grant names. */
export type SomebodyOfOurs = Extract<PartyDraft, { readonly kind: "account" }>;

/** Whether the principal belongs to the grant's party; of sessions it can only be said that they are its own. */
export function isOneOf(
  principal: OneOfOurs | SomebodyOfOurs,
  party: Party,
  situation: Situation,
): "yes" | "no" | { readonly doubt: string } {
  switch (party.kind) {
    case "session":
      return principal.kind !== "account" && hasSession(principal, party.arn) ? "yes" : "no";
    case "role":
    case "user":
      return principal.kind !== "account" && principal.kind === party.kind && principal.arn === party.arn
        ? "yes"
        : "no";
    case "organization":
    case "organizational-unit": {
      if (holdsParty(party, principal, situation)) return "yes";
      return placeIsKnown(principal.account, party, situation.world)
        ? "no"
        : { doubt: `where account ${principal.account} stands in an organization is not known` };
    }
    default:
      return holdsParty(party, principal, situation) ? "yes" : "no";
  }
}

function hasSession(principal: OneOfOurs, sessionArn: string): boolean {
  const { account, resource } = splitArn(sessionArn) ?? {};
  const [form, name = ""] = resource?.split("/") ?? [];
  if (account !== principal.account) return false;
  const ownName = principal.arn.slice(principal.arn.lastIndexOf("/") + 1);
  return form === "assumed-role" && principal.kind === "role" && name.toLowerCase() === ownName.toLowerCase();
}

/** Of our own accounts we know organization and path; of all others, that they are not in ours. */
function placeIsKnown(
  account: string,
  party: Extract<Party, { readonly kind: "organization" | "organizational-unit" }>,
  { organization }: World,
): boolean {
  const ours = organization.organizationId;
  if (ours === null) return false;
  const asked = party.kind === "organization" ? party.id : organizationOfPath(party.path);
  if (!organization.isOurs(account)) return asked === ours;
  return (
    (asked !== null && asked !== ours) ||
    party.kind === "organization" ||
    organization.pathOf(account) !== null
  );
}
