/** Which accounts a declaration is about, and which units its bounds name, looked up in the organization. */
import {
  type Account,
  type AccountId,
  err,
  isAccountId,
  type Organization,
  ok,
  organizationPaths,
  type Result,
  type Snapshot,
} from "../../model/index.ts";
import type { Targets } from "./declaration.ts";

export type TargetedAccounts = {
  /** By id. */
  readonly accounts: readonly Account[];
  /** Named, and not there. */
  readonly unknown: readonly AccountId[];
};

/** Errors name a unit that nobody has. */
export function targetedAccounts(targets: Targets, snapshot: Snapshot): Result<TargetedAccounts, string> {
  const { organization } = snapshot;
  const chosen = new Set<AccountId>(targets.accounts);
  const paths: string[] = [];
  for (const unit of targets.units) {
    const found = unitPath(unit, organization);
    if (!found.ok) return found;
    paths.push(found.value);
  }
  const bySelection = targets.units.length > 0 || targets.tags.length > 0;
  if (bySelection && organization === null) {
    return err("the organization is not known, so that neither units nor tags tell which accounts are meant");
  }
  for (const account of snapshot.accounts) {
    if (!bySelection || !account.inOrganization || account.status !== "ACTIVE") continue;
    const isWithin = paths.length === 0 || paths.some((path) => account.organizationPath?.startsWith(path));
    const isTagged = targets.tags.every(({ key, value }) =>
      account.tags.some((tag) => tag.key === key && tag.value === value),
    );
    if (isWithin && isTagged) chosen.add(account.id);
  }
  for (const id of targets.except) chosen.delete(id);
  const ids = [...chosen].sort();
  const accounts = ids.flatMap((id) => snapshot.accounts[snapshot.accountIndex(id) ?? -1] ?? []);
  const known = new Set(accounts.map(({ id }) => id));
  return ok({ accounts, unknown: ids.filter((id) => isAccountId(id) && !known.has(id)) });
}

/** `o-…/r-…/ou-…/` of a unit that is named by its id or name; `*` is all of the organization. */
export function unitPath(unit: string, organization: Organization | null): Result<string, string> {
  if (organization === null) return err(`the organization is not known, so that unit ${unit} can't be found`);
  if (unit === "*") return ok(`${organization.id}/`);
  const found = organization.units.filter(({ id, name }) => id === unit || name === unit);
  const [only] = found;
  if (only === undefined) return err(`the organization has no unit ${unit}`);
  if (found.length > 1) {
    return err(
      `several units are called ${unit}: name it by its id (${found.map(({ id }) => id).join(", ")})`,
    );
  }
  const path = organizationPaths(organization.id, organization.units)(only.id);
  return path === null ? err(`where unit ${unit} stands in the organization is not known`) : ok(path);
}

/** The pattern of `aws:PrincipalOrgPaths` for a unit and all below it; a pattern that begins with `o-` stays as it is. */
export function unitPattern(unit: string, organization: Organization | null): Result<string, string> {
  if (/^o-[a-z0-9]+\//.test(unit)) return ok(unit);
  const path = unitPath(unit, organization);
  return path.ok ? ok(`${path.value}*`) : path;
}
