import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { schemaJudge } from "../../../test/support/json-schema.ts";
import { defaultOptions, type SynthOptions } from "../options.ts";
import { trailOptionsProblem } from "./options.ts";
import { synthesizeTrail } from "./synthesize-trail.ts";
import type { TrailFile } from "./trail-files.ts";
import { writeTrail } from "./write-trail.ts";

const options: SynthOptions = { ...defaultOptions, accounts: 24, roles: 60, seed: 3 };
const trailOptions = { days: 20, events: 6000, stsShare: 0.3 };

type Record = { readonly [name: string]: unknown };

function recordsOf(file: TrailFile): readonly Record[] {
  return JSON.parse(file.bytes.toString("latin1")).Records;
}

const made = synthesizeTrail(options);
const trail = made.trail(trailOptions);
const files = [...trail.files()];
const truth = trail.truth();
const all = files.flatMap((file) => recordsOf(file));
const distinct = [...new Map(all.map((record) => [record.eventID, record])).values()];

test("the same seed makes the same trail, another seed another", () => {
  const digest = (seed: number): string => {
    const hash = createHash("sha256");
    const again = synthesizeTrail({ ...options, seed }).trail({ ...trailOptions, events: 2000 });
    for (const { path, bytes } of again.files()) hash.update(path).update(bytes);
    return hash.update(JSON.stringify(again.truth())).digest("hex");
  };
  assert.equal(digest(3), digest(3));
  assert.notEqual(digest(3), digest(4));
});

test("the truth counts what the files hold: distinct records, deliveries, events", () => {
  assert.deepEqual(schemaJudge("trail-truth.schema.json", { isClosed: true })(truth), []);
  assert.equal(truth.records, trailOptions.events);
  assert.equal(distinct.length, truth.records);
  assert.equal(all.length, truth.delivered);
  assert.ok(truth.delivered > truth.records, "some records come twice");
  assert.equal(files.length, truth.files);
  const sts = distinct.filter(
    ({ eventSource, eventName }) =>
      eventName === "SwitchRole" ||
      (eventSource === "sts.amazonaws.com" && eventName !== "GetCallerIdentity"),
  );
  assert.equal(sts.length, truth.events);
  assert.ok(Math.abs(truth.events / truth.records - trailOptions.stsShare) < 0.03, `${truth.events}`);
});

test("each file lies where CloudTrail puts it, holds its account's and region's records alone, and is ASCII", () => {
  for (const file of files) {
    const match =
      /^AWSLogs\/(o-\w+)\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\2_CloudTrail_\3_\4\5\6T\d{4}Z_[A-Z2-7]{16}\.json\.gz$/.exec(
        file.path,
      );
    assert.ok(match !== null, file.path);
    assert.ok(file.bytes.every((byte) => byte >= 0x20 && byte < 0x7f));
    for (const record of recordsOf(file)) {
      assert.equal(record.recipientAccountId, match[2]);
      assert.equal(record.awsRegion, match[3]);
      const time = Date.parse(String(record.eventTime)) / 1000;
      assert.ok(time >= truth.from && time < truth.to);
    }
  }
  assert.equal(new Set(files.map(({ path }) => path)).size, files.length);
});

test("a call across accounts has a copy in both, which share the request and an id, and only one names the caller", () => {
  const byRequest = Map.groupBy(
    distinct.filter(
      ({ eventName, eventSource }) => eventName === "AssumeRole" && eventSource === "sts.amazonaws.com",
    ),
    ({ requestID }) => requestID,
  );
  const pairs = [...byRequest.values()].filter((copies) => copies.length === 2);
  assert.ok(pairs.length > 100, `${pairs.length} pairs`);
  for (const [a, b] of pairs) {
    assert.equal(a?.sharedEventID, b?.sharedEventID);
    assert.notEqual(a?.recipientAccountId, b?.recipientAccountId);
    const types = [a, b].map((copy) => JSON.parse(JSON.stringify(copy?.userIdentity)).type);
    assert.equal(types.filter((type) => type === "AWSAccount").length, 1);
  }
  // A shared id alone does not mean two accounts.
  const single = [...byRequest.values()].filter((copies) => copies.length === 1 && copies[0]?.sharedEventID);
  assert.ok(single.length > 0);
});

