/**
 * What AWS Config has of an account, as the units of the collectors that would have read it. A unit that lacks anything is a
 * stopgap: it is read all the same where there is a way into the account.
 */
import { noCalls, type Refusal } from "../../../aws/index.ts";
import type { AccountId } from "../../../model/index.ts";
import type { UnitGap } from "../collector.ts";
import type { UnitRecord } from "../unit.ts";
import type { ConfigItem } from "./config-item.ts";
import { policyRow, principalRow } from "./config-principals.ts";
import { configResources } from "./config-resources.ts";

const principals = [
  { type: "AWS::IAM::User", list: "UserDetailList", row: (item: ConfigItem) => principalRow(item, "User") },
  {
    type: "AWS::IAM::Group",
    list: "GroupDetailList",
    row: (item: ConfigItem) => principalRow(item, "Group"),
  },
  { type: "AWS::IAM::Role", list: "RoleDetailList", row: (item: ConfigItem) => principalRow(item, "Role") },
  { type: "AWS::IAM::Policy", list: "Policies", row: policyRow },
] as const;

/** The types that AWS Config is asked for. */
export const configTypes: readonly string[] = [
  ...principals.map(({ type }) => type),
  ...Object.keys(configResources),
];

/** `awsPolicies`: rows of the managed policies of AWS that the account's principals have. */
export function unitsFromConfig(
  account: AccountId,
  items: readonly ConfigItem[],
  awsPolicies: readonly Readonly<Record<string, unknown>>[],
): readonly UnitRecord[] {
  const newest = [...newestOf(items).values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  return [...iamUnit(account, newest, awsPolicies), ...resourceUnits(account, newest)];
}

/** Where several regions record IAM, each of them has an item. */
function newestOf(items: readonly ConfigItem[]): ReadonlyMap<string, ConfigItem> {
  const newest = new Map<string, ConfigItem>();
  for (const item of items) {
    const key = `${item.type} ${item.arn}`;
    const before = newest.get(key);
    if (before === undefined || before.captured < item.captured) newest.set(key, item);
  }
  return newest;
}

function iamUnit(
  account: AccountId,
  items: readonly ConfigItem[],
  awsPolicies: readonly Readonly<Record<string, unknown>>[],
): readonly UnitRecord[] {
  const lists = principals.map(({ type, list, row }) => ({
    type,
    list,
    rows: items.filter((item) => item.type === type).map(row),
  }));
  if (lists.every(({ rows }) => rows.length === 0)) return [];
  const absent = lists.filter(({ rows }) => rows.length === 0);
  const gaps = absent.map(({ type, list }) =>
    notTold("account", list, `AWS Config tells of no ${type}: there is none, or it is not recorded`),
  );
  const longest = notTold(
    "account",
    "MaxSessionDuration",
    "AWS Config does not tell the longest session of roles",
  );
  const details = Object.fromEntries(lists.map(({ list, rows }) => [list, rows]));
  return [
    {
      collector: "iam",
      account,
      region: null,
      parts: {
        "authorization-details": [details, ...(awsPolicies.length === 0 ? [] : [{ Policies: awsPolicies }])],
      },
      gaps: [...gaps, longest],
      counts: noCalls(),
      ...(absent.length === 0 ? {} : { stopgap: true }),
    },
  ];
}

/** S3 is one unit for the account, everything else one for each region that Config has something of. */
function resourceUnits(account: AccountId, items: readonly ConfigItem[]): readonly UnitRecord[] {
  const units: UnitRecord[] = [];
  for (const [type, { collector, lacks, row }] of Object.entries(configResources)) {
    const ofType = items.filter((item) => item.type === type);
    const byRegion = Map.groupBy(ofType, ({ region }) => (collector === "s3" ? null : region));
    for (const [region, ofRegion] of byRegion) {
      const rows = ofRegion.map(row);
      const unread = rows.filter((one) => !("Policy" in one));
      const isWhole = lacks === null && unread.length === 0;
      const gaps = [
        ...(lacks === null ? [] : [notTold("resource-policies", type, `AWS Config does not tell ${lacks}`)]),
        ...unread.map(({ Arn }) => notTold("resource-policies", Arn, "AWS Config tells no policy of it")),
      ];
      const base = { collector, account, region, parts: { "resource-policies": rows }, counts: noCalls() };
      units.push({ ...base, gaps, ...(isWhole ? {} : { stopgap: true }) });
    }
  }
  return units;
}

/** What of a unit AWS Config does not tell. */
export function notTold(what: UnitGap["what"], subject: string | null, message: string): UnitGap {
  const refusal: Refusal = { kind: "not-asked", code: notInConfig, message };
  return { what, subject, call: null, refusal };
}

export const notInConfig = "NotInAwsConfig";
