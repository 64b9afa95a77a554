import { type CollectorContext, defineCollector, oneResource } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-ec2");
type Context = CollectorContext<Sdk, InstanceType<Sdk["EC2Client"]>>;

/** A region with ten thousands of snapshots would take hours: of so many, newest first, it is asked whom they are shared with. */
const mostSnapshots = 2000;

/**
 * Images and snapshots of the account that others may use. No filter of AWS tells which of its own an account shares with
 * whom, only which are public; so each is asked for its permissions, a call for each. Those that nobody else may use get no
 * row. Of snapshots beyond the newest ones it is read whether they are public, and a gap says that the rest is not known.
 */
export const ec2SharedImages = defineCollector({
  name: "ec2-shared-images",
  title: "EBS snapshots and machine images that are shared",
  service: "ec2",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::EC2::Snapshot", "AWS::EC2::Image"],
  reads: [
    { call: "DescribeSnapshots", action: "ec2:DescribeSnapshots", why: "finds the account's snapshots" },
    {
      call: "DescribeSnapshotAttribute",
      action: "ec2:DescribeSnapshotAttribute",
      why: "tells whom a snapshot is shared with",
    },
    { call: "DescribeImages", action: "ec2:DescribeImages", why: "finds the account's machine images" },
    {
      call: "DescribeImageAttribute",
      action: "ec2:DescribeImageAttribute",
      why: "tells whom a machine image is shared with",
    },
  ],
  load: () => import("@aws-sdk/client-ec2"),
  client: (sdk, configuration) => new sdk.EC2Client(configuration),
  async collect(context) {
    const { place, found } = context;
    const start = `arn:${place.partition}:ec2:${place.region}:${place.account}`;
    await Promise.all([
      found.try(`${start}:snapshot/*`, () => readSnapshots(context, start), undefined),
      found.try(`${start}:image/*`, () => readImages(context, start), undefined),
    ]);
  },
  async collectOne(context, one) {
    const { arn, type } = oneResource(one);
    const id = arn.slice(arn.lastIndexOf("/") + 1);
    await context.found.each([arn], String, () =>
      type === "AWS::EC2::Snapshot" ? readSnapshot(context, id, arn) : readImage(context, id, arn),
    );
  },
});

async function readSnapshots(context: Context, start: string): Promise<void> {
  const { place, found } = context;
  const own: { readonly id: string; readonly time: number }[] = [];
  for await (const page of snapshotPages(context, {})) {
    for (const { SnapshotId: id, OwnerId, StartTime } of page.Snapshots ?? []) {
      if (id !== undefined && OwnerId === place.account) own.push({ id, time: StartTime?.getTime() ?? 0 });
    }
  }
  const newestFirst = own.sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
  const ids = new Set(newestFirst.slice(0, mostSnapshots));
  if (newestFirst.length > ids.size) {
    for await (const { Snapshots = [] } of snapshotPages(context, { RestorableByUserIds: ["all"] })) {
      for (const { SnapshotId } of Snapshots) if (SnapshotId !== undefined) ids.add(SnapshotId);
    }
    const why = `${newestFirst.length - ids.size} older snapshots are not public, and may be shared with single accounts`;
    found.leaveOut(`${start}:snapshot/*`, "DescribeSnapshotAttribute", why);
  }
  await found.each(
    ids,
    (id) => `${start}:snapshot/${id}`,
    (id) => readSnapshot(context, id, `${start}:snapshot/${id}`),
  );
}

async function readSnapshot({ sdk, client, found }: Context, SnapshotId: string, Arn: string): Promise<void> {
  const asked = { SnapshotId, Attribute: "createVolumePermission" } as const;
  const { CreateVolumePermissions } = await client.send(new sdk.DescribeSnapshotAttributeCommand(asked));
  const sharedWith = others(CreateVolumePermissions);
  if (sharedWith.length === 0) return;
  found.resource({ Arn, Type: "AWS::EC2::Snapshot", Policy: null, Attributes: { sharedWith } });
}

function snapshotPages({ sdk, client }: Context, more: { readonly RestorableByUserIds?: string[] }) {
  return sdk.paginateDescribeSnapshots({ client, pageSize: 1000 }, { OwnerIds: ["self"], ...more });
}

async function readImages(context: Context, start: string): Promise<void> {
  const { sdk, client, place, found } = context;
  const asked = { Owners: ["self"] };
  for await (const { Images = [] } of sdk.paginateDescribeImages({ client, pageSize: 1000 }, asked)) {
    const ids = Images.flatMap(({ ImageId, OwnerId }) =>
      ImageId !== undefined && OwnerId === place.account ? [ImageId] : [],
    );
    await found.each(
      ids,
      (id) => `${start}:image/${id}`,
      (id) => readImage(context, id, `${start}:image/${id}`),
    );
  }
}

async function readImage({ sdk, client, found }: Context, ImageId: string, Arn: string): Promise<void> {
  const command = new sdk.DescribeImageAttributeCommand({ ImageId, Attribute: "launchPermission" });
  const sharedWith = others((await client.send(command)).LaunchPermissions);
  if (sharedWith.length === 0) return;
  found.resource({ Arn, Type: "AWS::EC2::Image", Policy: null, Attributes: { sharedWith } });
}

type Permission = {
  readonly [name in "Group" | "UserId" | "OrganizationArn" | "OrganizationalUnitArn"]?: string | undefined;
};

/** Account ids, ARNs of organizations and units, or `all`. */
function others(permissions: readonly Permission[] = []): readonly string[] {
  return permissions
    .flatMap(({ Group, UserId, OrganizationArn, OrganizationalUnitArn }) => [
      Group,
      UserId,
      OrganizationArn,
      OrganizationalUnitArn,
    ])
    .filter((one) => one !== undefined)
    .sort();
}
