/** Whether a trail's files are as CloudTrail wrote them, by its signed digests. */
import { readFileSync } from "node:fs";
import { refusalOf } from "../../aws/index.ts";
import {
  type DigestKey,
  type DigestPlace,
  type DigestReport,
  digestBucket,
  digestDirectory,
  digestKeysOf,
  fetchDigestKeys,
  judgeDigests,
  openDigests,
} from "../../logs/index.ts";
import { err, ok, type Result } from "../../model/index.ts";
import type { OpenTrailOptions, TrailPlace } from "./open-trail.ts";

export type VerifyOptions = Pick<OpenTrailOptions, "access"> & {
  /** A file with what `aws cloudtrail list-public-keys` tells, or with a key as PEM; `aws`: they are asked for. */
  readonly keys: string;
  /** When it is aborted, the error is "stopped …". */
  readonly signal: AbortSignal;
};

/** The error is a sentence for people. A trail without any digest is one: of such a trail nothing is proven. */
export async function verifyTrail(
  place: TrailPlace,
  options: VerifyOptions,
): Promise<Result<DigestReport, string>> {
  const { keys, signal } = options;
  const given = keys === "aws" ? ok(null) : givenKeys(keys);
  if (!given.ok) return given;
  try {
    const report = await verified(place, given.value, options);
    if (report.ok && report.value.digests === 0 && report.value.faults.length === 0)
      return err(
        "--verify: there is no digest, so nothing is proven: CloudTrail writes them with log file validation, beside its files as CloudTrail-Digest",
      );
    return report;
  } catch (cause) {
    if (signal.aborted) return err("stopped before the trail was verified");
    const refusal = refusalOf(cause);
    if (refusal !== null) return err(`--verify: ${refusal.code}: ${refusal.message}`);
    if (cause instanceof Error && "code" in cause) {
      const isOneFile = cause.code === "ENOTDIR";
      const advice = isOneFile ? ": give the directory that holds CloudTrail and CloudTrail-Digest" : "";
      return err(`--verify: ${cause.message}${advice}`);
    }
    throw cause;
  }
}

function givenKeys(path: string): Result<readonly DigestKey[], string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return err(`--digest-keys: ${error instanceof Error ? error.message : String(error)}`);
  }
  const keys = digestKeysOf(text);
  return keys === null || keys.length === 0
    ? err(`--digest-keys: ${path} holds no key: write aws cloudtrail list-public-keys to it, or a PEM`)
    : ok(keys);
}

/** `given`: null where CloudTrail is asked. */
async function verified(
  place: TrailPlace,
  given: readonly DigestKey[] | null,
  options: VerifyOptions,
): Promise<Result<DigestReport, string>> {
  if (place.kind === "directory") return judged(digestDirectory(place.directory), given, options);
  if (place.kind !== "s3")
    return err("--verify: digests prove files: give a directory or s3://BUCKET/PREFIX");
  const opened = await options.access();
  if (!opened.ok) return opened;
  const bucket = await digestBucket({ ...opened.value, bucket: place.bucket, prefix: place.prefix });
  try {
    return await judged(bucket.place, given, options);
  } finally {
    bucket.close();
  }
}

async function judged(
  place: DigestPlace,
  given: readonly DigestKey[] | null,
  { access, signal }: VerifyOptions,
): Promise<Result<DigestReport, string>> {
  const digests = await openDigests(place, signal);
  if (given !== null) return ok(await judgeDigests(place, digests, given, signal));
  const opened = await access();
  if (!opened.ok) return opened;
  const keys = await fetchDigestKeys(digests.spans, opened.value, signal);
  return keys.ok
    ? ok(await judgeDigests(place, digests, keys.value, signal))
    : err(`--digest-keys aws: ${keys.error}`);
}
