/** A table of Athena's as the statement needs it: the fields it has, and how its partitions let less be read. */
import { err, ok, type Result } from "../../model/index.ts";
import type { KnownFields } from "./athena-source.ts";
import type { Condition } from "./dialect.ts";
import { knownFields, type TableColumn } from "./known-fields.ts";
import { sqlName } from "./sql-text.ts";

export type AthenaTable = {
  readonly columns: readonly TableColumn[];
  readonly partitions: readonly TableColumn[];
  /** The table's properties: how partitions are projected. */
  readonly properties: Readonly<Record<string, string>>;
};

/** Without them nothing can be told. */
const neededFields = [
  "useridentity.type",
  "useridentity.accountid",
  "useridentity.principalid",
  "useridentity.arn",
  "useridentity.accesskeyid",
  "useridentity.sessioncontext.sessionissuer.arn",
  "eventtime",
  "eventsource",
  "eventname",
  "eventid",
  "errorcode",
  "errormessage",
  "requestparameters",
  "responseelements",
  "recipientaccountid",
];

/** Their lack makes answers poorer; each with what is then not known. */
const usefulFields: readonly (readonly [field: string, unknown: string])[] = [
  ["requestid", "which copies are of one call"],
  ["sharedeventid", "which copies are of one call, where they do not share a request"],
  ["sourceipaddress", "from where calls came"],
  ["additionaleventdata", "who switched roles in the console"],
  ["serviceeventdetails", "which permission sets of Identity Center were used"],
  ["useridentity.identityprovider", "which provider vouched for some tokens"],
  ["useridentity.sessioncontext.sourceidentity", "the source identity of sessions in chains"],
  ["useridentity.onbehalfof.userid", "people of Identity Center by their ids"],
  ["vpcendpointid", "the endpoints of networks that calls came by"],
];

/** The error is a sentence. */
export function fieldsOfTable(
  table: AthenaTable,
  name: string,
): Result<{ readonly fields: KnownFields; readonly notices: readonly string[] }, string> {
  const fields = knownFields(table.columns);
  const missing = neededFields.filter((field) => !fields.has(field));
  if (missing.length > 0) {
    return err(
      `${name} is no table over CloudTrail's records: it lacks ${missing.join(", ")}. 'accesslens trail setup athena' prints the definition of one that has all.`,
    );
  }
  const notices = usefulFields
    .filter(([field]) => !fields.has(field))
    .map(([field, unknown]) => `${name} has no ${field}: ${unknown} is not told by it`);
  return ok({ fields, notices });
}

/** Times as the statement has them. */
export type ReadTimes = { readonly readFrom: string | null; readonly to: string | null };

/**
 * Conditions on the partitions that hold days. A file lies in the day of its delivery, which may be the one after the events'.
 * Null: no partition tells days, and the whole table is read.
 */
export function dayConditions(table: AthenaTable, times: ReadTimes): readonly Condition[] | null {
  const day = dayExpression(table);
  if (day === null) return null;
  const { readFrom, to } = times;
  return [
    ...(readFrom === null ? [] : [{ sql: `${day} >= {}`, parameters: [dayOf(readFrom, 0)] }]),
    ...(to === null ? [] : [{ sql: `${day} <= {}`, parameters: [dayOf(to, 1)] }]),
  ];
}

function dayExpression({ partitions, properties }: AthenaTable): string | null {
  const projected = partitions.find(
    ({ name }) =>
      properties[`projection.${name}.type`] === "date" &&
      properties[`projection.${name}.format`] === "yyyy/MM/dd",
  );
  if (projected !== undefined) return sqlName(projected.name);
  const parts = ["year", "month", "day"].map((name) => partitions.find((one) => one.name === name)?.name);
  const [year, month, day] = parts;
  if (year === undefined || month === undefined || day === undefined) return null;
  const two = (name: string) => `lpad(CAST(${sqlName(name)} AS varchar), 2, '0')`;
  return `CAST(${sqlName(year)} AS varchar) || '/' || ${two(month)} || '/' || ${two(day)}`;
}

/** `2026/01/31` */
function dayOf(time: string, daysLater: number): string {
  const day = new Date(Date.parse(time) + daysLater * 86_400_000);
  return day.toISOString().slice(0, 10).replaceAll("-", "/");
}

/** A partition that every question has to name one value of; null: there is none. */
export function injectedPartition({ partitions, properties }: AthenaTable): string | null {
  return partitions.find(({ name }) => properties[`projection.${name}.type`] === "injected")?.name ?? null;
}
