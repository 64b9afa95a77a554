/**
 * Makes a trail slot by slot: a slot's records are made, put into files and forgotten, so that a trail of any length takes the
 * memory of one slot. Every use of the background happens in the first quarter of the time and from then on, so that what is new
 * at the end is what was planted to be.
 */
import type { AccountPlan } from "../account-plan.ts";
import { type InPartition, inPartition, type SynthPartition } from "../partition.ts";
import type { Random } from "../random.ts";
import { FastText } from "./fast-text.ts";
import { Noise } from "./noise.ts";
import type { TrailOptions } from "./options.ts";
import type { TrailSpan } from "./planted-uses.ts";
import { type Copy, copiesOf, type Session } from "./record-text.ts";
import { type TrailFile, TrailFiler } from "./trail-files.ts";
import type { TrailTally } from "./trail-tally.ts";
import type { Use } from "./use.ts";

export type TrailPlan = {
  readonly organization: string;
  readonly partition: SynthPartition;
  /** Those that have a trail. */
  readonly accounts: readonly AccountPlan[];
  readonly span: TrailSpan;
  readonly planted: readonly Use[];
  readonly background: readonly Use[];
  readonly options: TrailOptions;
  readonly random: Random;
};

type Due = { readonly use: Use; readonly time: number };

/** How many records a slot may have: what is held in memory at once. */
const slotRecords = 40_000;

/** Seconds between two refusals of one use of the background. */
const refusalsApart = 4 * 3600;

export function* makeTrail(plan: TrailPlan, tally: TrailTally): Generator<TrailFile> {
  const { span, options } = plan;
  const slots = slotsOf(plan);
  const length = (span.to - span.from) / slots;
  const maker = new SlotMaker(plan, tally);
  const due = plan.planted
    .flatMap((use) => (use.moments ?? []).map((time) => ({ use, time })))
    .sort((a, b) => a.time - b.time);
  let next = 0;
  const counted = function* (files: Iterable<TrailFile>): Generator<TrailFile> {
    for (const file of files) {
      tally.files += 1;
      tally.delivered += file.records;
      yield file;
    }
  };
  for (let slot = 0; slot < slots; slot += 1) {
    const from = Math.floor(span.from + slot * length);
    const to = slot === slots - 1 ? span.to : Math.floor(span.from + (slot + 1) * length);
    const dues: Due[] = [];
    for (let one = due[next]; one !== undefined && one.time < to; one = due[next]) {
      dues.push(one);
      next += 1;
    }
    const records = Math.floor((options.events * (slot + 1)) / slots);
    maker.make({ from, to }, (slot + 1) / slots, dues, records);
    yield* counted(maker.filer.files(to));
  }
  yield* counted(maker.filer.rest(span.to));
}

/** A day has as many as keep a slot small; all are of one length, and end with whole minutes. */
function slotsOf({ accounts, options }: TrailPlan): number {
  const size = Math.max(slotRecords, accounts.length * 20);
  const wanted = options.events / options.days / size;
  const perDay = [1, 2, 4, 8, 24, 48, 96, 288].find((count) => count >= wanted) ?? 1440;
  return options.days * perDay;
}

class SlotMaker {
  readonly filer: TrailFiler;
  readonly #plan: TrailPlan;
  readonly #tally: TrailTally;
  readonly #texts: FastText;
  readonly #noise: Noise;
  readonly #words: InPartition;
  readonly #random: Random;
  readonly #ours: ReadonlySet<string>;
  /** The last session of each use. */
  readonly #sessions = new Map<Use, Session & { readonly ends: number }>();
  /** The last refusal of each use, so that none looks like a burst. */
  readonly #refused = new Map<Use, number>();
  #sts = 0;
  /** Uses of the background that have happened. */
  #begun = 0;

