import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { type JsonRecord, randomRecords } from "../../../test/support/trail/random-records.ts";
import { plainFacts, questionOf } from "../../../test/support/trail/sql-questions.ts";
import { sqlText } from "../../logs/trail-sql/sql-text.ts";
import { err, type TrailQuestion } from "../../model/index.ts";
import { openTrail, type TrailPlace } from "./open-trail.ts";
import { duckdbEngine, estimateInWords, refusedFor } from "./sql-engine.ts";

const never = { signal: new AbortController().signal, onProgress: () => undefined };

async function inDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "accesslens-sql-"));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function writeTrail(directory: string, records: readonly JsonRecord[]): Promise<void> {
  const half = Math.floor(records.length / 2);
  await writeFile(join(directory, "a.json"), JSON.stringify({ Records: records.slice(0, half) }));
  await writeFile(join(directory, "b.json.gz"), gzipSync(JSON.stringify({ Records: records.slice(half) })));
}

describe("SQL tells what a plain reading of the same records tells", () => {
  // More of them, and on Trino as well: test/judges/trail-sql.ts
  for (const seed of [6]) {
    test(`records of CloudTrail's files, by seed ${seed}`, () =>
      inDirectory(async (directory) => {
        const records = randomRecords(seed, 150);
        await writeTrail(directory, records);
        const question = questionOf(seed);
        const told = await duckdbEngine({ kind: "duckdb", glob: join(directory, "*.json*") }).ask(
          question,
          never,
        );
        assert.ok(told.ok);
        const { skipped, accounts, ...facts } = told.value;
        assert.deepEqual(facts, plainFacts(records, question));
        assert.ok(accounts.length >= 3);
        assert.ok(skipped.every(({ why }) => /^\d+ records? not read/.test(why)));
      }));
  }

  test("the same of Parquet, with the columns of Athena's table", () =>
    inDirectory(async (directory) => {
      const records = randomRecords(5, 60);
      await writeTrail(directory, records);
      const files = sqlText(join(directory, "*.json*"));
      const parquet = join(directory, "trail.parquet");
      const text = (name: string) => `record ->> '$.${name}' AS ${name.toLowerCase()}`;
      const instance = await DuckDBInstance.create(":memory:");
      const connection = await instance.connect();
      const at = (path: string) => `record ->> '$.userIdentity.${path}'`;
      const identity = `{${["type", "principalId", "arn", "accountId", "invokedBy", "accessKeyId", "userName", "identityProvider"].map((name) => `${name.toLowerCase()}: ${at(name)}`).join(", ")}, sessioncontext: {sessionissuer: {type: ${at("sessionContext.sessionIssuer.type")}, principalid: ${at("sessionContext.sessionIssuer.principalId")}, arn: ${at("sessionContext.sessionIssuer.arn")}, accountid: ${at("sessionContext.sessionIssuer.accountId")}}, attributes: {mfaauthenticated: ${at("sessionContext.attributes.mfaAuthenticated")}}}, onbehalfof: {userid: ${at("onBehalfOf.userId")}, identitystorearn: ${at("onBehalfOf.identityStoreArn")}}}`;
      const strings =
        "eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID recipientAccountId serviceEventDetails sharedEventID vpcEndpointId";
      await connection.run(
        `COPY (SELECT ${strings.split(" ").map(text).join(", ")}, ${identity} AS useridentity FROM (SELECT unnest("Records") AS record FROM read_json(${files}, columns = {"Records": 'JSON[]'}))) TO ${sqlText(parquet)} (FORMAT parquet)`,
      );
      connection.closeSync();
      const question = questionOf(5);
      const told = await duckdbEngine({ kind: "duckdb", glob: parquet }).ask(question, never);
      assert.ok(told.ok, told.ok ? "" : JSON.stringify(told.error));
      const { skipped: _, accounts: __, ...facts } = told.value;
      assert.deepEqual(facts, plainFacts(records, question));
    }));

  test("files that can't be read are a fault that says so, and no answer", async () => {
    const told = await duckdbEngine({ kind: "duckdb", glob: "/nowhere/*.json" }).ask(questionOf(1), never);
    assert.ok(!told.ok && told.error.kind === "unreadable");
    assert.match(told.error.message, /\/nowhere\/\*\.json/);
  });
});

