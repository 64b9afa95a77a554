/** Which findings somebody has accepted, as files say. */
import { existsSync } from "node:fs";
import type { Suppression } from "../findings/suppressions.ts";
import { err, ok, type Result } from "../model/index.ts";
import { readSuppressions } from "../work/suppression-file.ts";
import type { Failure } from "./exit.ts";
import { faultsFailure } from "./inputs.ts";

const usual = "accesslens-suppressions.yaml";

/** The file that is named, or the usual one where it is there. */
export function chosenSuppressions(path: string | undefined): Result<readonly Suppression[], Failure> {
  return acceptedIn(path ?? (existsSync(usual) ? usual : null));
}

/** Null: nothing is. */
export function acceptedIn(path: string | null): Result<readonly Suppression[], Failure> {
  if (path === null) return ok([]);
  const read = readSuppressions(path);
  return read.ok ? read : err(faultsFailure(read.error));
}
