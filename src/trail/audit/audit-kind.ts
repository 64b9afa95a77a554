/** What a kind of exception is, and what it may ask. */
import type { NamedPolicy, StatementEvidence } from "../../authz/request-question.ts";
import type { ObservedUse, Role, TrailFacts } from "../../model/index.ts";
import type { Replayed } from "../replay/index.ts";
import type { ResolvedCaller, ResolvedRole } from "../resolve/index.ts";
import type { Remark } from "./exception.ts";
import type { KnownNetworks } from "./known-networks.ts";

export type AuditSettings = {
  /** In seconds; as in the trail's question. */
  readonly longerThan: number;
  /** Every session has to have a source identity, whether or not a trust policy wants it. */
  readonly sourceIdentity: boolean;
  /** Pairs of party and role that were first seen at or after it (milliseconds since 1970) are told; null: none. */
  readonly newSince: number | null;
  /** So many assumptions may stand before another. */
  readonly depth: number;
  /** So many refusals of one caller in a row of hours are told. */
  readonly refusals: number;
  /** Null: nothing is known of networks. */
  readonly networks: KnownNetworks | null;
};

/** One use with all that is known of it. */
export type AuditedUse = {
  readonly use: ObservedUse;
  readonly caller: ResolvedCaller;
  readonly by: string;
  readonly target: ResolvedRole;
  /** The snapshot's; null: it does not hold it. */
  readonly role: Role | null;
  /** As answers call it; null: none was assumed. */
  readonly roleName: string | null;
};

export interface AuditWorld {
  readonly facts: TrailFacts;
  readonly settings: AuditSettings;
  /** Granted and refused ones. */
  readonly uses: readonly AuditedUse[];
  /** Belongs to the organization, or is declared ours. */
  isOurs(account: string): boolean;
  /** The account's name, or its vendor's; null: nobody knows. */
  nameOf(account: string): string | null;
  /** By what its policies allow; null: that is not known. */
  isAdministrator(role: Role): boolean | null;
  replayed(use: AuditedUse): Replayed;
  /** Of the role's trust policy now. */
  trustOf(role: Role): NamedPolicy | null;
}

export type AuditKind = {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly title: string;
  /** What it finds, for the documentation; one or two sentences. */
  readonly about: string;
  /** What it needs to be asked with; null: it is always asked. */
  readonly needs: string | null;
  readonly find: (world: AuditWorld) => Iterable<Remark>;
};

/** A remark about a whole use. */
export function remark({ use, by, roleName }: AuditedUse, because: string): Remark {
  return { use, by, role: roleName, because };
}

/** Those that came to a session as a role. */
export function* grantedRoles({ uses }: AuditWorld): Iterable<AuditedUse & { readonly roleName: string }> {
  for (const one of uses) {
    const { roleName } = one;
    if (one.use.granted && roleName !== null) yield { ...one, roleName };
  }
}

/** The trust policy's statements that had a say in the answer, or came closest to it. */
export function trustStatements(replayed: Replayed): readonly StatementEvidence[] {
  const all = allStatements(replayed);
  return all.filter(({ layer }) => layer === "resource");
}

function allStatements(replayed: Replayed): readonly StatementEvidence[] {
  switch (replayed.kind) {
    case "allowed":
    case "unknown":
      return replayed.because;
    case "refused": {
      const { decision, nearest } = replayed;
      return nearest === null ? decision.because : [...decision.because, nearest.statement];
    }
    case "not-judged":
      return [];
  }
}

/** Whether the trust asks this caller for one of the keys (lower case): in a statement that had a say, or by refusing for it. */
export function isAskedFor(keys: readonly string[], one: AuditedUse, world: AuditWorld): boolean {
  const { role } = one;
  const trust = role === null ? null : world.trustOf(role);
  if (trust === null) return false;
  const asked = new Set(trustStatements(world.replayed(one)).map(({ statement }) => statement));
  return trust.document.statements.some(
    ({ index, conditions }) =>
      asked.has(index) &&
      conditions.some((one) => one.kind === "test" && keys.includes(one.key.toLowerCase())),
  );
}
