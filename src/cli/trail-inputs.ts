/** What commands about a trail have in common: which trail, from when to when, and the snapshot to hold it against. */
import type { DigestReport } from "../logs/index.ts";
import {
  type Arn,
  err,
  ok,
  type Result,
  type Snapshot,
  type TrailFacts,
  type TrailQuestion,
} from "../model/index.ts";
import { counted } from "../report/plain.ts";
import type { AuditSettings } from "../trail/index.ts";
import type { Engine } from "../work/engine.ts";
import { type ObservedWorld, observedWorld, plainSettings, usesQuestion } from "../work/trail/index.ts";
import { type Failure, inputFailure, usageFailure } from "./exit.ts";
import type { InputOptions } from "./inputs.ts";
import { openChosen } from "./open.ts";
import type { Terminal } from "./terminal.ts";
import type { TrailReadArguments } from "./trail-options.ts";
import { type GuardArguments, openNamedTrail, trailFailure } from "./trail-reading.ts";
import { trailProgressLine } from "./views/trail-progress.ts";

export type TrailArguments = InputOptions &
  TrailReadArguments & {
    /** Milliseconds since 1970. */
    readonly from?: number;
    readonly to?: number;
    readonly limit: number;
  };

/** What a trail told, and what its digests prove. */
export type ProvenFacts = {
  readonly facts: TrailFacts;
  /** Null: nobody asked. */
  readonly digests: DigestReport | null;
};

export type AskedTrail = ObservedWorld & ProvenFacts & { readonly path: string };

/** What is asked for beside uses, and how. */
export type TrailWish = Partial<
  Pick<TrailQuestion, "places" | "chains" | "days" | "sessions" | "longerThan" | "evidence">
> & {
  readonly settings?: AuditSettings;
};

/** `wish`: made for the snapshot, before the trail is read. */
export async function askTrail(
  args: TrailArguments,
  terminal: Terminal,
  wish: (engine: Engine) => TrailWish,
): Promise<Result<AskedTrail, Failure>> {
  const wrong = trailFailure(args);
  if (wrong !== null) return err(wrong);
  const opened = await openChosen(args);
  if (!opened.ok) return opened;
  const { engine, path } = opened.value;
  const { settings = plainSettings, ...wanted } = wish(engine);
  const read = await readTrail(args, terminal, {
    ...usesQuestion(engine.snapshot, {
      from: args.from ?? null,
      to: args.to ?? null,
      longerThan: settings.longerThan,
      evidence: 10,
    }),
    ...wanted,
  });
  if (!read.ok) return read;
  const { facts, digests } = read.value;
  return ok({ ...observedWorld(engine, facts, settings), facts, digests, path });
}

/** What a trail is asked by those who hold a change against it. */
export type UsesWish = {
  readonly snapshot: Snapshot | null;
  /** Trust policies that the change would bring, by the role's ARN. */
  readonly meant?: ReadonlyMap<Arn, string>;
};

/** Of a role that is asked about. */
export const noTrailEither = ", and the trail tells of none";

/** Every use of a whole trail. Of one with faults among its files nothing is known for certain: it holds no change, unless that is meant. */
export async function guardingUses(
  args: TrailReadArguments & GuardArguments,
  wish: UsesWish,
  terminal: Terminal,
): Promise<Result<TrailFacts, Failure>> {
  const read = await readUses(args, wish, terminal);
  if (!read.ok) return read;
  const { facts, digests } = read.value;
  if (digests === null || digests.faults.length === 0 || args.despiteTrail === true) return ok(facts);
  const advice =
    "Whom the change would refuse can't be told by such a trail. --despite-trail goes on all the same; accesslens trail who --verify --format json names every fault.";
  return err(faultyTrail(digests, advice));
}

/** The first faults are named. */
function faultyTrail({ faults }: DigestReport, advice: string): Failure {
  return inputFailure(
    faults.slice(0, 10).map(({ file, why }) => `${file} ${why}`),
    advice,
  );
}

/** Of commands that read a trail's files in a way of their own: null, or why these prove nothing. */
export async function unprovenFiles(
  args: Omit<TrailReadArguments, "resume">,
  terminal: Terminal,
  advice: string,
): Promise<Failure | null> {
  const opened = await openNamedTrail(args, terminal);
  if (!opened.ok) return opened.error;
  const { prove, close } = opened.value;
  try {
    const digests = prove === null ? ok(null) : await prove(new AbortController().signal);
    if (!digests.ok) return inputFailure([digests.error], null);
    return digests.value === null || digests.value.faults.length === 0
      ? null
      : faultyTrail(digests.value, advice);
  } finally {
    close();
  }
}

/** Every use of a whole trail, with what its digests prove. */
export function readUses(
  args: TrailReadArguments,
  { snapshot, meant }: UsesWish,
  terminal: Terminal,
): Promise<Result<ProvenFacts, Failure>> {
  const bounds = { from: null, to: null, longerThan: plainSettings.longerThan, evidence: 1 };
  return readTrail(args, terminal, usesQuestion(snapshot, bounds, meant));
}

export async function readTrail(
  args: TrailReadArguments,
  terminal: Terminal,
  question: TrailQuestion,
): Promise<Result<ProvenFacts, Failure>> {
  const { from, to } = question;
  if (from !== null && to !== null && from >= to)
    return err(usageFailure("--from is not before --to", "Nothing lies between them: --to is exclusive."));
  const opened = await openNamedTrail(args, terminal);
  if (!opened.ok) return opened;
  const trail = opened.value;
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const digests = trail.prove === null ? ok(null) : await trail.prove(stop.signal);
    if (!digests.ok) return err(inputFailure([digests.error], null));
    if (digests.value !== null) for (const warning of faultWarnings(digests.value)) terminal.warn(warning);
    const began = performance.now();
    const facts = await trail.engine.ask(question, {
      signal: stop.signal,
      onProgress: (progress) => {
        terminal.progress(() => trailProgressLine(progress, performance.now() - began), { everySeconds: 30 });
      },
    });
    if (facts.ok) {
      for (const warning of warningsOf(facts.value, from !== null || to !== null)) terminal.warn(warning);
      return ok({ facts: facts.value, digests: digests.value });
    }
    return err(
      facts.error.kind === "stopped"
        ? inputFailure(
            ["stopped before the trail was read whole"],
            args.resume === undefined ? null : "What was read is kept: the same command goes on from there.",
          )
        : inputFailure([facts.error.message], null),
    );
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    trail.close();
  }
}

export function faultWarnings({ faults }: DigestReport): readonly string[] {
  return faults.length === 0
    ? []
    : [`the trail is not as CloudTrail wrote it: ${counted(faults.length, "fault")} among its files`];
}

/** What keeps an answer from being whole. */
function warningsOf({ skipped, limits, events }: TrailFacts, isPart: boolean): readonly string[] {
  const first = skipped.slice(0, 3).map(({ file, why }) => `${file}: ${why}`);
  const more = skipped.length - first.length;
  return [
    ...(events === 0
      ? [`the trail holds no call that gives a session${isPart ? " in the time that is asked about" : ""}`]
      : []),
    ...first,
    ...(more > 0
      ? [`${counted(more, "further file")} could not be read whole; --format json names them all`]
      : []),
    ...limits.map(({ what, count }) => `of ${what} not all could be kept in memory: ${count} were left out`),
  ];
}

/** Days are counted back from the end that was asked for, or from the trail's where that is before: what comes after, nobody saw. */
export function asOfTrail({ to }: Pick<TrailArguments, "to">, { last }: TrailFacts): number {
  return Math.min(to ?? Number.POSITIVE_INFINITY, last ?? 0);
}
