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
import {
  type ObservedWorld,
  observedWorld,
  openTrail,
  plainSettings,
  type TrailPlace,
  trailPlace,
  usesQuestion,
  verifyTrail,
} from "../work/trail/index.ts";
import { type Failure, inputFailure, usageFailure } from "./exit.ts";
import type { InputOptions } from "./inputs.ts";
import { openChosen } from "./open.ts";
import type { Terminal } from "./terminal.ts";
import { TrailAccess } from "./trail-access.ts";
import { trailProgressLine } from "./views/trail-progress.ts";

export type TrailArguments = InputOptions & {
  readonly events: string;
  /** Milliseconds since 1970. */
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly region?: string;
  /** Bytes. */
  readonly maxScan?: number;
  /** Of a terabyte. */
  readonly scanPrice?: number;
  /** A directory. */
  readonly resume?: string;
  readonly verify?: boolean;
  /** A file. */
  readonly digestKeys?: string;
};

export type AskedTrail = ObservedWorld & {
  readonly facts: TrailFacts;
  /** Null: nobody asked. */
  readonly digests: DigestReport | null;
  readonly path: string;
};

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
  if ((args.verify === true) !== (args.digestKeys !== undefined)) {
    return err(
      usageFailure(
        "--verify and --digest-keys belong together",
        "aws cloudtrail list-public-keys prints the keys: write them to a file, for each region.",
      ),
    );
  }
  const opened = await openChosen(args);
  if (!opened.ok) return opened;
  const { engine, path } = opened.value;
  const { settings = plainSettings, ...wanted } = wish(engine);
  const read = await readProven(args, terminal, {
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

/** Of a role that is asked about. */
export const noTrailEither = ", and the trail tells of none";

/** Of commands that hold a change against a trail. */
export type GuardArguments = { readonly events?: string; readonly despiteTrail?: boolean };

/** Null: nothing is asked for that needs a trail, or there is one. */
export function whyNoTrail(
  { events, despiteTrail }: GuardArguments,
  others: Readonly<Record<string, unknown>> = {},
): Failure | null {
  if (events !== undefined) return null;
  const asked = Object.keys(others).find((option) => others[option] !== undefined);
  const named = despiteTrail === true ? "--despite-trail" : asked;
  return named === undefined
    ? null
    : usageFailure(`${named} says nothing without --events`, "Name the trail.");
}

/**
 * Every use of a whole trail, for those who check a change against it. `meant`: the trust policies that it would bring, by the role's
 * ARN.
 */
export function readUses(
  events: string,
  snapshot: Snapshot | null,
  terminal: Terminal,
  meant?: ReadonlyMap<Arn, string>,
): Promise<Result<TrailFacts, Failure>> {
  const bounds = { from: null, to: null, longerThan: plainSettings.longerThan, evidence: 1 };
  return readTrail({ events }, terminal, usesQuestion(snapshot, bounds, meant));
}

export async function readTrail(
  args: ReadArguments,
  terminal: Terminal,
  question: TrailQuestion,
): Promise<Result<TrailFacts, Failure>> {
  const read = await readProven(args, terminal, question);
  return read.ok ? ok(read.value.facts) : read;
}

type ReadArguments = Pick<
  TrailArguments,
  "events" | "region" | "maxScan" | "scanPrice" | "digestKeys" | "resume"
>;

async function readProven(
  args: ReadArguments,
  terminal: Terminal,
  question: TrailQuestion,
): Promise<Result<Pick<AskedTrail, "facts" | "digests">, Failure>> {
  const { from, to } = question;
  if (from !== null && to !== null && from >= to)
    return err(usageFailure("--from is not before --to", "Nothing lies between them: --to is exclusive."));
  const place = trailPlace(args.events);
  if (!place.ok) return err(usageFailure(`--events: ${place.error}`, null));
  const { resume = null } = args;
  if (resume !== null && place.value.kind !== "directory" && place.value.kind !== "s3")
    return err(usageFailure("--resume is for files alone: a directory, or s3://BUCKET/PREFIX", null));
  const access = new TrailAccess(args, terminal);
  const trail = await openTrail(place.value, { resume, access: () => access.open() });
  if (!trail.ok) {
    access.close();
    return err(inputFailure([`--events: ${trail.error}`], null));
  }
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const digests = await digestsOf(args, place.value, access, stop.signal);
    if (!digests.ok) return err(inputFailure([digests.error], null));
    const faults = digests.value?.faults ?? [];
    if (faults.length > 0)
      terminal.warn(
        `the trail is not as CloudTrail wrote it: ${counted(faults.length, "fault")} among its files`,
      );
    const began = performance.now();
    const facts = await trail.value.ask(question, {
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
            resume === null ? null : "What was read is kept: the same command goes on from there.",
          )
        : inputFailure([facts.error.message], null),
    );
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    access.close();
  }
}

async function digestsOf(
  { digestKeys: keys }: ReadArguments,
  place: TrailPlace,
  access: TrailAccess,
  signal: AbortSignal,
): Promise<Result<DigestReport | null, string>> {
  return keys === undefined ? ok(null) : verifyTrail(place, { keys, access: () => access.open(), signal });
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
