/** Where a trail is, as `--events` names it, and the engine that answers for it. */
import { plainReader } from "../../logs/index.ts";
import { err, ok, type Result, unreachable } from "../../model/index.ts";
import { localEngine } from "./local-engine.ts";
import type { TrailEngine } from "./trail-engine.ts";

export type TrailPlace =
  /** Files of CloudTrail's or Lake's, however deep. */
  | { readonly kind: "directory"; readonly directory: string }
  /** `prefix`: without the slash before it; empty: the whole bucket. */
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  /** Everything after the colon, for the engine to read. */
  | { readonly kind: "athena"; readonly table: string }
  | { readonly kind: "lake"; readonly store: string };

/** The error is a sentence for people. */
export function trailPlace(text: string): Result<TrailPlace, string> {
  const scheme = /^(s3|athena|lake):/.exec(text)?.[1];
  const rest = scheme === undefined ? text : text.slice(scheme.length + 1);
  switch (scheme) {
    case "s3":
      return s3Place(text, rest);
    case "athena":
      return rest === ""
        ? err(`${text}: name the table after the colon, as in athena:DATABASE.TABLE`)
        : ok({ kind: "athena", table: rest });
    case "lake":
      return rest === ""
        ? err(`${text}: name the event data store after the colon, by its id or ARN`)
        : ok({ kind: "lake", store: rest });
    default:
      return text === ""
        ? err(
            "name where the trail's events are: a directory, s3://BUCKET/PREFIX, athena:TABLE or lake:STORE",
          )
        : ok({ kind: "directory", directory: text });
  }
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
};

/** The error is a sentence for people. */
export function openTrail(place: TrailPlace, { resume }: OpenTrailOptions): Result<TrailEngine, string> {
  switch (place.kind) {
    case "directory":
      return ok(localEngine({ reader: plainReader(place.directory), source: place.directory, resume }));
    case "s3":
    case "athena":
    case "lake":
      return err(`${place.kind}: not yet; copy the files of the trail into a directory, and name that`);
    default:
      return unreachable(place);
  }
}
