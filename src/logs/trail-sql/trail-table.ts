/**
 * The table over an organization trail's files, as Athena takes it. From AWS's definition for CloudTrail's logs
 * (https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html and, for organizations,
 * …/create-cloudtrail-table-org-wide-trail.html), with fields that it leaves out and the questions need: who vouched for a token, and the
 * source identity that a session carries.
 */
import { type AccountId, err, ok, type Result } from "../../model/index.ts";
import { sqlText } from "./sql-text.ts";

const columns: readonly (readonly [name: string, type: string])[] = [
  ["eventversion", "string"],
  [
    "useridentity",
    struct(
      "type accountid principalid arn invokedby accesskeyid username identityprovider",
      ["onbehalfof", struct("userid identitystorearn")],
      [
        "sessioncontext",
        struct(
          "sourceidentity ec2roledelivery",
          ["attributes", struct("mfaauthenticated creationdate")],
          ["sessionissuer", struct("type principalid arn accountid username")],
          ["webidfederationdata", struct("federatedprovider", ["attributes", "map<string,string>"])],
        ),
      ],
    ),
  ],
  ...texts("eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage"),
  ...texts("requestparameters responseelements additionaleventdata requestid eventid readonly"),
  ["resources", `array<${struct("arn accountid type")}>`],
  ...texts("eventtype apiversion recipientaccountid serviceeventdetails sharedeventid vpcendpointid"),
  ...texts("vpcendpointaccountid eventcategory sessioncredentialfromconsole"),
];

function texts(names: string): [string, string][] {
  return names.split(" ").map((name) => [name, "string"]);
}

function struct(names: string, ...inner: readonly (readonly [string, string])[]): string {
  return `struct<${[...texts(names), ...inner].map(([name, type]) => `${name}:${type}`).join(",")}>`;
}

export const tableColumns: readonly { readonly name: string; readonly type: string }[] = columns.map(
  ([name, type]) => ({ name, type }),
);

export type TrailTable = {
  readonly database: string;
  readonly table: string;
  /** Where the trail's `AWSLogs` lies: `s3://bucket` or `s3://bucket/prefix`. */
  readonly bucket: string;
  /** `o-…`: the folder of an organization's trail; null: of one account's own. */
  readonly organization: string | null;
  readonly accounts: readonly AccountId[];
  readonly regions: readonly string[];
  /** The first day of the trail, `2024-01-31`. */
  readonly since: string;
};

/** A name that needs no quotes anywhere. */
export const plainName = /^[a-z_][a-z0-9_]{0,254}$/;
const bucketForm = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[A-Za-z0-9!_.*()/-]*)?$/;

/** The statement that makes the table, or what is wrong with what was given, as a sentence. */
export function createTableStatement(table: TrailTable): Result<string, string> {
  const wrong = wrongIn(table);
  if (wrong !== null) return err(wrong);
  const { database, bucket, organization, accounts, regions, since } = table;
  const root = `${bucket.replace(/\/+$/, "")}/AWSLogs/${organization === null ? "" : `${organization}/`}`;
  const properties: [string, string][] = [
    ["projection.enabled", "true"],
    ["projection.account.type", "enum"],
    ["projection.account.values", accounts.join(",")],
    ["projection.region.type", "enum"],
    ["projection.region.values", regions.join(",")],
    ["projection.day.type", "date"],
    ["projection.day.format", "yyyy/MM/dd"],
    ["projection.day.interval", "1"],
    ["projection.day.interval.unit", "DAYS"],
    ["projection.day.range", `${since.replaceAll("-", "/")},NOW`],
    ["storage.location.template", `${root}\${account}/CloudTrail/\${region}/\${day}`],
  ];
  return ok(`CREATE EXTERNAL TABLE ${database}.${table.table} (
${tableColumns.map(({ name, type }) => `  ${name} ${type}`).join(",\n")}
)
COMMENT 'CloudTrail of the organization, for AccessLens'
PARTITIONED BY (account string, region string, day string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION ${sqlText(root)}
TBLPROPERTIES (
${properties.map(([name, value]) => `  ${sqlText(name)} = ${sqlText(value)}`).join(",\n")}
)`);
}

/** Values go into the statement as they are, for DDL has no parameters: so they are held to their forms. */
function wrongIn({
  database,
  table,
  bucket,
  organization,
  accounts,
  regions,
  since,
}: TrailTable): string | null {
  for (const name of [database, table]) {
    if (!plainName.test(name))
      return `'${name}' is no name of a database or table: lower-case letters, digits and '_'`;
  }
  if (!bucketForm.test(bucket))
    return `'${bucket}' is no place of a trail: s3://BUCKET or s3://BUCKET/PREFIX`;
  if (organization !== null && !/^o-[a-z0-9]{10,32}$/.test(organization))
    return `'${organization}' is no organization's id: o-…`;
  if (accounts.length === 0) return "no account is given: the table needs to know whose folders there are";
  if (regions.length === 0) return "no region is given: the table needs to know which folders there are";
  const region = regions.find((one) => !/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(one));
  if (region !== undefined) return `'${region}' is no region`;
  if (!/^\d{4}-\d\d-\d\d$/.test(since) || Number.isNaN(Date.parse(since)))
    return `'${since}' is no day: write it as 2026-01-31`;
  return null;
}
