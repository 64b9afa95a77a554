/** Callers and the roles that they ask for, each once, however often they call. */
import { type Arn, ownText, type TrailCaller, type UseCaller } from "../../model/index.ts";
import { NumberRows, NumberTable } from "./number-rows.ts";

/** Callers of one name that are looked at one by one. */
const looked = 8;

/** The caller of the same name before it, with 1 added, and how many those are. */
const column = { before: 0, count: 1 };

/** A caller with a role that it asked for is a *pair*, and goes by a number. */
export class KnownCallers {
  readonly #callers: UseCaller[] = [];
  readonly #roles: (Arn | null)[] = [];
  /** By caller and role, each by its number. */
  readonly #pairs = new NumberRows();
  readonly #roleNumbers = new Map<Arn | null, number>();
  /** By what mostly tells a caller apart, the latest of them: found without making a text of all that it is. */
  readonly #byName = new Map<string, number>();
  /** Of each caller, by {@link column}. */
  readonly #others = new NumberTable(2);
  /** Those that share their name with too many others, by all that they are. */
  readonly #byAll = new Map<string, number>();
  readonly #atMost: number;

  constructor(atMost: number) {
    this.#atMost = atMost;
  }

  /** -1: there are too many. */
  pairOf(caller: TrailCaller, role: Arn | null): number {
    const known = this.#known(caller);
    const roleNumber = this.#roleNumbers.get(role) ?? -1;
    const pair = known < 0 || roleNumber < 0 ? -1 : this.#pairs.find(known, roleNumber, 0);
    if (pair >= 0) return pair;
    if (this.#pairs.size >= this.#atMost) return -1;
    return this.#pairs.add(
      known < 0 ? this.#begun(caller) : known,
      roleNumber < 0 ? this.#begunRole(role) : roleNumber,
      0,
    );
  }

  callerOf(pair: number): UseCaller {
    const caller = this.#callers[this.#pairs.at(pair, 0)];
    if (caller === undefined) throw new Error("a pair has a caller");
    return caller;
  }

  roleOf(pair: number): Arn | null {
    return this.#roles[this.roleNumberOf(pair)] ?? null;
  }

  /** The same for the same role. */
  roleNumberOf(pair: number): number {
    return this.#pairs.at(pair, 1);
  }

  /** -1: none. */
  #known(caller: TrailCaller): number {
    const latest = this.#byName.get(nameOf(caller));
    if (latest === undefined) return -1;
    for (let number = latest; number >= 0; number = this.#others.at(number, column.before) - 1) {
      const known = this.#callers[number];
      if (known !== undefined && isSame(known, caller)) return number;
    }
    if (this.#others.at(latest, column.count) + 1 < looked) return -1;
    return this.#byAll.get(keyOf(useCallerOf(caller))) ?? -1;
  }

  #begun(caller: TrailCaller): number {
    const value = useCallerOf(caller);
    const number = this.#callers.push(value) - 1;
    const name = ownText(nameOf(caller));
    const before = this.#byName.get(name);
    const count = before === undefined ? 0 : this.#others.at(before, column.count) + 1;
    if (count >= looked) {
      this.#byAll.set(keyOf(value), number);
      return number;
    }
    this.#others.set(number, column.before, before === undefined ? 0 : before + 1);
    this.#others.set(number, column.count, count);
    this.#byName.set(name, number);
    return number;
  }

  #begunRole(role: Arn | null): number {
    const number = this.#roles.push(role) - 1;
    this.#roleNumbers.set(role, number);
    return number;
  }
}

function keyOf(value: UseCaller): string {
  return JSON.stringify(Object.values(value));
}

/** The caller without its session's name, in texts that keep no other in memory. Members always in the same order. */
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
      return { kind, protocol, provider, subject: ownText(subject), audience };
    }
    case "certificate":
      return { kind: caller.kind, subject: ownText(caller.subject), trustAnchor: caller.trustAnchor };
    case "identity-center-user":
      return { kind: caller.kind, user: ownText(caller.user), store: caller.store };
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
