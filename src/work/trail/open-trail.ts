/** Where a trail is, as `--events` names it, and the engine that answers for it. */
import { bucketPlace, directoryPlace, scanningReader, type TrailReader } from "../../logs/index.ts";
import { addressForms, openLake, type SqlAddress, sqlAddress } from "../../logs/trail-sql/index.ts";
import { err, ok, type Result, unreachable } from "../../model/index.ts";
import { localEngine } from "./local-engine.ts";
import { type AthenaEngineOptions, athenaEngine, duckdbEngine } from "./sql-engine.ts";
import type { TrailEngine } from "./trail-engine.ts";

export type TrailPlace =
  /** Files of CloudTrail's or Lake's, however deep; or one of them. */
  | { readonly kind: "directory"; readonly directory: string }
  /** `prefix`: without the slash before it; empty: the whole bucket. */
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | SqlAddress;

/** How a trail's place is written. */
export const trailPlaceForms: readonly string[] = ["DIRECTORY", "s3://BUCKET/PREFIX", ...addressForms];

/** The error is a sentence for people. */
export function trailPlace(text: string): Result<TrailPlace, string> {
  if (text === "") return err(`name where the trail's events are, as one of ${trailPlaceForms.join(", ")}`);
  if (text.startsWith("s3:")) return s3Place(text);
  return sqlAddress(text) ?? ok({ kind: "directory", directory: text });
}

function s3Place(text: string): Result<TrailPlace, string> {
  const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text) ?? [];
  return bucket === undefined
    ? err(`${text}: no address of a bucket, which is written as s3://BUCKET/PREFIX`)
    : ok({ kind: "s3", bucket, prefix });
}

/** How AWS is reached, and what may be spent there. */
export type TrailAccess = Omit<AthenaEngineOptions, "address">;

export type OpenTrailOptions = {
  /** See `LocalEngineOptions.resume`; for files alone. */
  readonly resume: string | null;
  /** For what lies in AWS. */
  readonly access?: TrailAccess;
};

/** Nothing is read before a question is asked. The error is a sentence for people. */
export function openTrail(
  place: TrailPlace,
  { resume, access }: OpenTrailOptions,
): Result<TrailEngine, string> {
  switch (place.kind) {
    case "directory": {
      const { directory } = place;
      return ok(
        localEngine({ reader: scanningReader(directoryPlace(directory)), source: directory, resume }),
      );
    }
    case "duckdb":
      return ok(duckdbEngine(place));
    case "s3": {
      if (access === undefined) return needsAws(`s3://${place.bucket}`);
      const { bucket, prefix } = place;
      const reader = opened(async () => scanningReader(await bucketPlace({ ...access, bucket, prefix })));
      return ok(localEngine({ reader, source: `s3://${bucket}/${prefix}`, resume }));
    }
    case "athena":
      if (access === undefined) return needsAws(`athena:${place.database}.${place.table}`);
      return ok(athenaEngine({ ...access, address: place }));
    case "lake": {
      if (access === undefined) return needsAws(`lake:${place.store}`);
      const reader = opened(() => openLake({ ...access, address: place }));
      return ok(localEngine({ reader, source: `lake:${place.store}`, resume: null }));
    }
    default:
      return unreachable(place);
  }
}

/** A reader that is opened when it reads. */
function opened(open: () => Promise<TrailReader>): TrailReader {
  return { read: async (sink, options) => (await open()).read(sink, options) };
}

function needsAws(place: string): Result<never, string> {
  return err(
    `${place}: not yet read by this command; copy the trail's files into a directory, and name that`,
  );
}
