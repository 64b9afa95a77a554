/**
 * The organization as the map shows it: accounts in their units, the parties around them, and how many roles let whom in, by what
 * tells trusts apart. One pass over all roles fills it; a picture draws as much of it as has room, and says so.
 */
import type { FindingSummary } from "../../findings/finding-list.ts";
import { severities } from "../../findings/types.ts";
import { noSlot } from "../../graph/index.ts";
import { edgeKind, firstTechnique, type ReachGraph, techniqueOfKind } from "../../graph/reach/index.ts";
import type { Snapshot } from "../../model/index.ts";
import type { Scan } from "../scan.ts";
import { isAtLeast } from "../select-findings.ts";
import { crossingBit, mapFlags } from "./map-flags.ts";
import type { OrganizationMap } from "./map-shape.ts";
import { roleFlags } from "./role-flags.ts";
import { TrustSources } from "./trust-sources.ts";

/** What is made once of a scan. */
export type MapGround = {
  readonly scan: Scan & { readonly reach: ReachGraph };
  readonly sources: TrustSources;
  readonly roleFlags: Uint16Array;
  readonly units: OrganizationMap["units"];
  /** By account. */
  readonly unitOf: readonly (number | null)[];
  readonly techniques: OrganizationMap["techniques"];
  /** Where no technique is asked for. */
  readonly trusts: OrganizationMap["trusts"];
};

export function mapGround(scan: Scan & { readonly reach: ReachGraph }): MapGround {
  const { snapshot } = scan.engine;
  const units = snapshot.organization?.units ?? [];
  const places = new Map(units.map(({ id }, at) => [id, at] as const));
  const placeOf = (id: (typeof units)[number]["parent"]) => (id === null ? null : (places.get(id) ?? null));
  const begun = {
    scan,
    sources: new TrustSources(scan.engine, scan.graph),
    roleFlags: roleFlags(snapshot, scan.reach),
    units: units.map(({ id, name, parent }) => ({ id, name, parent: placeOf(parent) })),
    unitOf: snapshot.accounts.map(({ parent }) => placeOf(parent)),
    techniques: techniquesUsed(scan.reach),
  };
  return { ...begun, trusts: trustsOf(begun, () => true) };
}

/** `open`: the findings that count. `technique`: only roles whose permissions give this technique a use. */
export function organizationMap(
  ground: MapGround,
  open: readonly FindingSummary[],
  technique: string | null = null,
): OrganizationMap {
  const { scan, sources, units, unitOf, techniques } = ground;
  const { snapshot } = scan.engine;
  const worst = worstByAccount(open);
  const administered = new Set(scan.reach.administered);
  const trusts = technique === null ? ground.trusts : trustsOf(ground, usersOf(technique, scan.reach));
  return {
    organization: snapshot.organization?.id ?? null,
    createdAt: snapshot.createdAt,
    flags: [...mapFlags],
    units,
    accounts: snapshot.accounts.map(({ id, name, hasData, status }, at) => ({
      id,
      name,
      unit: unitOf[at] ?? null,
      hasData,
      status,
      roles: rolesOf(snapshot, at),
      administered: administered.has(at),
      severity: worst.get(id)?.severity ?? null,
      findings: worst.get(id)?.findings ?? 0,
    })),
    parties: sources.parties,
    trusts,
    techniques,
  };
}

function rolesOf({ roles }: Snapshot, account: number): number {
  const [first, end] = roles.ofAccount(account);
  return end - first;
}

type Worst = { severity: FindingSummary["severity"]; findings: number };

/** Worst first, as a scan lists them. */
function worstByAccount(open: readonly FindingSummary[]): ReadonlyMap<string, Worst> {
  const worst = new Map<string, Worst>();
  for (const { account, severity } of open) {
    let known = worst.get(account);
    if (known === undefined) {
      known = { severity, findings: 0 };
      worst.set(account, known);
    } else if (severities.indexOf(severity) > severities.indexOf(known.severity)) known.severity = severity;
    if (isAtLeast(severity, "high")) known.findings++;
  }
  return worst;
}

type Begun = Pick<MapGround, "scan" | "sources" | "roleFlags" | "unitOf">;

function trustsOf(begun: Begun, counts: (role: number) => boolean): OrganizationMap["trusts"] {
  const { scan, sources, roleFlags: flagsOfRole, unitOf } = begun;
  const { slotOfRole } = scan.graph.columns;
  const { account: accountOfRole } = scan.engine.snapshot.roles;
  const accounts = scan.engine.snapshot.accounts.length;
  const found = new Map<number, { from: number; to: number; flags: number; roles: number }>();
  for (let role = 0; role < slotOfRole.length; role++) {
    const slot = slotOfRole[role] ?? noSlot;
    if (slot === noSlot || !counts(role)) continue;
    const to = accountOfRole[role] ?? 0;
    for (const source of sources.ofSlot(slot)) {
      const { from } = source;
      if (from === null || from === to) continue;
      const flags = source.flags | (flagsOfRole[role] ?? 0) | crossingBit(unitOf, from, to);
      // INVARIANT: fewer than 2^21 places each way and 2^10 flags make a whole number that is exact.
      const key = (from * accounts + to) * flagSpace + flags;
      const known = found.get(key);
      if (known === undefined) found.set(key, { from, to, flags, roles: 1 });
      else known.roles++;
    }
  }
  const rows = [...found.values()];
  return {
    from: rows.map(({ from }) => from),
    to: rows.map(({ to }) => to),
    flags: rows.map(({ flags }) => flags),
    roles: rows.map(({ roles }) => roles),
  };
}

const flagSpace = 1 << mapFlags.length;

/** Principals that can use each technique, the most used first. */
function techniquesUsed({ forward, nodes }: ReachGraph): OrganizationMap["techniques"] {
  const counts = new Map<number, number>();
  for (let node = 0; node < nodes.principals; node++) {
    for (const kind of kindsFrom(node, forward)) {
      if (kind >= firstTechnique) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  return [...counts]
    .flatMap(([kind, principals]) => {
      const technique = techniqueOfKind(kind);
      return technique === null ? [] : [{ id: technique.id, title: technique.title, principals }];
    })
    .sort((a, b) => b.principals - a.principals || (a.id < b.id ? -1 : 1));
}

function kindsFrom(node: number, { start, kind }: ReachGraph["forward"]): ReadonlySet<number> {
  const kinds = new Set<number>();
  for (let edge = start[node] ?? 0; edge < (start[node + 1] ?? 0); edge++)
    kinds.add(kind[edge] ?? edgeKind.is);
  return kinds;
}

/**
 * Whether a role's permissions give the technique a use; null: every role counts. Whoever administers its account already has no use
 * for one, and is left out.
 */
export function usersOf(technique: string | null, { forward }: ReachGraph): (role: number) => boolean {
  if (technique === null) return () => true;
  return (role) => {
    for (const kind of kindsFrom(role, forward)) if (techniqueOfKind(kind)?.id === technique) return true;
    return false;
  };
}
