import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { digestKeysOf } from "./digest-keys.ts";
import { digestDirectory } from "./digest-place.ts";
import { type DigestReport, verifyDigests } from "./verify-digests.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-digest-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = publicKey.export({ type: "pkcs1", format: "pem" }).toString();
const listed = JSON.stringify({
  PublicKeyList: [
    { Value: publicKey.export({ type: "pkcs1", format: "der" }).toString("base64"), Fingerprint: "f1" },
  ],
});
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Signed as the user guide says, written apart from what checks it. */
function trail(
  name: string,
  hours: number,
): { readonly path: string; readonly file: (name: string) => string } {
  const path = join(folder, name);
  const put = (file: string, contents: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), gzipSync(contents));
  };
  let previous: { readonly key: string; readonly hash: string; readonly signature: string } | null = null;
  for (let hour = 0; hour < hours; hour++) {
    const log = `AWSLogs/1/CloudTrail/eu-west-1/2026/11/26/log${hour}.json.gz`;
    const contents = `{"Records":[${hour}]}`;
    put(log, contents);
    const key: string = `AWSLogs/1/CloudTrail-Digest/eu-west-1/2026/11/26/1_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261126T0${hour}0000Z.json.gz`;
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

const log = (hour: number): string => `AWSLogs/1/CloudTrail/eu-west-1/2026/11/26/log${hour}.json.gz`;
const digest = (hour: number): string =>
  `AWSLogs/1/CloudTrail-Digest/eu-west-1/2026/11/26/1_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261126T0${hour}0000Z.json.gz`;

async function verified(path: string, keys = listed): Promise<DigestReport> {
  return verifyDigests(digestDirectory(path), digestKeysOf(keys) ?? [], new AbortController().signal);
}

for (const [name, keys] of [
  ["as list-public-keys tells it", listed],
  ["as PEM", pem],
] as const) {
  test(`proves what CloudTrail wrote with its key ${name}, but for the last hour, whose signature a copy lacks`, async () => {
    const report = await verified(trail(`whole ${name}`, 3).path, keys);
    assert.deepEqual(
      { ...report, unproven: report.unproven.map(({ file }) => file) },
      {
        digests: 3,
        signed: 2,
        verified: 2,
        faults: [],
        unproven: [digest(2), log(2)].sort(),
      },
    );
  });
}

test("names a file that was changed, one that is gone, and one that was put there", async () => {
  const { path, file } = trail("logs", 4);
  writeFileSync(file(log(0)), gzipSync("{}"));
  rmSync(file(log(1)));
  writeFileSync(file(log(9)), gzipSync("{}"));
  const { faults, unproven, verified: count } = await verified(path);
  assert.deepEqual(
    faults.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
    [`${log(0)} was changed`, `${log(1)} is missing`],
  );
  assert.ok(unproven.some(({ file, why }) => file === log(9) && /no digest/.test(why)));
  assert.equal(count, 1);
});

test("names a digest that was changed, and one that is gone", async () => {
  const changed = trail("changed", 3);
  const text = JSON.stringify({
    digestEndTime: "2026-11-26T00:00:00Z",
    digestS3Bucket: "logs",
    digestS3Object: `prefix/${digest(0)}`,
    digestPublicKeyFingerprint: "f1",
    digestSignatureAlgorithm: "SHA256withRSA",
    logFiles: [],
  });
  writeFileSync(changed.file(digest(0)), gzipSync(text));
  const report = await verified(changed.path);
  assert.deepEqual(
    report.faults.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
    [`${digest(0)} was changed`, `${digest(0)} is not signed by CloudTrail's key`],
  );
  const gone = trail("gone", 3);
  rmSync(gone.file(digest(1)));
  const { faults } = await verified(gone.path);
  assert.deepEqual(
    faults.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
    [`${digest(1)} is missing`],
  );
});

test("proves nothing by a key of somebody else, and takes nothing for a key that is none", async () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  const { path } = trail("other", 2);
  const report = await verified(path, other.export({ type: "spki", format: "pem" }).toString());
  assert.equal(report.signed, 0);
  assert.match(report.faults[0]?.why ?? "", /not signed by CloudTrail's key/);
  for (const text of [
    "",
    "{}",
    "-----BEGIN nothing",
    '{"PublicKeyList":[{"Value":"eA==","Fingerprint":"f"}]}',
  ]) {
    assert.equal(digestKeysOf(text), null);
  }
});
