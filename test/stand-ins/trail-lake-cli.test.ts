/** The command line over CloudTrail Lake. Who calls is told by moto's STS; Lake, which moto lacks, is a double that answers as its reference has it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { writeSnapshot } from "../../src/store/index.ts";
import type { AwsRequest } from "../support/aws-request.ts";
import { member } from "../support/documented.ts";
import { type FaultProxy, fault, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { observedSnapshot, own } from "../support/observed.ts";
import { ended, interrupted, startCommand } from "../support/trail/command-line.ts";
import { assumed, record, userIdentity } from "../support/trail/records.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-lake-cli-"));
const snapshot = join(folder, "org.alens");
const role = `arn:aws:iam::${own}:role/app`;
const lake = "lake:3f2504e0-4f89-11d3-9a0c-0305e82c3301@eu-west-1";

describe("The command line over CloudTrail Lake", {
  skip: missingMoto() ?? false,
  concurrency: false,
}, () => {
  let proxy: FaultProxy;
  let answers: Readonly<Record<string, (request: AwsRequest) => object>> = {};
  const asked: AwsRequest[] = [];
  const calls = () => asked.map(({ call }) => call);

  before(async () => {
    const { url } = await startMoto();
    proxy = await startFaultProxy(url, (request) => {
      asked.push(request);
      if (request.service !== "cloudtrail") return null;
      const told = answers[request.call]?.(request);
      if (told === undefined) return fault("AccessDeniedException", 400, `may not ${request.call}`);
      const headers = { "content-type": "application/x-amz-json-1.1" };
      return { kind: "answer", answer: { status: 200, headers, body: JSON.stringify(told) } };
    });
    await writeSnapshot(snapshot, observedSnapshot({ roles: [{ name: "app", trust: [] }] }));
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(() => {
    proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const who = (...more: readonly string[]) =>
    startCommand(["trail", "who", "--events", lake, "--snapshot", snapshot, "--format", "json", ...more], {
      AWS_ENDPOINT_URL: proxy.url,
    });
  const started = { StartQuery: () => ({ QueryId: "q-1" }) };
  const state = (QueryStatus: string, BytesScanned: number) => ({
    DescribeQuery: () => ({ QueryStatus, QueryStatistics: { BytesScanned } }),
  });
  const row = (eventID: string) => {
    const event = record("AssumeRole", {
      ...{ eventID, requestID: eventID, recipientAccountId: own, userIdentity, responseElements: assumed },
      requestParameters: { roleArn: role, roleSessionName: "run-42" },
    });
    return [{ eventjson: JSON.stringify(event) }];
  };

  test("asks the store in its region, page by page", async () => {
    answers = {
      ...started,
      ...state("FINISHED", 3_000_000),
      GetQueryResults: (request) =>
        member(request, "NextToken") === undefined
          ? { QueryResultRows: [row("a")], NextToken: "more" }
          : { QueryResultRows: [row("b")] },
    };
    const { code, stdout, stderr } = await ended(who("--scan-price", "2500"));
    assert.equal(code, 0, stderr);
    const answer = JSON.parse(stdout);
    assert.deepEqual([answer.events, answer.who[0].role, answer.who[0].count], [2, role, 2]);
    assert.match(stderr, /CloudTrail Lake scanned 3\.0 MB \(about 0\.008 at 2500 per TB\) \(query q-1\)/);
    assert.ok(
      asked.every(({ service, region }) => service !== "cloudtrail" || region === "eu-west-1"),
      "the address says the region",
    );
  });

  test("Ctrl-C cancels the query", async () => {
    answers = {
      ...started,
      ...state("RUNNING", 5),
      CancelQuery: () => ({ QueryId: "q-1", QueryStatus: "CANCELLED" }),
    };
    const { code, stdout, stderr } = await interrupted(who(), () => calls().includes("DescribeQuery"));
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /stopped before the trail was read whole/);
    assert.equal(calls().at(-1), "CancelQuery");
  });

  test("a query that scans more than --max-scan is cancelled", async () => {
    answers = {
      ...started,
      ...state("RUNNING", 5e9),
      CancelQuery: () => ({ QueryId: "q-1", QueryStatus: "CANCELLED" }),
    };
    const { code, stderr } = await ended(who("--max-scan", "1GB"));
    assert.equal(code, 3);
    assert.match(stderr, /had scanned 5\.0 GB, and no more than 1\.0 GB is allowed/);
    assert.equal(calls().at(-1), "CancelQuery");
  });

  test("what Lake refuses is said", async () => {
    answers = {};
    const { code, stdout, stderr } = await ended(who());
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /CloudTrail Lake, asked about 3f2504e0-[0-9a-f-]+: may not StartQuery/);
  });
});
