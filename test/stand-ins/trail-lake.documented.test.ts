/** CloudTrail Lake as a reader of events, over the wire, with answers as its API's reference has them: moto has no Lake. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { CallGate, Connection } from "../../src/aws/index.ts";
import { openLake, sqlAddress } from "../../src/logs/trail-sql/index.ts";
import type { TrailEvent } from "../../src/model/index.ts";
import { type DocumentedAws, member, refused, startDocumentedAws } from "../support/documented.ts";
import { randomRecords } from "../support/trail/random-records.ts";

let aws: DocumentedAws;
const gate = new CallGate({ atOnce: 8, atOnceForAccount: 8, share: 100 });
const connection = new Connection({ gate, fips: false, version: "test", connections: 8, attempts: 1 });
before(async () => {
  aws = await startDocumentedAws();
});
beforeEach(() => {
  aws.asked.splice(0);
  aws.answers = {};
});
after(() => connection.close());

const store = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";

async function read({
  signal = new AbortController().signal,
  mostBytes = null,
  onPoll = () => undefined,
}: {
  signal?: AbortSignal;
  mostBytes?: number | null;
  onPoll?: () => void;
} = {}) {
  const address = sqlAddress(`lake:${store}@eu-west-1`);
  assert.ok(address?.ok && address.value.kind === "lake");
  const notices: string[] = [];
  const taken: TrailEvent[] = [];
  const lake = await openLake(address.value, {
    region: "us-east-1",
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    connection,
    clock: { now: () => 0, sleep: async () => onPoll() },
    now: 0,
    budget: { mostBytes, pricePerTerabyte: 5 },
    onNotice: (notice) => notices.push(notice),
  });
  const told = await lake.read(
    {
      take: async (events) => {
        taken.push(...events);
        return "more";
      },
      keep: async () => "more",
    },
    {
      from: Date.UTC(2026, 0, 1),
      to: Date.UTC(2026, 1, 1),
      manifest: null,
      onProgress: () => undefined,
      signal,
    },
  );
  lake.close();
  return { told, taken, notices };
}

test("documented: one statement within Lake's limits, waited for, and fetched page by page", async () => {
  const records = randomRecords(3, 40);
  const rows = records.map((record) => [{ eventjson: JSON.stringify(record) }]);
  let polls = 0;
  aws.answers = {
    StartQuery: (request) => {
      assert.equal(request.region, "eu-west-1");
      const statement = String(member(request, "QueryStatement"));
      assert.ok(statement.length <= 10_000);
      assert.match(
        statement,
        new RegExp(`^SELECT eventjson FROM ${store} WHERE eventname IN \\('AssumeRole', `),
      );
      assert.match(
        statement,
        / AND eventtime >= '2026-01-01 00:00:00' AND eventtime < '2026-02-01 00:00:00'$/,
      );
      return { QueryId: "q-1" };
    },
    DescribeQuery: () => ({
      QueryId: "q-1",
      QueryStatus: ["QUEUED", "RUNNING", "FINISHED"][polls++],
      QueryStatistics: { BytesScanned: 2_000_000_000 },
    }),
    GetQueryResults: (request) => {
      const isFirst = member(request, "NextToken") === undefined;
      return {
        QueryStatus: "FINISHED",
        QueryResultRows: isFirst ? rows.slice(0, 20) : rows.slice(20),
        ...(isFirst ? { NextToken: "more" } : {}),
      };
    },
  };
  const { told, taken, notices } = await read();
  assert.ok(told.ok);
  assert.equal(told.value.records, records.length);
  assert.ok(taken.length > 30 && taken.every(({ id }) => id.startsWith("event-3-")));
  assert.deepEqual(told.value.accounts, ["111111111111", "222222222222", "333333333333"]);
  assert.deepEqual(notices, ["CloudTrail Lake scanned 2.0 GB (about 0.010 at 5 per TB) (query q-1)"]);
});

test("documented: rows that are no records are counted, and named with the store", async () => {
  aws.answers = {
    StartQuery: () => ({ QueryId: "q-1" }),
    DescribeQuery: () => ({ QueryStatus: "FINISHED" }),
    GetQueryResults: () => ({ QueryResultRows: [[{ eventjson: "{" }], [{}], [{ eventjson: "[1]" }]] }),
  };
  const { told, taken } = await read();
  assert.ok(told.ok);
  assert.deepEqual(taken, []);
  assert.deepEqual(told.value.skipped, [
    { file: `lake:${store}`, why: "3 records not read: a record is no JSON object" },
  ]);
});

test("documented: a query that nobody waits for, or that scans too much, is cancelled", async () => {
  aws.answers = {
    StartQuery: () => ({ QueryId: "q-1" }),
    DescribeQuery: () => ({ QueryStatus: "RUNNING", QueryStatistics: { BytesScanned: 5_000_000 } }),
    CancelQuery: () => ({ QueryId: "q-1", QueryStatus: "CANCELLED" }),
  };
  const stop = new AbortController();
  const stopped = await read({ signal: stop.signal, onPoll: () => stop.abort() });
  assert.deepEqual(stopped.told, { ok: false, error: { kind: "stopped" } });
  assert.equal(aws.asked.at(-1), "CancelQuery");
  const { told } = await read({ mostBytes: 1_000_000 });
  assert.ok(!told.ok && told.error.kind === "unreadable");
  assert.match(told.error.message, /had scanned 5\.0 MB/);
  assert.equal(aws.asked.filter((call) => call === "CancelQuery").length, 2);
});

test("documented: Lake's own words are passed on", async () => {
  aws.answers = {
    StartQuery: () => ({ QueryId: "q-1" }),
    DescribeQuery: () => ({ QueryStatus: "TIMED_OUT", ErrorMessage: "more than an hour" }),
  };
  const timedOut = await read();
  assert.ok(!timedOut.told.ok && timedOut.told.error.kind === "unreadable");
  assert.match(timedOut.told.error.message, /failed: more than an hour/);
  aws.answers = { StartQuery: () => refused("InactiveEventDataStoreException", 400) };
  const inactive = await read();
  assert.ok(!inactive.told.ok && inactive.told.error.kind === "unreadable");
  assert.match(
    inactive.told.error.message,
    new RegExp(`CloudTrail Lake, asked about ${store}: as documented`),
  );
});
