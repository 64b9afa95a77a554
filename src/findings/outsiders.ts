/**
 * The outsiders that one trust policy lets in, each once: grants of the same account, vendor, organization or identity
 * provider belong together, whichever of its principals they name.
 */
import type { GuardTerm, Party, TrustGrant } from "../authz/types.ts";
import { isOwnWorkforceOrCluster, providerName } from "../graph/index.ts";
import type { RoleIndex } from "../model/index.ts";
import { isOver } from "./impossible-demands.ts";
import { type AccountStanding, accountOfParty, type RuleContext, type TrustView } from "./rule.ts";
import { knownVendors } from "./vendors.ts";

export type Outsider = {
  /** Tells outsiders apart, with several accounts of one vendor taken together. */
  readonly key: string;
  /**
   * Identifies the outsider in finding ids: stable while the same party is let in, also when intent gives it a name or
   * approves it.
   */
  readonly cause: string;
  readonly kind: "any-account" | "account" | "organization" | "oidc" | "saml";
  /** For people: a vendor's name with the account, an id, a provider. */
  readonly label: string;
  /** Of accounts; `unknown` for all others. */
  readonly standing: AccountStanding;
  /** Null where it is no account, or several accounts of one vendor. */
  readonly account: string | null;
  /** Indexes into the view's grants. */
  readonly grants: readonly number[];
};

const nobodyWeKnow: AccountStanding = { kind: "unknown" };

export function outsidersOf(view: Pick<TrustView, "role" | "grants" | "context">): readonly Outsider[] {
  const found = new Map<string, Outsider & { readonly grants: number[] }>();
  for (const [index, grant] of view.grants.entries()) {
    const outsider = outsiderOf(grant, view.role, view.context);
    if (outsider === null || isOver(grant, view.context.now)) continue;
    const known = found.get(outsider.key);
    if (known === undefined) found.set(outsider.key, { ...outsider, grants: [index] });
    else {
      known.grants.push(index);
      if (outsider.cause < known.cause) found.set(outsider.key, { ...known, cause: outsider.cause });
    }
  }
  return [...found.values()];
}

function outsiderOf(
  grant: TrustGrant,
  role: RoleIndex,
  context: RuleContext,
): Omit<Outsider, "grants"> | null {
  const party = grant.party;
  const account = accountOfParty(party);
  // A condition may let in only those of its principals that belong to another organization of ours.
  if (account !== null)
    return grant.guard.some((term) => asksForOurs(term, context))
      ? null
      : outsideAccount(account, role, context);
  switch (party.kind) {
    case "any-account":
      if (isBoundToUs(grant, context)) return null;
      return {
        key: "any-account",
        cause: "any-account",
        kind: "any-account",
        label: "any AWS account",
        standing: nobodyWeKnow,
        account: null,
      };
    case "organization":
    case "organizational-unit": {
      const id = organizationOf(party);
      if (id === context.organization.organizationId || context.isOurOrganization(id)) return null;
      return {
        key: `organization:${id}`,
        cause: `organization:${id}`,
        kind: "organization",
        label: `organization ${id}`,
        standing: nobodyWeKnow,
        account: null,
      };
    }
    case "federated": {
      if (isOwnWorkforceOrCluster(party)) return null;
      const provider = providerName(party.provider);
      return {
        key: `${party.protocol}:${provider}`,
        cause: `${party.protocol}:${provider}`,
        kind: party.protocol,
        label: provider,
        standing: nobodyWeKnow,
        account: null,
      };
    }
    default:
      return null;
  }
}

function outsideAccount(
  account: string,
  role: RoleIndex,
  context: RuleContext,
): Omit<Outsider, "grants"> | null {
  const standing = context.standingOf(account, role);
  const published = knownVendors.vendorOf(account)?.name;
  const cause = published === undefined ? `account:${account}` : `vendor:${published}`;
  switch (standing.kind) {
    case "ours":
      return null;
    case "approved-vendor":
    case "known-vendor":
    case "aws-service":
      return {
        key: `vendor:${standing.name}`,
        cause,
        kind: "account",
        label: `${standing.name} (${account})`,
        standing,
        account,
      };
    case "unknown":
      return {
        key: `account:${account}`,
        cause,
        kind: "account",
        label: `account ${account}`,
        standing,
        account,
      };
  }
}

function organizationOf(party: Extract<Party, { kind: "organization" | "organizational-unit" }>): string {
  return party.kind === "organization" ? party.id : (party.path.split("/")[0] ?? party.path);
}

function asksForOurs({ key, operator, values }: GuardTerm, context: RuleContext): boolean {
  return (
    key.toLowerCase() === "aws:principalorgid" &&
    values.length > 0 &&
    positiveOperator.test(operator) &&
    values.every((value) => context.isOurOrganization(value.toLowerCase()))
  );
}

/** A condition that only principals of ours meet, in a form that the party does not tell (such as without case). */
function isBoundToUs(grant: TrustGrant, context: RuleContext): boolean {
  return grant.guard.some((term) => {
    const { key, operator, values } = term;
    if (asksForOurs(term, context)) return true;
    if (values.length === 0 || !positiveOperator.test(operator)) return false;
    switch (key.toLowerCase()) {
      case "aws:principalaccount":
        return values.every((value) => context.isOurs(value));
      case "aws:principalarn":
        // Only what stands before the first wildcard is fixed; an account id behind one is never reached here.
        return values.every((value) =>
          context.isOurs(/^arn:[^:*?]*:(?:iam|sts)::(\d{12}):/i.exec(value)?.[1] ?? ""),
        );
      default:
        return false;
    }
  });
}

const positiveOperator = /^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like))$/i;
