/**
 * Athena asked about a trail over its wire protocol, as moto speaks it: workgroup, query and results are moto's, and the bucket whose
 * sizes are listed. moto has no tables of Athena's (GetTableMetadata) and runs no SQL: the answer is DuckDB's to the same question.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AthenaClient, CreateWorkGroupCommand, ListQueryExecutionsCommand } from "@aws-sdk/client-athena";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CallGate, Connection, systemClock } from "../../src/aws/index.ts";
import { sqlAddress } from "../../src/logs/trail-sql/index.ts";
import { tableColumns } from "../../src/logs/trail-sql/trail-table.ts";
import { athenaEngine } from "../../src/work/trail/sql-engine.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { answerNextQuery } from "../support/trail/athena-rows.ts";
import { firstMoment, randomRecords } from "../support/trail/random-records.ts";
import { plainFacts, questionOf } from "../support/trail/sql-questions.ts";

const tableMetadata = JSON.stringify({
  TableMetadata: {
    Name: "trail",
    Columns: tableColumns.map(({ name, type }) => ({ Name: name, Type: type })),
    PartitionKeys: ["account", "region", "day"].map((Name) => ({ Name, Type: "string" })),
    Parameters: {
      "projection.account.type": "enum",
      "projection.account.values": "111111111111,222222222222",
      "projection.region.type": "enum",
      "projection.region.values": "us-east-1",
      "projection.day.type": "date",
      "projection.day.format": "yyyy/MM/dd",
      "projection.day.range": "2026/01/01,NOW",
      "storage.location.template": "s3://org-trail/AWSLogs/${account}/CloudTrail/${region}/${day}",
    },
  },
});

describe("A trail in Athena", { skip: missingMoto() ?? false }, () => {
  let proxy: FaultProxy;
  let moto = "";
  const gate = new CallGate({ atOnce: 8, atOnceForAccount: 8, share: 100 });
  const connection = new Connection({ gate, fips: false, version: "test", connections: 8, attempts: 2 });
  after(() => {
    connection.close();
    proxy.close();
  });
  before(async () => {
    moto = (await startMoto()).url;
    proxy = await startFaultProxy(moto, ({ call }) =>
      call === "GetTableMetadata"
        ? {
            kind: "answer",
            answer: { status: 200, headers: { "content-type": "application/json" }, body: tableMetadata },
          }
        : null,
    );
    Object.assign(process.env, { AWS_ENDPOINT_URL: proxy.url });
    const s3 = new S3Client({ region: "us-east-1", forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "org-trail" }));
    for (const account of ["111111111111", "222222222222"]) {
      const Key = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/31/a.json.gz`;
      await s3.send(new PutObjectCommand({ Bucket: "org-trail", Key, Body: "x".repeat(1500) }));
    }
    s3.destroy();
  });

  test("answers as a plain reading of the same records does, with what it costs told before", async () => {
    const athena = new AthenaClient({ region: "us-east-1" });
    await athena.send(
      new CreateWorkGroupCommand({
        Name: "audit",
        Configuration: { ResultConfiguration: { OutputLocation: "s3://results/" } },
      }),
    );
    const records = randomRecords(4, 120);
    const question = {
      ...questionOf(4),
      from: firstMoment + 12 * 3_600_000,
      to: firstMoment + 36 * 3_600_000,
    };
    await answerNextQuery(moto, records, question);
    const address = sqlAddress("athena:security.trail?workgroup=audit");
    assert.ok(address?.ok && address.value.kind === "athena");
    const notices: string[] = [];
    const engine = athenaEngine(address.value, {
      region: "us-east-1",
      credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
      connection,
      clock: systemClock,
      now: Date.UTC(2026, 1, 20),
      budget: { mostBytes: 1e9, pricePerTerabyte: null },
      onNotice: (notice) => notices.push(notice),
    });
    const told = await engine.ask(question, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    assert.ok(told.ok, told.ok ? "" : JSON.stringify(told.error));
    const { skipped: _, accounts: __, ...facts } = told.value;
    assert.deepEqual(facts, plainFacts(records, question));
    assert.ok(facts.events > 0);
    // From 36 hours before the morning of 31 January to a day after that of 1 February: five days of two accounts.
    assert.match(
      notices[0] ?? "",
      /^the query will scan about \d[\d.]* K?B, by the sizes of the files in 10 folders; it is stopped beyond 1\.0 GB$/,
    );
    const { QueryExecutionIds = [] } = await athena.send(new ListQueryExecutionsCommand({}));
    assert.equal(QueryExecutionIds.length, 1, "one query for all that was asked");
    athena.destroy();
  });
});
