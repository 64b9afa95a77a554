/** Where a trail is that is asked in SQL, as it is written after `--events`. */
import { err, ok, type Result } from "../../model/index.ts";

export type AthenaAddress = {
  readonly kind: "athena";
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly workgroup: string;
  /** Where results go; null: where the workgroup puts them. */
  readonly output: string | null;
  /** Null: the one of the environment. */
  readonly region: string | null;
};

export type LakeAddress = {
  readonly kind: "lake";
  /** The id of the event data store: the end of its ARN. */
  readonly store: string;
  readonly region: string | null;
};

/** `glob` as DuckDB reads it: JSON files as CloudTrail writes them, or Parquet with the columns of Athena's table. */
export type DuckdbAddress = { readonly kind: "duckdb"; readonly glob: string };

export type SqlAddress = AthenaAddress | LakeAddress | DuckdbAddress;

export const addressForms: readonly string[] = [
  "athena:DATABASE.TABLE[?workgroup=NAME&output=s3://BUCKET/PREFIX&region=REGION&catalog=NAME]",
  "lake:EVENT-DATA-STORE-ID[@REGION]",
  "duckdb:FILES",
];

/** Null: it is an address of another kind. The error is a sentence that says what is wrong and how it is written. */
export function sqlAddress(text: string): Result<SqlAddress, string> | null {
  const [, scheme, rest = ""] = /^(athena|lake|duckdb):(.*)$/s.exec(text) ?? [];
  switch (scheme) {
    case "athena":
      return athenaAddress(rest);
    case "lake":
      return lakeAddress(rest);
    case "duckdb":
      return rest === ""
        ? err("duckdb: names no files: write it as duckdb:FILES, such as duckdb:trail/**/*.json.gz")
        : ok({ kind: "duckdb", glob: rest });
    default:
      return null;
  }
}

/** Names of Glue's that Athena takes without trouble: letters, digits, '_' and '-'. They are quoted all the same. */
const catalogName = /^[A-Za-z0-9_-]{1,255}$/;
const workgroupName = /^[A-Za-z0-9._-]{1,128}$/;
const regionName = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
const outputForm = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[A-Za-z0-9!_.*()/=-]*)?$/;
const storeId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const options: Readonly<Record<string, RegExp>> = {
  workgroup: workgroupName,
  output: outputForm,
  region: regionName,
  catalog: catalogName,
};

function athenaAddress(rest: string): Result<AthenaAddress, string> {
  const form = `write it as ${addressForms[0]}`;
  const mark = rest.indexOf("?");
  const name = mark < 0 ? rest : rest.slice(0, mark);
  const [database = "", table = "", ...more] = name.split(".");
  if (more.length > 0 || !catalogName.test(database) || !catalogName.test(table))
    return err(`athena:${name} names no table of a database: ${form}`);
  const given = new URLSearchParams(mark < 0 ? "" : rest.slice(mark + 1));
  for (const [option, value] of given) {
    const wanted = Object.hasOwn(options, option) ? options[option] : undefined;
    if (wanted === undefined) return err(`athena: has no option '${option}': ${form}`);
    if (given.getAll(option).length > 1) return err(`athena: '${option}' is given twice`);
    if (!wanted.test(value)) return err(`athena: ${option}=${value} is not in its form: ${form}`);
  }
  return ok({
    kind: "athena",
    catalog: given.get("catalog") ?? "AwsDataCatalog",
    database: database.toLowerCase(),
    table: table.toLowerCase(),
    workgroup: given.get("workgroup") ?? "primary",
    output: given.get("output"),
    region: given.get("region"),
  });
}

function lakeAddress(rest: string): Result<LakeAddress, string> {
  const form = `write it as ${addressForms[1]}, with the id at the end of the store's ARN`;
  const [, ofArn, idOfArn] = /^arn:[^:]*:cloudtrail:([^:]*):\d{12}:eventdatastore\/(.*)$/.exec(rest) ?? [];
  const [id = "", region = ofArn, ...more] = idOfArn === undefined ? rest.split("@") : [idOfArn];
  if (more.length > 0 || !storeId.test(id)) return err(`lake:${rest} names no event data store: ${form}`);
  if (region !== undefined && !regionName.test(region)) return err(`lake: '${region}' is no region: ${form}`);
  return ok({ kind: "lake", store: id, region: region ?? null });
}
