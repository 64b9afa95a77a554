/** The uses of each way into a role: who came in by it, how often, when, and from where. */
import type { OrganizationView, Party, TrustGrant } from "../../authz/types.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import { type ObservedPlace, splitArn } from "../../model/index.ts";
import { trustStatements } from "../audit/audit-kind.ts";
import type { AuditedUse, AuditWorld } from "../audit/index.ts";
import { callerKey } from "../audit/places.ts";
import { isSameService, mayBeNamed } from "../resolve/index.ts";

export type EdgeCaller = {
  readonly by: string;
  readonly count: number;
  /** Milliseconds since 1970, UTC. */
  readonly first: number;
  readonly last: number;
  /** From where, as the trail's facts tell it; empty where they were not asked for. */
  readonly networks: readonly string[];
};

export type EdgeUse = {
  readonly grant: TrustGrant;
  readonly count: number;
  /** Null: never seen. */
  readonly last: number | null;
  /** Who came in, the latest first. */
  readonly callers: readonly EdgeCaller[];
};

/** `uses`: the role's granted ones. Each counts for the narrowest ways that fit it. */
export function edgeUses(
  grants: readonly TrustGrant[],
  uses: readonly AuditedUse[],
  world: AuditWorld,
  organization: OrganizationView,
): readonly EdgeUse[] {
  const found = grants.map((): AuditedUse[] => []);
  for (const one of uses) {
    for (const index of waysOf(one, grants, world, organization)) found[index]?.push(one);
  }
  const places = Map.groupBy(world.facts.places, ({ caller, role }) => `${callerKey(caller)} ${role}`);
  return grants.map((grant, index) => edgeUse(grant, found[index] ?? [], places));
}

function edgeUse(
  grant: TrustGrant,
  uses: readonly AuditedUse[],
  places: ReadonlyMap<string, readonly ObservedPlace[]>,
): EdgeUse {
  const callers = [...Map.groupBy(uses, ({ by }) => by)].map(([by, own]): EdgeCaller => {
    const networks = own.flatMap(
      ({ use }) => places.get(`${callerKey(use.caller)} ${use.role}`)?.map(({ network }) => network) ?? [],
    );
    return {
      by,
      count: sum(own),
      first: own.reduce((least, { use }) => Math.min(least, use.first), Number.POSITIVE_INFINITY),
      last: own.reduce((most, { use }) => Math.max(most, use.last), 0),
      networks: [...new Set(networks)].sort(),
    };
  });
  return {
    grant,
    count: sum(uses),
    last: callers.length === 0 ? null : callers.reduce((most, { last }) => Math.max(most, last), 0),
    callers: callers.toSorted((a, b) => b.last - a.last || (a.by < b.by ? -1 : 1)),
  };
}

function sum(uses: readonly AuditedUse[]): number {
  return uses.reduce((total, { use }) => total + use.count, 0);
}

/** Indexes of the grants by which the use may have come in. */
function waysOf(
  one: AuditedUse,
  grants: readonly TrustGrant[],
  world: AuditWorld,
  organization: OrganizationView,
): readonly number[] {
  if (one.caller.arn === null && isUntold(one)) {
    return grants.flatMap(({ party }, index) => (mayBe(party, one, organization) ? [index] : []));
  }
  const fitting = grants.flatMap((grant, index) => {
    const breadth = breadthFor(grant.party, one, organization);
    return breadth === null ? [] : [{ index, breadth, grant }];
  });
  const least = Math.min(...fitting.map(({ breadth }) => breadth));
  const narrowest = fitting.filter(({ breadth }) => breadth === least);
  if (narrowest.length < 2) return narrowest.map(({ index }) => index);
  const statements = new Set(trustStatements(world.replayed(one)).map(({ statement }) => statement));
  const proven = narrowest.filter(({ grant }) => grant.allowedBy.some((index) => statements.has(index)));
  return (proven.length === 0 ? narrowest : proven).map(({ index }) => index);
}

/** Who called is one of an account, or nobody knows who: the narrowest way can't be told. */
function isUntold({ use }: AuditedUse): boolean {
  const { kind } = use.caller;
  return kind === "role" || kind === "user" || kind === "account" || kind === "unknown";
}

/** A way by which it may have come is no way that nobody used. */
function mayBe(party: Party, one: AuditedUse, organization: OrganizationView): boolean {
  const { kind } = one.use.caller;
  if (kind === "unknown") return party.kind !== "federated" && party.kind !== "service";
  switch (party.kind) {
    case "role":
    case "session":
      return kind !== "user" && splitArn(party.arn)?.account === one.caller.account;
    case "user":
      return kind !== "role" && splitArn(party.arn)?.account === one.caller.account;
    default:
      return breadthFor(party, one, organization) !== null;
  }
}

/** How broad the party is that takes this caller in; null: it does not. */
function breadthFor(
  party: Party,
  { use, caller }: AuditedUse,
  organization: OrganizationView,
): number | null {
  const { account } = caller;
  const isIam = use.caller.kind !== "federated";
  switch (party.kind) {
    case "role":
    case "user":
      return mayBeNamed(party.arn, caller) ? 0 : null;
    case "session":
      return isSessionOf(party.arn, caller.arn) ? 0 : null;
    case "account":
      return isIam && account === party.account ? 1 : null;
    case "organizational-unit": {
      const path = account === null ? null : organization.pathOf(account);
      if (!isIam || account === null || path === null) return null;
      return patternMatches(glob(party.path), path) ? 2 : null;
    }
    case "organization":
      return isIam &&
        account !== null &&
        organization.isOurs(account) &&
        party.id === organization.organizationId
        ? 3
        : null;
    case "any-account":
      return isIam && account !== null ? 4 : null;
    case "federated":
      return use.caller.kind === "federated" && isProvider(party.provider, use.caller.provider) ? 0 : null;
    case "service":
      return isService(party.service, use.caller) ? 0 : null;
  }
}

function isSessionOf(session: string, role: string | null): boolean {
  const [own, of] = [splitArn(session), role === null ? null : splitArn(role)];
  if (own === null || of === null || own.account !== of.account) return false;
  const name = of.resource.slice(of.resource.lastIndexOf("/") + 1);
  return own.resource.toLowerCase().startsWith(`assumed-role/${name.toLowerCase()}/`);
}

/** A trail may tell the issuer where a policy names the provider's ARN. */
function isProvider(named: string, told: string): boolean {
  return named === told || named.endsWith(`:oidc-provider/${told.replace(/^https?:\/\//, "")}`);
}

function isService(named: string, caller: AuditedUse["use"]["caller"]): boolean {
  if (caller.kind === "service") return isSameService(named, caller.service);
  return caller.kind === "certificate" && named === "rolesanywhere.amazonaws.com";
}
