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
  const [first] = copies;
  if (first === undefined) return [];
  if (copies.length === 1) return copies;
  // Mostly all tell the same role.
  if (copies.every(({ role }) => role === first.role)) return [joined(copies)];
  const byRole = Map.groupBy(copies, ({ role }) => (role === null ? null : nameOfRole(role)));
  const untold = byRole.get(null) ?? [];
  byRole.delete(null);
  const told = [...byRole].sort(([a], [b]) => compare(a ?? "", b ?? "")).map(([, some]) => some);
  const [earliest = [], ...others] = told;
  return [[...earliest, ...untold], ...others].map(joined);
}

/** A role is known by its account and name: paths don't tell roles apart. */
export function nameOfRole(role: Arn): string {
  const resource = role.lastIndexOf(":") + 1;
  return role.slice(0, resource) + role.slice(Math.max(resource, role.lastIndexOf("/") + 1));
}

function joined(copies: readonly TrailEvent[]): Assumption {
  const role = roleOf(copies);
  const inOrder = ownersLast(copies, role);
  const [first] = inOrder;
  if (first === undefined) throw new Error("a call has a copy at least");
  let [id, time, tellsMost] = [first.id, first.time, first];
  let [narrowed, console] = [false, false];
  for (const copy of copies) {
    if (copy.id < id) id = copy.id;
    if (copy.time < time) time = copy.time;
    if (tellsMore(copy, tellsMost)) tellsMost = copy;
    narrowed ||= copy.narrowed;
    console ||= copy.console;
  }
  return {
    id,
    time,
    call: first.call,
    request: told(inOrder, "request"),
    shared: told(inOrder, "shared"),
    account: told(inOrder, "account"),
    region: first.region,
    caller: tellsMost.caller,
    callerKey: told(inOrder, "callerKey"),
    role,
    outcome: outcomeOf(inOrder, first.outcome),
    sessionName: told(inOrder, "sessionName"),
    externalId: told(inOrder, "externalId"),
    sourceIdentity: told(inOrder, "sourceIdentity"),
    tags: some(inOrder, "tags"),
    transitiveTagKeys: some(inOrder, "transitiveTagKeys"),
    narrowed,
    mfa: mfaOf(copies),
    sourceIp: told(inOrder, "sourceIp"),
    vpcEndpoint: told(inOrder, "vpcEndpoint"),
    userAgent: told(inOrder, "userAgent"),
    console,
  };
}

/** By their ids, but for those of the role's owner. */
function ownersLast(copies: readonly TrailEvent[], role: Arn | null): readonly TrailEvent[] {
  const owner = role === null ? null : accountOf(role);
  const isOwners = ({ account }: TrailEvent): number => Number(owner !== null && account === owner);
  const isBefore = (a: TrailEvent, b: TrailEvent): number =>
    isOwners(a) - isOwners(b) || compare(a.id, b.id) || a.time - b.time;
  const [first, second, ...more] = copies;
  if (first === undefined || second === undefined || more.length > 0) return copies.toSorted(isBefore);
  return isBefore(first, second) > 0 ? [second, first] : copies;
}

function told<K extends keyof TrailEvent>(copies: readonly TrailEvent[], key: K): TrailEvent[K] | null {
  for (const copy of copies) if (copy[key] !== null) return copy[key];
  return null;
}

const none: readonly never[] = [];

function some<K extends "tags" | "transitiveTagKeys">(
  copies: readonly TrailEvent[],
  key: K,
): TrailEvent[K] | typeof none {
  for (const copy of copies) if (copy[key].length > 0) return copy[key];
  return none;
}

/** The longest text has the path. */
function roleOf(copies: readonly TrailEvent[]): Arn | null {
  let best: Arn | null = null;
  for (const { role } of copies) {
    if (role === null || role === best) continue;
    if (best === null || role.length > best.length || (role.length === best.length && role < best))
      best = role;
  }
  return best;
}

/** The fifth part of an ARN; empty: there is none. */
function accountOf(role: Arn): string {
  let start = 0;
  for (let part = 0; part < 4; part++) {
    const colon = role.indexOf(":", start);
    if (colon < 0) return "";
    start = colon + 1;
  }
  const end = role.indexOf(":", start);
  return end < 0 ? role.slice(start) : role.slice(start, end);
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

/** Granted if any copy says so. */
function outcomeOf(inOrder: readonly TrailEvent[], first: TrailOutcome): TrailOutcome {
  let granted: Extract<TrailOutcome, { readonly kind: "granted" }> | null = null;
  for (const { outcome } of inOrder) {
    if (outcome.kind === "refused") continue;
    if (granted === null) granted = outcome;
    else if (
      (granted.key === null && outcome.key !== null) ||
      (granted.seconds === null && outcome.seconds !== null)
    )
      granted = {
        kind: "granted",
        key: granted.key ?? outcome.key,
        seconds: granted.seconds ?? outcome.seconds,
      };
  }
  return granted ?? first;
}

function mfaOf(copies: readonly TrailEvent[]): boolean | null {
  if (copies.some(({ mfa }) => mfa === true)) return true;
  return copies.some(({ mfa }) => mfa === false) ? false : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
