/**
 * The aggregator of AWS Config as a way into accounts: what their recorders have told it is read where it is, in one account
 * and region, by queries.
 */
import { type Connection, homeRegion } from "../../../aws/index.ts";
import type { AccountId } from "../../../model/index.ts";
import type { Access } from "../access.ts";
import { type Collector, type Found, type ReadCall, type UnitGap, unread } from "../collector.ts";
import { runUnit, type UnitRecord } from "../unit.ts";
import { type ConfigItem, configItem } from "./config-item.ts";
import { awsPoliciesOf } from "./config-principals.ts";
import { configTypes, notTold, unitsFromConfig } from "./config-units.ts";

export type Aggregator = {
  readonly name: string;
  readonly region: string;
};

export const aggregatorName = "config-aggregator";

const reads: readonly ReadCall[] = [
  {
    call: "SelectAggregateResourceConfig",
    action: "config:SelectAggregateResourceConfig",
    why: "reads what the recorders of all accounts have told the aggregator",
  },
  {
    call: "DescribeConfigurationAggregatorSourcesStatus",
    action: "config:DescribeConfigurationAggregatorSourcesStatus",
    why: "tells which accounts and regions the aggregator could not take in",
  },
  { call: "GetPolicy", action: "iam:GetPolicy", why: "finds the version in force of AWS's managed policies" },
  {
    call: "GetPolicyVersion",
    action: "iam:GetPolicyVersion",
    why: "reads AWS's managed policies, which AWS Config does not hold",
  },
];

/** Null: none is named, and nothing is asked. The accounts' own items are read with each account. */
export function configAggregator(aggregator: Aggregator | null): Collector {
  return {
    name: aggregatorName,
    title: "AWS Config's aggregator (with --config-aggregator)",
    service: "config",
    scope: "organization",
    about: "account",
    types: [],
    reads,
    async run(_, configuration, guard, found) {
      if (aggregator === null) return;
      const sdk = await import("@aws-sdk/client-config-service");
      const client = guard(new sdk.ConfigServiceClient({ ...configuration, region: aggregator.region }));
      const ConfigurationAggregatorName = aggregator.name;
      const pages = sdk.paginateDescribeConfigurationAggregatorSourcesStatus(
        { client, pageSize: 100 },
        { ConfigurationAggregatorName, UpdateStatus: ["FAILED", "OUTDATED"] },
      );
      for await (const { AggregatedSourceStatusList = [] } of pages) {
        for (const source of AggregatedSourceStatusList) {
          const { SourceId, AwsRegion, LastUpdateStatus, LastErrorMessage = "no reason is told" } = source;
          const where = `${SourceId ?? "a source"}${AwsRegion === undefined ? "" : ` in ${AwsRegion}`}`;
          found.leaveOut(
            { what: "account", subject: where },
            "DescribeConfigurationAggregatorSourcesStatus",
            `the aggregator has not taken it in of late: ${LastUpdateStatus}, ${LastErrorMessage}`,
          );
        }
      }
      // One item at most: whether queries are allowed is known before the first account is read.
      await client.send(
        new sdk.SelectAggregateResourceConfigCommand({
          ConfigurationAggregatorName,
          Expression: "SELECT resourceId WHERE resourceType = 'AWS::IAM::Role'",
          Limit: 1,
        }),
      );
    },
  };
}

type PolicyRow = Readonly<Record<string, unknown>>;

/** The unit of an account that says that AWS Config was asked. */
export const configUnit = "config";

/** What runs it, as far as messages tell of it. */
export function configCollector(aggregator: Aggregator): Collector {
  return {
    ...configAggregator(aggregator),
    name: configUnit,
    title: "what AWS Config has of accounts",
    scope: "account",
  };
}

/** Reads accounts out of an aggregator; each managed policy of AWS is read once for all of them. */
export class ConfigReader {
  readonly #aggregator: Aggregator;
  readonly #access: Access;
  readonly #connection: Connection;
  readonly #policies = new Map<string, Promise<PolicyRow | null>>();

  constructor(aggregator: Aggregator, access: Access, connection: Connection) {
    this.#aggregator = aggregator;
    this.#access = access;
    this.#connection = connection;
  }

