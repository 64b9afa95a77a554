/** Writes a trail as the tree that CloudTrail makes in a bucket. Few files are held at once, whatever the trail's size. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { err, ok, type Result } from "../../model/index.ts";
import { makeDirectory, problem, type WriteProblem, writeJson } from "../write-directory.ts";
import type { SynthesizedTrail } from "./synthesize-trail.ts";
import type { TrailFile } from "./trail-files.ts";
import type { TrailTruth } from "./trail-truth.ts";

/** Told after each so many files. */
export type TrailProgress = (files: number, records: number) => void;

/** `directory` must be empty or not there yet: older files would be read as part of this trail. */
export async function writeTrail(
  trail: SynthesizedTrail,
  directory: string,
  onProgress: TrailProgress = () => {},
): Promise<Result<TrailTruth, WriteProblem>> {
  try {
    const taken = await makeDirectory(directory, "trail");
    if (taken !== null) return err(taken);
    await writeFiles(trail.files(), directory, onProgress);
    return ok(trail.truth());
  } catch (cause) {
    return err(problem(directory, cause));
  }
}

/** The truth about a trail as JSON, as `schemas/trail-truth.schema.json` describes it. */
export async function writeTrailTruth(truth: TrailTruth, path: string): Promise<Result<void, WriteProblem>> {
  try {
    await writeJson(path, truth);
    return ok(undefined);
  } catch (cause) {
    return err(problem(path, cause));
  }
}

/** Compressed beside each other, by Node's own threads. */
const atOnce = 4;
const zipped = promisify(gzip);

async function writeFiles(
  files: Iterable<TrailFile>,
  directory: string,
  onProgress: TrailProgress,
): Promise<void> {
  const made = new Set<string>();
  let written = 0;
  let records = 0;
  let batch: TrailFile[] = [];
  const flush = async (): Promise<void> => {
    await Promise.all(batch.map((file) => writeOne(file, directory, made)));
    batch = [];
  };
  for (const file of files) {
    batch.push(file);
    written += 1;
    records += file.records;
    if (batch.length === atOnce) await flush();
    if (written % 500 === 0) onProgress(written, records);
  }
  await flush();
}

async function writeOne(file: TrailFile, directory: string, made: Set<string>): Promise<void> {
  const path = join(directory, file.path);
  const home = dirname(path);
  if (!made.has(home)) await mkdir(home, { recursive: true });
  made.add(home);
  await writeFile(path, await zipped(file.bytes, { level: 6 }));
}
