import { type CollectorContext, defineCollector } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-rds");
type Context = CollectorContext<Sdk, InstanceType<Sdk["RDSClient"]>>;

const manual = { SnapshotType: "manual" };

/**
 * Manual snapshots of databases and clusters that the account shares; others get no row, and automatic ones can't be
 * shared. With whom, AWS tells of one snapshot at a time: a call for each, of which a region has 100 of either kind unless
 * AWS raised that.
 */
export const rdsSnapshots = defineCollector({
  name: "rds-snapshots",
  title: "RDS snapshots that are shared",
  service: "rds",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::RDS::DBSnapshot", "AWS::RDS::DBClusterSnapshot"],
  reads: [
    {
      call: "DescribeDBSnapshots",
      action: "rds:DescribeDBSnapshots",
      why: "finds the snapshots of databases that were made by hand",
    },
    {
      call: "DescribeDBSnapshotAttributes",
      action: "rds:DescribeDBSnapshotAttributes",
      why: "tells whom a database's snapshot is shared with",
    },
    {
      call: "DescribeDBClusterSnapshots",
      action: "rds:DescribeDBClusterSnapshots",
      why: "finds the snapshots of clusters that were made by hand",
    },
    {
      call: "DescribeDBClusterSnapshotAttributes",
      action: "rds:DescribeDBClusterSnapshotAttributes",
      why: "tells whom a cluster's snapshot is shared with",
    },
  ],
  load: () => import("@aws-sdk/client-rds"),
  client: (sdk, configuration) => new sdk.RDSClient(configuration),
  async collect(context) {
    const { found, place } = context;
    const start = `arn:${place.partition}:rds:${place.region}:${place.account}`;
    await Promise.all([
      found.try(`${start}:snapshot:*`, () => readSnapshots(context), undefined),
      found.try(`${start}:cluster-snapshot:*`, () => readClusterSnapshots(context), undefined),
    ]);
  },
});

async function readSnapshots({ sdk, client, found }: Context): Promise<void> {
  for await (const page of sdk.paginateDescribeDBSnapshots({ client, pageSize: 100 }, manual)) {
    await found.each(
      page.DBSnapshots ?? [],
      ({ DBSnapshotArn = "" }) => DBSnapshotArn,
      async ({ DBSnapshotIdentifier, DBSnapshotArn: Arn }) => {
        if (Arn === undefined) return;
        const command = new sdk.DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier });
        const { DBSnapshotAttributesResult: answer } = await client.send(command);
        const sharedWith = restorers(answer?.DBSnapshotAttributes);
        if (sharedWith.length === 0) return;
        found.resource({ Arn, Type: "AWS::RDS::DBSnapshot", Policy: null, Attributes: { sharedWith } });
      },
    );
  }
}

async function readClusterSnapshots({ sdk, client, found }: Context): Promise<void> {
  for await (const page of sdk.paginateDescribeDBClusterSnapshots({ client, pageSize: 100 }, manual)) {
    await found.each(
      page.DBClusterSnapshots ?? [],
      ({ DBClusterSnapshotArn = "" }) => DBClusterSnapshotArn,
      async ({ DBClusterSnapshotIdentifier, DBClusterSnapshotArn: Arn }) => {
        if (Arn === undefined) return;
        const asked = { DBClusterSnapshotIdentifier };
        const answer = await client.send(new sdk.DescribeDBClusterSnapshotAttributesCommand(asked));
        const sharedWith = restorers(answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes);
        if (sharedWith.length === 0) return;
        found.resource({
          Arn,
          Type: "AWS::RDS::DBClusterSnapshot",
          Policy: null,
          Attributes: { sharedWith },
        });
      },
    );
  }
}

type Attribute = {
  readonly AttributeName?: string | undefined;
  readonly AttributeValues?: readonly string[] | undefined;
};

/** Account ids, or `all`. */
function restorers(attributes: readonly Attribute[] = []): readonly string[] {
  return attributes
    .filter(({ AttributeName }) => AttributeName === "restore")
    .flatMap(({ AttributeValues = [] }) => AttributeValues)
    .sort();
}
