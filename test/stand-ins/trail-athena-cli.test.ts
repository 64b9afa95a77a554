/**
 * The command line over a trail in Athena: `setup athena --create` makes the table, `trail who --events athena:…` asks it. Workgroups,
 * queries, their states and results are moto's, and the table is in moto's Glue. What moto lacks is a double in front of it:
 * the tables of Athena's (GetTableMetadata tells what Glue has), bytes scanned (moto tells 0), and refusals.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  ListQueryExecutionsCommand,
} from "@aws-sdk/client-athena";
import { CreateDatabaseCommand, CreateTableCommand, GetTableCommand, GlueClient } from "@aws-sdk/client-glue";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { TrailQuestion } from "../../src/model/index.ts";
import { writeSnapshot } from "../../src/store/index.ts";
import type { AwsRequest } from "../support/aws-request.ts";
import { member } from "../support/documented.ts";
import { type Fault, type FaultProxy, fault, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { observedSnapshot, own } from "../support/observed.ts";
import { answerNextQuery } from "../support/trail/athena-rows.ts";
import { ended, interrupted, startCommand } from "../support/trail/command-line.ts";
import { assumed, record, userIdentity } from "../support/trail/records.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-athena-cli-"));
const snapshot = join(folder, "org.alens");
const role = `arn:aws:iam::${own}:role/app`;

function told(answer: object): Fault {
  const headers = { "content-type": "application/x-amz-json-1.1" };
  return { kind: "answer", answer: { status: 200, headers, body: JSON.stringify(answer) } };
}

describe("The command line over Athena", { skip: missingMoto() ?? false, concurrency: false }, () => {
  let moto = "";
  let proxy: FaultProxy;
  let athena: AthenaClient;
  let glue: GlueClient;
  let faults: (request: AwsRequest) => Fault | null | Promise<Fault | null> = () => null;
  const asked: string[] = [];
  let polls = 0;

  before(async () => {
    moto = (await startMoto()).url;
    [athena, glue] = [new AthenaClient(), new GlueClient()];
    const s3 = new S3Client({ forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "org-trail" }));
    const Key = `logs/AWSLogs/o-a1b2c3d4e5/${own}/CloudTrail/us-east-1/2026/10/25/a.json.gz`;
    await s3.send(new PutObjectCommand({ Bucket: "org-trail", Key, Body: "x".repeat(1500) }));
    s3.destroy();
    proxy = await startFaultProxy(moto, async (request) => {
      asked.push(request.call);
      if (request.call === "GetQueryExecution") polls++;
      const made = await faults(request);
      if (made !== null || request.call !== "GetTableMetadata") return made;
      return metadataInGlue(request);
    });
    for (const [Name, settings] of [
      ["audit", { ResultConfiguration: { OutputLocation: "s3://results/audit/" } }],
      [
        "open",
        {
          EnforceWorkGroupConfiguration: false,
          ResultConfiguration: { OutputLocation: "s3://results/open/" },
        },
      ],
    ] as const)
      await athena.send(new CreateWorkGroupCommand({ Name, Configuration: settings }));
    await writeSnapshot(
      snapshot,
      observedSnapshot({
        roles: [
          { name: "app", trust: [] },
          { name: "other", trust: [] },
        ],
      }),
    );
  });
  beforeEach(() => {
    asked.length = 0;
    polls = 0;
    faults = () => null;
  });
  after(() => {
    proxy.close();
    athena.destroy();
    glue.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...args: readonly string[]) => startCommand(args, { AWS_ENDPOINT_URL: proxy.url });
  const run = (...args: readonly string[]) => ended(start(...args));

  /** How often a query is asked about before its state changes: moto's own setting. */
  async function stateAfter(polls: number | null): Promise<void> {
    const transition =
      polls === null ? { progression: "immediate" } : { progression: "manual", times: polls };
    await fetch(`${moto}/moto-api/state-manager/set-transition`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model_name: "athena::execution", transition }),
    });
  }

  async function queries() {
    const { QueryExecutionIds = [] } = await athena.send(new ListQueryExecutionsCommand());
    return Promise.all(
      QueryExecutionIds.map(async (QueryExecutionId) => {
        const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
        return QueryExecution;
      }),
    );
  }

  /** As Athena answers out of Glue's catalogue; moto has no GetTableMetadata. */
  async function metadataInGlue(request: AwsRequest): Promise<Fault> {
    const [DatabaseName, Name] = [member(request, "DatabaseName"), member(request, "TableName")].map(String);
    try {
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
      const TableMetadata = {
        Name,
        Columns: Table?.StorageDescriptor?.Columns,
        PartitionKeys: Table?.PartitionKeys,
        Parameters: Table?.Parameters,
      };
      return told({ TableMetadata });
    } catch {
      const message = `EntityNotFoundException: Entity Not Found (${Name})`;
      return fault("MetadataException", 400, message);
    }
  }

  /** What Athena does with the statement: a table in Glue's catalogue. */
  async function carryOut(statement: string): Promise<void> {
    const [, DatabaseName = "", Name = "", columns = ""] =
      /^CREATE EXTERNAL TABLE (\w+)\.(\w+) \(\n([\s\S]*?)\n\)\n/.exec(statement) ?? [];
    const field = (line: string) => {
      const [, name = "", type = ""] = /^\s*(\w+) (\S+?),?$/.exec(line) ?? [];
      return { Name: name, Type: type };
    };
    const [, partitions = ""] = /PARTITIONED BY \(([^)]*)\)/.exec(statement) ?? [];
    const [, properties = ""] = /TBLPROPERTIES \(\n([\s\S]*)\n\)$/.exec(statement) ?? [];
    const Parameters = Object.fromEntries(
      [...properties.matchAll(/'([^']*)' = '([^']*)'/g)].map(([, name, value]) => [name, value]),
    );
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
    await glue.send(
      new CreateTableCommand({
        DatabaseName,
        TableInput: {
          Name,
          StorageDescriptor: { Columns: columns.split("\n").map(field) },
          PartitionKeys: partitions.split(", ").map(field),
          Parameters,
        },
      }),
    );
  }

  const setup = [
    ...["setup", "athena", "--bucket", "s3://org-trail/logs", "--organization", "o-a1b2c3d4e5"],
    ...["--accounts", own, "--trail-regions", "us-east-1", "--since", "2026-10-01"],
  ];
  const who = (address: string, ...more: readonly string[]) => [
    ...["trail", "who", "--events", address, "--snapshot", snapshot, "--from", "2026-10-25"],
    ...["--to", "2026-10-27", "--format", "json", ...more],
  ];
  const events = [
    record("AssumeRole", {
      ...{ recipientAccountId: own, userIdentity, responseElements: assumed },
      requestParameters: { roleArn: role, roleSessionName: "run-42" },
    }),
  ];
  const question: TrailQuestion = {
    ...{ from: Date.UTC(2026, 9, 25), to: Date.UTC(2026, 9, 27), longerThan: 3600, evidence: 10 },
    ...{ detailed: new Set(), places: true, chains: false, days: false, sessions: null },
  };

  test("setup athena --create runs the printed statement in the workgroup, which says where results go", async () => {
    const printed = await run(...setup, "--table", "security.trail");
    assert.equal(printed.code, 0, printed.stderr);
    assert.deepEqual(asked, [], "printing asks nobody");
    await stateAfter(2);
    const made = await run(...setup, "--create", "athena:security.trail?workgroup=audit&output=s3://mine/");
    assert.equal(made.code, 0, made.stderr);
    assert.equal(made.stdout, "made security.trail\n");
    const [query] = await queries();
    assert.equal(`${query?.Query}\n`, printed.stdout);
    assert.equal(query?.WorkGroup, "audit");
    assert.equal(query?.ResultConfiguration, undefined, "the workgroup enforces its own place of results");
    assert.deepEqual(query?.QueryExecutionContext, { Catalog: "AwsDataCatalog", Database: "security" });
    assert.ok(polls >= 4, "asked until it is there");
    await carryOut(query?.Query ?? "");
  });

  test("the table that was made is asked: started, waited for, fetched", async () => {
    await stateAfter(2);
    await answerNextQuery(moto, events, question);
    const asking = await run(...who("athena:security.trail?workgroup=audit"));
    assert.equal(asking.code, 0, asking.stderr);
    const answer = JSON.parse(asking.stdout);
    assert.deepEqual(
      [answer.events, answer.who[0].role, answer.who[0].by, answer.who[0].count],
      [1, role, userIdentity.arn, 1],
    );
    writeFileSync(join(folder, "a.json"), JSON.stringify({ Records: events }));
    assert.deepEqual(answer, JSON.parse((await run(...who(join(folder, "a.json")))).stdout));
    assert.ok(polls >= 4, "asked until it is done");
    assert.match(
      asking.stderr,
      /the query will scan about \d[\d.]* K?B, by the sizes of the files in 6 folders/,
    );
    assert.match(asking.stderr, /it is stopped beyond 100\.0 GB/);
    assert.match(asking.stderr, /Athena scanned 0 B \(query [0-9a-f-]+\)/);
    assert.doesNotMatch(asking.stderr, /has no /, "the table that AccessLens makes lacks nothing");
  });

  test("results go where the address says, if the workgroup lets it", async () => {
    await stateAfter(null);
    await answerNextQuery(moto, events, question);
    const asking = await run(...who("athena:security.trail?workgroup=open&output=s3://org-trail/out/"));
    assert.equal(asking.code, 0, asking.stderr);
    const places = (await queries()).flatMap((query) => query?.ResultConfiguration?.OutputLocation ?? []);
    assert.ok(
      places.some((place) => place.startsWith("s3://org-trail/out/")),
      places.join(),
    );
  });

  test("Ctrl-C stops the query in Athena", async () => {
    await stateAfter(1000);
    const child = start(...who("athena:security.trail?workgroup=audit"));
    const { code, stdout, stderr } = await interrupted(child, () => polls >= 2);
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /stopped before the trail was read whole/);
    assert.equal(asked.at(-1), "StopQueryExecution");
    assert.equal((await queries()).filter((query) => query?.Status?.State === "CANCELLED").length, 1);
  });

  test("a query that scans more than --max-scan is stopped in Athena, and what it cost is told", async () => {
    await stateAfter(1000);
    // moto scans nothing.
    faults = (request) =>
      request.call === "GetQueryExecution"
        ? told({
            QueryExecution: { Status: { State: "RUNNING" }, Statistics: { DataScannedInBytes: 2_500_000 } },
          })
        : null;
    const cap = ["--max-scan", "1MB", "--scan-price", "5"];
    const { code, stderr } = await run(...who("athena:security.trail?workgroup=audit", ...cap));
    assert.equal(code, 3);
    assert.match(
      stderr,
      /had scanned 2\.5 MB \(about 0\.000 at 5 per TB\), and no more than 1\.0 MB is allowed/,
    );
    assert.equal(asked.at(-1), "StopQueryExecution");
    assert.equal((await queries()).filter((query) => query?.Status?.State === "CANCELLED").length, 2);
  });

  test("a query that will scan more than --max-scan is not started", async () => {
    const { code, stdout, stderr } = await run(
      ...who("athena:security.trail?workgroup=audit", "--max-scan", "1KB"),
    );
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /was not started: it would scan about 1\.5 KB, .* no more than 1\.0 KB is allowed/);
    assert.ok(!asked.includes("StartQueryExecution"), asked.join());
  });

  test("a query that may not be stopped is told to run on", async () => {
    await stateAfter(1000);
    faults = ({ call }) =>
      call === "StopQueryExecution" ? fault("AccessDeniedException", 400, "not yours to stop") : null;
    const child = start(...who("athena:security.trail?workgroup=audit"));
    const { code, stderr } = await interrupted(child, () => polls >= 1);
    assert.equal(code, 3);
    assert.match(stderr, /Athena's query [0-9a-f-]+ can't be stopped, and runs on: not yours to stop/);
  });

  for (const [what, address, refused, message] of [
    [
      "no place of results",
      "athena:security.trail",
      null,
      /workgroup primary does not say where results go: give output=s3:\/\/BUCKET\/PREFIX/,
    ],
    [
      "no workgroup",
      "athena:security.trail?workgroup=absent&output=s3://mine/",
      null,
      /WorkGroup does not exist/,
    ],
    ["no table", "athena:security.absent?workgroup=audit", null, /security\.absent: .*Entity Not Found/],
    [
      "no right to ask",
      "athena:security.trail?workgroup=audit",
      "StartQueryExecution",
      /Athena, asked about security\.trail: may not/,
    ],
    [
      "no credentials that STS takes",
      "athena:security.trail?workgroup=audit",
      "GetCallerIdentity",
      /may not/,
    ],
  ] as const) {
    test(`${what}: said, and nothing is answered`, async () => {
      await stateAfter(null);
      faults = ({ call }) => (call === refused ? fault("AccessDeniedException", 400, "may not") : null);
      const { code, stdout, stderr } = await run(...who(address));
      assert.deepEqual([code, stdout], [3, ""]);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
    });
  }

  test("setup athena --create tells what Athena says of a table that it could not make", async () => {
    faults = ({ call }) =>
      call === "GetQueryExecution"
        ? told({
            QueryExecution: {
              Status: { State: "FAILED", StateChangeReason: "FAILED: SemanticException table exists" },
            },
          })
        : null;
    const made = await run(...setup, "--create", "athena:security.trail?workgroup=audit");
    assert.equal(made.code, 3);
    assert.match(made.stderr, /failed: FAILED: SemanticException table exists/);
  });
});
