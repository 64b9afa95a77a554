/** What is asked of an aggregator of AWS Config, over the wire: calls that are not declared would not be sent. */
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";
import { CallGate, Connection } from "../../src/aws/index.ts";
import { configAggregator } from "../../src/collect/live/config/aggregator.ts";
import { runUnit } from "../../src/collect/live/unit.ts";
import { isAccountId } from "../../src/model/index.ts";
import { type DocumentedAws, member, refused, startDocumentedAws } from "../support/documented.ts";

let aws: DocumentedAws;
before(async () => {
  aws = await startDocumentedAws();
});
beforeEach(() => aws.asked.splice(0));

async function read() {
  const account = "111111111111";
  assert.ok(isAccountId(account));
  const gate = new CallGate({ atOnce: 4, atOnceForAccount: 4, share: 100 });
  const connection = new Connection({ gate, fips: false, version: "test", connections: 4, attempts: 1 });
  try {
    return await runUnit(
      configAggregator({ name: "organization", region: "eu-west-1" }),
      { account, partition: "aws", region: "us-east-1" },
      connection,
      async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    );
  } finally {
    connection.close();
  }
}

test("documented: the aggregator is asked by name, in its own region, page by page", async () => {
  const regions: (string | null)[] = [];
  aws.answers = {
    DescribeConfigurationAggregatorSourcesStatus: (request) => {
      regions.push(request.region);
      assert.equal(member(request, "ConfigurationAggregatorName"), "organization");
      const more = member(request, "NextToken") === undefined;
      const SourceId = more ? "222222222222" : "333333333333";
      return {
        AggregatedSourceStatusList: [{ SourceId, LastUpdateStatus: "OUTDATED" }],
        ...(more ? { NextToken: "more" } : {}),
      };
    },
    SelectAggregateResourceConfig: () => ({ Results: [] }),
  };
  const record = await read();
  assert.deepEqual(
    record.gaps.map(({ subject, refusal }) => [subject, refusal.kind]),
    [
      ["222222222222", "not-asked"],
      ["333333333333", "not-asked"],
    ],
  );
  assert.deepEqual(aws.asked, [
    "DescribeConfigurationAggregatorSourcesStatus",
    "DescribeConfigurationAggregatorSourcesStatus",
    "SelectAggregateResourceConfig",
  ]);
  assert.deepEqual(new Set(regions), new Set(["eu-west-1"]));
});

for (const [code, kind] of [
  ["AccessDeniedException", "denied"],
  ["NoSuchConfigurationAggregatorException", "absent"],
] as const) {
  test(`documented: ${code} is a gap of the aggregator`, async () => {
    aws.answers = { DescribeConfigurationAggregatorSourcesStatus: () => refused(code, 400) };
    const record = await read();
    assert.partialDeepStrictEqual(record.gaps, [
      { what: "account", call: "DescribeConfigurationAggregatorSourcesStatus", refusal: { kind } },
    ]);
  });
}
