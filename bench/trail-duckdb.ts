/**
 * One process of `bench/trail.ts`: the same answer by DuckDB's read_json. `json`: records are JSON of which members are asked for, as
 * AccessLens asks DuckDB; `typed`: DuckDB is told the members that this one question needs, and takes no others.
 */
import { DuckDBInstance } from "@duckdb/node-api";

const [directory = "", threads = "2", way = "json"] = process.argv.slice(2);
const typed = `STRUCT(eventSource VARCHAR, eventName VARCHAR, eventTime VARCHAR, errorCode VARCHAR,
  userIdentity STRUCT(sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR), attributes STRUCT(mfaAuthenticated VARCHAR))),
  requestParameters STRUCT(roleArn VARCHAR, externalId VARCHAR))[]`;
const member = (path: string): string => (way === "typed" ? `r.${path}` : `(r ->> '$.${path}')`);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
const started = performance.now();
const reader = await connection.runAndReadAll(`
  SELECT
    ${member("eventName")} AS call,
    ${member("userIdentity.sessionContext.sessionIssuer.arn")} AS caller,
    ${member("requestParameters.roleArn")} AS role,
    ${member("requestParameters.externalId")} AS externalId,
    ${member("userIdentity.sessionContext.attributes.mfaAuthenticated")} AS mfa,
    ${member("errorCode")} AS error,
    count(*) AS uses,
    min(${member("eventTime")}) AS first,
    max(${member("eventTime")}) AS last
  FROM (
    SELECT unnest(Records) AS r
    FROM read_json('${directory.replaceAll("'", "''")}/**/*.json.gz', maximum_object_size = 268435456,
      columns = {Records: '${way === "typed" ? typed : "JSON[]"}'})
  )
  WHERE ${member("eventSource")} = 'sts.amazonaws.com' AND ${member("eventName")} = 'AssumeRole'
  GROUP BY ALL`);
const rows = reader.getRowObjectsJson();
const milliseconds = performance.now() - started;
const events = rows.reduce((sum, { uses }) => sum + Number(uses), 0);
console.log(JSON.stringify({ milliseconds, events, answers: rows.length }));
connection.closeSync();
