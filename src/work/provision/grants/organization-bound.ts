/** Whether a bound by organization can be met by the principal at all: a statement that nobody can meet is not written. */
import type { OrganizationFacts } from "../../../aws/index.ts";
import type { AccountId, Snapshot } from "../../../model/index.ts";
import type { GrantDeclaration, UnmergeableText } from "../../../provision/index.ts";

export type BoundAnswer =
  | { readonly kind: "met" }
  | { readonly kind: "unknown"; readonly note: string }
  | ({ readonly kind: "unsatisfiable" } & UnmergeableText);

/** `askAws`: where no snapshot tells. */
export async function organizationBound(
  { organization, principal }: GrantDeclaration,
  snapshot: Snapshot | null,
  askAws: (account: AccountId) => Promise<OrganizationFacts | null>,
): Promise<BoundAnswer> {
  if (organization === null || principal.account === null) return { kind: "met" };
  const { account } = principal;
  const ours =
    snapshot === null || snapshot.organization === null
      ? await askAws(account)
      : { id: snapshot.organization.id, hasAccount: isMember(snapshot, account) };
  const advice = "Leave --org-id out: who is outside is bounded by naming the role.";
  if (ours === null || ours.hasAccount === null) {
    const note = `Whether account ${account} is in ${organization} is not known: if it is not, the statement lets nobody in.`;
    return { kind: "unknown", note };
  }
  const isOurs = ours.id === organization;
  if (isOurs === ours.hasAccount) {
    if (isOurs) return { kind: "met" };
    const note = `Of ${organization}, which is not yours, nothing is known: if account ${account} is not in it, the statement lets nobody in.`;
    return { kind: "unknown", note };
  }
  return {
    kind: "unsatisfiable",
    why: `account ${account} is ${isOurs ? "not in" : `in ${ours.id}, and not in`} ${organization}: nobody could ever use the statement`,
    advice,
  };
}

function isMember(snapshot: Snapshot, account: string): boolean {
  return snapshot.accounts.some(({ id, inOrganization }) => id === account && inOrganization);
}
