import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlAddress } from "./address.ts";

const store = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";

test("addresses of trails that are asked in SQL", () => {
  const athena = {
    kind: "athena",
    catalog: "AwsDataCatalog",
    database: "security",
    table: "trail",
    workgroup: "primary",
    output: null,
    region: null,
  };
  const cases: readonly [string, unknown][] = [
    ["athena:security.trail", athena],
    ["athena:Security.Trail", athena],
    [
      "athena:security.trail?workgroup=audit&output=s3://results/a/&region=eu-west-1&catalog=shared",
      { ...athena, workgroup: "audit", output: "s3://results/a/", region: "eu-west-1", catalog: "shared" },
    ],
    [`lake:${store}`, { kind: "lake", store, region: null }],
    [`lake:${store}@eu-west-1`, { kind: "lake", store, region: "eu-west-1" }],
    [
      `lake:arn:aws:cloudtrail:eu-west-1:111111111111:eventdatastore/${store}`,
      { kind: "lake", store, region: "eu-west-1" },
    ],
    ["duckdb:trail/**/*.json.gz", { kind: "duckdb", glob: "trail/**/*.json.gz" }],
  ];
  for (const [text, value] of cases) assert.deepEqual(sqlAddress(text), { ok: true, value }, text);
});

test("other addresses are somebody else's", () => {
  for (const text of ["trail", "s3://bucket/AWSLogs", "./athena:x", "C:\\trail", ""])
    assert.equal(sqlAddress(text), null, text);
});

test("what is no address of its kind is refused, with what was wrong", () => {
  const cases: readonly [string, RegExp][] = [
    ["athena:", /names no table/],
    ["athena:trail", /names no table/],
    ["athena:a.b.c", /names no table/],
    ['athena:a.b"; DROP TABLE c', /names no table/],
    ["athena:a.b?workgroup=a'b", /workgroup=a'b is not in its form/],
    ["athena:a.b?output=http://x", /output=http:\/\/x is not in its form/],
    ["athena:a.b?region=here", /not in its form/],
    ["athena:a.b?region=eu-west-1&region=eu-west-2", /twice/],
    ["athena:a.b?__proto__=1", /no option '__proto__'/],
    ["lake:", /names no event data store/],
    ["lake:x OR 1=1", /names no event data store/],
    [`lake:${store}@nowhere`, /no region/],
    [`lake:${store}@eu-west-1@eu-west-2`, /names no event data store/],
    ["duckdb:", /names no files/],
  ];
  for (const [text, why] of cases) {
    const address = sqlAddress(text);
    assert.ok(address !== null && !address.ok, text);
    assert.match(address.error, why);
  }
});
