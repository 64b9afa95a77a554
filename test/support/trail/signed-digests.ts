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
