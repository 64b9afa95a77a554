/** Which findings somebody has accepted, as files say. */
import { existsSync } from "node:fs";
import type { Suppression } from "../findings/suppressions.ts";
import { err, ok, type Result } from "../model/index.ts";
import { readSuppressions } from "../work/suppression-file.ts";
import { type Failure, inputFailure } from "./exit.ts";
import { faultsFailure } from "./inputs.ts";

const usual = "accesslens-suppressions.yaml";

/** The file that is named, or the usual one where it is there. */
export function chosenSuppressions(path: string | undefined): Result<readonly Suppression[], Failure> {
  return acceptedIn(path ?? (existsSync(usual) ? usual : null));
}

/** The file that findings are accepted in: the one that is named, or the usual one, which is made where it is missing. */
export function acceptancePath(path: string | undefined): Result<string, Failure> {
  // A slip of the pen must not start a second list.
  if (path !== undefined && !existsSync(path)) {
    return err(
      inputFailure(
        [`${path}: there is no such file`],
        `Check the path, or make it first, empty; without --suppressions it is ${usual} in this folder.`,
      ),
    );
  }
  return ok(path ?? usual);
}

/** Null: nothing is. */
export function acceptedIn(path: string | null): Result<readonly Suppression[], Failure> {
  if (path === null) return ok([]);
  const read = readSuppressions(path);
  return read.ok ? read : err(faultsFailure(read.error));
}
