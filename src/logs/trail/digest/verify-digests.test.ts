import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import {
  digestKeyList,
  digestName,
  digestPem,
  logName,
  signedResults,
  signedTrail,
} from "../../../../test/support/trail/signed-digests.ts";
import { digestKeysOf } from "./digest-keys.ts";
import { digestDirectory } from "./digest-place.ts";
import { keySpans } from "./key-spans.ts";
import { type DigestReport, verifyDigests } from "./verify-digests.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-digest-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const trail = (name: string, hours: number) => signedTrail(join(folder, name), hours);

async function verified(path: string, keys = digestKeyList): Promise<DigestReport> {
  return verifyDigests(digestDirectory(path), digestKeysOf(keys) ?? [], new AbortController().signal);
}

for (const [name, keys] of [
  ["as list-public-keys tells it", digestKeyList],
  ["as PEM", digestPem],
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
        unproven: [digestName(2), logName(2)].sort(),
      },
    );
  });
}

test("names a file that was changed, one that is gone, and one that was put there", async () => {
  const { path, file } = trail("logs", 4);
  writeFileSync(file(logName(0)), gzipSync("{}"));
  rmSync(file(logName(1)));
  writeFileSync(file(logName(9)), gzipSync("{}"));
  const { faults, unproven, verified: count } = await verified(path);
  assert.deepEqual(
    faults.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
    [`${logName(0)} was changed`, `${logName(1)} is missing`],
  );
  assert.ok(unproven.some(({ file, why }) => file === logName(9) && /no digest/.test(why)));
  assert.equal(count, 1);
});

test("names a digest that was changed, and one that is gone", async () => {
  const changed = trail("changed", 3);
  const text = JSON.stringify({
    digestEndTime: "2026-11-26T00:00:00Z",
    digestS3Bucket: "logs",
    digestS3Object: `prefix/${digestName(0)}`,
    digestPublicKeyFingerprint: "f1",
    digestSignatureAlgorithm: "SHA256withRSA",
    logFiles: [],
  });
  writeFileSync(changed.file(digestName(0)), gzipSync(text));
  const report = await verified(changed.path);
  assert.deepEqual(
    report.faults.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
    [`${digestName(0)} was changed`, `${digestName(0)} is not signed by CloudTrail's key`],
  );
  const gone = trail("gone", 3);
  rmSync(gone.file(digestName(1)));
  const { faults } = await verified(gone.path);
  assert.deepEqual(
    faults.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
    [`${digestName(1)} is missing`],
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
    generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString(),
    '{"PublicKeyList":[{"Value":"eA==","Fingerprint":"f"}]}',
  ]) {
    assert.equal(digestKeysOf(text), null);
  }
});

test("proves results that CloudTrail Lake saved by their sign file, and names what is wrong", async () => {
  const path = join(folder, "lake");
  const { names } = signedResults(path, ["eventjson\n", "eventjson\n"]);
  const [first = "", second = "", signFile = ""] = names;
  assert.deepEqual(await verified(path), { digests: 1, signed: 1, verified: 2, faults: [], unproven: [] });
  writeFileSync(join(path, first), gzipSync("eventjson\r\n"));
  rmSync(join(path, second));
  writeFileSync(join(path, first.replace("_1", "_7")), gzipSync("eventjson\n"));
  const { faults, unproven } = await verified(path);
  assert.deepEqual(
    faults.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
    [`${first} was changed`, `${second} is missing`],
  );
  assert.deepEqual(
    unproven.map(({ file, why }) => [file, /named by no sign file/.test(why)]),
    [[first.replace("_1", "_7"), true]],
  );
  const text = readFileSync(join(path, signFile), "utf8");
  for (const [forged, why] of [
    [
      text.replace(/"fileHashValue":"../, (start) => `${start.slice(0, -2)}zz`),
      "is not signed by CloudTrail's key",
    ],
    [text.replace("result_1.csv.gz", "../result_1.csv.gz"), "is no sign file of CloudTrail Lake"],
    [text.replace("SHA-256", "SHA-1"), "is no sign file of CloudTrail Lake"],
    ["{", "is no sign file of CloudTrail Lake"],
  ] as const) {
    writeFileSync(join(path, signFile), forged);
    const found = (await verified(path)).faults.find(({ file }) => file === signFile);
    assert.ok(found?.why.startsWith(why), `${found?.why} of ${forged}`);
  }
});

test("asks for keys of the regions and the times that were signed in", () => {
  const time = Date.UTC(2026, 10, 26);
  assert.deepEqual(
    keySpans([
      { region: "eu-west-1", time },
      { region: "us-east-1", time },
      { region: "eu-west-1", time: time + 5 },
      { region: null, time: 0 },
      { region: "eu-west-1", time: Number.NaN },
    ]).map(({ region, from, to }) => [region, from - time, to - time]),
    [
      ["eu-west-1", -86_400_000, 86_400_005],
      ["us-east-1", -86_400_000, 86_400_000],
    ],
  );
});
