/**
 * Whether a trail is what CloudTrail wrote: each digest's signature, the chain of digests, the hash of each file that one names,
 * and files that none names
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html).
 */
import { createHash } from "node:crypto";
import type { DigestKey } from "./digest-keys.ts";
import type { DigestPlace, FoundDigest } from "./digest-place.ts";
import { type Digest, digestOf } from "./digest-shape.ts";
import { type DigestFault, isSignedBy, type Judged, judgeFile } from "./judged-files.ts";
import { type KeySpan, keySpans } from "./key-spans.ts";
import { judgeResults, type OpenedSignFile, openSignFiles } from "./lake-results.ts";
import { isResultFile } from "./lake-sign-file.ts";

export type DigestReport = {
  /** Sign files of Lake's results are digests, too. */
  readonly digests: number;
  /** Of those, signed by CloudTrail. */
  readonly signed: number;
  /** Files whose contents are those that a signed digest tells. */
  readonly verified: number;
  /** Files and digests that are missing, changed, or signed by somebody else. In order of names. */
  readonly faults: readonly DigestFault[];
  /** What nothing can be said of: a digest whose signature is not here, a file that no digest names (yet). In order of names. */
  readonly unproven: readonly DigestFault[];
};

type Opened = {
  readonly name: string;
  readonly digest: Digest;
  readonly hash: string;
  readonly signature: string | null;
};

/** What is there to prove files by, read, and not judged yet. */
export type OpenedDigests = {
  readonly digests: readonly Opened[];
  readonly signFiles: readonly OpenedSignFile[];
  /** Of what can't be read. */
  readonly faults: readonly DigestFault[];
  /** The keys that it takes. */
  readonly spans: readonly KeySpan[];
};

export async function verifyDigests(
  place: DigestPlace,
  keys: readonly DigestKey[],
  signal: AbortSignal,
): Promise<DigestReport> {
  return judgeDigests(place, await openDigests(place, signal), keys, signal);
}

export async function openDigests(place: DigestPlace, signal: AbortSignal): Promise<OpenedDigests> {
  const faults: DigestFault[] = [];
  const digests: Opened[] = [];
  for (const found of await place.digests(signal)) {
    signal.throwIfAborted();
    const one = await openedDigest(found);
    if (typeof one === "string") faults.push({ file: found.name, why: one });
    else digests.push(one);
  }
  const signFiles = await openSignFiles(place, faults, signal);
  const spans = keySpans([
    ...digests.map(({ digest }) => ({ region: regionOf(digest), time: Date.parse(digest.endTime) })),
    ...signFiles.map(({ signFile: { region, completed } }) => ({ region, time: completed })),
  ]);
  return { digests, signFiles, faults, spans };
}

export async function judgeDigests(
  place: DigestPlace,
  { digests: opened, signFiles, faults: unreadable }: OpenedDigests,
  keys: readonly DigestKey[],
  signal: AbortSignal,
): Promise<DigestReport> {
  const judged: Judged = { faults: [...unreadable], unproven: [], named: new Set(), signed: 0, verified: 0 };
  const { faults, unproven, named } = judged;
  const byKey = new Map(opened.map((one) => [one.digest.key, one]));
  const signatures = followChain(opened, byKey, place, faults);
  for (const one of opened) {
    signal.throwIfAborted();
    const isSigned = judgeSignature(one, signatures, keys, judged);
    if (isSigned) judged.signed++;
    for (const { key, hash } of one.digest.logs) {
      const file = place.nameOf(key, { key: one.digest.key, name: one.name });
      const by = { name: one.name, isSigned };
      judgeFile({ file, hash }, await place.hashOf(file, signal), by, judged);
    }
  }
  await judgeResults(place, signFiles, keys, judged, signal);
  for (const file of await place.logs(signal)) {
    if (named.has(file)) continue;
    const why = isResultFile(file)
      ? "is named by no sign file: CloudTrail Lake writes result_sign.json beside its results"
      : "is named by no digest: one comes an hour after, if CloudTrail wrote it";
    unproven.push({ file, why });
  }
  return {
    digests: opened.length + signFiles.length,
    signed: judged.signed,
    verified: judged.verified,
    faults: faults.sort(byFile),
    unproven: unproven.sort(byFile),
  };
}

const byFile = (a: DigestFault, b: DigestFault): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);

async function openedDigest(found: FoundDigest): Promise<Opened | string> {
  const contents = await found.contents();
  if (contents === null) return "can't be decompressed";
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(contents));
  } catch {
    return "is no JSON";
  }
  const digest = digestOf(value);
  if (digest === null) return "is no digest of CloudTrail";
  if (!digest.key.endsWith(found.name) && !found.name.endsWith(digest.key)) {
    return `says that it is ${digest.key}: it was moved or put in another's place`;
  }
  const hash = createHash("sha256").update(contents).digest("hex");
  return { name: found.name, digest, hash, signature: found.signature };
}

/** Each digest tells the hash and the signature of the one before; the signatures, by key of the digest that they belong to. */
function followChain(
  opened: readonly Opened[],
  byKey: ReadonlyMap<string, Opened>,
  place: DigestPlace,
  faults: DigestFault[],
): ReadonlyMap<string, string> {
  const signatures = new Map<string, string>();
  const begins = new Map<string, string>();
  for (const { digest } of opened) {
    const first = begins.get(chainOf(digest));
    if (first === undefined || digest.endTime < first) begins.set(chainOf(digest), digest.endTime);
  }
  for (const { name, digest } of opened) {
    const { previous } = digest;
    if (previous === null) continue;
    signatures.set(previous.key, previous.signature);
    const before = byKey.get(previous.key);
    if (before === undefined) {
      // Where what is here begins, the one before lies elsewhere.
      if (digest.endTime === begins.get(chainOf(digest))) continue;
      const file = place.nameOf(previous.key, { key: digest.key, name });
      faults.push({ file, why: `is missing: ${name} follows it` });
    } else if (before.hash !== previous.hash) {
      faults.push({ file: before.name, why: `was changed: ${name} tells another hash` });
    }
  }
  return signatures;
}

/** Null: its key doesn't tell. */
function regionOf({ key }: Digest): string | null {
  return /(?:^|\/)CloudTrail-Digest\/([^/]+)\//.exec(key)?.[1] ?? null;
}

/** Of one account, region and trail: what stands before the days. */
function chainOf({ bucket, key }: Digest): string {
  const name = key.slice(key.lastIndexOf("/") + 1).replace(/_\d{8}T\d{6}Z\.json\.gz$/, "");
  return `${bucket}/${name}`;
}

function judgeSignature(
  { name, digest, hash, signature: kept }: Opened,
  signatures: ReadonlyMap<string, string>,
  keys: readonly DigestKey[],
  judged: Judged,
): boolean {
  const signature = kept ?? signatures.get(digest.key);
  if (signature === undefined) {
    judged.unproven.push({
      file: name,
      why: "has its signature in S3's metadata alone, until the next digest tells it",
    });
    return false;
  }
  const { endTime, bucket, key, previous, fingerprint } = digest;
  const lines = [endTime, `${bucket}/${key}`, hash, previous === null ? "null" : previous.signature];
  return isSignedBy(keys, { name, fingerprint, signature, text: lines.join("\n") }, judged);
}
