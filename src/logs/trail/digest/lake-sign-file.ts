/**
 * What proves results that CloudTrail Lake saved to S3: beside `result_N.csv.gz` lies `result_sign.json`, which names each with the hash of
 * the file as it lies there, and signs the hashes
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-results-file-validation-sign-file-structure.html).
 */

export type SignFile = {
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly completed: number;
  readonly fingerprint: string;
  /** In hexadecimal. */
  readonly signature: string;
  /** Names without a directory. */
  readonly files: readonly { readonly name: string; readonly hash: string }[];
};

export const signFileName = "result_sign.json";

export function isResultFile(path: string): boolean {
  return /(?:^|[/\\])result_\d+\.csv\.gz$/.test(path);
}

/** Null: it is none, or one of a kind that is not known. */
export function signFileOf(value: unknown): SignFile | null {
  if (!isFields(value) || value.hashAlgorithm !== "SHA-256" || value.signatureAlgorithm !== "SHA256withRSA")
    return null;
  const { region, queryCompleteTime: time, publicKeyFingerprint: fingerprint, hashSignature } = value;
  if (typeof region !== "string" || typeof time !== "string" || typeof fingerprint !== "string") return null;
  if (typeof hashSignature !== "string" || !Array.isArray(value.files)) return null;
  const completed = Date.parse(time);
  const files = value.files.map(namedFile);
  if (Number.isNaN(completed) || files.length === 0 || !files.every((file) => file !== null)) return null;
  return { region, completed, fingerprint, signature: hashSignature, files };
}

/** What the signature is of. */
export function signedText({ files }: SignFile): string {
  return files.map(({ hash }) => hash).join(" ");
}

/** Where the file lies that a sign file names. */
export function resultBeside(signFile: string, name: string): string {
  return signFile.slice(0, signFile.length - signFileName.length) + name;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null: whoever wrote it names a file elsewhere, or none. */
function namedFile(value: unknown): SignFile["files"][number] | null {
  if (!isFields(value)) return null;
  const { fileName: name, fileHashValue: hash } = value;
  return typeof name === "string" && typeof hash === "string" && /^[\w.-]+$/.test(name) && !/^\.+$/.test(name)
    ? { name, hash }
    : null;
}
