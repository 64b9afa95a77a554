/** Who assumed what over time, line by line: of one role, or of one party. */
import { providerName } from "../../../graph/index.ts";
import type { ObservedDays, RoleIndex } from "../../../model/index.ts";
import { type AuditedUse, impossibleUses } from "../../../trail/index.ts";
import { countedFrom, daysOfPairs, daysOfUses, toldDays } from "../day-counts.ts";
import type { ObservedWorld } from "../observed-world.ts";
import { chainsAnswer, compareAnswer, isoTime } from "../trail-answers.ts";
import { type ShownSpan, waysInto } from "./map-use.ts";
import type { ImpossibleAnswer, PartyTimeline, RoleTimeline, UseLine } from "./show-shape.ts";

/** Lines and chains of one answer. */
const mostLines = 300;
const mostChains = 100;
const mostRefusals = 500;
const mostDays = 400;

/** One line a role and caller, made once of a trail. */
export function useLines({ audit }: ObservedWorld): readonly OwnedLine[] {
  const places = Map.groupBy(audit.facts.places, ({ caller, role }) => JSON.stringify([caller, role]));
  const networksOf = ({ use }: AuditedUse): readonly string[] =>
    places.get(JSON.stringify([use.caller, use.role]))?.map(({ network }) => network) ?? [];
  const days = daysOfPairs(audit.facts);
  const byPair = Map.groupBy(audit.uses, ({ roleName, by }) => JSON.stringify([roleName, by]));
  return [...byPair.values()].flatMap((uses): OwnedLine | readonly [] => {
    const [one] = uses;
    if (one === undefined) return [];
    const granted = uses.filter(({ use }) => use.granted);
    const refused = uses.filter(({ use }) => !use.granted);
    const { account } = one.caller;
    return {
      party: partyOf(one),
      days: daysOfUses(uses, days),
      latest: uses.reduce((most, { use }) => Math.max(most, use.last), 0),
      line: {
        role: one.roleName,
        by: one.by,
        kind: one.use.caller.kind,
        external: account !== null && !audit.isOurs(account),
        count: sum(granted),
        first: timeOf(granted, ({ first }) => first, Math.min),
        last: timeOf(granted, ({ last }) => last, Math.max),
        refused: sum(refused),
        refusals: refusalsOf(refused),
        networks: [...new Set(uses.flatMap(networksOf))].sort(),
        eventIds: [...new Set(uses.flatMap(({ use }) => use.eventIds))].slice(0, 10),
      },
    };
  });
}

type OwnedLine = {
  readonly line: Omit<UseLine, "days">;
  readonly days: readonly ObservedDays[];
  /** As the map and the party's page name it; null: nobody that they name. */
  readonly party: string | null;
  readonly latest: number;
};

function partyOf({ use: { caller }, caller: { account } }: AuditedUse): string | null {
  switch (caller.kind) {
    case "service":
      return `service ${caller.service}`;
    case "certificate":
      return "service rolesanywhere.amazonaws.com";
    case "federated": {
      const name = providerName(caller.provider);
      return `federated ${name.startsWith("AWSSSO_") ? "IAM Identity Center" : name}`;
    }
    default:
      return account === null ? null : `account ${account}`;
  }
}

function sum(uses: readonly AuditedUse[]): number {
  return uses.reduce((total, { use }) => total + use.count, 0);
}

function timeOf(
  uses: readonly AuditedUse[],
  of: (use: AuditedUse["use"]) => number,
  choose: (a: number, b: number) => number,
): string | null {
  const [first, ...others] = uses;
  return first === undefined
    ? null
    : isoTime(others.reduce((chosen, { use }) => choose(chosen, of(use)), of(first.use)));
}

function refusalsOf(uses: readonly AuditedUse[]): UseLine["refusals"] {
  const byHour = Map.groupBy(uses, ({ use }) => JSON.stringify([use.hour ?? use.first, use.error ?? ""]));
  return [...byHour.values()]
    .flatMap((same) => {
      const [one] = same;
      if (one === undefined) return [];
      const { hour, first, error } = one.use;
      return { hour: isoTime(hour ?? first), count: sum(same), error: error ?? "" };
    })
    .toSorted((a, b) => (a.hour < b.hour ? 1 : -1))
    .slice(0, mostRefusals);
}

