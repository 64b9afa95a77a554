/**
 * Whether a trail is what CloudTrail wrote: each digest's signature, the chain of digests, the hash of each file that one names,
 * and files that none names
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html).
 */
import { createHash, verify } from "node:crypto";
import type { DigestKey } from "./digest-keys.ts";
import type { DigestPlace, FoundDigest } from "./digest-place.ts";
import { type Digest, digestOf } from "./digest-shape.ts";

export type DigestFault = { readonly file: string; readonly why: string };

export type DigestReport = {
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

export async function verifyDigests(
  place: DigestPlace,
  keys: readonly DigestKey[],
  signal: AbortSignal,
): Promise<DigestReport> {
  const faults: DigestFault[] = [];
  const unproven: DigestFault[] = [];
  const opened: Opened[] = [];
  for (const found of await place.digests(signal)) {
    signal.throwIfAborted();
    const one = await openedDigest(found);
    if (typeof one === "string") faults.push({ file: found.name, why: one });
    else opened.push(one);
  }
  const byKey = new Map(opened.map((one) => [one.digest.key, one]));
  const signatures = followChain(opened, byKey, place, faults);
  const named = new Set<string>();
  let signed = 0;
  let verified = 0;
  for (const one of opened) {
    signal.throwIfAborted();
    const isSigned = judgeSignature(one, signatures, keys, faults, unproven);
    if (isSigned) signed++;
    for (const { key, hash } of one.digest.logs) {
      const file = place.nameOf(key, { key: one.digest.key, name: one.name });
      named.add(file);
      const found = await place.hashOf(file, signal);
      if (found.kind === "missing") faults.push({ file, why: `is missing: ${one.name} names it` });
      else if (found.kind === "unreadable") faults.push({ file, why: "can't be decompressed" });
      else if (found.hash !== hash) faults.push({ file, why: `was changed: ${one.name} tells another hash` });
      else if (isSigned) verified++;
      else unproven.push({ file, why: `is as ${one.name} tells, whose signature is not proven` });
    }
  }
  for (const file of await place.logs(signal)) {
    if (!named.has(file))
      unproven.push({ file, why: "is named by no digest: one comes an hour after, if CloudTrail wrote it" });
  }
  return {
    digests: opened.length,
    signed,
    verified,
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

/** Of one account, region and trail: what stands before the days. */
function chainOf({ bucket, key }: Digest): string {
  const name = key.slice(key.lastIndexOf("/") + 1).replace(/_\d{8}T\d{6}Z\.json\.gz$/, "");
  return `${bucket}/${name}`;
}

function judgeSignature(
  { name, digest, hash, signature: kept }: Opened,
  signatures: ReadonlyMap<string, string>,
  keys: readonly DigestKey[],
  faults: DigestFault[],
  unproven: DigestFault[],
): boolean {
  const signature = kept ?? signatures.get(digest.key);
  if (signature === undefined) {
    unproven.push({
      file: name,
      why: "has its signature in S3's metadata alone, until the next digest tells it",
    });
    return false;
  }
  const fitting = keys.filter(
    ({ fingerprint }) => fingerprint === null || fingerprint === digest.fingerprint,
  );
  if (fitting.length === 0) {
    unproven.push({ file: name, why: `is signed by a key that was not given: ${digest.fingerprint}` });
    return false;
  }
  const { endTime, bucket, key, previous } = digest;
  const text = [endTime, `${bucket}/${key}`, hash, previous === null ? "null" : previous.signature].join(
    "\n",
  );
  const bytes = Buffer.from(signature, "hex");
  if (fitting.some((one) => verify("RSA-SHA256", Buffer.from(text), one.key, bytes))) return true;
  faults.push({ file: name, why: "is not signed by CloudTrail's key: it was changed, or put there" });
  return false;
}
