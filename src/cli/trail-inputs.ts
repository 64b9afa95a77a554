/** What commands about a trail have in common: which trail, from when to when, and the snapshot to hold it against. */
import { err, ok, type Result, type Snapshot, type TrailFacts, type TrailQuestion } from "../model/index.ts";
import { counted } from "../report/plain.ts";
import type { AuditSettings } from "../trail/index.ts";
import type { Engine } from "../work/engine.ts";
import {
  type ObservedWorld,
  observedWorld,
  openTrail,
  plainSettings,
  trailPlace,
  usesQuestion,
} from "../work/trail/index.ts";
import { type Failure, inputFailure, usageFailure } from "./exit.ts";
import type { InputOptions } from "./inputs.ts";
import { openChosen } from "./open.ts";
import type { Terminal } from "./terminal.ts";
import { TrailAccess } from "./trail-access.ts";

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
};

export type AskedTrail = ObservedWorld & { readonly facts: TrailFacts; readonly path: string };

/** What is asked for beside uses, and how. */
export type TrailWish = Partial<
  Pick<TrailQuestion, "places" | "chains" | "sessions" | "longerThan" | "evidence">
> & {
  readonly settings?: AuditSettings;
};

/** `wish`: made for the snapshot, before the trail is read. */
export async function askTrail(
  args: TrailArguments,
  terminal: Terminal,
  wish: (engine: Engine) => TrailWish,
): Promise<Result<AskedTrail, Failure>> {
  const opened = await openChosen(args);
  if (!opened.ok) return opened;
  const { engine, path } = opened.value;
  const { settings = plainSettings, ...wanted } = wish(engine);
  const facts = await readTrail(args, terminal, {
    ...usesQuestion(engine.snapshot, {
      from: args.from ?? null,
      to: args.to ?? null,
      longerThan: settings.longerThan,
      evidence: 10,
    }),
    ...wanted,
  });
  if (!facts.ok) return facts;
  return ok({ ...observedWorld(engine, facts.value, settings), facts: facts.value, path });
}

/** Every use of a whole trail, for those who check a change against it. */
export function readUses(
  events: string,
  snapshot: Snapshot,
  terminal: Terminal,
): Promise<Result<TrailFacts, Failure>> {
  const bounds = { from: null, to: null, longerThan: plainSettings.longerThan, evidence: 1 };
  return readTrail({ events }, terminal, usesQuestion(snapshot, bounds));
}

export async function readTrail(
  args: Pick<TrailArguments, "events" | "region" | "maxScan" | "scanPrice">,
  terminal: Terminal,
  question: TrailQuestion,
): Promise<Result<TrailFacts, Failure>> {
  const { from, to } = question;
  if (from !== null && to !== null && from >= to)
    return err(usageFailure("--from is not before --to", "Nothing lies between them: --to is exclusive."));
  const place = trailPlace(args.events);
  if (!place.ok) return err(usageFailure(`--events: ${place.error}`, null));
  const access = new TrailAccess(args, terminal);
  const trail = await openTrail(place.value, { resume: null, access: () => access.open() });
  if (!trail.ok) {
    access.close();
    return err(inputFailure([`--events: ${trail.error}`], null));
  }
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const facts = await trail.value.ask(question, {
      signal: stop.signal,
      onProgress: ({ records, bytes, bytesInAll }) => {
        terminal.progress(() => progressText(records, bytes, bytesInAll), { everySeconds: 30 });
      },
    });
    if (facts.ok) {
      for (const warning of warningsOf(facts.value, from !== null || to !== null)) terminal.warn(warning);
      return facts;
    }
    return err(
      facts.error.kind === "stopped"
        ? inputFailure(["stopped before the trail was read whole"], null)
        : inputFailure([facts.error.message], null),
    );
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    access.close();
  }
}

function progressText(records: number, bytes: number, inAll: number | null): string {
  const read = `${counted(records, "record")}, ${megabytes(bytes)} MB`;
  return inAll === null
    ? `reading the trail: ${read}`
    : `reading the trail: ${read} of ${megabytes(inAll)} MB`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
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