function latestFirst(lines: readonly OwnedLine[]): UseLine[] {
  return lines
    .toSorted((a, b) => b.latest - a.latest || (a.line.by < b.line.by ? -1 : 1))
    .slice(0, mostLines)
    .map(({ line, days }) => ({ ...line, days: toldDays(days, mostDays) }));
}

export type ShownLines = {
  readonly world: ObservedWorld;
  readonly lines: readonly OwnedLine[];
  readonly span: ShownSpan;
};

/** `arn`: of the role at `index`. */
export async function roleTimeline(
  { world, lines, span }: ShownLines,
  index: RoleIndex,
): Promise<RoleTimeline> {
  const arn = world.engine.snapshot.roles.arn(index);
  const own = lines.filter(({ line }) => line.role === arn);
  const { edges, impossible } = await compareAnswer(world, { ...span, roles: [index] });
  return {
    ...begun(world, span),
    lines: latestFirst(own),
    total: own.length,
    chains: chainsAnswer(world)
      .chains.filter(({ from, roles }) => from === arn || roles.includes(arn))
      .slice(0, mostChains),
    ways: edges,
    impossible: impossible.filter(({ role }) => role === arn),
  };
}

/** What happened though the snapshot's policies would refuse it, and what the trail tells too little of. */
export async function impossibleAnswer({ world, span }: ShownLines): Promise<ImpossibleAnswer> {
  const { impossible, open } = impossibleUses(world.audit, world.engine.snapshot);
  const roles = new Set([...impossible, ...open].flatMap(({ one: { role } }) => (role ? [role.index] : [])));
  const told = await compareAnswer(world, { ...span, roles: [...roles] });
  return { asOf: told.asOf, impossible: told.impossible, open: told.open };
}

/** Of an outside party, or any that the map has a box for. */
export function partyTimeline({ world, lines, span }: ShownLines, kind: string, id: string): PartyTimeline {
  const isOf = isWide(kind) ? cameBy(kind, id, world, span) : null;
  const own = lines.filter((one) => (isOf === null ? one.party === `${kind} ${id}` : isOf(one.line)));
  const names = new Set(own.map(({ line: { by } }) => by));
  return {
    ...begun(world, span),
    lines: latestFirst(own),
    total: own.length,
    chains: chainsAnswer(world)
      .chains.filter(({ from }) => names.has(from))
      .slice(0, mostChains),
  };
}

function begun(
  { audit }: ObservedWorld,
  { asOf }: ShownSpan,
): Pick<PartyTimeline, "asOf" | "from" | "countedFrom"> {
  const { first } = audit.facts;
  const counted = countedFrom(audit.facts);
  return {
    asOf: isoTime(asOf),
    from: first === null ? null : isoTime(first),
    countedFrom: counted === null ? null : isoTime(counted),
  };
}

/** No caller is one by itself: whoever came in by its trust is told. */
function isWide(kind: string): boolean {
  return ["organization", "organizational-unit", "any-account"].includes(kind);
}

function cameBy(
  kind: string,
  id: string,
  world: ObservedWorld,
  span: ShownSpan,
): (line: Pick<UseLine, "role" | "by">) => boolean {
  const { roles } = world.engine.snapshot;
  const pairs = new Set<string>();
  const used = new Set(
    world.audit.uses.flatMap(({ use, role }) => (use.granted && role ? [role.index] : [])),
  );
  for (const { grant, role, callers } of waysInto(used, world, span)) {
    const { party } = grant;
    const own =
      party.kind === "organization" ? party.id : party.kind === "organizational-unit" ? party.path : "*";
    if (party.kind !== kind || own !== id) continue;
    for (const { by } of callers) pairs.add(JSON.stringify([roles.arn(role), by]));
  }
  return ({ role, by }) => pairs.has(JSON.stringify([role, by]));
}
