/** Assumptions grouped into uses: all that an answer can depend on is the same within one. */
import type { ObservedUse, TrailQuestion, UseDetail } from "../../model/index.ts";
import type { Assumption } from "./join-copies.ts";
import type { Pair } from "./known-callers.ts";
import type { FoldBounds, Limits } from "./limits.ts";

const hourMilliseconds = 3_600_000;

type Group = Omit<ObservedUse, "count" | "last" | "longest" | "eventIds"> & {
  count: number;
  last: number;
  longest: number | null;
  readonly eventIds: string[];
};

type Question = Pick<TrailQuestion, "longerThan" | "evidence" | "detailed">;

export class UseGroups {
  readonly #groups = new Map<string, Group>();
  /** Of each pair, by its number, the use that came last: the same comes again, mostly. */
  readonly #last: Group[] = [];
  readonly #question: Question;
  readonly #bounds: FoldBounds;
  readonly #limits: Limits;
  #details = 0;

  constructor(question: Question, bounds: FoldBounds, limits: Limits) {
    this.#question = question;
    this.#bounds = bounds;
    this.#limits = limits;
  }

  /** In the order of times and ids, so that the first ids are the earliest. */
  add(assumption: Assumption, pair: Pair, depth: number | null): void {
    const rest = this.#restOf(assumption, depth);
    const detail = this.#detailOf(assumption);
    const last = this.#last[pair.number];
    const isLast = last !== undefined && detail === null && isOf(last, rest);
    const group = isLast ? last : this.#groupOf(pair, rest, detail);
    if (group === null) {
      this.#limits.note("uses", assumption.time);
      return;
    }
    const { outcome, time, id } = assumption;
    group.count++;
    group.last = Math.max(group.last, time);
    if (outcome.kind === "granted" && outcome.seconds !== null)
      group.longest = Math.max(group.longest ?? outcome.seconds, outcome.seconds);
    if (group.eventIds.length < this.#question.evidence) group.eventIds.push(id);
  }

  get all(): readonly ObservedUse[] {
    return [...this.#groups.values()];
  }

  /** Null: there are too many. */
  #groupOf(pair: Pair, rest: Rest, detail: UseDetail | null): Group | null {
    const plain = keyOf(pair, rest);
    const key = detail === null ? plain : `${plain} ${JSON.stringify(detail)}`;
    const group = this.#groups.get(key) ?? this.#opened(key, plain, pair, rest, detail);
    if (group !== null && group.detail === null) this.#last[pair.number] = group;
    return group;
  }

  /** Without its detail, where there are too many of those; null: there are too many uses. */
  #opened(
    key: string,
    plain: string,
    { caller, role }: Pair,
    rest: Rest,
    detail: UseDetail | null,
  ): Group | null {
    const { assumption } = rest;
    const isCut = detail !== null && this.#details >= this.#bounds.details;
    if (isCut) this.#limits.note("details", assumption.time);
    const known = isCut ? this.#groups.get(plain) : undefined;
    if (known !== undefined) return known;
    if (this.#groups.size >= this.#bounds.uses) return null;
    const group: Group = {
      call: assumption.call,
      caller,
      role,
      granted: assumption.outcome.kind === "granted",
      error: rest.error,
      hour: rest.hour,
      externalId: assumption.externalId,
      mfa: assumption.mfa,
      hasSourceIdentity: assumption.sourceIdentity !== null,
      console: assumption.console,
      long: rest.long,
      depth: rest.depth,
      detail: isCut ? null : detail,
      count: 0,
      first: assumption.time,
      last: assumption.time,
      longest: null,
      eventIds: [],
    };
    if (group.detail !== null) this.#details++;
    this.#groups.set(isCut ? plain : key, group);
    return group;
  }

  #restOf(assumption: Assumption, depth: number | null): Rest {
    const { outcome, time } = assumption;
    const isGranted = outcome.kind === "granted";
    return {
      assumption,
      error: isGranted ? null : outcome.code,
      hour: isGranted ? null : Math.floor(time / hourMilliseconds) * hourMilliseconds,
      long: isGranted && outcome.seconds !== null && outcome.seconds > this.#question.longerThan,
      depth,
    };
  }

  #detailOf(assumption: Assumption): UseDetail | null {
    if (assumption.role === null || !this.#question.detailed.has(assumption.role)) return null;
    const { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint } = assumption;
    return { sessionName, sourceIdentity, tags, transitiveTagKeys, sourceIp, vpcEndpoint };
  }
}

type Rest = {
  readonly assumption: Assumption;
  readonly error: string | null;
  readonly hour: number | null;
  readonly long: boolean;
  readonly depth: number | null;
};

function isOf(group: Group, { assumption, error, hour, long, depth }: Rest): boolean {
  return (
    group.call === assumption.call &&
    group.granted === (assumption.outcome.kind === "granted") &&
    group.error === error &&
    group.hour === hour &&
    group.externalId === assumption.externalId &&
    group.mfa === assumption.mfa &&
    group.hasSourceIdentity === (assumption.sourceIdentity !== null) &&
    group.console === assumption.console &&
    group.long === long &&
    group.depth === depth &&
    group.detail === null
  );
}

/** Texts from outside with their lengths before them, so that different groups never have the same key. */
function keyOf(pair: Pair, { assumption, error, hour, long, depth }: Rest): string {
  const { call, externalId, mfa, sourceIdentity } = assumption;
  const yes =
    (mfa === null ? 0 : mfa ? 1 : 2) +
    (sourceIdentity === null ? 0 : 4) +
    (assumption.console ? 8 : 0) +
    (long ? 16 : 0);
  const given = externalId === null ? "-" : `${externalId.length}:${externalId}`;
  const refused = error === null ? "" : ` ${hour} ${error.length}:${error}`;
  return `${pair.number} ${call} ${yes} ${depth ?? "-"} ${given}${refused}`;
}
