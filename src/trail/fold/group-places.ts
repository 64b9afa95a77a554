/** From which networks a caller asks for a role. */
import { networkOf, type ObservedPlace } from "../../model/index.ts";
import type { Pair } from "./known-callers.ts";
import type { Limits } from "./limits.ts";

type Group = Omit<ObservedPlace, "count" | "last"> & { count: number; last: number };

/** Addresses whose networks are remembered: making them costs more than finding them. */
const remembered = 100_000;

export class PlaceGroups {
  readonly #groups = new Map<string, Group>();
  readonly #networks = new Map<string, string>();
  readonly #atMost: number;
  readonly #limits: Limits;

  constructor(atMost: number, limits: Limits) {
    this.#atMost = atMost;
    this.#limits = limits;
  }

  add(pair: Pair, sourceIp: string, time: number): void {
    const network = this.#networkOf(sourceIp);
    const key = `${pair.number} ${network}`;
    const group = this.#groups.get(key);
    if (group !== undefined) {
      group.count++;
      group.last = Math.max(group.last, time);
    } else if (this.#groups.size < this.#atMost) {
      const { caller, role } = pair;
      this.#groups.set(key, { caller, role, network, count: 1, first: time, last: time });
    } else {
      this.#limits.note("places", time);
    }
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
