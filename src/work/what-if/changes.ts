/** Changes as somebody words them, held against the snapshot: what is edited in it, and what to look at afterwards. */
import { editPolicy } from "../../findings/policy-edit.ts";
import {
  type AccountIndex,
  err,
  isArn,
  ok,
  type PolicyHolder,
  type Result,
  type Snapshot,
  type SnapshotEdit,
} from "../../model/index.ts";
import { lineAndColumn, type PolicyKind, parsePolicy } from "../../policy/index.ts";
import { acceptedPolicy } from "../accepted-policy.ts";
import type { NamedIn, NameFault } from "../named-in-snapshot.ts";
import { type NamedPolicy, namedPolicy, policyHolder } from "./named-policy.ts";

/** `policy`: as evidence names it; see {@link namedPolicy}. */
export type Change =
  /** `statement`: its Sid, or its place from 0. */
  | { readonly kind: "remove-statement"; readonly policy: string; readonly statement: string | number }
  /** `text`: the whole policy that stands there afterwards. `source`: what it is called in messages. */
  | {
      readonly kind: "replace-policy";
      readonly policy: string;
      readonly text: string;
      readonly source: string;
    }
  /** `from`: the ARN of a role, user or group. */
  | { readonly kind: "detach-policy"; readonly from: string; readonly policy: string }
  /** It leaves the organization, and whoever trusts it trusts an outsider. */
  | { readonly kind: "account-leaves"; readonly account: string }
  /** An attacker becomes its administrator. */
  | { readonly kind: "account-lost"; readonly account: string };

/** A fault, and which change it is of. */
export type ChangeFault = NameFault & { readonly change: number };

export type PlannedChanges = {
  readonly edits: readonly SnapshotEdit[];
  /** Each change in words. */
  readonly told: readonly string[];
  /** ARNs of roles whose trust policies change. */
  readonly trusts: readonly string[];
  /** Whose own policies change. */
  readonly holders: readonly PolicyHolder[];
  readonly leaving: readonly AccountIndex[];
  readonly lost: readonly LostAccount[];
};

export type LostAccount = {
  readonly account: string;
  /** The made-up user that stands for the attacker; null where nothing was read of the account. */
  readonly attacker: string | null;
};

/** What one change comes to; edits of a policy's statements are gathered, as their places are those of before. */
type Planned = {
  /** What is changed. */
  readonly key: string;
  readonly told: string;
  readonly edit?: SnapshotEdit;
  readonly trust?: string;
  readonly holder?: PolicyHolder;
  readonly leaving?: AccountIndex;
  readonly lost?: LostAccount;
};

export function plannedChanges(
  changes: readonly Change[],
  named: NamedIn,
): Result<PlannedChanges, ChangeFault> {
  const planned: Planned[] = [];
  const removals = new Map<string, readonly number[]>();
  const changed = new Set<string>();
  for (const [at, change] of changes.entries()) {
    const one = planOf(change, removals, named);
    if (!one.ok) return err({ ...one.error, change: at });
    const { key } = one.value;
    const removed = change.kind === "remove-statement" ? removals.get(key) : undefined;
    if (changed.has(key) && (removed === undefined || removed.length < 2)) {
      return err({ ...twice(change), change: at });
    }
    changed.add(key);
    planned.push(one.value);
  }
  return ok(gathered(planned));
}

function twice(change: Change): NameFault {
  const what = "policy" in change ? change.policy : change.account;
  return {
    kind: "usage",
    message: `${JSON.stringify(what)} is changed twice`,
    advice: `Change each policy and each account once; of one policy, several statements can be removed`,
  };
}

/** Of several edits of one policy the last holds all that was removed before. */
function gathered(planned: readonly Planned[]): PlannedChanges {
  return {
    edits: planned.flatMap(({ edit }) => edit ?? []),
    told: planned.map(({ told }) => told),
    trusts: [...new Set(planned.flatMap(({ trust }) => trust ?? []))],
    holders: planned.flatMap(({ holder }) => holder ?? []),
    leaving: planned.flatMap(({ leaving }) => leaving ?? []),
    lost: planned.flatMap(({ lost }) => lost ?? []),
  };
}

/** `removals`: of each policy the places of statements that earlier changes took; the change's own is added. */
function planOf(
  change: Change,
  removals: Map<string, readonly number[]>,
  named: NamedIn,
): Result<Planned, NameFault> {
  switch (change.kind) {
    case "remove-statement":
      return removal(change, removals, named);
    case "replace-policy":
      return replacement(change, named);
    case "detach-policy":
      return detachment(change, named.snapshot, named.where);
    case "account-leaves":
      return leaving(change.account, named);
    case "account-lost":
      return losing(change.account, named);
  }
}

function removal(
  { policy, statement }: Extract<Change, { readonly kind: "remove-statement" }>,
  removals: Map<string, readonly number[]>,
  named: NamedIn,
): Result<Planned, NameFault> {
  const found = namedPolicy(policy, named);
  if (!found.ok) return found;
  const { text, kind, key } = found.value;
  const place = text === null ? null : placeOf(text, statement);
  const which = `statement ${typeof statement === "number" ? statement + 1 : JSON.stringify(statement)}`;
  if (text === null || place === null) {
    return err({
      kind: "usage",
      message: `${policy} has no ${which}, or several of that name`,
      advice: "Give the statement's Sid, or its number as paths --explain tells it, from 1 (in JSON from 0).",
    });
  }
  const places = [...(removals.get(key) ?? []), place];
  removals.set(key, places);
  const edited = editPolicy(
    text,
    [...new Set(places)].map((at) => ({ kind: "remove-statement", statement: at })),
  );
  const edit = edited === null ? withoutAll(found.value, kind) : found.value.edit(edited);
  return ok({
    key,
    told: `without ${which} of ${policy}`,
    ...(edit === null ? {} : { edit }),
    ...concerned(found.value),
  });
}

