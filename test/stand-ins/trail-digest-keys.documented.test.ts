/** CloudTrail's ListPublicKeys over the wire, with answers as its API's reference has them: moto has no such call. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { CallGate, Connection } from "../../src/aws/index.ts";
import { err, ok } from "../../src/model/index.ts";
import { verifyTrail } from "../../src/work/trail/index.ts";
import { type DocumentedAws, member, refused, startDocumentedAws } from "../support/documented.ts";
import { digestKeyList, publicKeys, signedResults, signedTrail } from "../support/trail/signed-digests.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-keys-"));
const gate = new CallGate({ atOnce: 8, atOnceForAccount: 8, share: 100 });
const connection = new Connection({ gate, fips: false, version: "test", connections: 8, attempts: 1 });
let aws: DocumentedAws;
before(async () => {
  aws = await startDocumentedAws();
});
beforeEach(() => {
  aws.asked.splice(0);
  aws.answers = {};
});
after(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function verify(directory: string, keys = "aws", isSignedIn = true) {
  const access = {
    region: "us-east-1",
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    connection,
    clock: { now: () => 0, sleep: async () => undefined },
    now: 0,
    budget: { mostBytes: null, pricePerTerabyte: null },
    onNotice: () => undefined,
  };
  const { signal } = new AbortController();
  return verifyTrail(
    { kind: "directory", directory },
    { keys, access: async () => (isSignedIn ? ok(access) : err("no credentials")), signal },
  );
}

const seconds = (iso: string): number => Date.parse(iso) / 1000;

test("documented: keys are asked for in the region that signed, of the days of its digests, page by page", async () => {
  const { path } = signedTrail(join(folder, "trail"), 3);
  aws.answers = {
    ListPublicKeys: (request) => {
      assert.equal(request.region, "eu-west-1");
      assert.equal(member(request, "StartTime"), seconds("2026-11-25T00:00:00Z"));
      assert.equal(member(request, "EndTime"), seconds("2026-11-27T02:00:00Z"));
      return member(request, "NextToken") === undefined
        ? { PublicKeyList: [{ Value: "bm8ga2V5", Fingerprint: "f1" }], NextToken: "more" }
        : { PublicKeyList: publicKeys };
    },
  };
  const told = await verify(path);
  assert.ok(told.ok, told.ok ? "" : told.error);
  const { signed, verified, faults } = told.value;
  assert.deepEqual({ signed, verified, faults }, { signed: 2, verified: 2, faults: [] });
  assert.deepEqual(aws.asked, ["ListPublicKeys", "ListPublicKeys"]);
});

test("documented: Lake's sign files tell the region and the time themselves", async () => {
  signedResults(join(folder, "lake"), ["eventjson\n"]);
  aws.answers = { ListPublicKeys: () => ({ PublicKeyList: publicKeys }) };
  const told = await verify(join(folder, "lake"));
  assert.ok(told.ok && told.value.verified === 1);
});

test("documented: a key that CloudTrail does not tell proves nothing", async () => {
  const { path } = signedTrail(join(folder, "unknown"), 2);
  aws.answers = { ListPublicKeys: () => ({ PublicKeyList: [] }) };
  const told = await verify(path);
  assert.ok(told.ok);
  assert.deepEqual([told.value.signed, told.value.verified, told.value.faults], [0, 0, []]);
  assert.ok(told.value.unproven.some(({ why }) => /a key that was not given: f1/.test(why)));
});

test("documented: a refusal says which region, which permission, and what to do instead", async () => {
  const { path } = signedTrail(join(folder, "refused"), 2);
  aws.answers = { ListPublicKeys: () => refused("AccessDeniedException", 400) };
  const told = await verify(path);
  assert.ok(!told.ok);
  assert.match(
    told.error,
    /^--digest-keys aws: CloudTrail's keys of eu-west-1 can't be fetched \(AccessDenied.*cloudtrail:ListPublicKeys.*list-public-keys/,
  );
  const signedOut = await verify(path, "aws", false);
  assert.deepEqual(signedOut, { ok: false, error: "no credentials" });
});

test("documented: AWS is not asked where keys are given, or where nothing is signed", async () => {
  const { path } = signedTrail(join(folder, "given"), 2);
  writeFileSync(join(folder, "keys.json"), digestKeyList);
  assert.ok((await verify(path, join(folder, "keys.json"), false)).ok);
  mkdirSync(join(folder, "none"));
  const none = await verify(join(folder, "none"));
  assert.match(none.ok ? "" : none.error, /there is no digest/);
  const one = await verify(join(folder, "keys.json"));
  assert.match(one.ok ? "" : one.error, /ENOTDIR.*: give the directory that holds CloudTrail and/);
  assert.deepEqual(aws.asked, []);
});
