/** A trail in a bucket, over S3's wire protocol as moto speaks it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as readText } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CallGate, Connection } from "../../src/aws/index.ts";
import {
  bucketPlace,
  digestBucket,
  digestKeysOf,
  scanningReader,
  verifyDigests,
} from "../../src/logs/index.ts";
import { isAccountId } from "../../src/model/index.ts";
import { writeSnapshot } from "../../src/store/index.ts";
import { type FaultProxy, fault, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { observedSnapshot } from "../support/observed.ts";
import {
  digestKeyList,
  digestName,
  logName,
  signedResults,
  signedTrail,
} from "../support/trail/signed-digests.ts";

const missing = missingMoto();
const region = "us-east-1";
const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
const folder = mkdtempSync(join(tmpdir(), "accesslens-bucket-"));

describe("A trail in a bucket", { skip: missing ?? false }, () => {
  let proxy: FaultProxy;
  let s3: S3Client;
  const asked: string[] = [];
  let failing: string | null = null;
  const connection = new Connection({
    gate: new CallGate({ atOnce: 32, atOnceForAccount: 32, share: 100 }),
    fips: false,
    version: "test",
    connections: 16,
    attempts: 2,
  });
  after(() => {
    connection.close();
    proxy.close();
    s3.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  before(async () => {
    const { url } = await startMoto();
    s3 = new S3Client({ region, forcePathStyle: true });
    proxy = await startFaultProxy(url, (request) => {
      asked.push(request.path);
      return failing !== null && request.path.includes(failing) ? fault("AccessDenied", 403, "no") : null;
    });
    await s3.send(new CreateBucketCommand({ Bucket: "trail" }));
    Object.assign(process.env, { AWS_ENDPOINT_URL: proxy.url });
  });

  const put = (Key: string, text: string, Metadata: Record<string, string> = {}) =>
    s3.send(new PutObjectCommand({ Bucket: "trail", Key, Body: gzipSync(text), Metadata }));
  const place = (prefix: string) => bucketPlace({ bucket: "trail", prefix, region, credentials, connection });

  const event = (id: string): string =>
    JSON.stringify({
      eventName: "AssumeRole",
      eventSource: "sts.amazonaws.com",
      eventID: id,
      eventTime: "2026-11-26T10:00:00Z",
      awsRegion: "eu-west-1",
      recipientAccountId: "111111111111",
      userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
    });

  async function readAll(
    prefix: string,
    more: Parameters<typeof scanningReader>[1] = {},
    manifest: string | null = null,
  ) {
    const ids: string[] = [];
    const read = await scanningReader(await place(prefix), { threads: 1, ...more }).read(
      {
        take: async (events) => {
          ids.push(...events.map(({ id }) => id));
          return "more";
        },
        keep: async () => "more",
      },
      {
        from: Date.UTC(2026, 10, 26),
        to: Date.UTC(2026, 10, 27),
        manifest,
        onProgress: () => {},
        signal: new AbortController().signal,
      },
    );
    return { ids: ids.sort(), read };
  }

  test("is read by account, region and day, each file once, and what can't be read is named", async () => {
    for (const account of ["111111111111", "222222222222"]) {
      for (const place of ["eu-west-1", "us-east-1"]) {
        for (const day of ["2025/11/26", "2026/11/25", "2026/11/26", "2026/12/26"]) {
          const key = `logs/AWSLogs/o-a/${account}/CloudTrail/${place}/${day}/f.json.gz`;
          await put(key, `{"Records":[${event(`${account} ${place} ${day}`)}]}`);
        }
      }
    }
    await put("logs/AWSLogs/o-a/111111111111/CloudTrail-Digest/eu-west-1/2026/11/26/d.json.gz", "{}");
    const damaged = "logs/AWSLogs/o-a/111111111111/CloudTrail/eu-west-1/2026/11/26/g.json.gz";
    await put(damaged, '{"Records":[');
    const denied = "logs/AWSLogs/o-a/111111111111/CloudTrail/eu-west-1/2026/11/26/h.json.gz";
    await put(denied, `{"Records":[${event("denied")}]}`);
    asked.length = 0;
    failing = "h.json.gz?";
    const manifest = join(folder, "manifest");
    const accounts = new Set(["111111111111"].filter(isAccountId));
    const first = await readAll("logs/", { accounts, regions: new Set(["eu-west-1"]) }, manifest);
    failing = null;
    assert.ok(first.read.ok);
    assert.deepEqual(first.ids, ["111111111111 eu-west-1 2026/11/26"]);
    assert.deepEqual(
      first.read.value.skipped.map(({ file, why }) => `${file} ${why.replace(/:.*/, "")}`),
      [`${damaged} is cut off`, `${denied} can't be read`],
    );
    // Nothing of other accounts, regions and years was as much as listed.
    assert.ok(!asked.some((url) => /222222222222%2FCloudTrail%2F/.test(url)), asked.join("\n"));
    assert.ok(!asked.some((url) => /\/2025\/|\/2026\/12\//.test(url)), asked.join("\n"));
    const again = await readAll("logs/", { accounts, regions: new Set(["eu-west-1"]) }, manifest);
    assert.ok(again.read.ok);
    assert.deepEqual(again.ids, ["denied"]);
    assert.equal(again.read.value.filesBefore, 2);
  });

  test("that isn't there, or may not be listed, is told as such", async () => {
    const options = { bucket: "absent", prefix: "", region, credentials, connection };
    const reader = scanningReader(await bucketPlace(options), { threads: 1 });
    const read = await reader.read(
      { take: async () => "more", keep: async () => "more" },
      { from: null, to: null, manifest: null, onProgress: () => {}, signal: new AbortController().signal },
    );
    assert.match(JSON.stringify(read), /unreadable.*s3:\/\/absent\/.*NoSuchBucket/);
  });

  test("is proven by its digests, whose signatures S3 keeps with them", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
    const log = "v/AWSLogs/1/CloudTrail/eu-west-1/2026/11/26/log.json.gz";
    const key =
      "v/AWSLogs/1/CloudTrail-Digest/eu-west-1/2026/11/26/1_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261126T010000Z.json.gz";
    const digest = JSON.stringify({
      digestEndTime: "2026-11-26T01:00:00Z",
      digestS3Bucket: "trail",
      digestS3Object: key,
      digestPublicKeyFingerprint: "f",
      digestSignatureAlgorithm: "SHA256withRSA",
      previousDigestS3Object: null,
      logFiles: [log, `${log}x`].map((s3Object) => ({
        s3Bucket: "trail",
        s3Object,
        hashValue: sha256("{}"),
        hashAlgorithm: "SHA-256",
      })),
    });
    const text = `2026-11-26T01:00:00Z\ntrail/${key}\n${sha256(digest)}\nnull`;
    await put(log, "{}");
    await put(key, digest, { signature: sign("RSA-SHA256", Buffer.from(text), privateKey).toString("hex") });
    const keys = digestKeysOf(publicKey.export({ type: "spki", format: "pem" }).toString()) ?? [];
    const bucket = await digestBucket({ bucket: "trail", prefix: "v/", region, credentials, connection });
    const { signal } = new AbortController();
    const report = await verifyDigests(bucket.place, keys, signal);
    assert.deepEqual([report.digests, report.signed, report.verified, report.unproven.length], [1, 1, 1, 0]);
    assert.deepEqual(
      report.faults.map(({ file }) => file),
      [`${log}x`],
    );
    await s3.send(new DeleteObjectCommand({ Bucket: "trail", Key: log }));
    assert.equal((await verifyDigests(bucket.place, keys, signal)).faults.length, 2);
    bucket.close();
  });

  test("is asked about by the command, proven by its digests, and told as gone", async () => {
    const snapshot = join(folder, "org.alens");
    await writeSnapshot(snapshot, observedSnapshot({ roles: [{ name: "app", trust: [] }] }));
    const signed = signedTrail(join(folder, "signed"), 2);
    for (const name of [logName(0), logName(1), digestName(0), digestName(1)]) {
      const Body = readFileSync(signed.file(name));
      await s3.send(new PutObjectCommand({ Bucket: "trail", Key: `prefix/${name}`, Body }));
    }
    await put(
      "prefix/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/26/a.json.gz",
      `{"Records":[${event("a")}]}`,
    );
    const keys = join(folder, "keys.json");
    writeFileSync(keys, digestKeyList);
    const who = async (events: string, ...args: readonly string[]) => {
      const command = ["dist/accesslens.js", "trail", "who", "--events", events, "--snapshot", snapshot];
      const child = spawn(process.execPath, [...command, "--format", "json", ...args]);
      const ended = once(child, "exit");
      const [stdout, stderr] = await Promise.all([readText(child.stdout), readText(child.stderr)]);
      return { code: (await ended)[0], stdout, stderr };
    };
    const asked = await who("s3://trail/prefix/", "--verify", "--digest-keys", keys);
    assert.equal(asked.code, 0, asked.stderr);
    const { events, digests } = JSON.parse(asked.stdout);
    assert.equal(events, 1);
    assert.deepEqual([digests.digests, digests.signed, digests.verified, digests.faults], [2, 1, 1, []]);
    const lake = join(folder, "lake");
    for (const name of signedResults(lake, [`eventjson\n"${event("b").replaceAll('"', '""')}"\n`]).names)
      await s3.send(
        new PutObjectCommand({ Bucket: "trail", Key: `saved/${name}`, Body: readFileSync(join(lake, name)) }),
      );
    const saved = await who("s3://trail/saved/", "--verify", "--digest-keys", keys);
    assert.equal(saved.code, 0, saved.stderr);
    const { skipped, ...told } = JSON.parse(saved.stdout);
    assert.deepEqual([told.events, told.digests.verified, skipped], [1, 1, []]);
    const absent = await who("s3://absent/");
    assert.equal(absent.code, 3);
    assert.match(absent.stderr, /s3:\/\/absent\/ can't be listed \(NoSuchBucket/);
  });
});
