/** Who was let in by name and is now one of many: principals that a change widened or narrowed. */
import { organizationOfPath } from "../authz/index.ts";
import type { OrganizationView, Party } from "../authz/types.ts";
import { partyId } from "../graph/who.ts";
import { glob, patternMatches } from "../logic/index.ts";
import type { AccessParty, GuardChange } from "../model/index.ts";

/** Parties as the two policies name them, before they are looked up in the snapshot. */
export function breadthChanges(
  before: readonly Party[],
  after: readonly Party[],
  view: OrganizationView,
): readonly GuardChange[] {
  const [was, is] = [distinct(before), distinct(after)];
  const come = [...is].filter(([key]) => !was.has(key)).map(([, party]) => party);
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, party]) => party);
  return [
    ...come.flatMap((wide) =>
      changesTo(
        wide,
        gone.filter((one) => isWithin(one, wide, view)),
        true,
      ),
    ),
    ...gone.flatMap((wide) =>
      changesTo(
        wide,
        come.filter((one) => isWithin(one, wide, view)),
        false,
      ),
    ),
  ];
}

function changesTo(wide: Party, within: readonly Party[], isWider: boolean): readonly GuardChange[] {
  if (within.length === 0) return [];
  const who = partyId(wide);
  const narrow = within.map(partyId).toSorted();
  const [before, after] = isWider ? [narrow, [who]] : [[who], narrow];
  const told = { weaker: isWider, who, before, after };
  const changes: GuardChange[] = [
    { change: isWider ? "principal-widened" : "principal-narrowed", key: null, ...told },
  ];
  const key = isWider && wide.kind === "any-account" ? organizationKey(within) : null;
  if (key !== null) changes.push({ change: "organization-dropped", key, ...told });
  return changes;
}

/** By which an organization or a unit is told in a policy; null: there is none among them. */
function organizationKey(parties: readonly Party[]): string | null {
  if (parties.some(({ kind }) => kind === "organization")) return "aws:PrincipalOrgID";
  return parties.some(({ kind }) => kind === "organizational-unit") ? "aws:PrincipalOrgPaths" : null;
}

/** Whether whoever is of the first party surely is of the second, and the second is more than the first. */
function isWithin(one: Party, wide: Party, view: OrganizationView): boolean {
  const account = "account" in one ? one.account : null;
  switch (wide.kind) {
    case "any-account":
      return one.kind !== "any-account" && one.kind !== "federated" && one.kind !== "service";
    case "organization":
      return (
        (account !== null && wide.id === view.organizationId && view.isOurs(account)) ||
        (one.kind === "organizational-unit" && organizationOfPath(one.path) === wide.id)
      );
    case "organizational-unit":
      return account !== null && isAt(view.pathOf(account), wide.path);
    case "account":
      return one.kind !== "account" && account === wide.account;
    case "role":
    case "user":
      return one.kind === "session" && sessionsRole(one.arn) === nameOf(wide.arn) && account === wide.account;
    case "session":
    case "federated":
    case "service":
      return false;
  }
}

function isAt(path: string | null, pattern: string): boolean {
  return path !== null && patternMatches(glob(pattern), path);
}

function sessionsRole(arn: string): string {
  return (arn.split("/")[1] ?? "").toLowerCase();
}

function nameOf(arn: string): string {
  return (arn.split("/").at(-1) ?? "").toLowerCase();
}

function distinct(parties: readonly Party[]): ReadonlyMap<string, Party> {
  return new Map(parties.map((party) => [`${party.kind} ${partyId(party)}`, party]));
}

/** For a summary: an outsider, a group, or a name. */
export function partyText({ kind, id, name }: Pick<AccessParty, "kind" | "id" | "name">): string {
  switch (kind) {
    case "any-account":
      return "any AWS account";
    case "anonymous":
      return "anybody, without credentials";
    case "account":
      return name === undefined ? `account ${id}` : `account ${id} (${name})`;
    case "organization":
      return `organization ${id}`;
    case "organizational-unit":
      return `everybody in ${id}`;
    default:
      return id;
  }
}
