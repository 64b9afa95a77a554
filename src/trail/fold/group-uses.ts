/** Assumptions grouped into uses: all that an answer can depend on is the same within one. */
import type { ObservedUse, TrailQuestion, UseDetail } from "../../model/index.ts";
import { EvidenceIds } from "./evidence-ids.ts";
import type { Assumption } from "./join-copies.ts";
import type { KnownCallers } from "./known-callers.ts";
import type { FoldBounds, Limits } from "./limits.ts";
import { NumberColumn, NumberRows } from "./number-rows.ts";
import { UseKinds } from "./use-kinds.ts";

const hourMilliseconds = 3_600_000;
/** Added to numbers of hours and seconds, so that they are above 0, and 0 stands for none. */
const some = 2 ** 31;

type Question = Pick<TrailQuestion, "longerThan" | "evidence" | "detailed">;

export class UseGroups {
  readonly #callers: KnownCallers;
  readonly #kinds = new UseKinds();
  /** By pair, kind (each by its number) and hour: see {@link hourOf}. */
  readonly #groups = new NumberRows();
  readonly #count = new NumberColumn();
  readonly #first = new NumberColumn();
  readonly #last = new NumberColumn();
  /** With {@link some} added; 0: none tells. */
  readonly #longest = new NumberColumn();
  /** Of evidence. */
  readonly #idList = new NumberColumn();
  readonly #ids = new EvidenceIds();
  readonly #question: Question;
  readonly #bounds: FoldBounds;
  readonly #limits: Limits;
  #details = 0;

  constructor(callers: KnownCallers, question: Question, bounds: FoldBounds, limits: Limits) {
    this.#callers = callers;
    this.#question = question;
    this.#bounds = bounds;
    this.#limits = limits;
  }

  /** In the order of times and ids, so that the first ids are the earliest. */
  add(assumption: Assumption, pair: number, depth: number | null): void {
    const { outcome, time, id } = assumption;
    const group = this.#groupOf(assumption, pair, depth);
    if (group < 0) {
      this.#limits.note("uses", time);
      return;
    }
    const count = this.#count.at(group);
    this.#count.set(group, count + 1);
    this.#last.set(group, Math.max(this.#last.at(group), time));
    if (outcome.kind === "granted" && outcome.seconds !== null)
      this.#longest.set(group, Math.max(this.#longest.at(group), outcome.seconds + some));
    if (count < this.#question.evidence) this.#idList.set(group, this.#ids.push(this.#idList.at(group), id));
  }

  get all(): readonly ObservedUse[] {
    return Array.from({ length: this.#groups.size }, (_, group) => this.#use(group));
  }

  #use(group: number): ObservedUse {
    const pair = this.#groups.at(group, 0);
    const kind = this.#kinds.at(this.#groups.at(group, 1));
    const hour = this.#groups.at(group, 2);
    const longest = this.#longest.at(group);
    return {
      call: kind.call,
      caller: this.#callers.callerOf(pair),
      role: this.#callers.roleOf(pair),
      granted: kind.granted,
      error: kind.error,
      hour: kind.granted ? null : (hour - some) * hourMilliseconds,
      externalId: kind.externalId,
      mfa: kind.mfa,
      hasSourceIdentity: kind.hasSourceIdentity,
      console: kind.console,
      long: kind.long,
      depth: kind.depth,
      detail: kind.detail,
      count: this.#count.at(group),
      first: this.#first.at(group),
      last: this.#last.at(group),
      longest: longest === 0 ? null : longest - some,
      eventIds: this.#ids.list(this.#idList.at(group)),
    };
  }

  /** -1: there are too many. */
  #groupOf(assumption: Assumption, pair: number, depth: number | null): number {
    const detail = this.#detailOf(assumption);
    const { outcome, time } = assumption;
    const isLong =
      outcome.kind === "granted" && outcome.seconds !== null && outcome.seconds > this.#question.longerThan;
    const known = this.#find(assumption, pair, depth, isLong, detail);
    if (known >= 0) return known;
    // Without its detail, where there are too many of those.
    const isCut = detail !== null && this.#details >= this.#bounds.details;
    if (isCut) {
      this.#limits.note("details", time);
      const plain = this.#find(assumption, pair, depth, isLong, null);
      if (plain >= 0) return plain;
    }
    if (this.#groups.size >= this.#bounds.uses) return -1;
    const told = isCut ? null : detail;
    if (told !== null) this.#details++;
    const kind = this.#kinds.numberOf(assumption, depth, isLong, told);
    const group = this.#groups.add(pair, kind, hourOf(assumption));
    this.#first.set(group, time);
    this.#last.set(group, time);
    return group;
  }

  #find(
    assumption: Assumption,
    pair: number,
    depth: number | null,
    isLong: boolean,
    detail: UseDetail | null,
  ): number {
    const kind = this.#kinds.find(assumption, depth, isLong, detail);
    return kind < 0 ? -1 : this.#groups.find(pair, kind, hourOf(assumption));
  }

  #detailOf(assumption: Assumption): UseDetail | null {
    if (assumption.role === null || !this.#question.detailed.has(assumption.role)) return null;
    const { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint } = assumption;
    return { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint };
  }
}

/** Of a refusal, since 1970, with {@link some} added; 0 for what was granted. */
function hourOf({ outcome, time }: Assumption): number {
  return outcome.kind === "granted" ? 0 : Math.floor(time / hourMilliseconds) + some;
}
