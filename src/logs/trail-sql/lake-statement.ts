/**
 * The statement that asks CloudTrail Lake for calls, by the schema of event data stores
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html): `eventjson` is the record as CloudTrail
 * wrote it. Lake takes SELECT alone, no parameters, and no more than 10,000 characters.
 */
import { trailCallSources, trailCalls } from "../../model/index.ts";
import { sqlText } from "./sql-text.ts";

export type LakeTimes = { readonly from: number | null; readonly to: number | null };

/** `store`: the id of an event data store, held to its form by its address. Times that are written are seconds. */
export function lakeStatement(store: string, { from, to }: LakeTimes): string {
  const sources = [...new Set(trailCalls.flatMap((call) => trailCallSources[call]))];
  const conditions = [
    `eventname IN (${trailCalls.map(sqlText).join(", ")})`,
    `eventsource IN (${sources
      .flatMap((source) => [source, `${source}.cn`])
      .map(sqlText)
      .join(", ")})`,
    ...(from === null ? [] : [`eventtime >= ${lakeTime(from)}`]),
    ...(to === null ? [] : [`eventtime < ${lakeTime(to)}`]),
  ];
  return `SELECT eventjson FROM ${store} WHERE ${conditions.join(" AND ")}`;
}

/** `'2026-01-31 10:00:00'`, as AWS's examples write it: the first second that is not before. */
const lakeTime = (milliseconds: number): string =>
  sqlText(new Date(Math.ceil(milliseconds / 1000) * 1000).toISOString().slice(0, 19).replace("T", " "));
