/** Accepted findings as their file says at each moment: other processes, and people with editors, change it while a server runs. */
import { statSync } from "node:fs";
import type { Suppression } from "../findings/suppressions.ts";
import { readSuppressions } from "./suppression-file.ts";
import type { FileFault } from "./yaml-file.ts";

export type AcceptedNow = {
  readonly suppressions: readonly Suppression[];
  /** Why the file can't be read as it is now: `suppressions` are then those that it had when it could be. */
  readonly faults: readonly FileFault[];
};

export interface AcceptedFile {
  readonly path: string;
  /** Looks at the file's time and size at each call, and reads it only when they differ. No file: nothing is accepted. */
  now(): AcceptedNow;
}

export function acceptedFile(path: string): AcceptedFile {
  let seen = "never";
  let known: AcceptedNow = { suppressions: [], faults: [] };
  const accepted = (): AcceptedNow => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    const now = found === undefined ? "none" : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
    if (now === seen) return known;
    seen = now;
    if (found === undefined) known = { suppressions: [], faults: [] };
    else {
      const read = readSuppressions(path);
      known = read.ok
        ? { suppressions: read.value, faults: [] }
        : { suppressions: known.suppressions, faults: read.error };
    }
    return known;
  };
  return { path, now: accepted };
}
