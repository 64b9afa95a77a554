/** One side of a difference: a snapshot file, or a directory that is imported into memory. */
import { statSync } from "node:fs";
import { importDirectory, placeOf } from "../../collect/files/index.ts";
import { err, ok, type Result } from "../../model/index.ts";
import type { SnapshotFileError } from "../../store/index.ts";
import { type Engine, engineOf, type OpenEngineOptions, openEngine } from "../engine.ts";

export type SideFault =
  | { readonly kind: "snapshot"; readonly error: SnapshotFileError }
  /** What can't be imported, one sentence each. */
  | { readonly kind: "directory"; readonly messages: readonly string[] };

export type OpenedSide = {
  readonly engine: Engine;
  /** Sentences for people, of an import. */
  readonly warnings: readonly string[];
};

export async function openSide(
  path: string,
  options: OpenEngineOptions,
): Promise<Result<OpenedSide, SideFault>> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const opened = await openEngine(path, options);
    return opened.ok
      ? ok({ engine: opened.value, warnings: [] })
      : err({ kind: "snapshot", error: opened.error });
  }
  const imported = await importDirectory(path, { keepGoing: false });
  if (!imported.ok)
    return err({
      kind: "directory",
      messages: imported.error.map((error) => `${path}, ${placeOf(error)}: ${error.message}`),
    });
  const { snapshot, warnings } = imported.value;
  return ok({ engine: engineOf(snapshot, options.config), warnings });
}
