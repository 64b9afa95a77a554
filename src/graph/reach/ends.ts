/** Where ways start and where they end, as a question names them. */
import { type CallerPrincipal, organizationOfPath } from "../../authz/index.ts";
import type { OrganizationView, Party } from "../../authz/types.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import {
  type AccountId,
  type AccountIndex,
  type Arn,
  isAccountId,
  isArn,
  type Snapshot,
  splitArn,
} from "../../model/index.ts";
import { arnOfPrincipal, principalsOfAccount } from "../principals.ts";
import { partyId, type Who } from "../who.ts";
import type { Entrance } from "./entrance.ts";
import type { ReachGraph } from "./reach-graph.ts";

export type PathStart =
  /** Every party outside of the organization. */
  | { readonly kind: "external" }
  /** Whoever needs no account or tenant of a certain kind. */
  | { readonly kind: "anyone" }
  | { readonly kind: "principal"; readonly arn: Arn }
  /** Any principal of the account. */
  | { readonly kind: "account"; readonly account: AccountId }
  /** Any principal of the accounts in the unit, or in units below it. */
  | { readonly kind: "unit"; readonly unit: string };

export type PathEnd =
  /** The administrator of an account; null: of any. */
  | { readonly kind: "administrator"; readonly account: AccountId | null }
  /** What the organization holds over its accounts: control policies, their places, delegated administrators. */
  | { readonly kind: "organization" }
  | { readonly kind: "arn"; readonly arn: Arn }
  | { readonly kind: "pattern"; readonly pattern: string }
  /** Any principal and administrator of the accounts in the unit, or in units below it. */
  | { readonly kind: "unit"; readonly unit: string };

/** Null: the text is nothing that a way could start from. */
export function readStart(text: string): PathStart | null {
  if (text === "external" || text === "anyone") return { kind: text };
  if (isAccountId(text)) return { kind: "account", account: text };
  if (isUnitId(text)) return { kind: "unit", unit: text };
  const parts = splitArn(text);
  if (!isArn(text) || parts === null || !isAccountId(parts.account)) return null;
  if (parts.service === "iam" && parts.resource === "root")
    return { kind: "account", account: parts.account };
  const isPrincipal =
    parts.service === "iam"
      ? /^(role|user)\/./.test(parts.resource)
      : parts.service === "sts" && /^assumed-role\/./.test(parts.resource);
  return isPrincipal ? { kind: "principal", arn: text } : null;
}

