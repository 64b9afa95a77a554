/** Who can assume a role directly, before and after a change: of roles whose trust changes, and of principals whose policies do. */
import type { Guard } from "../../authz/types.ts";
import type { ExpansionScope } from "../../graph/expand.ts";
import { type AssumeGraph, type TrustReader, whatCanAssume, whoCanAssume } from "../../graph/index.ts";
import {
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  isArn,
  noDocument,
  type PolicyHolder,
  type Snapshot,
} from "../../model/index.ts";
import type { PlannedChanges } from "./changes.ts";
import type { Assumption, AssumptionChange } from "./what-if-answer.ts";

export type AssumptionSide = {
  readonly snapshot: Snapshot;
  readonly reader: TrustReader;
  readonly assumptions: AssumeGraph;
  readonly scope: ExpansionScope;
};

/** Roles past this number that trust an account which leaves are left to what is come to. */
const mostRoles = 200;

export type AssumptionChanges = {
  readonly assumptions: readonly AssumptionChange[];
  readonly notes: readonly string[];
};

export function assumptionChanges(
  before: AssumptionSide,
  after: AssumptionSide,
  { trusts, holders, leaving }: PlannedChanges,
  onlyProven: boolean,
): AssumptionChanges {
  const trusting = leaving.flatMap((account) => rolesThatName(before.snapshot, account, new Set(leaving)));
  const roles = [...new Set([...trusts, ...trusting.slice(0, mostRoles)])];
  const principals = [...new Set(holders.flatMap((holder) => principalsOf(holder, before.snapshot)))];
  const was = new Edges(onlyProven);
  const is = new Edges(onlyProven);
  for (const [edges, side] of [
    [was, before],
    [is, after],
  ] as const) {
    for (const role of roles) edges.addCallers(side, role);
    for (const principal of principals) edges.addRoles(side, principal);
  }
  const notes =
    trusting.length > mostRoles
      ? [
          `direct access is compared for ${mostRoles} of ${trusting.length} roles that name an account which leaves`,
        ]
      : [];
  return { assumptions: differences(was.all, is.all), notes };
}

type Edge = { readonly who: string; readonly role: string; readonly external: boolean } & Assumption;

class Edges {
  readonly all = new Map<string, Edge>();
  readonly #onlyProven: boolean;

  constructor(onlyProven: boolean) {
    this.#onlyProven = onlyProven;
  }

  addCallers({ snapshot, reader, scope }: AssumptionSide, role: string): void {
    const index = snapshot.roles.byArn(role);
    if (index === null) return;
    const grants = reader.ofRole(index)?.outcome.grants ?? [];
    const { who } = whoCanAssume(index, grants, { ...scope, ownBehindAnyone: true });
    const partition = role.split(":")[1] ?? "aws";
    for (const { kind, id, external, proven, guard } of who) {
      const name =
        kind === "account" ? `arn:${partition}:iam::${id}:root` : kind === "any-account" ? "anyone" : id;
      this.#add({ who: name, role, external, proven, guards: [guard] });
    }
  }

  addRoles({ assumptions, scope }: AssumptionSide, principal: string): void {
    if (!isArn(principal)) return;
    for (const { role, guard, certainty } of whatCanAssume(assumptions, principal, scope).roles) {
      const proven = certainty.kind === "proven";
      this.#add({ who: principal, role, external: false, proven, guards: [guard] });
    }
  }

  /** Several ways in are one edge, as sure as the surest. */
  #add(edge: Edge): void {
    if (this.#onlyProven && !edge.proven) return;
    const key = `${edge.who} ${edge.role}`;
    const known = this.all.get(key);
    if (known === undefined) {
      this.all.set(key, edge);
      return;
    }
    const guards = new Map([...known.guards, ...edge.guards].map((guard) => [textOf(guard), guard]));
    this.all.set(key, { ...known, proven: known.proven || edge.proven, guards: [...guards.values()] });
  }
}

function differences(
  before: ReadonlyMap<string, Edge>,
  after: ReadonlyMap<string, Edge>,
): readonly AssumptionChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .flatMap((key): AssumptionChange[] => {
      const [old, now] = [before.get(key), after.get(key)];
      const edge = now ?? old;
      if (edge === undefined || isSame(old, now)) return [];
      const { who, role, external } = edge;
      return [{ who, role, external, before: assumption(old), after: assumption(now) }];
    })
    .toSorted(
      (a, b) => Number(b.external) - Number(a.external) || order(a.role, b.role) || order(a.who, b.who),
    );
}

function assumption(edge: Edge | undefined): Assumption | null {
  return edge === undefined ? null : { proven: edge.proven, guards: edge.guards };
}

function isSame(old: Edge | undefined, now: Edge | undefined): boolean {
  if (old === undefined || now === undefined) return false;
  const texts = ({ guards }: Edge): string => guards.map(textOf).toSorted().join("\n");
  return old.proven === now.proven && old.external === now.external && texts(old) === texts(now);
}

function textOf(guard: Guard): string {
  return JSON.stringify(guard);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A group's policies are its members'. */
export function principalsOf(holder: PolicyHolder, snapshot: Snapshot): readonly Arn[] {
  if (holder.kind === "role") return [snapshot.roles.arn(holder.role)];
  const users = snapshot.accountData(holder.account)?.users ?? [];
  return users
    .filter(({ name, groups }) =>
      holder.kind === "user" ? name === holder.name : groups.includes(holder.name),
    )
    .map(({ arn }) => arn);
}

/** Roles of other accounts, not leaving themselves, whose trust policies say the account's id. */
function rolesThatName(
  snapshot: Snapshot,
  account: AccountIndex,
  leaving: ReadonlySet<AccountIndex>,
): readonly string[] {
  const id = snapshot.accounts[account]?.id;
  if (id === undefined) return [];
  const { roles, documents } = snapshot;
  const says = new Map<number, boolean>();
  const found: string[] = [];
  for (let role = 0; role < roles.count; role++) {
    const document = roles.trustPolicy[role] ?? noDocument;
    if (document >= documents.count || leaving.has(roles.account[role] ?? -1)) continue;
    let isNamed = says.get(document);
    if (isNamed === undefined) {
      // INVARIANT: what is below the count is a document's number.
      isNamed = documents.template(document as DocumentIndex).includes(id);
      says.set(document, isNamed);
    }
    if (isNamed) found.push(roles.arn(role));
  }
  return found;
}
