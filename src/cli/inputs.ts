/** What most commands need before they can start: which snapshot, which declared intent, how to show external IDs. */
import { existsSync } from "node:fs";
import { emptyIntent, type Intent } from "../findings/intent.ts";
import { err, ok, type Result } from "../model/index.ts";
import type { SnapshotFileError } from "../store/index.ts";
import { lastSnapshot } from "../store/last-snapshot.ts";
import { readIntent } from "../work/intent-file.ts";
import type { FileFault } from "../work/yaml-file.ts";
import { type Failure, inputFailure, type OutputFormat, usageFailure } from "./exit.ts";

export type InputOptions = {
  readonly snapshot?: string;
  readonly config?: string;
  readonly cache?: boolean;
  readonly externalIds?: "masked" | "shown";
  readonly format: OutputFormat;
};

export function chosenSnapshot(options: Pick<InputOptions, "snapshot">): Result<string, Failure> {
  const path = options.snapshot ?? lastSnapshot();
  return path === null
    ? err(
        usageFailure(
          "no snapshot is named, and none was written before",
          "Name one with --snapshot FILE, or make one: accesslens import DIRECTORY --out org.alens",
        ),
      )
    : ok(path);
}

const usualIntent = "accesslens.yaml";

/** The declared intent: the named file, or the usual one of this folder if there is one. */
export function chosenIntent(options: Pick<InputOptions, "config">): Result<Intent, Failure> {
  if (options.config === undefined && !existsSync(usualIntent)) return ok(emptyIntent);
  const intent = readIntent(options.config ?? usualIntent);
  return intent.ok ? intent : err(faultsFailure(intent.error));
}

export function faultsFailure(faults: readonly FileFault[]): Failure {
  return inputFailure(
    faults.map(({ place, message }) => `${place}: ${message}`),
    faults.at(-1)?.advice ?? null,
  );
}

export function snapshotFailure(error: SnapshotFileError): Failure {
  const place = error.line === null ? error.path : `${error.path}, line ${error.line}`;
  const member = error.member === null ? "" : ` (${error.member})`;
  return inputFailure([`${place}${member}: ${error.message}`], error.advice);
}

/** People see external IDs masked; programs get them, because an example request without its external ID is none. */
export function masksExternalIds(options: Pick<InputOptions, "externalIds" | "format">): boolean {
  return options.externalIds === undefined ? options.format === "table" : options.externalIds === "masked";
}