test("what is new at the end was planted to be: all other uses begin in the first quarter", () => {
  const quarter = truth.from + (truth.to - truth.from) * 0.3;
  const late = truth.uses.filter(({ first }) => first > quarter);
  const planted = truth.cases.filter(({ kind }) => kind === "first-seen-pair" || kind === "new-network");
  assert.deepEqual(
    new Set(late.map(({ by, role }) => `${by} ${role}`)),
    new Set(planted.map(({ by, role }) => `${by} ${role}`)),
  );
});

test("the planted facts show in the uses: long sessions, depth, console, refusals in a burst", () => {
  const of = (kind: string) => truth.cases.filter((one) => one.kind === kind);
  const uses = (one: { by: string; role: string | null }) =>
    truth.uses.filter(({ by, role }) => by === one.by && role === one.role);
  const kinds = new Set(truth.cases.map(({ kind }) => kind));
  assert.equal(kinds.size, 12);
  assert.deepEqual(
    truth.uses.filter(({ seconds }) => seconds > 3600).map(({ by }) => by),
    of("long-session").map(({ by }) => by),
  );
  assert.deepEqual(
    truth.uses
      .filter(({ depth }) => depth !== null && depth >= 2)
      .map(({ role }) => role)
      .sort(),
    of("deep-chain")
      .map(({ role }) => role)
      .sort(),
  );
  assert.deepEqual(
    truth.uses.filter((use) => use.console && use.call !== "Federate").map(({ role }) => role),
    of("console").map(({ role }) => role),
  );
  for (const one of of("failed-attempts")) {
    const [burst] = uses(one);
    assert.ok(burst !== undefined && !burst.granted && burst.count === 24 && burst.last - burst.first < 1200);
    assert.equal(Math.floor(burst.first / 3600), Math.floor(burst.last / 3600));
  }
  for (const one of [...truth.cases, ...truth.lookAlikes])
    assert.ok(uses(one).length > 0, JSON.stringify(one));
  for (const one of truth.unusedTrusts)
    assert.ok(
      truth.uses.every(({ role }) => role !== one.role),
      "an unused trust is used",
    );
});

test("memory for what waits stays small: late and doubled records come within a few files' time", () => {
  const places = new Map<unknown, number[]>();
  for (const [index, file] of files.entries())
    for (const { eventID } of recordsOf(file)) places.set(eventID, [...(places.get(eventID) ?? []), index]);
  const twice = [...places.values()].filter((found) => found.length > 1);
  assert.ok(twice.length > 0 && twice.every((found) => new Set(found).size === 2));
});

test("an organization of few accounts has a trail without planted cases", () => {
  const small = synthesizeTrail({ ...options, accounts: 2, roles: 12 }).trail({
    ...trailOptions,
    events: 200,
  });
  let records = 0;
  for (const file of small.files()) records += file.records;
  assert.ok(records >= 200);
  const kinds = new Set(small.truth().cases.map(({ kind }) => kind));
  assert.ok([...kinds].every((kind) => kind === "outside-account"));
});

test("a trail is written as CloudTrail's tree, and never over something else", async () => {
  const directory = await mkdtemp(join(tmpdir(), "trail-"));
  try {
    const small = synthesizeTrail(options).trail({ ...trailOptions, days: 2, events: 500 });
    const written = await writeTrail(small, directory);
    assert.ok(written.ok);
    const names = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith(".json.gz"));
    assert.equal(names.length, written.value.files);
    const text = gunzipSync(await readFile(join(directory, names[0] ?? ""))).toString();
    assert.ok(JSON.parse(text).Records.length > 0);
    const again = await writeTrail(small, directory);
    assert.ok(!again.ok && again.error.message === "the directory is not empty");
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("options that make no sense are told", () => {
  assert.equal(trailOptionsProblem(trailOptions), null);
  assert.match(trailOptionsProblem({ ...trailOptions, days: 0 }) ?? "", /days/);
  assert.match(trailOptionsProblem({ ...trailOptions, events: 1.5 }) ?? "", /events/);
  assert.match(trailOptionsProblem({ ...trailOptions, stsShare: 1.1 }) ?? "", /share/);
});
