/**
 * The fold: what is known of a trail, out of its events. Events come once each, in the order of their seconds and in any order
 * within one, from 36 hours before the question's time on; memory is bounded by {@link FoldBounds}, not by how many they are.
 */
import {
  formatCalls,
  inOrder,
  type TrailEvent,
  type TrailFacts,
  type TrailQuestion,
} from "../../model/index.ts";
import { Chains, type Link } from "./chains.ts";
import { DayCounts } from "./count-days.ts";
import { PlaceGroups } from "./group-places.ts";
import { UseGroups } from "./group-uses.ts";
import { issuersFirst, issuersOf, keyIssuedBy } from "./issuers-first.ts";
import type { Assumption } from "./join-copies.ts";
import { KeptSessions } from "./keep-sessions.ts";
import { KeyLinks, linkSeconds } from "./key-links.ts";
import { KnownCallers } from "./known-callers.ts";
import { type FoldBounds, foldBounds, Limits } from "./limits.ts";
import { OpenCalls } from "./open-calls.ts";

/** What events tell; the reader knows the rest. */
export type FoldedTrail = Omit<TrailFacts, "skipped" | "accounts">;

/** The events that a question needs: those of its time, and those before that may have issued the keys that were used in it. */
export function spanOf({ from, to }: Pick<TrailQuestion, "from" | "to">): Pick<TrailQuestion, "from" | "to"> {
  return { from: from === null ? null : from - linkSeconds * 1000, to };
}

const counted: ReadonlySet<string> = new Set(formatCalls);

export class TrailFold {
  readonly #question: TrailQuestion;
  readonly #limits = new Limits();
  readonly #open: OpenCalls;
  readonly #links: KeyLinks;
  readonly #chains: Chains;
  readonly #callers: KnownCallers;
  readonly #uses: UseGroups;
  readonly #places: PlaceGroups;
  readonly #days: DayCounts;
  readonly #sessions: KeptSessions | null;
  readonly #from: number;
  readonly #to: number;
  readonly #earliest: number;
  #events = 0;
  #assumptions = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(question: TrailQuestion, bounds: FoldBounds = foldBounds) {
    this.#question = question;
    this.#from = question.from ?? Number.NEGATIVE_INFINITY;
    this.#to = question.to ?? Number.POSITIVE_INFINITY;
    this.#earliest = spanOf(question).from ?? Number.NEGATIVE_INFINITY;
    this.#links = new KeyLinks(bounds.links);
    this.#callers = new KnownCallers(bounds.uses);
    this.#chains = new Chains(this.#callers, question.chains ? bounds.chains : 0, question.evidence);
    this.#uses = new UseGroups(this.#callers, question, bounds, this.#limits);
    this.#places = new PlaceGroups(this.#callers, bounds.places, question.evidence, this.#limits);
    this.#days = new DayCounts(this.#callers, bounds.days, this.#limits);
    this.#sessions = question.sessions === null ? null : new KeptSessions(question.sessions);
    this.#open = new OpenCalls({
      onSecond: (assumptions, second) => this.#take(assumptions, second),
      atMost: bounds.copies,
      onHurry: (event) => this.#limits.note("copies", event.time),
    });
  }

  add(events: readonly TrailEvent[]): void {
    for (const event of events) {
      const { time } = event;
      if (time < this.#earliest || time >= this.#to) continue;
      if (time >= this.#from) {
        if (counted.has(event.call)) this.#events++;
        if (time < this.#first) this.#first = time;
        if (time > this.#last) this.#last = time;
      }
      this.#open.add(event);
    }
  }

  /** Nothing is to be added after. */
  end(): FoldedTrail {
    this.#open.end();
    const facts = inOrder({
      events: this.#events,
      assumptions: this.#assumptions,
      first: Number.isFinite(this.#first) ? this.#first : null,
      last: Number.isFinite(this.#last) ? this.#last : null,
      uses: this.#uses.all,
      places: this.#places.all,
      chains: this.#chains.all,
      days: this.#days.all,
      sessions: this.#sessions?.all ?? [],
      limits: this.#limits.all,
      skipped: [],
      accounts: [],
    });
    const { skipped: _, accounts: __, ...folded } = facts;
    return folded;
  }

  #take(assumptions: readonly Assumption[], second: number): void {
    const [only] = assumptions;
    if (only !== undefined && assumptions.length === 1) {
      this.#takeOne(only, second, null);
      return;
    }
    const issuers = issuersOf(assumptions);
    for (const one of issuersFirst(assumptions, issuers)) this.#takeOne(one, second, issuers);
  }

  /** `issuers`: of the keys of this second; null: nobody else issued any. */
  #takeOne(one: Assumption, second: number, issuers: ReadonlyMap<string, Assumption> | null): void {
    const before = this.#linkBehind(one, second);
    const depth = this.#depthOf(one, before);
    const pair = this.#callers.pairOf(one.caller, one.role);
    const isAsked = one.time >= this.#from;
    if (one.outcome.kind === "granted" && one.role !== null) {
      const link = pair < 0 ? this.#chains.bare(depth) : this.#chains.linkOf(before, pair, depth);
      const key = keyIssuedBy(one);
      const forgotten =
        key !== null && (issuers === null || issuers.get(key) === one)
          ? this.#links.put(key, second, link.number)
          : 0;
      if (forgotten > 0) this.#limits.note("links", one.time, forgotten);
      const isTold = this.#question.chains && isAsked;
      if (isTold && !this.#chains.count(link, one.time, one.id)) this.#limits.note("chains", one.time);
    }
    if (!isAsked) return;
    this.#assumptions++;
    this.#sessions?.add(one, depth);
    if (pair < 0) {
      this.#limits.note("uses", one.time);
      return;
    }
    this.#uses.add(one, pair, depth);
    if (this.#question.places && one.sourceIp !== null) this.#places.add(pair, one.sourceIp, one);
    if (this.#question.days) this.#days.add(pair, one.time, one.outcome.kind === "granted");
  }

  #linkBehind({ caller, callerKey }: Assumption, second: number): Link | null {
    if (callerKey === null || (caller.kind !== "role" && caller.kind !== "unknown")) return null;
    const number = this.#links.get(callerKey, second);
    return number === null ? null : this.#chains.link(number);
  }

  #depthOf({ caller }: Assumption, before: Link | null): number | null {
    if (before !== null) return this.#chains.depthAfter(before);
    return caller.kind === "role" || caller.kind === "unknown" ? null : 0;
  }
}
