/** From which networks a caller asks for a role. */
import { networkOf, type ObservedPlace, ownText, placeEvidence } from "../../model/index.ts";
import { EvidenceIds } from "./evidence-ids.ts";
import type { Assumption } from "./join-copies.ts";
import type { KnownCallers } from "./known-callers.ts";
import type { Limits } from "./limits.ts";
import { NumberRows, NumberTable } from "./number-rows.ts";

/** Addresses whose networks are remembered: making them costs more than finding them. */
const remembered = 100_000;

/** `ids`: the list of its evidence. */
const column = { count: 0, first: 1, last: 2, ids: 3 };

export class PlaceGroups {
  readonly #callers: KnownCallers;
  /** By pair and network, each by its number. */
  readonly #groups = new NumberRows();
  /** Of each group, by {@link column}. */
  readonly #numbers = new NumberTable(4);
  readonly #ids = new EvidenceIds();
  readonly #networks: string[] = [];
  readonly #networkNumbers = new Map<string, number>();
  readonly #ofAddress = new Map<string, number>();
  readonly #atMost: number;
  readonly #evidence: number;
  readonly #limits: Limits;

  constructor(callers: KnownCallers, atMost: number, evidence: number, limits: Limits) {
    this.#callers = callers;
    this.#atMost = atMost;
    this.#evidence = Math.min(evidence, placeEvidence);
    this.#limits = limits;
  }

  /** In the order of times and ids, so that the first ids are the earliest. */
  add(pair: number, sourceIp: string, { time, id }: Assumption): void {
    const network = this.#networkOf(sourceIp);
    const known = network < 0 ? -1 : this.#groups.find(pair, network, 0);
    const group = known < 0 ? this.#opened(pair, network, sourceIp, time) : known;
    if (group < 0) {
      this.#limits.note("places", time);
      return;
    }
    const numbers = this.#numbers;
    const count = numbers.at(group, column.count);
    numbers.set(group, column.count, count + 1);
    numbers.set(group, column.last, Math.max(numbers.at(group, column.last), time));
    if (count < this.#evidence)
      numbers.set(group, column.ids, this.#ids.push(numbers.at(group, column.ids), id));
  }

  get all(): readonly ObservedPlace[] {
    return Array.from({ length: this.#groups.size }, (_, group) => {
      const pair = this.#groups.at(group, 0);
      return {
        caller: this.#callers.callerOf(pair),
        role: this.#callers.roleOf(pair),
        network: this.#networks[this.#groups.at(group, 1)] ?? "",
        count: this.#numbers.at(group, column.count),
        first: this.#numbers.at(group, column.first),
        last: this.#numbers.at(group, column.last),
        eventIds: this.#ids.list(this.#numbers.at(group, column.ids)),
      };
    });
  }

  /** -1: there are too many. */
  #opened(pair: number, network: number, sourceIp: string, time: number): number {
    if (this.#groups.size >= this.#atMost) return -1;
    const group = this.#groups.add(pair, network < 0 ? this.#begunNetwork(sourceIp) : network, 0);
    this.#numbers.set(group, column.first, time);
    this.#numbers.set(group, column.last, time);
    return group;
  }

  /** -1: no place has it yet. */
  #networkOf(address: string): number {
    const known = this.#ofAddress.get(address);
    if (known !== undefined) return known;
    const network = this.#networkNumbers.get(networkOf(address));
    if (network === undefined) return -1;
    if (this.#ofAddress.size >= remembered) this.#ofAddress.clear();
    this.#ofAddress.set(ownText(address), network);
    return network;
  }

  #begunNetwork(address: string): number {
    const network = ownText(networkOf(address));
    const number = this.#networks.push(network) - 1;
    this.#networkNumbers.set(network, number);
    return number;
  }
}