  /**
   * Units of the collectors that would have read the same, and at last one that tells that Config was asked, and what came of
   * it: to be journaled in this order.
   */
  async unitsOf(account: AccountId): Promise<readonly UnitRecord[]> {
    const { caller, credentials } = this.#access.home;
    const { partition } = caller;
    const items: ConfigItem[] = [];
    const policies: PolicyRow[] = [];
    const gaps: UnitGap[] = [];
    let isRead = false;
    const collector: Collector = {
      ...configCollector(this.#aggregator),
      run: async (_, configuration, guard, found) => {
        const sdk = await import("@aws-sdk/client-config-service");
        const { IAMClient } = await import("@aws-sdk/client-iam");
        const client = guard(new sdk.ConfigServiceClient(configuration));
        const iam = guard(new IAMClient({ ...configuration, region: homeRegion(partition) }));
        const asked = {
          ConfigurationAggregatorName: this.#aggregator.name,
          Expression: queryFor(account),
        };
        const pages = sdk.paginateSelectAggregateResourceConfig({ client, pageSize: 100 }, asked);
        for await (const { Results = [] } of pages) {
          const read = Results.map((text) => configItem(text, account));
          items.push(...read.filter((item) => item !== null));
          if (read.includes(null)) gaps.push(notTold("account", null, "an item of AWS Config can't be read"));
        }
        isRead = true;
        await found.each(awsPoliciesOf(items), String, async (arn) => {
          const row = await this.#policyOnce(arn, found, () => awsPolicy(iam, arn));
          if (row !== null) policies.push(row);
        });
      },
    };
    const place = { account: caller.account, partition, region: this.#aggregator.region };
    const record = await runUnit(collector, place, this.#connection, credentials);
    // Half of the items would be told as all of them.
    const sorted = policies.toSorted((a, b) => (String(a.Arn) < String(b.Arn) ? -1 : 1));
    return [
      ...(isRead ? unitsFromConfig(account, items, sorted) : []),
      {
        ...record,
        account,
        gaps: [...record.gaps, ...gaps],
        parts: isRead && items.length > 0 ? { account: [{ AwsConfig: this.#source(items) }] } : {},
      },
    ];
  }

  #source(items: readonly ConfigItem[]): ConfigSource {
    const times = items
      .map(({ captured }) => captured)
      .filter((time) => time !== "")
      .sort();
    return {
      aggregator: this.#aggregator.name,
      items: items.length,
      capturedFrom: times[0] ?? null,
      capturedTo: times.at(-1) ?? null,
    };
  }

  /** Null: it could not be read, and the unit that asked first has the gap. */
  #policyOnce(arn: string, found: Found, read: () => Promise<PolicyRow>): Promise<PolicyRow | null> {
    const before = this.#policies.get(arn);
    if (before !== undefined) return before;
    const reading = found
      .try({ what: "managed-policy", subject: arn }, read, null)
      .then((row) => (row === unread ? null : row));
    this.#policies.set(arn, reading);
    return reading;
  }
}

/** How old what was taken from AWS Config is: a member of the account's settings. */
export type ConfigSource = {
  readonly aggregator: string;
  readonly items: number;
  /** When the first and the last of the items were recorded (ISO 8601); null: Config does not say. */
  readonly capturedFrom: string | null;
  readonly capturedTo: string | null;
};

/** Items of resources that are not recorded say nothing but that they exist; deleted ones have no item. */
function queryFor(account: AccountId): string {
  const types = configTypes.map((type) => `'${type}'`).join(", ");
  return (
    "SELECT accountId, awsRegion, resourceType, arn, configuration, supplementaryConfiguration, tags, " +
    `configurationItemCaptureTime WHERE accountId = '${account}' AND resourceType IN (${types}) ` +
    "AND configurationItemStatus IN ('OK', 'ResourceDiscovered')"
  );
}

async function awsPolicy(
  client: InstanceType<typeof import("@aws-sdk/client-iam")["IAMClient"]>,
  PolicyArn: string,
): Promise<PolicyRow> {
  const { GetPolicyCommand, GetPolicyVersionCommand } = await import("@aws-sdk/client-iam");
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return {
    Arn: PolicyArn,
    PolicyName: Policy?.PolicyName,
    DefaultVersionId: VersionId,
    PolicyVersionList: [{ VersionId, IsDefaultVersion: true, Document: PolicyVersion?.Document }],
  };
}
