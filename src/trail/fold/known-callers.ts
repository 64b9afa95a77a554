/** Callers and the roles that they ask for, each once, however often they call. */
import type { Arn, TrailCaller, UseCaller } from "../../model/index.ts";

/** A caller with a role that it asked for. */
export type Pair = { readonly number: number; readonly caller: UseCaller; readonly role: Arn | null };

type Known = { readonly value: UseCaller; readonly pairs: Map<Arn | null, Pair> };

export class KnownCallers {
  /** By what mostly tells a caller apart: found without making a text of all that it is. */
  readonly #quick = new Map<string, Known>();
  readonly #all = new Map<string, Known>();
  readonly #atMost: number;
  #pairs = 0;

  constructor(atMost: number) {
    this.#atMost = atMost;
  }

  /** Null: there are too many. */
  pairOf(caller: TrailCaller, role: Arn | null): Pair | null {
    const known = this.#known(caller);
    if (known === null) return null;
    const found = known.pairs.get(role);
    if (found !== undefined) return found;
    if (this.#pairs >= this.#atMost) return null;
    const pair: Pair = { number: this.#pairs, caller: known.value, role };
    this.#pairs++;
    known.pairs.set(role, pair);
    return pair;
  }

  #known(caller: TrailCaller): Known | null {
    const handle = handleOf(caller);
    const quick = this.#quick.get(handle);
    if (quick !== undefined && isSame(quick.value, caller)) return quick;
    const value = useCallerOf(caller);
    const key = JSON.stringify(Object.values(value));
    let known = this.#all.get(key);
    if (known === undefined) {
      if (this.#all.size >= this.#atMost) return null;
      known = { value, pairs: new Map() };
      this.#all.set(key, known);
    }
    this.#quick.set(handle, known);
    return known;
  }
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

function handleOf(caller: TrailCaller): string {
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
