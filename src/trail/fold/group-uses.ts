/** Assumptions grouped into uses: all that an answer can depend on is the same within one. */
import type { ObservedUse, TrailQuestion, UseDetail } from "../../model/index.ts";
import { EvidenceIds } from "./evidence-ids.ts";
import type { Assumption } from "./join-copies.ts";
import type { KnownCallers } from "./known-callers.ts";
import type { FoldBounds, Limits } from "./limits.ts";
import { NumberRows, NumberTable } from "./number-rows.ts";
import { UseKinds } from "./use-kinds.ts";

const hourMilliseconds = 3_600_000;
/** Added to numbers of hours and seconds, so that they are above 0, and 0 stands for none. */
const some = 2 ** 31;

/** `longest`: with {@link some} added; 0: none tells. `ids`: the list of its evidence. */
const column = { count: 0, first: 1, last: 2, longest: 3, ids: 4 };

type Question = Pick<TrailQuestion, "longerThan" | "evidence" | "detailed">;

export class UseGroups {
  readonly #callers: KnownCallers;
  readonly #kinds = new UseKinds();
  /** By pair, kind (each by its number) and hour: see {@link hourOf}. */
  readonly #groups = new NumberRows();
  /** Of each group, by {@link column}. */
  readonly #numbers = new NumberTable(5);
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
    const count = this.#numbers.at(group, column.count);
    this.#numbers.set(group, column.count, count + 1);
    this.#numbers.set(group, column.last, Math.max(this.#numbers.at(group, column.last), time));
    if (outcome.kind === "granted" && outcome.seconds !== null)
      this.#numbers.set(
        group,
        column.longest,
        Math.max(this.#numbers.at(group, column.longest), outcome.seconds + some),
      );
    if (count < this.#question.evidence)
      this.#numbers.set(group, column.ids, this.#ids.push(this.#numbers.at(group, column.ids), id));
  }

  get all(): readonly ObservedUse[] {
    return Array.from({ length: this.#groups.size }, (_, group) => this.#use(group));
  }

  #use(group: number): ObservedUse {
    const pair = this.#groups.at(group, 0);
    const kind = this.#kinds.at(this.#groups.at(group, 1));
    const hour = this.#groups.at(group, 2);
    const longest = this.#numbers.at(group, column.longest);
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
      count: this.#numbers.at(group, column.count),
      first: this.#numbers.at(group, column.first),
      last: this.#numbers.at(group, column.last),
      longest: longest === 0 ? null : longest - some,
      eventIds: this.#ids.list(this.#numbers.at(group, column.ids)),
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
    this.#numbers.set(group, column.first, time);
    this.#numbers.set(group, column.last, time);
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
