import assert from "node:assert/strict";
import { test } from "node:test";
import { isAccountId } from "../../model/index.ts";
import { knownFields } from "./known-fields.ts";
import { createTableStatement, type TrailTable, tableColumns } from "./trail-table.ts";

const table: TrailTable = {
  database: "security",
  table: "trail",
  bucket: "s3://logs/prefix/",
  organization: "o-1234567890",
  accounts: ["111111111111", "222222222222"].filter((id) => isAccountId(id)),
  regions: ["eu-west-1", "us-east-1"],
  since: "2024-01-31",
};

test("the table lies over the organization's folders, with partitions that need no upkeep", () => {
  const statement = createTableStatement(table);
  assert.ok(statement.ok);
  for (const line of [
    "CREATE EXTERNAL TABLE security.trail (",
    "PARTITIONED BY (account string, region string, day string)",
    "LOCATION 's3://logs/prefix/AWSLogs/o-1234567890/'",
    "  'projection.account.values' = '111111111111,222222222222',",
    "  'projection.day.range' = '2024/01/31,NOW',",
    "  'storage.location.template' = 's3://logs/prefix/AWSLogs/o-1234567890/${account}/CloudTrail/${region}/${day}'",
  ])
    assert.ok(statement.value.split("\n").includes(line), line);
});

test("fields within fields are known by their paths", () => {
  const known = knownFields(tableColumns);
  for (const path of [
    "useridentity.type",
    "useridentity.identityprovider",
    "useridentity.sessioncontext.sourceidentity",
    "useridentity.sessioncontext.sessionissuer.arn",
    "useridentity.onbehalfof.userid",
    "eventid",
    "resources",
  ])
    assert.ok(known.has(path), path);
  for (const path of ["useridentity.sessioncontext.arn", "useridentity.attributes", "type"])
    assert.ok(!known.has(path), path);
});

test("nothing goes into the statement that is not in its form", () => {
  const cases: readonly [Partial<TrailTable>, RegExp][] = [
    [{ database: "a b" }, /no name of a database or table/],
    [{ table: "x); DROP TABLE y" }, /no name of a database or table/],
    [{ bucket: "logs" }, /no place of a trail/],
    [{ bucket: "s3://logs/it's" }, /no place of a trail/],
    [{ organization: "o-'" }, /no organization's id/],
    [{ accounts: [] }, /no account is given/],
    [{ regions: [] }, /no region is given/],
    [{ regions: ["eu-west-1', 'x"] }, /is no region/],
    [{ since: "2024-13-01" }, /is no day/],
    [{ since: "yesterday" }, /is no day/],
  ];
  for (const [change, why] of cases) {
    const statement = createTableStatement({ ...table, ...change });
    assert.ok(!statement.ok, JSON.stringify(change));
    assert.match(statement.error, why);
  }
});
