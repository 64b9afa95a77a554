/** From which networks a caller asks for a role. */
import { networkOf, type ObservedPlace } from "../../model/index.ts";
import type { Pair } from "./known-callers.ts";
import type { Limits } from "./limits.ts";

type Group = Omit<ObservedPlace, "count" | "last"> & { count: number; last: number };

/** Addresses whose networks are remembered: making them costs more than finding them. */
const remembered = 100_000;

export class PlaceGroups {
  readonly #groups = new Map<string, Group>();
  /** Of each pair, by its number, what came last: it comes from the same address again, mostly. */
  readonly #last: { readonly sourceIp: string; readonly group: Group }[] = [];
  readonly #networks = new Map<string, string>();
  readonly #atMost: number;
  readonly #limits: Limits;

  constructor(atMost: number, limits: Limits) {
    this.#atMost = atMost;
    this.#limits = limits;
  }

  add(pair: Pair, sourceIp: string, time: number): void {
    const last = this.#last[pair.number];
    const group = last?.sourceIp === sourceIp ? last.group : this.#groupOf(pair, sourceIp, time);
    if (group === null) {
      this.#limits.note("places", time);
      return;
    }
    group.count++;
    group.last = Math.max(group.last, time);
  }

  /** Null: there are too many. */
  #groupOf(pair: Pair, sourceIp: string, time: number): Group | null {
    const network = this.#networkOf(sourceIp);
    const key = `${pair.number} ${network}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= this.#atMost) return null;
      const { caller, role } = pair;
      group = { caller, role, network, count: 0, first: time, last: time };
      this.#groups.set(key, group);
    }
    this.#last[pair.number] = { sourceIp, group };
    return group;
  }

  get all(): readonly ObservedPlace[] {
    return [...this.#groups.values()];
  }

  #networkOf(address: string): string {
    const known = this.#networks.get(address);
    if (known !== undefined) return known;
    if (this.#networks.size >= remembered) this.#networks.clear();
    const made = networkOf(address);
    // One text for all addresses of it.
    const network = this.#networks.get(made) ?? made;
    this.#networks.set(made, network);
    this.#networks.set(address, network);
    return network;
  }
}
