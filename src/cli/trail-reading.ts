/** A trail that is named on the command line, opened: what answers for it, and what proves its files. */
import type { DigestReport } from "../logs/index.ts";
import { err, ok, type Result } from "../model/index.ts";
import { openTrail, type TrailPlace, trailPlace, verifyTrail } from "../work/trail/index.ts";
import type { TrailEngine } from "../work/trail/trail-engine.ts";
import { type Failure, inputFailure, usageFailure } from "./exit.ts";
import type { Terminal } from "./terminal.ts";
import { TrailAccess } from "./trail-access.ts";
import { readingOptions, type TrailReadArguments } from "./trail-options.ts";

/** Of commands that do something without a trail as well. */
export type MaybeTrailArguments = Omit<TrailReadArguments, "events"> & { readonly events?: string };

/** Of commands that hold a change against a trail. */
export type GuardArguments = MaybeTrailArguments & { readonly despiteTrail?: boolean };

/** What is wrong with what was asked about a trail, before any work is begun; `others`: what else needs one. Null: nothing. */
export function trailFailure(
  args: GuardArguments,
  others: Readonly<Record<string, unknown>> = {},
): Failure | null {
  if (args.events === undefined) {
    const named = optionsIn(args, others)[0];
    return named === undefined
      ? null
      : usageFailure(`${named} says nothing without --events`, "Name the trail.");
  }
  const place = readPlace({ ...args, events: args.events });
  return place.ok ? null : place.error;
}

function optionsIn(args: GuardArguments, others: Readonly<Record<string, unknown>>): readonly string[] {
  const read = Object.entries(readingOptions).flatMap(([key, option]) =>
    args[key as keyof typeof readingOptions] === undefined ? [] : [option],
  );
  const asked = Object.entries(others).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  return [...(args.despiteTrail === true ? ["--despite-trail"] : []), ...asked, ...read];
}

function readPlace(args: TrailReadArguments): Result<TrailPlace, Failure> {
  if ((args.verify === true) !== (args.digestKeys !== undefined)) {
    return err(
      usageFailure(
        "--verify and --digest-keys belong together",
        "aws cloudtrail list-public-keys prints the keys: write them to a file, for each region. Or --digest-keys aws, which asks for them.",
      ),
    );
  }
  const place = trailPlace(args.events);
  if (!place.ok) return err(usageFailure(`--events: ${place.error}`, null));
  if (place.value.kind === "directory" || place.value.kind === "s3") return place;
  const ofFiles = args.resume !== undefined ? "--resume" : args.verify === true ? "--verify" : null;
  if (ofFiles === null) return place;
  return err(usageFailure(`${ofFiles} is for files alone: a directory, or s3://BUCKET/PREFIX`, null));
}

export type OpenedTrail = {
  readonly engine: TrailEngine;
  /** Null: nobody asked. The error is a sentence for people. */
  readonly prove: ((signal: AbortSignal) => Promise<Result<DigestReport, string>>) | null;
  close(): void;
};

/** Nothing is read yet. */
export async function openNamedTrail(
  args: TrailReadArguments,
  terminal: Terminal,
): Promise<Result<OpenedTrail, Failure>> {
  const place = readPlace(args);
  if (!place.ok) return place;
  const access = new TrailAccess(args, terminal);
  const open = () => access.open();
  const trail = await openTrail(place.value, { resume: args.resume ?? null, access: open });
  if (!trail.ok) {
    access.close();
    return err(inputFailure([`--events: ${trail.error}`], null));
  }
  const keys = args.digestKeys;
  return ok({
    engine: trail.value,
    prove: keys === undefined ? null : (signal) => verifyTrail(place.value, { keys, access: open, signal }),
    close: () => access.close(),
  });
}
