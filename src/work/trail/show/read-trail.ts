/** A trail that is read once, in the background, for those who look at pages meanwhile. */
import type { DigestReport, TrailProgress } from "../../../logs/index.ts";
import { err, ok, type Result } from "../../../model/index.ts";
import { type ImpossibleUse, impossibleUses } from "../../../trail/index.ts";
import type { MapGround } from "../../map/index.ts";
import { observedWorld, plainSettings } from "../observed-world.ts";
import { isoTime } from "../trail-answers.ts";
import type { TrailEngine } from "../trail-engine.ts";
import { usesQuestion } from "../trail-question.ts";
import { organizationUse, type WayCounts } from "./map-use.ts";
import type { MapUse, TrailState } from "./show-shape.ts";
import { type ShownLines, useLines } from "./timelines.ts";

/** A way is used that was seen within so many days of the trail's end: as `trail unused` by itself. */
const days = 90;

/** All that pages ask for, made once. */
export type ShownTrail = ShownLines & {
  readonly map: MapUse;
  readonly ways: WayCounts;
  readonly impossible: readonly ImpossibleUse[];
  /** Null: nobody asked for it. */
  readonly digests: DigestReport | null;
};

/** `prove`: whether its files are as CloudTrail wrote them, before they are read; null: nobody asks. The error is a sentence. */
export type ReadableTrail = {
  readonly engine: TrailEngine;
  readonly prove: ((signal: AbortSignal) => Promise<Result<DigestReport, string>>) | null;
};

export type ReadTrailListener = {
  /** Why nothing can be shown. */
  readonly failed: (message: string) => void;
  readonly proven: (report: DigestReport) => void;
};

type State =
  | { readonly kind: "reading"; readonly progress: TrailProgress | null }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "read"; readonly shown: ShownTrail };

export class ReadTrail {
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #state: State = { kind: "reading", progress: null };

  /** Begins to read at once. */
  constructor(trail: ReadableTrail, ground: MapGround, { failed, proven }: ReadTrailListener) {
    this.#done = this.#read(trail, ground, proven).then((read) => {
      if (read.ok) {
        this.#state = { kind: "read", shown: read.value };
        return;
      }
      this.#state = { kind: "failed", message: read.error };
      if (!this.#stop.signal.aborted) failed(read.error);
    });
  }

  async #read(
    trail: ReadableTrail,
    ground: MapGround,
    proven: ReadTrailListener["proven"],
  ): Promise<Result<ShownTrail, string>> {
    const { engine } = ground.scan;
    const digests = trail.prove === null ? ok(null) : await trail.prove(this.#stop.signal);
    if (!digests.ok) return digests;
    if (digests.value !== null) proven(digests.value);
    const bounds = { from: null, to: null, longerThan: plainSettings.longerThan, evidence: 10 };
    const facts = await trail.engine.ask(
      { ...usesQuestion(engine.snapshot, bounds), places: true, chains: true, days: true },
      {
        signal: this.#stop.signal,
        onProgress: (progress) => {
          this.#state = { kind: "reading", progress };
        },
      },
    );
    if (!facts.ok) {
      return err(facts.error.kind === "stopped" ? "It was stopped." : facts.error.message);
    }
    const world = observedWorld(engine, facts.value, plainSettings);
    const span = { asOf: facts.value.last ?? 0, days };
    const { impossible } = impossibleUses(world.audit, engine.snapshot);
    const { map, ways } = await organizationUse(ground, world, impossible, span);
    return ok({ world, span, map, ways, impossible, lines: useLines(world), digests: digests.value });
  }

  /** Null: it is not read yet, or can't be: `told` says. */
  get shown(): ShownTrail | null {
    return this.#state.kind === "read" ? this.#state.shown : null;
  }

  told(): TrailState {
    const none = { message: null, progress: null, read: null };
    switch (this.#state.kind) {
      case "reading": {
        const { progress } = this.#state;
        const told =
          progress === null
            ? null
            : {
                records: progress.records,
                files: progress.files,
                bytes: progress.bytes,
                bytesInAll: progress.bytesInAll,
              };
        return { ...none, state: "reading", progress: told };
      }
      case "failed":
        return { ...none, state: "failed", message: this.#state.message };
      case "read":
        return { ...none, state: "read", read: toldOf(this.#state.shown) };
    }
  }

  /** For tests and whoever waits: it is read, or can't be. Never rejects for the trail's sake. */
  settled(): Promise<void> {
    return this.#done;
  }

  /** Reads no further. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }
}

/** Of faults the page names the first: `accesslens trail … --verify --format json` names all. */
const mostFaults = 10;

function toldDigests({ faults, unproven, ...counts }: DigestReport) {
  return {
    ...counts,
    unproven: unproven.length,
    faults: faults.length,
    named: faults.slice(0, mostFaults).map((one) => ({ ...one })),
  };
}

function toldOf({ world, span, ways, impossible, digests }: ShownTrail): NonNullable<TrailState["read"]> {
  const { events, first, last, skipped, limits } = world.audit.facts;
  return {
    events,
    first: first === null ? null : isoTime(first),
    last: last === null ? null : isoTime(last),
    skipped: skipped.length,
    limits: limits.length,
    asOf: isoTime(span.asOf),
    days: span.days,
    ...ways,
    impossible: impossible.length,
    digests: digests === null ? null : toldDigests(digests),
  };
}