test("What a query will scan is told with its basis, its price where one is given, and its cap", () => {
  const estimate = { kind: "estimate", bytes: 2.5e12, listed: 60, folders: 5100 } as const;
  assert.equal(
    estimateInWords(estimate, { mostBytes: 5e12, pricePerTerabyte: 5 }),
    "the query will scan about 2.5 TB (about 12.50 at 5 per TB), by the sizes of the files in 60 of 5100 folders; it is stopped beyond 5.0 TB (about 25.00 at 5 per TB)",
  );
  assert.equal(
    estimateInWords(
      { kind: "unknown", why: "the table does not say where its partitions lie" },
      { mostBytes: null, pricePerTerabyte: null },
    ),
    "what the query will scan can't be told beforehand: the table does not say where its partitions lie",
  );
});

test("A query that will scan more than it may is not started; one that is not known to is", () => {
  const estimate = { kind: "estimate", bytes: 2.5e12, listed: 60, folders: 5100 } as const;
  const within = (mostBytes: number | null) => refusedFor(estimate, { mostBytes, pricePerTerabyte: null });
  assert.equal(
    within(1e11),
    "the query was not started: it would scan about 2.5 TB, by the sizes of the files in 60 of 5100 folders, and no more than 100.0 GB is allowed. Ask for a shorter time, or allow more (--max-scan).",
  );
  assert.equal(within(2.5e12), null);
  assert.equal(within(null), null);
  assert.equal(refusedFor({ kind: "unknown", why: "x" }, { mostBytes: 1, pricePerTerabyte: null }), null);
});

test("Copies are one call while each is within five minutes of the one before: files and SQL alike", () =>
  inDirectory(async (directory) => {
    const at = (second: number) => new Date(Date.UTC(2026, 0, 31) + second * 1000).toISOString();
    const copies = (request: string, seconds: readonly number[]) =>
      seconds.map((second, index) => ({
        eventVersion: "1.11",
        eventTime: at(second).replace(".000Z", "Z"),
        eventSource: "sts.amazonaws.com",
        eventName: "AssumeRole",
        awsRegion: "us-east-1",
        sourceIPAddress: "203.0.113.7",
        requestID: request,
        eventID: `${request}-${index}`,
        recipientAccountId: "111111111111",
        userIdentity: {
          type: "IAMUser",
          accountId: "111111111111",
          arn: `arn:aws:iam::111111111111:user/${request}`,
        },
        // The second tells no role.
        ...(index === 1
          ? {}
          : { requestParameters: { roleArn: "arn:aws:iam::222222222222:role/a", roleSessionName: "s" } }),
      }));
    const calls = {
      same: [0, 0],
      last: [0, 300],
      beyond: [0, 301],
      one: [0, 300, 600],
      two: [0, 300, 601],
      // The second alone is in the time that is asked about.
      across: [-200, 50],
      apart: [-200, 101],
    };
    await writeTrail(
      directory,
      Object.entries(calls).flatMap(([request, seconds]) => copies(request, seconds)),
    );
    const question: TrailQuestion = {
      from: Date.UTC(2026, 0, 31),
      to: null,
      longerThan: 3600,
      evidence: 5,
      detailed: new Set(),
      places: true,
      chains: true,
      days: true,
      sessions: { role: null, order: "latest", limit: 50 },
    };
    const tell = async (place: TrailPlace) => {
      const engine = await openTrail(place, { resume: null, access: async () => err("not in AWS") });
      assert.ok(engine.ok);
      const told = await engine.value.ask(question, never);
      assert.ok(told.ok, told.ok ? "" : JSON.stringify(told.error));
      return told.value;
    };
    const [bySql, byFold] = [
      await tell({ kind: "duckdb", glob: join(directory, "*.json*") }),
      await tell({ kind: "directory", directory }),
    ];
    assert.deepEqual(bySql, byFold);
    const counts: Record<string, number> = {};
    for (const { caller, count } of bySql.uses) {
      const user = caller.kind === "user" ? (caller.arn?.split("/")[1] ?? "") : "";
      counts[user] = (counts[user] ?? 0) + count;
    }
    assert.deepEqual(counts, { same: 1, last: 1, beyond: 2, one: 1, two: 2, apart: 1 });
    assert.equal(bySql.events, 14);
  }));
