/** moto has no Access Analyzer: its answers are those that AWS documents. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  AccessAnalyzerClient,
  ListAnalyzersCommand,
  ListFindingsCommand,
} from "@aws-sdk/client-accessanalyzer";
import { mockClient } from "aws-sdk-client-mock";
import { collectedBy } from "../../support/collected.ts";

const mock = mockClient(AccessAnalyzerClient);
afterEach(() => mock.reset());

const analyzer = {
  arn: "arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/org",
  name: "org",
  type: "ORGANIZATION",
  createdAt: new Date(0),
  status: "ACTIVE",
} as const;

test("documented: analyzers of external access come with all pages of their findings", async () => {
  const finding = (id: string) => ({
    id,
    resourceType: "AWS::IAM::Role" as const,
    resource: "arn:aws:iam::123456789012:role/partner",
    condition: {},
    createdAt: new Date(0),
    analyzedAt: new Date(0),
    updatedAt: new Date(0),
    status: "ACTIVE" as const,
    resourceOwnerAccount: "123456789012",
  });
  mock
    .on(ListAnalyzersCommand)
    .resolves({ analyzers: [analyzer, { ...analyzer, arn: "x", type: "ACCOUNT_UNUSED_ACCESS" }] });
  mock
    .on(ListFindingsCommand)
    .resolvesOnce({ findings: [finding("one")], nextToken: "more" })
    .resolves({ findings: [finding("two")] });
  const record = await collectedBy("access-analyzer");
  assert.deepEqual(record.gaps, []);
  assert.deepEqual(
    mock.commandCalls(ListFindingsCommand).map(({ args: [{ input }] }) => input.filter),
    Array.from({ length: 2 }, () => ({ status: { eq: ["ACTIVE", "ARCHIVED"] } })),
  );
  assert.partialDeepStrictEqual(record.parts.account, [
    { AccessAnalyzers: [] },
    {
      AccessAnalyzers: [{ arn: analyzer.arn, region: "eu-west-1", findings: [{ id: "one" }, { id: "two" }] }],
    },
  ]);
});

test("documented: an account that may not list analyzers has a gap", async () => {
  const denied = Object.assign(new Error("not authorized"), {
    name: "AccessDeniedException",
    $metadata: { httpStatusCode: 403 },
  });
  mock.on(ListAnalyzersCommand).rejects(denied);
  const record = await collectedBy("access-analyzer");
  assert.deepEqual(
    record.gaps.map(({ what, refusal }) => [what, refusal.kind]),
    [["account-settings", "denied"]],
  );
});
