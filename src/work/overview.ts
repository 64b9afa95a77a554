/** The organization at a glance: how large it is, and who comes in from where. */
import { accountMatrix, externalEdges } from "../graph/index.ts";
import type { Scan } from "./scan.ts";

export type Overview = {
  readonly organization: string | null;
  readonly accounts: number;
  readonly accountsWithData: number;
  readonly roles: number;
  /** Roles that some party outside the organization is let into. */
  readonly rolesOpenToOutsiders: number;
  /** Roles that another account is let into, wherever it is. */
  readonly crossAccountTrusts: number;
  /** Who comes in from outside, most roles first. */
  readonly outsiders: readonly {
    readonly kind: string;
    readonly id: string;
    readonly name: string | null;
    readonly accounts: number;
    readonly roles: number;
  }[];
};

export function overviewOf({ engine, graph }: Scan): Overview {
  const { snapshot, context } = engine;
  const open = new Set<number>();
  for (const edge of externalEdges(graph, context.organization)) open.add(edge.role);
  const outsiders = new Map<string, { kind: string; id: string; accounts: number; roles: number }>();
  let crossAccountTrusts = 0;
  for (const { from, roles } of accountMatrix(graph, context.organization)) {
    if (from.kind === "account") crossAccountTrusts += roles;
    if (!from.external) continue;
    // Identity Center makes one provider an account; they are one door.
    const id = from.kind === "federated" && from.id.startsWith("AWSSSO_") ? "IAM Identity Center" : from.id;
    const key = `${from.kind} ${id}`;
    const known = outsiders.get(key) ?? { kind: from.kind, id, accounts: 0, roles: 0 };
    outsiders.set(key, { ...known, accounts: known.accounts + 1, roles: known.roles + roles });
  }
  return {
    organization: snapshot.organization?.id ?? null,
    accounts: snapshot.accounts.length,
    accountsWithData: snapshot.accounts.filter((account) => account.hasData).length,
    roles: snapshot.roles.count,
    rolesOpenToOutsiders: open.size,
    crossAccountTrusts,
    outsiders: [...outsiders.values()]
      .map((one) => ({ ...one, name: one.kind === "account" ? context.nameOf(one.id) : null }))
      .sort((a, b) => b.roles - a.roles || (a.id < b.id ? -1 : 1)),
  };
}
