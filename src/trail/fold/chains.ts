/**
 * What stands behind an access key: how many assumptions, and which roles one after the other. Each way is one link, however many
 * sessions go it; a key points at its link by number.
 */
import { type Arn, deepestChain, type ObservedChain, type UseCaller } from "../../model/index.ts";
import { EvidenceIds } from "./evidence-ids.ts";
import type { KnownCallers } from "./known-callers.ts";
import { NumberRows } from "./number-rows.ts";

export type Link = {
  readonly number: number;
  /** Of the assumption that issued the key; null: its own issuer is not in the trail. */
  readonly depth: number | null;
  readonly way: Way | null;
};

/** From whom over which roles, by the link before. */
type Way = {
  readonly from: UseCaller;
  readonly before: Way | null;
  readonly role: Arn;
  readonly length: number;
  count: number;
  first: number;
  last: number;
  /** Of evidence: how many ids, and the list of them. */
  ids: number;
  idList: number;
};

export class Chains {
  readonly #callers: KnownCallers;
  readonly #links: Link[] = [];
  /** By the link before with 1 added, and the role; those that begin: by 0, and the pair. */
  readonly #ways = new NumberRows();
  /** By the number of their way. */
  readonly #wayLinks: Link[] = [];
  readonly #ids = new EvidenceIds();
  /** Links that tell a depth alone: nobody asks for chains, or there are too many. */
  readonly #bare = new Map<number | null, Link>();
  readonly #atMost: number;
  readonly #evidence: number;

  /** `atMost` 0: depths alone are told. */
  constructor(callers: KnownCallers, atMost: number, evidence: number) {
    this.#callers = callers;
    this.#atMost = atMost;
    this.#evidence = evidence;
  }

  link(number: number): Link | null {
    return this.#links[number] ?? null;
  }

  depthAfter(before: Link): number | null {
    return before.depth === null ? null : Math.min(before.depth + 1, deepestChain);
  }

  /** `before`: the link behind the key that the call was signed with. */
  linkOf(before: Link | null, pair: number, depth: number | null): Link {
    if (this.#atMost === 0 || before?.way === null) return this.bare(depth);
    const role = this.#callers.roleOf(pair);
    if (role === null) return this.bare(depth);
    const way = before?.way ?? null;
    if (before !== null && way !== null && way.length >= deepestChain) return before;
    const [behind, next] =
      before === null ? [0, pair] : [before.number + 1, this.#callers.roleNumberOf(pair)];
    const known = this.#ways.find(behind, next, 0);
    if (known >= 0) return this.#wayLinks[known] ?? this.bare(depth);
    if (this.#links.length >= this.#atMost) return this.bare(depth);
    const link = this.#numbered(depth, {
      from: way?.from ?? this.#callers.callerOf(pair),
      before: way,
      role,
      length: (way?.length ?? 0) + 1,
      count: 0,
      first: 0,
      last: 0,
      ids: 0,
      idList: 0,
    });
    this.#wayLinks[this.#ways.add(behind, next, 0)] = link;
    return link;
  }

  bare(depth: number | null): Link {
    const known = this.#bare.get(depth);
    if (known !== undefined) return known;
    const link = this.#numbered(depth, null);
    this.#bare.set(depth, link);
    return link;
  }

  /** A session was granted that ends this way; false: the way is not known for want of room. */
  count({ way }: Link, time: number, id: string): boolean {
    if (way === null) return false;
    if (way.count === 0) way.first = time;
    way.count++;
    way.last = Math.max(way.last, time);
    if (way.ids < this.#evidence) {
      way.ids++;
      way.idList = this.#ids.push(way.idList, id);
    }
    return true;
  }

  get all(): readonly ObservedChain[] {
    return this.#links.flatMap(({ way }) =>
      way === null || way.length < 2 || way.count === 0 ? [] : [this.#chainOf(way)],
    );
  }

  #numbered(depth: number | null, way: Way | null): Link {
    const link: Link = { number: this.#links.length, depth, way };
    this.#links.push(link);
    return link;
  }

  #chainOf(way: Way): ObservedChain {
    const roles: Arn[] = [];
    for (let at: Way | null = way; at !== null; at = at.before) roles.push(at.role);
    const { from, count, first, last } = way;
    return { from, roles: roles.reverse(), count, first, last, eventIds: this.#ids.list(way.idList) };
  }
}
