/** Where a trail is, as `--events` names it, and the engine that answers for it. */
import { bucketPlace, directoryPlace, scanningReader } from "../../logs/index.ts";
import { addressForms, type SqlAccess, type SqlAddress, sqlAddress } from "../../logs/trail-sql/index.ts";
import { err, ok, type Result, unreachable } from "../../model/index.ts";
import { localEngine } from "./local-engine.ts";
import { athenaEngine, duckdbEngine, lakeReader } from "./sql-engine.ts";
import type { TrailEngine } from "./trail-engine.ts";

export type TrailPlace =
  /** Files of CloudTrail's or Lake's, however deep; or one of them. */
  | { readonly kind: "directory"; readonly directory: string }
  /** `prefix`: without the slash before it; empty: the whole bucket. */
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | SqlAddress;

/** How a trail's place is written. */
const trailPlaceForms: readonly string[] = ["DIRECTORY", "s3://BUCKET/PREFIX", ...addressForms];

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

export type OpenTrailOptions = {
  /** See `LocalEngineOptions.resume`; for files alone. */
  readonly resume: string | null;
  /** Asked for by places that lie in AWS; the error is a sentence. */
  readonly access: () => Promise<Result<SqlAccess, string>>;
};

/** No event is read before a question is asked. The error is a sentence for people. */
export async function openTrail(
  place: TrailPlace,
  { resume, access }: OpenTrailOptions,
): Promise<Result<TrailEngine, string>> {
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
      const opened = await access();
      if (!opened.ok) return opened;
      const { bucket, prefix } = place;
      const reader = scanningReader(await bucketPlace({ ...opened.value, bucket, prefix }));
      return ok(localEngine({ reader, source: `s3://${bucket}/${prefix}`, resume }));
    }
    case "athena": {
      const opened = await access();
      return opened.ok ? ok(athenaEngine(place, opened.value)) : opened;
    }
    case "lake": {
      const opened = await access();
      if (!opened.ok) return opened;
      const reader = lakeReader(place, opened.value);
      return ok(localEngine({ reader, source: `lake:${place.store}`, resume: null }));
    }
    default:
      return unreachable(place);
  }
}
