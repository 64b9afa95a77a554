/** Athena asked about a trail, over the wire, with answers as its API's reference has them: moto answers at once, always, in one page. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { CallGate, Connection } from "../../src/aws/index.ts";
import { sqlAddress } from "../../src/logs/trail-sql/index.ts";
import { tableColumns } from "../../src/logs/trail-sql/trail-table.ts";
import type { TrailQuestion } from "../../src/model/index.ts";
import { athenaEngine } from "../../src/work/trail/sql-engine.ts";
import type { AwsRequest } from "../support/aws-request.ts";
import { type DocumentedAws, member, refused, startDocumentedAws } from "../support/documented.ts";

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

const question: TrailQuestion = {
  from: Date.UTC(2026, 0, 10),
  to: Date.UTC(2026, 0, 20),
  longerThan: 3600,
  evidence: 2,
  detailed: new Set(),
  places: false,
  chains: false,
  days: false,
  sessions: null,
};

const projected = {
  "projection.enabled": "true",
  "projection.account.type": "enum",
  "projection.account.values": "111111111111,222222222222",
  "projection.region.type": "enum",
  "projection.region.values": "eu-west-1",
  "projection.day.type": "date",
  "projection.day.format": "yyyy/MM/dd",
  "projection.day.range": "2020/01/01,NOW",
  "storage.location.template": "s3://logs/AWSLogs/o-1234567890/${account}/CloudTrail/${region}/${day}",
};

const columns = tableColumns.map(({ name, type }) => ({ Name: name, Type: type }));
const keys = ["account", "region", "day"].map((Name) => ({ Name, Type: "string" }));

const table =
  (more: object = {}) =>
  () => ({
    TableMetadata: { Name: "trail", Columns: columns, PartitionKeys: keys, Parameters: projected, ...more },
  });
const workgroup = (settings: object) => () => ({
  WorkGroup: { Name: "audit", State: "ENABLED", Configuration: settings },
});
const toBucket = { ResultConfiguration: { OutputLocation: "s3://results/" } };

const execution = (State: string, scanned: number, reason?: string) => ({
  QueryExecution: {
    QueryExecutionId: "q-1",
    Status: { State, ...(reason === undefined ? {} : { StateChangeReason: reason }) },
    Statistics: { DataScannedInBytes: scanned },
  },
});

const row = (...texts: (string | null)[]) => ({
  Data: texts.map((text) => (text === null ? {} : { VarCharValue: text })),
});
const header = row(
  "section",
  "what",
  "calls",
  "first_at",
  "last_at",
  "latest_at",
  "longest",
  "event_ids",
  "session",
  "days",
);
const accountRow = (account: string) =>
  row(
    "account",
    account,
    "3",
    "2026-01-11T00:00:00Z",
    "2026-01-11T00:00:00Z",
    "2026-01-11T00:00:00Z",
    null,
    "[]",
    null,
    null,
  );

async function ask(
  text: string,
  {
    mostBytes = null,
    signal = new AbortController().signal,
    onPoll = () => undefined,
  }: { mostBytes?: number | null; signal?: AbortSignal; onPoll?: () => void } = {},
) {
  const address = sqlAddress(text);
  assert.ok(address?.ok && address.value.kind === "athena");
  const notices: string[] = [];
  const pauses: number[] = [];
  const engine = athenaEngine(address.value, {
    region: "us-east-1",
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    connection,
    clock: {
      now: () => 0,
      async sleep(milliseconds) {
        pauses.push(milliseconds);
        onPoll();
      },
    },
    now: Date.UTC(2026, 1, 1),
    budget: { mostBytes, pricePerTerabyte: null },
    onNotice: (notice) => notices.push(notice),
  });
  return { told: await engine.ask(question, { signal, onProgress: () => undefined }), notices, pauses };
}

describe("documented: Athena", () => {
  test("one statement with its times as parameters, less and less asked about, fetched page by page", async () => {
    const started: AwsRequest[] = [];
    let polls = 0;
    aws.answers = {
      GetWorkGroup: workgroup(toBucket),
      GetTableMetadata: table(),
      StartQueryExecution: (request) => {
        started.push(request);
        return { QueryExecutionId: "q-1" };
      },
      GetQueryExecution: () => execution(++polls < 4 ? "RUNNING" : "SUCCEEDED", polls * 1000),
      GetQueryResults: (request) =>
        member(request, "NextToken") === undefined
          ? { ResultSet: { Rows: [header, accountRow("111111111111")] }, NextToken: "more" }
          : { ResultSet: { Rows: [accountRow("222222222222")] } },
    };
    const { told, notices, pauses } = await ask("athena:security.trail?workgroup=audit&region=eu-west-1");
    assert.ok(told.ok, told.ok ? "" : JSON.stringify(told.error));
    assert.deepEqual(told.value.accounts, ["111111111111", "222222222222"]);
    const [start] = started;
    assert.ok(start !== undefined && started.length === 1);
    assert.equal(start.region, "eu-west-1");
    // Days of files by their folders; 36 hours earlier, for links of sessions, and a day later, for late files.
    assert.deepEqual(member(start, "ExecutionParameters"), [
      "'2026/01/08'",
      "'2026/01/21'",
      "'2026-01-08T12:00:00Z'",
      "'2026-01-20T00:00:00Z'",
    ]);
    const sql = String(member(start, "QueryString"));
    assert.equal(sql.match(/\?/g)?.length, 4, "no question mark but for parameters");
    assert.equal(sql.match(/FROM "security"\."trail"/g)?.length, 1, "the table is read once");
    assert.equal(member(start, "WorkGroup"), "audit");
    assert.equal(member(start, "ResultConfiguration"), undefined, "the workgroup says where results go");
    assert.ok(pauses.length === 3 && pauses.every((pause, index) => pause > (pauses[index - 1] ?? 0)));
    assert.ok(notices.some((notice) => /listed|listing|can't be told beforehand/.test(notice)));
    assert.ok(notices.includes("Athena scanned 4.0 KB (query q-1)"));
  });

  test("a workgroup that enforces its settings stands over the address", async () => {
    const outputs: unknown[] = [];
    aws.answers = {
      GetWorkGroup: workgroup({
        ...toBucket,
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10_000_000,
      }),
      GetTableMetadata: table(),
      StartQueryExecution: (request) => {
        outputs.push(member(request, "ResultConfiguration"));
        return { QueryExecutionId: "q-1" };
      },
      GetQueryExecution: () => execution("SUCCEEDED", 1),
      GetQueryResults: () => ({ ResultSet: { Rows: [header] } }),
    };
    const { told, notices } = await ask("athena:security.trail?output=s3://mine/");
    assert.ok(told.ok);
    assert.deepEqual(outputs, [undefined]);
    assert.ok(notices.some((notice) => notice.includes("output=s3://mine/ is not used")));
    assert.ok(notices.some((notice) => notice.includes("lets a query scan 10.0 MB at most")));
  });

  test("nobody says where results go: nothing is started", async () => {
    aws.answers = { GetWorkGroup: workgroup({}), GetTableMetadata: table() };
    const { told } = await ask("athena:security.trail");
    assert.ok(!told.ok && told.error.kind === "unreadable");
    assert.match(told.error.message, /give output=s3:\/\/BUCKET\/PREFIX/);
    assert.ok(!aws.asked.includes("StartQueryExecution"));
  });

  test("a query that scans more than it may is stopped, and says so", async () => {
    aws.answers = {
      GetWorkGroup: workgroup(toBucket),
      GetTableMetadata: table(),
      StartQueryExecution: () => ({ QueryExecutionId: "q-1" }),
      GetQueryExecution: () => execution("RUNNING", 2_000_000),
      StopQueryExecution: (request) => {
        assert.equal(member(request, "QueryExecutionId"), "q-1");
        return {};
      },
    };
    const { told } = await ask("athena:security.trail", { mostBytes: 1_000_000 });
    assert.ok(!told.ok && told.error.kind === "unreadable");
    assert.match(told.error.message, /had scanned 2\.0 MB, and no more than 1\.0 MB is allowed/);
    assert.equal(aws.asked.filter((call) => call === "StopQueryExecution").length, 1);
  });

  test("nobody waits any more: the query is stopped", async () => {
    const stop = new AbortController();
    aws.answers = {
      GetWorkGroup: workgroup(toBucket),
      GetTableMetadata: table(),
      StartQueryExecution: () => ({ QueryExecutionId: "q-1" }),
      GetQueryExecution: () => execution("RUNNING", 5),
      StopQueryExecution: () => ({}),
    };
    const { told } = await ask("athena:security.trail", { signal: stop.signal, onPoll: () => stop.abort() });
    assert.deepEqual(told, { ok: false, error: { kind: "stopped" } });
    assert.equal(aws.asked.at(-1), "StopQueryExecution");
  });

  test("what Athena says of a query that failed, a table that is not one, and a refusal, is passed on", async () => {
    const usual = {
      GetWorkGroup: workgroup(toBucket),
      GetTableMetadata: table(),
      StartQueryExecution: () => ({ QueryExecutionId: "q-1" }),
    };
    const cases: readonly [object, RegExp][] = [
      [
        { ...usual, GetQueryExecution: () => execution("FAILED", 0, "HIVE_BAD_DATA: x") },
        /failed: HIVE_BAD_DATA: x/,
      ],
      [
        { ...usual, GetTableMetadata: table({ Columns: columns.slice(0, 5) }) },
        /lacks eventid, errorcode|lacks .*eventid/,
      ],
      [{ ...usual, GetTableMetadata: () => refused("AccessDeniedException") }, /as documented/],
      [
        {
          ...usual,
          GetTableMetadata: table({ Parameters: { ...projected, "projection.account.type": "injected" } }),
        },
        /partition account, of which every question has to name one value/,
      ],
      [
        {
          ...usual,
          GetQueryExecution: () => execution("SUCCEEDED", 0),
          GetQueryResults: () => ({
            ResultSet: { Rows: [header, row("use", "no JSON", "1", "x", "x", "x", null, "[]", null, null)] },
          }),
        },
        /has a row with a time that is none/,
      ],
    ];
    for (const [answers, message] of cases) {
      aws.answers = { ...answers };
      const { told } = await ask("athena:security.trail");
      assert.ok(!told.ok && told.error.kind === "unreadable");
      assert.match(told.error.message, message);
    }
  });

  test("a table of AWS's own definition is asked too, and what it does not tell is said", async () => {
    const ofAws = columns.map((column) =>
      column.Name === "useridentity"
        ? {
            ...column,
            Type: column.Type.replace("identityprovider:string,", "").replace("sourceidentity:string,", ""),
          }
        : column,
    );
    aws.answers = {
      GetWorkGroup: () => refused("AccessDeniedException"),
      GetTableMetadata: table({ Columns: ofAws, PartitionKeys: [], Parameters: {} }),
      StartQueryExecution: () => ({ QueryExecutionId: "q-1" }),
      GetQueryExecution: () => execution("SUCCEEDED", 1),
      GetQueryResults: () => ({ ResultSet: { Rows: [header] } }),
    };
    const { told, notices } = await ask("athena:security.trail?output=s3://mine/");
    assert.ok(told.ok);
    for (const notice of [
      /has no useridentity\.identityprovider/,
      /has no partition by day: all of it is scanned/,
      /may not be read \(athena:GetWorkGroup\)/,
    ])
      assert.ok(
        notices.some((one) => notice.test(one)),
        String(notice),
      );
  });
});
