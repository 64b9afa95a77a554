/** Records as a table that looks as Athena's does: of the columns' types as the product's own definition of the table gives them. */
import { tableColumns } from "../../../src/logs/trail-sql/trail-table.ts";
import type { Trino } from "../trino/trino.ts";
import type { JsonRecord } from "./random-records.ts";

/** Names of CloudTrail's fields by their names in the table, which are in lower case. */
const properNames = new Map(
  "userIdentity principalId accountId invokedBy accessKeyId userName identityProvider onBehalfOf userId identityStoreArn sessionContext sourceIdentity ec2RoleDelivery mfaAuthenticated creationDate sessionIssuer webIdFederationData federatedProvider eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID readOnly eventType apiVersion recipientAccountId serviceEventDetails sharedEventID vpcEndpointId vpcEndpointAccountId eventCategory sessionCredentialFromConsole ARN"
    .split(" ")
    .map((name) => [name.toLowerCase(), name]),
);

/** An expression of the column's type, out of `json`. */
function columnValue(json: string, name: string, type: string, inList = false): string {
  const proper = name === "arn" && !inList ? "arn" : (properNames.get(name) ?? name);
  const path = `'$["${proper}"]'`;
  if (type.startsWith("struct<")) {
    const members = membersOf(type);
    const values = members.map(([member, inner]) =>
      columnValue(`json_extract(${json}, ${path})`, member, inner),
    );
    return `CAST(ROW(${values.join(", ")}) AS ${trinoType(type)})`;
  }
  if (name === "resources")
    return `transform(CAST(json_extract(${json}, ${path}) AS array(JSON)), one -> CAST(ROW(json_extract_scalar(one, '$.ARN'), json_extract_scalar(one, '$.accountId'), json_extract_scalar(one, '$.type')) AS ${trinoType("struct<arn:string,accountid:string,type:string>")}))`;
  if (type.startsWith("map<")) return `CAST(NULL AS map(varchar, varchar))`;
  // Athena's reader gives objects as their JSON text.
  return `coalesce(json_extract_scalar(${json}, ${path}), CASE WHEN json_format(json_extract(${json}, ${path})) <> 'null' THEN json_format(json_extract(${json}, ${path})) END)`;
}

function membersOf(type: string): [string, string][] {
  const members: [string, string][] = [];
  let depth = 0;
  let word = "";
  for (const letter of `${type.slice("struct<".length, -1)},`) {
    if (letter === "<") depth++;
    if (letter === ">") depth--;
    if (letter === "," && depth === 0) {
      const colon = word.indexOf(":");
      members.push([word.slice(0, colon), word.slice(colon + 1)]);
      word = "";
    } else word += letter;
  }
  return members;
}

function trinoType(type: string): string {
  if (type.startsWith("struct<"))
    return `ROW(${membersOf(type)
      .map(([name, inner]) => `${name} ${trinoType(inner)}`)
      .join(", ")})`;
  return type.startsWith("map<") ? "map(varchar, varchar)" : "varchar";
}

export async function fillTable(trino: Trino, table: string, records: readonly JsonRecord[]): Promise<void> {
  const text = (value: string) =>
    `U&'${[...value].map((letter) => (/[\w {}[\]:",.@/-]/.test(letter) && /[\x20-\x7e]/.test(letter) ? letter : escapeOf(letter))).join("")}'`;
  await trino.run(`CREATE TABLE ${table}_json (record varchar)`);
  for (let at = 0; at < records.length; at += 100) {
    const rows = records.slice(at, at + 100).map((record) => `(${text(JSON.stringify(record))})`);
    await trino.run(`INSERT INTO ${table}_json VALUES ${rows.join(", ")}`);
  }
  const columns = tableColumns.map(({ name, type }) => `${columnValue("json", name, type)} AS ${name}`);
  await trino.run(
    `CREATE TABLE ${table} AS SELECT ${columns.join(",\n")} FROM (SELECT json_parse(record) AS json FROM ${table}_json) AS records`,
  );
}

const escapeOf = (letter: string): string =>
  `\\+${(letter.codePointAt(0) ?? 0).toString(16).padStart(6, "0")}`;