  constructor(plan: TrailPlan, tally: TrailTally) {
    this.#plan = plan;
    this.#tally = tally;
    this.#words = inPartition(plan.partition);
    this.#random = plan.random.fork("happenings");
    this.#texts = new FastText(plan.random.fork("texts"));
    this.#noise = new Noise(plan.accounts, plan.random.fork("noise"), this.#texts);
    this.#ours = new Set(plan.accounts.map(({ id }) => id));
    this.filer = new TrailFiler(plan.organization, plan.random.fork("files"));
  }

  /** `part`: of the trail's time, at the slot's end. `records`: of the whole trail by then. */
  make(span: TrailSpan, part: number, dues: readonly Due[], records: number): void {
    const isOver = dues.length === 0 ? () => {} : this.#inOrder(dues);
    const { background, options } = this.#plan;
    // The first quarter sees each of them once.
    const begin = Math.min(background.length, Math.ceil(background.length * part * 4));
    const wanted = Math.floor(records * options.stsShare);
    const count = Math.max(begin - this.#begun, Math.ceil((wanted - this.#sts) / 1.4));
    const times = background.length === 0 ? [] : this.#times(span, count);
    for (const time of times) {
      if (this.#sts >= wanted && this.#begun >= begin) break;
      isOver(time);
      const fresh = this.#begun < begin ? background[this.#begun++] : undefined;
      this.#happen(fresh ?? background[this.#random.below(Math.max(1, this.#begun))], time, span.from);
    }
    isOver(span.to);
    for (let left = records - this.#tally.records; left > 0; left -= 1) {
      this.#tally.records += 1;
      this.#put(this.#noise.record(span.from + this.#random.below(span.to - span.from)));
    }
  }

  #put(copy: Copy): void {
    const { text } = this.#words;
    this.filer.put({ account: copy.account, region: text(copy.region), text: text(copy.text) });
  }

  /** Lets happen what is due until a moment. */
  #inOrder(dues: readonly Due[]): (time: number) => void {
    let place = 0;
    return (time) => {
      for (let one = dues[place]; one !== undefined && one.time < time; one = dues[place]) {
        this.#happen(one.use, one.time, this.#plan.span.from);
        place += 1;
      }
    };
  }

  #times({ from, to }: TrailSpan, count: number): readonly number[] {
    const times = new Float64Array(Math.max(0, count));
    for (let place = 0; place < times.length; place += 1) times[place] = from + this.#random.below(to - from);
    return [...times.sort()];
  }

  #happen(use: Use | undefined, time: number, earliest: number): void {
    if (use === undefined) return;
    if (use.refusal !== null && use.moments === null) {
      if (time - (this.#refused.get(use) ?? 0) < refusalsApart) return;
      this.#refused.set(use, time);
    }
    const { caller } = use;
    const signing =
      caller.kind !== "session" || caller.through === null
        ? null
        : this.#session(caller.through, time, earliest);
    const key = this.#texts.sessionKey();
    const address = use.network.endsWith(".") ? use.network + this.#random.between(1, 254) : use.network;
    const copies = copiesOf(
      { use, time, address, signing, key },
      this.#texts,
      (account) => this.#ours.has(account),
      this.#random.below(8) > 0,
    );
    for (const copy of copies) this.#put(copy);
    this.#tally.add(use, time, copies.length);
    if (use.caller.kind !== "person") this.#sts += copies.length;
    if (use.refusal === null) {
      const sourceIdentity = use.sourceIdentity ?? signing?.sourceIdentity ?? null;
      const session = { key, name: use.sessionName, begun: time, sourceIdentity, ends: time + use.seconds };
      this.#sessions.set(use, session);
    }
    if (use.companion !== null) this.#happen(use.companion, time, earliest);
  }

  /** One that runs at that time, begun a moment before where there is none. */
  #session(use: Use, time: number, earliest: number): Session | null {
    const known = this.#sessions.get(use);
    if (known !== undefined && known.begun <= time && known.ends > time + 60) return known;
    this.#happen(use, Math.max(earliest, time - this.#random.between(1, 20)), earliest);
    return this.#sessions.get(use) ?? null;
  }
}
