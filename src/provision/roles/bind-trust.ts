/** A declaration's ways in, bound to the organization at hand; or why nobody could ever come in that way. */
import type { OrganizationView } from "../../authz/types.ts";
import { type Account, type Organization, ok, type Result, splitArn } from "../../model/index.ts";
import { type DeclaredPrincipal, type DeclaredTrust, managedTag } from "./declaration.ts";
import { unitPattern } from "./targets.ts";
import type { BoundTrust } from "./trust-text.ts";

export function boundTrust(
  trust: readonly DeclaredTrust[],
  organization: Organization | null,
): Result<readonly BoundTrust[], string> {
  const bound: BoundTrust[] = [];
  for (const { units, ...one } of trust) {
    const unitPaths: string[] = [];
    for (const unit of units) {
      const pattern = unitPattern(unit, organization);
      if (!pattern.ok) return pattern;
      unitPaths.push(pattern.value);
    }
    bound.push({ ...one, unitPaths });
  }
  return ok(bound);
}

/**
 * Null: nothing speaks against it before the engine is asked. An outsider is never bound to an organization that he is not known to
 * belong to (such a statement could not be met), and states an external ID, unless that is waived.
 */
export function whyNotTrusted(
  trust: readonly BoundTrust[],
  target: Account,
  view: OrganizationView,
): string | null {
  for (const one of trust) {
    for (const principal of one.principals) {
      const why = whyNotPrincipal(one, principal, target, view);
      if (why !== null) return why;
    }
  }
  return null;
}

function whyNotPrincipal(
  { organization, unitPaths, externalId }: BoundTrust,
  principal: DeclaredPrincipal,
  target: Account,
  view: OrganizationView,
): string | null {
  const { account } = principal;
  const name = principal.kind === "account" ? `account ${account}` : principal.arn;
  if (principal.kind !== "account" && principal.partition !== target.partition) {
    return `${name} is of partition ${principal.partition}, and account ${target.id} of ${target.partition}: roles can't be assumed from another partition`;
  }
  const isMember = view.organizationId !== null && view.isOurs(account);
  if (organization !== null || unitPaths.length > 0) {
    const asked = organization ?? unitPaths[0]?.split("/")[0] ?? null;
    if (view.organizationId === null) {
      return `whether ${name} belongs to organization ${asked} is not known: give a snapshot that holds the organization, or credentials that may read it`;
    }
    if (!isMember || asked !== view.organizationId) {
      return `${name} is not known to belong to organization ${asked}, so that it could never get in: bind outsiders by an external ID instead`;
    }
  }
  const isOutsider = view.organizationId !== null && !isMember && account !== target.id;
  if (isOutsider && externalId.kind === "none") {
    return `${name} is outside of the organization and would come in without an external ID: declare externalId, or why there is none (externalId: {waived: REASON})`;
  }
  return null;
}

/** Who may be an outsider without an external ID, where nobody can tell: one sentence each. */
export function doubtsOfTrust(
  trust: readonly BoundTrust[],
  target: Account,
  view: OrganizationView,
): readonly string[] {
  if (view.organizationId !== null) return [];
  const open = trust.filter(({ externalId }) => externalId.kind === "none");
  const accounts = new Set(open.flatMap(({ principals }) => principals.map(({ account }) => account)));
  return [...accounts]
    .filter((account) => account !== target.id)
    .map(
      (account) =>
        `whether account ${account} is outside of your organization is not known: an outsider should come in with an external ID alone`,
    );
}

/** Null: it may be written. Of another's role nothing is touched. */
export function whyNotOurs(tags: ReadonlyMap<string, string>, set: string, adopt: boolean): string | null {
  const owner = tags.get(managedTag) ?? null;
  if (owner === set || adopt) return null;
  return owner === null
    ? `there is a role of this name that was not made by accesslens (it has no tag ${managedTag}): choose another name, or take it over with --adopt`
    : `the role belongs to the set ${owner}: choose another name, or take it over with --adopt`;
}

export function nameOfArn(arn: string): string {
  const resource = splitArn(arn)?.resource ?? "";
  return resource.slice(resource.lastIndexOf("/") + 1);
}
