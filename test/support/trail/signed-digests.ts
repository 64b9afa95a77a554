/** A trail's files with digests that a key of our own has signed. */
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const digestPem = publicKey.export({ type: "pkcs1", format: "pem" }).toString();
/** As `aws cloudtrail list-public-keys` tells it. */
export const digestKeyList = JSON.stringify({
  PublicKeyList: [
    { Value: publicKey.export({ type: "pkcs1", format: "der" }).toString("base64"), Fingerprint: "f1" },
  ],
});
/** The same as a part of ListPublicKeys' answer. */
export const publicKeys: readonly object[] = JSON.parse(digestKeyList).PublicKeyList;
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** One file and one digest an hour, signed as the user guide says, written apart from what checks it. */
export function signedTrail(
  path: string,
  hours: number,
): { readonly path: string; readonly file: (name: string) => string } {
  const put = (file: string, contents: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), gzipSync(contents));
  };
  let previous: { readonly key: string; readonly hash: string; readonly signature: string } | null = null;
  for (let hour = 0; hour < hours; hour++) {
    const log = logName(hour);
    const contents = `{"Records":[${hour}]}`;
    put(log, contents);
    const key: string = digestName(hour);
    const digestEndTime = `2026-11-26T0${hour}:00:00Z`;
    const digest: string = JSON.stringify({
      digestEndTime,
      digestS3Bucket: "logs",
      digestS3Object: `prefix/${key}`,
      digestPublicKeyFingerprint: "f1",
      digestSignatureAlgorithm: "SHA256withRSA",
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: [
        {
          s3Bucket: "logs",
          s3Object: `prefix/${log}`,
          hashValue: sha256(contents),
          hashAlgorithm: "SHA-256",
        },
      ],
    });
    put(key, digest);
    const text: string = `${digestEndTime}\nlogs/prefix/${key}\n${sha256(digest)}\n${previous?.signature ?? "null"}`;
    const signature: string = sign("RSA-SHA256", Buffer.from(text), privateKey).toString("hex");
    previous = { key: `prefix/${key}`, hash: sha256(digest), signature };
  }
  return { path, file: (file) => join(path, file) };
}

export const logName = (hour: number): string =>
  `AWSLogs/1/CloudTrail/eu-west-1/2026/11/26/log${hour}.json.gz`;
export const digestName = (hour: number): string =>
  `AWSLogs/1/CloudTrail-Digest/eu-west-1/2026/11/26/1_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261126T0${hour}0000Z.json.gz`;

/** CloudTrail Lake's results of one query, as it saves them to S3 with a sign file, by `CloudTrail-Lake/Query/…/QUERY-ID`. */
export function signedResults(path: string, texts: readonly string[]): { readonly names: readonly string[] } {
  const folder = "AWSLogs/111111111111/CloudTrail-Lake/Query/2026/11/26/5a1d7bb4-0f37-4b58-9f21-6d1f0f8b6f3e";
  mkdirSync(join(path, folder), { recursive: true });
  const files = texts.map((text, at) => {
    const [fileName, bytes] = [`result_${at + 1}.csv.gz`, gzipSync(text)];
    writeFileSync(join(path, folder, fileName), bytes);
    return { fileHashValue: sha256(bytes), fileName };
  });
  const hashes = files.map(({ fileHashValue }) => fileHashValue).join(" ");
  const signFile = {
    version: "1.0",
    region: "eu-west-1",
    files,
    hashAlgorithm: "SHA-256",
    signatureAlgorithm: "SHA256withRSA",
    queryCompleteTime: "2026-11-26T22:06:30Z",
    hashSignature: sign("RSA-SHA256", Buffer.from(hashes), privateKey).toString("hex"),
    publicKeyFingerprint: "f1",
  };
  writeFileSync(join(path, folder, "result_sign.json"), JSON.stringify(signFile));
  return { names: [...files.map(({ fileName }) => `${folder}/${fileName}`), `${folder}/result_sign.json`] };
}
