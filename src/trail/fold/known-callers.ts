/** Callers and the roles that they ask for, each once, however often they call. */
import type { Arn, TrailCaller, UseCaller } from "../../model/index.ts";

/** A caller with a role that it asked for. */
export type Pair = { readonly number: number; readonly caller: UseCaller; readonly role: Arn | null };

type Known = { readonly value: UseCaller; readonly first: Pair; others: Map<Arn | null, Pair> | null };

/** Callers of one name that are looked at one by one. */
const looked = 8;

export class KnownCallers {
  /** By what mostly tells a caller apart: found without making a text of all that it is. */
  readonly #byName = new Map<string, Known[]>();
  /** Those that share their name with too many others, by all that they are. */
  readonly #byAll = new Map<string, Known>();
  readonly #atMost: number;
  #pairs = 0;

  constructor(atMost: number) {
    this.#atMost = atMost;
  }

  /** Null: there are too many. */
  pairOf(caller: TrailCaller, role: Arn | null): Pair | null {
    const known = this.#known(caller);
    if (known === null) return this.#begun(caller, role);
    if (known.first.role === role) return known.first;
    const found = known.others?.get(role);
    if (found !== undefined) return found;
    const pair = this.#numbered(known.value, role);
    if (pair === null) return null;
    known.others ??= new Map();
    known.others.set(role, pair);
    return pair;
  }

  #known(caller: TrailCaller): Known | null {
    const some = this.#byName.get(nameOf(caller)) ?? [];
    const found = some.find(({ value }) => isSame(value, caller));
    if (found !== undefined || some.length < looked) return found ?? null;
    return this.#byAll.get(keyOf(useCallerOf(caller))) ?? null;
  }

  #begun(caller: TrailCaller, role: Arn | null): Pair | null {
    const value = useCallerOf(caller);
    const first = this.#numbered(value, role);
    if (first === null) return null;
    const known: Known = { value, first, others: null };
    const name = nameOf(caller);
    const some = this.#byName.get(name);
    if (some === undefined) this.#byName.set(name, [known]);
    else if (some.length < looked) some.push(known);
    else this.#byAll.set(keyOf(value), known);
    return first;
  }

  #numbered(caller: UseCaller, role: Arn | null): Pair | null {
    if (this.#pairs >= this.#atMost) return null;
    return { number: this.#pairs++, caller, role };
  }
}

function keyOf(value: UseCaller): string {
  return JSON.stringify(Object.values(value));
}

/** The caller without its session's name. Members always in the same order. */
export function useCallerOf(caller: TrailCaller): UseCaller {
  switch (caller.kind) {
    case "user":
    case "role": {
      const { kind, account, arn, id } = caller;
      return { kind, account, arn, id };
    }
    case "root":
    case "account":
      return { kind: caller.kind, account: caller.account };
    case "service":
      return { kind: caller.kind, service: caller.service };
    case "federated": {
      const { kind, protocol, provider, subject, audience } = caller;
      return { kind, protocol, provider, subject, audience };
    }
    case "certificate":
      return { kind: caller.kind, subject: caller.subject, trustAnchor: caller.trustAnchor };
    case "identity-center-user":
      return { kind: caller.kind, user: caller.user, store: caller.store };
    case "unknown":
      return { kind: caller.kind, type: caller.type };
  }
}

function nameOf(caller: TrailCaller): string {
  switch (caller.kind) {
    case "user":
    case "role":
      return caller.arn ?? caller.id ?? caller.account;
    case "root":
    case "account":
      return caller.account;
    case "service":
      return caller.service;
    case "federated":
    case "certificate":
      return caller.subject;
    case "identity-center-user":
      return caller.user;
    case "unknown":
      return caller.type;
  }
}

function isSame(known: UseCaller, caller: TrailCaller): boolean {
  switch (caller.kind) {
    case "user":
    case "role":
      return (
        known.kind === caller.kind &&
        known.arn === caller.arn &&
        known.id === caller.id &&
        known.account === caller.account
      );
    case "root":
    case "account":
      return known.kind === caller.kind && known.account === caller.account;
    case "service":
      return known.kind === caller.kind && known.service === caller.service;
    case "federated":
      return (
        known.kind === caller.kind &&
        known.subject === caller.subject &&
        known.provider === caller.provider &&
        known.audience === caller.audience &&
        known.protocol === caller.protocol
      );
    case "certificate":
      return (
        known.kind === caller.kind &&
        known.subject === caller.subject &&
        known.trustAnchor === caller.trustAnchor
      );
    case "identity-center-user":
      return known.kind === caller.kind && known.user === caller.user && known.store === caller.store;
    case "unknown":
      return known.kind === caller.kind && known.type === caller.type;
  }
}
