/**
 * What could happen against what did: every way into a role with its uses, ways that nobody used, and trust that is wider than its use.
 * A way is called unused only where the trail has events of the role's account and goes back far enough; else it was not watched.
 */
import type { OrganizationView, TrustGrant } from "../../authz/types.ts";
import type { RoleIndex, Snapshot } from "../../model/index.ts";
import type { AuditedUse, AuditWorld } from "../audit/index.ts";
import { type EdgeUse, edgeUses } from "./edge-uses.ts";
import { whyNotWatched } from "./watched.ts";

export type Watch =
  | { readonly kind: "watched" }
  /** `why`: one sentence. */
  | { readonly kind: "not-watched"; readonly why: string };

export type ObservedEdge = EdgeUse & {
  readonly role: RoleIndex;
  readonly state:
    | "used"
    /** Not within the days that were asked about. */
    | "unused"
    | "not-watched";
  /** Of one that is not watched. */
  readonly why: string | null;
  /** The trust is in many, and fewer use it: the callers are its use. */
  readonly isWider: boolean;
};

export type PossibleQuestion = {
  readonly days: number;
  /** Milliseconds since 1970: the days are counted back from here. */
  readonly asOf: number;
};

export interface PossibleParts {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  /** The role's ways in, from the graph or from its trust policy. */
  grantsOf(role: RoleIndex): readonly TrustGrant[];
}

/** `roles`: these alone, in this order. */
export function* possibleEdges(
  roles: Iterable<RoleIndex>,
  world: AuditWorld,
  question: PossibleQuestion,
  parts: PossibleParts,
): Iterable<ObservedEdge> {
  const uses = usesByRole(world);
  const watch = watcher(world, question, parts.snapshot);
  const since = question.asOf - question.days * day;
  for (const role of roles) {
    const grants = parts.grantsOf(role);
    if (grants.length === 0) continue;
    const watched = watch(role);
    for (const edge of edgeUses(grants, uses.get(role) ?? [], world, parts.organization)) {
      const isUsed = edge.last !== null && edge.last >= since;
      const state = isUsed ? "used" : watched.kind === "watched" ? "unused" : "not-watched";
      const why = state === "not-watched" && watched.kind === "not-watched" ? watched.why : null;
      yield { ...edge, role, state, why, isWider: edge.callers.length > 0 && isOfMany(edge.grant) };
    }
  }
}

const day = 86_400_000;

export function usesByRole({ uses }: AuditWorld): ReadonlyMap<RoleIndex, readonly AuditedUse[]> {
  const byRole = new Map<RoleIndex, AuditedUse[]>();
  for (const one of uses) {
    if (!one.use.granted || one.role === null) continue;
    const own = byRole.get(one.role.index);
    if (own === undefined) byRole.set(one.role.index, [one]);
    else own.push(one);
  }
  return byRole;
}

/** Whether a role's silence over the days says that nobody came in. */
function watcher(
  { facts }: AuditWorld,
  { days, asOf }: PossibleQuestion,
  { accounts, roles }: Snapshot,
): (role: RoleIndex) => Watch {
  const since = asOf - days * day;
  const whys = new Map<string, string | null>();
  return (role) => {
    const account = accounts[roles.account[role] ?? -1]?.id ?? "";
    const why = whys.has(account) ? (whys.get(account) ?? null) : whyNotWatched(facts, account);
    whys.set(account, why);
    if (why !== null) return unwatched(why);
    if (facts.first === null || facts.first > since) {
      const back = facts.first === null ? 0 : Math.max(0, Math.floor((asOf - facts.first) / day));
      return unwatched(`the trail goes back ${back} days, not ${days}`);
    }
    const createdAt = roles.row(role).createdAt;
    return createdAt !== null && createdAt * 1000 > since
      ? unwatched(`the role is younger than ${days} days`)
      : { kind: "watched" };
  };
}

function unwatched(why: string): Watch {
  return { kind: "not-watched", why };
}

function isOfMany({ party }: TrustGrant): boolean {
  switch (party.kind) {
    case "account":
    case "organization":
    case "organizational-unit":
    case "any-account":
      return true;
    default:
      return false;
  }
}
