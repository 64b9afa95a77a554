/** From which networks a caller asks for a role. */
import { networkOf, type ObservedPlace, placeEvidence } from "../../model/index.ts";
import type { Assumption } from "./join-copies.ts";
import type { Pair } from "./known-callers.ts";
import type { Limits } from "./limits.ts";

type Group = Omit<ObservedPlace, "count" | "last" | "eventIds"> & {
  count: number;
  last: number;
  eventIds: readonly string[];
};

/** Addresses whose networks are remembered: making them costs more than finding them. */
const remembered = 100_000;

export class PlaceGroups {
  readonly #groups = new Map<string, Group>();
  /** Of each pair, by its number, what came last: it comes from the same address again, mostly. */
  readonly #last: { readonly sourceIp: string; readonly group: Group }[] = [];
  readonly #networks = new Map<string, string>();
  readonly #atMost: number;
  readonly #evidence: number;
  readonly #limits: Limits;

  constructor(atMost: number, evidence: number, limits: Limits) {
    this.#atMost = atMost;
    this.#evidence = Math.min(evidence, placeEvidence);
    this.#limits = limits;
  }

  /** In the order of times and ids, so that the first ids are the earliest. */
  add(pair: Pair, sourceIp: string, { time, id }: Assumption): void {
    const last = this.#last[pair.number];
    const group = last?.sourceIp === sourceIp ? last.group : this.#groupOf(pair, sourceIp, time);
    if (group === null) {
      this.#limits.note("places", time);
      return;
    }
    group.count++;
    group.last = Math.max(group.last, time);
    // Made anew, for what is pushed to takes room for sixteen more.
    if (group.eventIds.length < this.#evidence) group.eventIds = [...group.eventIds, id];
  }

  /** Null: there are too many. */
  #groupOf(pair: Pair, sourceIp: string, time: number): Group | null {
    const network = this.#networkOf(sourceIp);
    const key = `${pair.number} ${network}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= this.#atMost) return null;
      const { caller, role } = pair;
      group = { caller, role, network, count: 0, first: time, last: time, eventIds: [] };
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