/** Of an organizational unit or a root. */
function isUnitId(text: string): boolean {
  return /^(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/.test(text);
}

/** Accounts in the unit, or in units below it. */
export function accountsOfUnit(unit: string, { organization, accounts }: Snapshot): readonly AccountIndex[] {
  const parents = new Map(organization?.units.map(({ id, parent }) => [id as string, parent]));
  const isWithin = (at: string | null): boolean =>
    at !== null && (at === unit || isWithin(parents.get(at) ?? null));
  return [...accounts.keys()].filter((index) => isWithin(accounts[index]?.parent ?? null));
}

/** Null: the text is nothing that a way could end at. */
export function readEnd(text: string): PathEnd | null {
  if (text === "organization") return { kind: "organization" };
  if (text === "admin") return { kind: "administrator", account: null };
  const account = /^admin:(.*)$/.exec(text)?.[1];
  if (account !== undefined) return isAccountId(account) ? { kind: "administrator", account } : null;
  if (isUnitId(text)) return { kind: "unit", unit: text };
  if (/[*?]/.test(text)) return { kind: "pattern", pattern: text };
  return isArn(text) ? { kind: "arn", arn: text } : null;
}

/** A node to start from, and the party by whose entrance it is come to; null where it is the start itself. */
export type StartNode = { readonly node: number; readonly entrance: Entrance | null };

export function startNodes(graph: ReachGraph, start: PathStart): readonly StartNode[] {
  const own = ownNodes(graph, start)?.map((node): StartNode => ({ node, entrance: null })) ?? null;
  const outside = bestOfEachRole(entrancesOf(graph, start));
  return own === null ? outside : [...own, ...outside];
}

/** Nodes of the snapshot that the start names; null: it stands outside of what was read. */
function ownNodes({ snapshot, nodes }: ReachGraph, start: PathStart): readonly number[] | null {
  if (start.kind === "principal") {
    const node = nodes.ofArn(start.arn);
    return node === null ? null : [node];
  }
  if (start.kind === "unit")
    return [...principalsOfUnit(start.unit, snapshot)].map((one) => nodes.ofPrincipal(one));
  const account = start.kind === "account" ? snapshot.accountIndex(start.account) : null;
  if (account === null || snapshot.accounts[account]?.hasData !== true) return null;
  return [...principalsOfAccount(account, snapshot)].map((principal) => nodes.ofPrincipal(principal));
}

function* principalsOfUnit(unit: string, snapshot: Snapshot): Iterable<CallerPrincipal> {
  for (const account of accountsOfUnit(unit, snapshot)) yield* principalsOfAccount(account, snapshot);
}

/** All ways in for the start; none for principals of the snapshot, who have edges of their own. */
export function entrancesOf(graph: ReachGraph, start: PathStart): readonly Entrance[] {
  if (start.kind !== "unit" && ownNodes(graph, start) !== null) return [];
  const { entrances, organization, snapshot } = graph;
  switch (start.kind) {
    case "external":
      return entrances.filter(({ external }) => external);
    case "anyone":
      return entrances.filter(({ anyone }) => anyone);
    case "principal": {
      // Of a principal that was not read: what trust policies say of it, its account and everybody.
      const account = splitArn(start.arn)?.account ?? "";
      return entrances.filter(
        ({ grant: { party } }) =>
          includesAccount(party, account, organization) || isSamePrincipal(party, start.arn),
      );
    }
    case "account":
      return entrances.filter(
        ({ grant: { party } }) =>
          includesAccount(party, start.account, organization) ||
          ("account" in party && party.account === start.account),
      );
    case "unit": {
      // Principals of its accounts that were not read are come in by.
      const unread = accountsOfUnit(start.unit, snapshot).flatMap((at) => {
        const account = snapshot.accounts[at];
        return account === undefined || account.hasData ? [] : [account.id];
      });
      return entrances.filter(({ grant: { party } }) =>
        unread.some(
          (account) =>
            includesAccount(party, account, organization) ||
            ("account" in party && party.account === account),
        ),
      );
    }
  }
}

function bestOfEachRole(entrances: readonly Entrance[]): readonly StartNode[] {
  const best = new Map<number, Entrance>();
  for (const entrance of entrances) {
    const known = best.get(entrance.role);
    if (known === undefined || (entrance.proven && !known.proven)) best.set(entrance.role, entrance);
  }
  return [...best].map(([node, entrance]) => ({ node, entrance }));
}

/** Whether the party is all of the account, or more. */
function includesAccount(party: Party, account: string, organization: OrganizationView): boolean {
  switch (party.kind) {
    case "any-account":
      return true;
    case "account":
      return party.account === account;
    case "organization":
      return party.id === organization.organizationId && organization.isOurs(account);
    case "organizational-unit": {
      if (organizationOfPath(party.path) !== organization.organizationId) return false;
      const path = organization.pathOf(account);
      // Of a member whose place is not known, it may be.
      return organization.isOurs(account) && (path === null || patternMatches(glob(party.path), path));
    }
    case "role":
    case "user":
    case "session":
    case "federated":
    case "service":
      return false;
  }
}

/** A role is the same as each of its sessions, of which either may be asked about. */
function isSamePrincipal(party: Party, arn: string): boolean {
  if (party.kind !== "role" && party.kind !== "user" && party.kind !== "session") return false;
  if (party.arn === arn) return true;
  const [one, other] = [sessionOf(party.arn), sessionOf(arn)];
  if (one === null || other === null || one.role !== other.role) return false;
  return one.session === null || other.session === null;
}

/** The role by account and name, as a session's ARN has no path (IAM-SEMANTICS 20). */
function sessionOf(arn: string): { readonly role: string; readonly session: string | null } | null {
  const parts = splitArn(arn);
  const [kind, ...rest] = parts?.resource.split("/") ?? [];
  if (kind === "role") return { role: `${parts?.account} ${rest.at(-1)?.toLowerCase()}`, session: null };
  if (kind !== "assumed-role") return null;
  return { role: `${parts?.account} ${rest[0]?.toLowerCase()}`, session: rest[1] ?? null };
}

/** How a party is told where a way starts: an account by its root's ARN. */
export function startName(party: Party, partition: string): string {
  return party.kind === "account"
    ? `arn:${partition}:iam::${party.account}:root`
    : party.kind === "any-account"
      ? "anyone"
      : partyId(party);
}

/** The same of somebody who may use a resource. */
export function outsiderName({ kind, id }: Who, partition: string): string {
  return kind === "account"
    ? `arn:${partition}:iam::${id}:root`
    : kind === "any-account" || kind === "anonymous"
      ? "anyone"
      : id;
}

/** Whether ways start at principals whose own policies are known: who is let in is asked of each of them. */
export function isRead(start: PathStart, { snapshot }: Pick<ReachGraph, "snapshot">): boolean {
  if (start.kind === "external" || start.kind === "anyone") return false;
  if (start.kind === "unit") return true;
  const account = start.kind === "account" ? start.account : (splitArn(start.arn)?.account ?? "");
  const index = snapshot.accountIndex(account);
  return index !== null && snapshot.accounts[index]?.hasData === true;
}

/** Whether somebody who may use a resource is among those that the question starts from. */
export function isAmongOutsiders(who: Who, start: PathStart, graph: Pick<ReachGraph, "snapshot">): boolean {
  if (isRead(start, graph)) return who.kind === "anonymous";
  switch (start.kind) {
    case "external":
      return who.external;
    case "anyone":
      return (
        who.kind === "any-account" || who.kind === "anonymous" || (who.kind === "federated" && who.id === "*")
      );
    case "account":
      return (
        who.kind === "any-account" ||
        who.kind === "anonymous" ||
        who.id === start.account ||
        splitArn(who.id)?.account === start.account
      );
    case "principal":
      return (
        who.kind === "any-account" ||
        who.kind === "anonymous" ||
        who.id === start.arn ||
        (who.kind === "account" && who.id === splitArn(start.arn)?.account)
      );
    case "unit":
      return who.kind === "any-account" || who.kind === "anonymous";
  }
}

/** The nodes that an end stands for; for resources none: they are reached by a last hop of their own. */
export function endNodes(graph: ReachGraph, end: PathEnd): readonly number[] {
  const { snapshot, nodes } = graph;
  switch (end.kind) {
    case "administrator": {
      if (end.account === null) return graph.administered.map((account) => nodes.ofAdministrator(account));
      const account = snapshot.accountIndex(end.account);
      return account === null ? [] : [nodes.ofAdministrator(account)];
    }
    case "organization":
      return [nodes.organization];
    case "arn": {
      const node = nodes.ofArn(end.arn);
      return node === null ? [] : [node];
    }
    case "pattern":
      return [...principalsMatching(end.pattern, snapshot)].map((principal) => nodes.ofPrincipal(principal));
    case "unit": {
      const administered = new Set(graph.administered);
      return [
        ...accountsOfUnit(end.unit, snapshot)
          .filter((account) => administered.has(account))
          .map((account) => nodes.ofAdministrator(account)),
        ...[...principalsOfUnit(end.unit, snapshot)].map((principal) => nodes.ofPrincipal(principal)),
      ];
    }
  }
}

/** Roles and users whose ARN the pattern matches; `*` and `?` stand for any text and any character. */
export function* principalsMatching(pattern: string, snapshot: Snapshot): Iterable<CallerPrincipal> {
  const compiled = glob(pattern);
  for (let account = 0; account < snapshot.accounts.length; account++) {
    for (const principal of principalsOfAccount(account, snapshot)) {
      if (patternMatches(compiled, arnOfPrincipal(principal, snapshot))) yield principal;
    }
  }
}

/** The snapshot's resources that an end names. */
export function endResources({ snapshot }: Pick<ReachGraph, "snapshot">, end: PathEnd): readonly Arn[] {
  if (end.kind === "administrator" || end.kind === "organization" || end.kind === "unit") return [];
  if (end.kind === "arn") {
    const service = splitArn(end.arn)?.service;
    return service === "iam" || service === "sts" ? [] : [end.arn];
  }
  const pattern = glob(end.pattern);
  return snapshot.accounts.flatMap((_, account) =>
    (snapshot.accountData(account)?.resources ?? [])
      .map(({ arn }) => arn)
      .filter((arn) => patternMatches(pattern, arn)),
  );
}
