/** One process of `bench/trail.ts`: the same answer by DuckDB's read_json, which is told the only members that it needs. */
import { DuckDBInstance } from "@duckdb/node-api";

const [directory = "", threads = "2"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
const started = performance.now();
const reader = await connection.runAndReadAll(`
  SELECT r.eventName, r.userIdentity.sessionContext.sessionIssuer.arn AS caller, r.requestParameters.roleArn AS role, count(*) AS uses
  FROM (
    SELECT unnest(Records) AS r
    FROM read_json('${directory.replaceAll("'", "''")}/**/*.json.gz', maximum_object_size = 268435456, columns = {
      Records: 'STRUCT(eventSource VARCHAR, eventName VARCHAR, userIdentity STRUCT(sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR))), requestParameters STRUCT(roleArn VARCHAR))[]'
    })
  )
  WHERE r.eventSource = 'sts.amazonaws.com' AND r.eventName = 'AssumeRole'
  GROUP BY ALL`);
const rows = reader.getRowObjectsJson();
const milliseconds = performance.now() - started;
const events = rows.reduce((sum, { uses }) => sum + Number(uses), 0);
console.log(JSON.stringify({ milliseconds, events, answers: rows.length }));
connection.closeSync();
