/**
 * Copies of one call into one. A call across accounts is told in the trail of the caller's account and in that of the role's
 * owner, and neither copy need tell all: the owner's may have the caller's unique id alone, the caller's may lack the role's path.
 */
import type { Arn, TrailCaller, TrailEvent, TrailOutcome } from "../../model/index.ts";

/** One call: its copies joined. The smallest event id stands for it, and the earliest time. */
export type Assumption = TrailEvent;

/**
 * Events that share a request and the call, as assumptions: one for each role. A copy that doesn't tell its role belongs to the
 * first of them by name.
 */
export function assumptionsOf(copies: readonly TrailEvent[]): readonly Assumption[] {
  const [only] = copies;
  if (only !== undefined && copies.length === 1) return [only];
  const byRole = Map.groupBy(copies, ({ role }) => (role === null ? null : nameOfRole(role)));
  const untold = byRole.get(null) ?? [];
  byRole.delete(null);
  const told = [...byRole].sort(([a], [b]) => compare(a ?? "", b ?? "")).map(([, some]) => some);
  const [first = [], ...others] = told;
  return [[...first, ...untold], ...others].map(joined);
}

/** A role is known by its account and name: paths don't tell roles apart. */
export function nameOfRole(role: Arn): string {
  const resource = role.lastIndexOf(":") + 1;
  return role.slice(0, resource) + role.slice(Math.max(resource, role.lastIndexOf("/") + 1));
}

function joined(copies: readonly TrailEvent[]): Assumption {
  const role = roleOf(copies);
  const inOrder = copies.toSorted(
    (a, b) => Number(isOwners(a, role)) - Number(isOwners(b, role)) || compare(a.id, b.id) || a.time - b.time,
  );
  const [first] = inOrder;
  if (first === undefined) throw new Error("a call has a copy at least");
  const tellsMost = copies.reduce((best, copy) => (tellsMore(copy, best) ? copy : best));
  const has = <K extends keyof TrailEvent>(key: K): TrailEvent[K] =>
    (inOrder.find((copy) => copy[key] !== null) ?? first)[key];
  const hasSome = <K extends "tags" | "transitiveTagKeys">(key: K): TrailEvent[K] =>
    (inOrder.find((copy) => copy[key].length > 0) ?? first)[key];
  return {
    id: copies.reduce((id, copy) => (copy.id < id ? copy.id : id), first.id),
    time: Math.min(...copies.map(({ time }) => time)),
    call: first.call,
    request: has("request"),
    shared: has("shared"),
    account: has("account"),
    region: first.region,
    caller: tellsMost.caller,
    callerKey: has("callerKey"),
    role,
    outcome: outcomeOf(inOrder, first.outcome),
    sessionName: has("sessionName"),
    externalId: has("externalId"),
    sourceIdentity: has("sourceIdentity"),
    tags: hasSome("tags"),
    transitiveTagKeys: hasSome("transitiveTagKeys"),
    narrowed: copies.some(({ narrowed }) => narrowed),
    mfa: mfaOf(copies),
    sourceIp: has("sourceIp"),
    vpcEndpoint: has("vpcEndpoint"),
    userAgent: has("userAgent"),
    console: copies.some((copy) => copy.console),
  };
}

function isOwners({ account }: TrailEvent, role: Arn | null): boolean {
  return account !== null && role !== null && role.split(":")[4] === account;
}

/** The longest text has the path. */
function roleOf(copies: readonly TrailEvent[]): Arn | null {
  return copies.reduce<Arn | null>((best, { role }) => {
    if (role === null || best === null) return best ?? role;
    return role.length > best.length || (role.length === best.length && role < best) ? role : best;
  }, null);
}

function tellsMore(copy: TrailEvent, best: TrailEvent): boolean {
  const more = rank(copy.caller) - rank(best.caller);
  if (more !== 0) return more > 0;
  const own = Number(isOwn(copy)) - Number(isOwn(best));
  return own === 0 ? copy.id < best.id : own > 0;
}

function rank(caller: TrailCaller): number {
  switch (caller.kind) {
    case "user":
    case "role":
      if (caller.arn !== null) return 3;
      return caller.id === null ? 1 : 2;
    case "account":
      return 1;
    case "unknown":
      return 0;
    default:
      return 3;
  }
}

function isOwn({ caller, account }: TrailEvent): boolean {
  return "account" in caller && caller.account === account;
}

function outcomeOf(inOrder: readonly TrailEvent[], first: TrailOutcome): TrailOutcome {
  const granted = inOrder.flatMap(({ outcome }) => (outcome.kind === "granted" ? [outcome] : []));
  if (granted.length === 0) return first;
  return {
    kind: "granted",
    key: granted.find(({ key }) => key !== null)?.key ?? null,
    seconds: granted.find(({ seconds }) => seconds !== null)?.seconds ?? null,
  };
}

function mfaOf(copies: readonly TrailEvent[]): boolean | null {
  if (copies.some(({ mfa }) => mfa === true)) return true;
  return copies.some(({ mfa }) => mfa === false) ? false : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
