/** What most commands need before they can start: which snapshot, which declared intent, how to show external IDs. */
import { existsSync } from "node:fs";
import { emptyIntent, type Intent } from "../findings/intent.ts";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import type { SnapshotFileError } from "../store/index.ts";
import { lastSnapshot } from "../store/last-snapshot.ts";
import { readIntent } from "../work/intent-file.ts";
import type { NameFault } from "../work/named-in-snapshot.ts";
import type { FileFault } from "../work/yaml-file.ts";
import { type Failure, inputFailure, type OutputFormat, usageFailure } from "./exit.ts";

export type InputOptions = {
  readonly snapshot?: string;
  readonly config?: string;
  readonly cache?: boolean;
  readonly externalIds?: "masked" | "shown";
  readonly format: OutputFormat;
};

/** Of questions about what can be reached. */
export type ReachOptions = InputOptions & {
  readonly maxHops: number;
  readonly only?: "proven";
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

export function nameFailure({ kind, message, advice }: NameFault): Failure {
  return kind === "usage" ? usageFailure(message, advice) : inputFailure([message], advice);
}

/** `named`: whether the command line named the snapshot; otherwise it is the last one written. */
export function snapshotFailure(error: SnapshotFileError, named = true): Failure {
  const place = error.line === null ? error.path : `${error.path}, line ${error.line}`;
  const member = error.member === null ? "" : ` (${error.member})`;
  return inputFailure(
    [`${place}${member}: ${error.message}`],
    named
      ? error.advice
      : `It is the last snapshot written; name another with --snapshot FILE. ${error.advice}`,
  );
}

/** A role that the snapshot does not hold, with the one that was most likely meant. */
/** `others`: who does not know it either. */
export function noSuchRole(arn: string, { roles }: Snapshot, path: string, others = ""): Failure {
  const alike = roles.byArn(arn);
  return usageFailure(
    `${path} holds no role ${JSON.stringify(arn)}${others}`,
    alike === null
      ? "Give the role's whole ARN, path included: arn:aws:iam::123456789012:role/path/Name"
      : `Did you mean ${roles.arn(alike)}?`,
  );
}

/** People see external IDs masked; programs get them, because an example request without its external ID is none. */
export function masksExternalIds(options: Pick<InputOptions, "externalIds" | "format">): boolean {
  return options.externalIds === undefined ? options.format === "table" : options.externalIds === "masked";
}