/** AWS takes no policy without a statement: it is taken away, or says nothing where it can't be. */
function withoutAll(policy: NamedPolicy, kind: PolicyKind): SnapshotEdit | null {
  return policy.edit(null) ?? policy.edit(nothingIn(kind));
}

/** Null: there is none, or there are several of that Sid. */
function placeOf(text: string, statement: string | number): number | null {
  const parsed = parsePolicy(text, { kind: "endpoint" });
  if (!parsed.ok) return null;
  const { statements } = parsed.value;
  if (typeof statement === "number") return statements[statement] === undefined ? null : statement;
  const places = statements.flatMap(({ sid }, at) => (sid === statement ? [at] : []));
  const [only] = places;
  return places.length === 1 && only !== undefined ? only : null;
}

/** A policy that allows nothing, and denies what is none of any service's actions; a trust policy, everything. */
function nothingIn(kind: PolicyKind): string {
  const statement =
    kind === "trust"
      ? { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }
      : {
          Effect: "Deny",
          ...(kind === "rcp" || kind === "resource" ? { Principal: "*" } : {}),
          Action: "none:null",
          Resource: "*",
        };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function concerned({ kind, name, holder }: NamedPolicy): Pick<Planned, "trust" | "holder"> {
  if (kind === "trust" && holder !== null) return { trust: name.replace(/^trust policy of /, "") };
  return holder === null ? {} : { holder };
}

function replacement(
  { policy, text, source }: Extract<Change, { readonly kind: "replace-policy" }>,
  named: NamedIn,
): Result<Planned, NameFault> {
  const found = namedPolicy(policy, named);
  if (!found.ok) return found;
  const accepted = acceptedPolicy(text, found.value.kind);
  if (!accepted.ok) {
    const { offset, message, advice } = accepted.error;
    const { line, column } = lineAndColumn(text, offset);
    return err({ kind: "input", message: `${source}:${line}:${column}: ${message}`, advice });
  }
  const edit = found.value.edit(text);
  const { key } = found.value;
  const told = `with another ${policy.startsWith("arn:") ? `policy ${policy}` : policy}`;
  return ok({ key, told, ...(edit === null ? {} : { edit }), ...concerned(found.value) });
}

function detachment(
  { from, policy }: Extract<Change, { readonly kind: "detach-policy" }>,
  snapshot: Snapshot,
  where: string,
): Result<Planned, NameFault> {
  const found = policyHolder(from, snapshot);
  if (found === null) {
    return err({
      kind: "usage",
      message: `${where} holds no role, user or group ${JSON.stringify(from)}`,
      advice: "Give its whole ARN, path included.",
    });
  }
  if (!isArn(policy) || !found.attachedPolicies.includes(policy)) {
    const attached = found.attachedPolicies.join(", ");
    return err({
      kind: "usage",
      message: `${JSON.stringify(policy)} is not attached to ${from}`,
      advice: attached === "" ? "Nothing is attached to it." : `Attached are: ${attached}`,
    });
  }
  const { holder } = found;
  const edit: SnapshotEdit = { kind: "detach-policy", holder, policy };
  return ok({ key: `${policy} at ${from}`, told: `with ${policy} detached from ${from}`, edit, holder });
}

function absentAccount(account: string, { where }: NamedIn): NameFault {
  return {
    kind: "usage",
    message: `${where} holds no account ${JSON.stringify(account)}`,
    advice: "Give the twelve digits of an account of the snapshot; accesslens show overview tells them.",
  };
}

function leaving(account: string, named: NamedIn): Result<Planned, NameFault> {
  const index = named.snapshot.accountIndex(account);
  if (index === null) return err(absentAccount(account, named));
  if (named.snapshot.organization?.managementAccount === account) {
    return err({
      kind: "usage",
      message: `${account} is the management account, which can't leave its organization`,
      advice: `To ask what an attacker who holds it comes to: --lost-account ${account}`,
    });
  }
  const edit: SnapshotEdit = { kind: "account-leaves", account: index };
  return ok({ key: account, told: `without account ${account}`, edit, leaving: index });
}

function losing(account: string, named: NamedIn): Result<Planned, NameFault> {
  const { snapshot } = named;
  const index = snapshot.accountIndex(account);
  const row = index === null ? undefined : snapshot.accounts[index];
  if (index === null || row === undefined) return err(absentAccount(account, named));
  const told = `with account ${account} in an attacker's hands`;
  if (!row.hasData) return ok({ key: account, told, lost: { account, attacker: null } });
  const name = unusedName(index, snapshot);
  const attacker = `arn:${row.partition}:iam::${account}:user/${name}`;
  const edit: SnapshotEdit = { kind: "administrator-appears", account: index, name };
  return ok({ key: account, told, edit, lost: { account, attacker } });
}

function unusedName(account: AccountIndex, snapshot: Snapshot): string {
  const used = new Set(snapshot.accountData(account)?.users.map(({ name }) => name.toLowerCase()));
  let name = "attacker";
  for (let more = 2; used.has(name); more++) name = `attacker-${more}`;
  return name;
}
