/**
 * What stands behind an access key: how many assumptions, and which roles one after the other. Each way is one link, however many
 * sessions go it; a key points at its link by number.
 */
import { type Arn, deepestChain, type ObservedChain, type UseCaller } from "../../model/index.ts";
import type { Pair } from "./known-callers.ts";

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
  /** Null until there is one: most ways end where they began. */
  next: Map<Arn, Link> | null;
  count: number;
  first: number;
  last: number;
  readonly eventIds: string[];
};

export class Chains {
  readonly #links: Link[] = [];
  readonly #starts = new Map<number, Link>();
  /** Links that tell a depth alone: nobody asks for chains, or there are too many. */
  readonly #bare = new Map<number | null, Link>();
  readonly #atMost: number;
  readonly #evidence: number;

  /** `atMost` 0: depths alone are told. */
  constructor(atMost: number, evidence: number) {
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
  linkOf(before: Link | null, pair: Pair, depth: number | null): Link {
    const { role } = pair;
    if (role === null || this.#atMost === 0 || before?.way === null) return this.bare(depth);
    const way = before?.way ?? null;
    if (before !== null && way !== null && way.length >= deepestChain) return before;
    const known = way === null ? this.#starts.get(pair.number) : way.next?.get(role);
    if (known !== undefined) return known;
    if (this.#links.length >= this.#atMost) return this.bare(depth);
    const link = this.#numbered(depth, {
      from: way?.from ?? pair.caller,
      before: way,
      role,
      length: (way?.length ?? 0) + 1,
      next: null,
      count: 0,
      first: 0,
      last: 0,
      eventIds: [],
    });
    if (way === null) {
      this.#starts.set(pair.number, link);
    } else {
      way.next ??= new Map();
      way.next.set(role, link);
    }
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
    if (way.eventIds.length < this.#evidence) way.eventIds.push(id);
    return true;
  }

  get all(): readonly ObservedChain[] {
    return this.#links.flatMap(({ way }) =>
      way === null || way.length < 2 || way.count === 0 ? [] : [chainOf(way)],
    );
  }

  #numbered(depth: number | null, way: Way | null): Link {
    const link: Link = { number: this.#links.length, depth, way };
    this.#links.push(link);
    return link;
  }
}

function chainOf(way: Way): ObservedChain {
  const roles: Arn[] = [];
  for (let at: Way | null = way; at !== null; at = at.before) roles.push(at.role);
  const { from, count, first, last, eventIds } = way;
  return { from, roles: roles.reverse(), count, first, last, eventIds };
}
