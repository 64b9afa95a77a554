import assert from "node:assert/strict";
import { test } from "node:test";
import { sampledFolders } from "./scan-estimate.ts";

const day = Date.UTC(2026, 0, 31);
const times = { readFrom: "2026-01-01T00:00:00Z", to: "2026-01-30T00:00:00Z" };
const keys = ["account", "region", "day"].map((name) => ({ name, type: "string" }));
const properties = {
  "projection.account.type": "enum",
  "projection.account.values": "111111111111,222222222222",
  "projection.region.type": "enum",
  "projection.region.values": "eu-west-1,us-east-1,us-west-2",
  "projection.day.type": "date",
  "projection.day.format": "yyyy/MM/dd",
  "projection.day.range": "2020/01/01,NOW",
  "storage.location.template": "s3://logs/AWSLogs/o-1/${account}/CloudTrail/${region}/${day}",
};

test("folders are sampled evenly over accounts, regions and days", () => {
  const sample = sampledFolders({ columns: [], partitions: keys, properties }, times, day, 30);
  assert.ok(typeof sample !== "string");
  assert.equal(sample.folders, 2 * 3 * 31, "a day later as well: files come late");
  assert.equal(sample.bucket, "logs");
  assert.equal(new Set(sample.prefixes).size, 30);
  for (const prefix of sample.prefixes)
    assert.match(prefix, /^AWSLogs\/o-1\/\d{12}\/CloudTrail\/[a-z]+-[a-z]+-\d\/2026\/01\/\d\d\/$/);
  for (const part of [
    /111111111111/,
    /222222222222/,
    /eu-west-1/,
    /us-west-2/,
    /\/01\/0\d\/$/,
    /\/01\/[23]\d\/$/,
  ])
    assert.ok(
      sample.prefixes.some((prefix) => part.test(prefix)),
      String(part),
    );
});

test("a few folders are all listed, each once", () => {
  const short = { readFrom: "2026-01-01T00:00:00Z", to: "2026-01-01T12:00:00Z" };
  const sample = sampledFolders({ columns: [], partitions: keys, properties }, short, day, 60);
  assert.ok(typeof sample !== "string");
  assert.equal(sample.folders, 12);
  assert.equal(new Set(sample.prefixes).size, 12);
});

test("where the table does not tell its folders, there is no estimate", () => {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith(name)));
  const cases: readonly [string, RegExp][] = [
    ["storage.location.template", /does not say where its partitions lie/],
    ["projection.account", /partition account are not told/],
    ["projection.day", /partition day are not told/],
  ];
  for (const [name, why] of cases)
    assert.match(
      String(sampledFolders({ columns: [], partitions: keys, properties: without(name) }, times, day)),
      why,
    );
});
