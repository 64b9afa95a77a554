/**
 * CloudTrail's digest files: each names the log files of about an hour with their hashes, and the digest before it
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html).
 */

export type DigestedLog = { readonly bucket: string; readonly key: string; readonly hash: string };

export type Digest = {
  readonly endTime: string;
  readonly bucket: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly logs: readonly DigestedLog[];
  /** Null: it is the first of its trail. */
  readonly previous: { readonly key: string; readonly hash: string; readonly signature: string } | null;
};

/** Null: it is no digest, or one of a kind that is not known. */
export function digestOf(value: unknown): Digest | null {
  if (!isFields(value)) return null;
  const { digestEndTime, digestS3Bucket, digestS3Object, digestPublicKeyFingerprint } = value;
  if (typeof digestEndTime !== "string" || typeof digestS3Bucket !== "string") return null;
  if (typeof digestS3Object !== "string" || typeof digestPublicKeyFingerprint !== "string") return null;
  if (value.digestSignatureAlgorithm !== "SHA256withRSA" || !Array.isArray(value.logFiles)) return null;
  const logs = value.logFiles.map(logOf);
  const previous = previousOf(value);
  if (previous === undefined || !logs.every((log) => log !== null)) return null;
  return {
    endTime: digestEndTime,
    bucket: digestS3Bucket,
    key: digestS3Object,
    fingerprint: digestPublicKeyFingerprint,
    logs,
    previous,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function logOf(value: unknown): DigestedLog | null {
  if (!isFields(value) || value.hashAlgorithm !== "SHA-256") return null;
  const { s3Bucket: bucket, s3Object: key, hashValue: hash } = value;
  if (typeof bucket !== "string" || typeof key !== "string" || typeof hash !== "string") return null;
  return { bucket, key, hash: hash.toLowerCase() };
}

/** Undefined: what stands there makes no sense. */
function previousOf(value: Fields): Digest["previous"] | undefined {
  const {
    previousDigestS3Object: key,
    previousDigestHashValue: hash,
    previousDigestSignature: signature,
  } = value;
  if (key === null || key === undefined) return null;
  if (typeof key !== "string" || typeof hash !== "string" || typeof signature !== "string") return undefined;
  return { key, hash: hash.toLowerCase(), signature };
}
