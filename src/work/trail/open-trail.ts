/** Where a trail is, as `--events` names it, and the engine that answers for it. */
import { plainReader } from "../../logs/index.ts";
import { type SqlAddress, sqlAddress } from "../../logs/trail-sql/index.ts";
import { err, ok, type Result, unreachable } from "../../model/index.ts";
import { localEngine } from "./local-engine.ts";
import { athenaEngine, duckdbEngine, lakeReader, type SqlAccess } from "./sql-engine.ts";
import type { TrailEngine } from "./trail-engine.ts";

export type TrailPlace =
  /** Files of CloudTrail's or Lake's, however deep. */
  | { readonly kind: "directory"; readonly directory: string }
  /** `prefix`: without the slash before it; empty: the whole bucket. */
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | SqlAddress;

/** The error is a sentence for people. */
export function trailPlace(text: string): Result<TrailPlace, string> {
  const sql = sqlAddress(text);
  if (sql !== null) return sql;
  if (text.startsWith("s3:")) return s3Place(text, text.slice("s3:".length));
  return text === ""
    ? err("name where the trail's events are: a directory, s3://BUCKET/PREFIX, athena:TABLE or lake:STORE")
    : ok({ kind: "directory", directory: text });
}

function s3Place(text: string, rest: string): Result<TrailPlace, string> {
  const [, bucket, prefix = ""] = /^\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(rest) ?? [];
  return bucket === undefined
    ? err(`${text}: no address of a bucket, which is written as s3://BUCKET/PREFIX`)
    : ok({ kind: "s3", bucket, prefix });
}

export type OpenTrailOptions = {
  /** See `LocalEngineOptions.resume`. */
  readonly resume: string | null;
  /** Asked for by places that lie in AWS; the error is a sentence. */
  readonly access: () => Promise<Result<SqlAccess, string>>;
};

/** The error is a sentence for people. */
export async function openTrail(
  place: TrailPlace,
  { resume, access }: OpenTrailOptions,
): Promise<Result<TrailEngine, string>> {
  switch (place.kind) {
    case "directory":
      return ok(localEngine({ reader: plainReader(place.directory), source: place.directory, resume }));
    case "s3":
      return err(`${place.kind}: not yet; copy the files of the trail into a directory, and name that`);
    case "athena": {
      const opened = await access();
      return opened.ok ? ok(athenaEngine(place, opened.value)) : opened;
    }
    case "lake": {
      const opened = await access();
      if (!opened.ok) return opened;
      return ok(
        localEngine({ reader: lakeReader(place, opened.value), source: `lake:${place.store}`, resume }),
      );
    }
    case "duckdb":
      return ok(duckdbEngine(place));
    default:
      return unreachable(place);
  }
}
