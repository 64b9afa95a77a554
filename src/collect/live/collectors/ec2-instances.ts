import { type CollectorContext, defineCollector, oneResource } from "../collector.ts";
import { tagsFrom, told } from "../row-parts.ts";

/** Launch templates come with their user data: no call leaves it out. It is not kept. */
export const ec2Instances = defineCollector({
  name: "ec2-instances",
  title: "EC2 instances and launch templates with their instance profiles",
  service: "ec2",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate"],
  reads: [
    {
      call: "DescribeInstances",
      action: "ec2:DescribeInstances",
      why: "finds the instances and their instance profiles; user data is not read",
    },
    {
      call: "DescribeLaunchTemplateVersions",
      action: "ec2:DescribeLaunchTemplateVersions",
      why: "finds the instance profiles of launch templates",
    },
  ],
  load: () => import("@aws-sdk/client-ec2"),
  client: (sdk, configuration) => new sdk.EC2Client(configuration),
  async collect(context) {
    const { found } = context;
    // Without a template's id, this answers the default version of every template.
    const defaults = { Versions: ["$Default"] };
    await found.try("AWS::EC2::Instance", () => readInstances(context, {}), undefined);
    await found.try("AWS::EC2::LaunchTemplate", () => readTemplates(context, defaults), undefined);
  },
  async collectOne(context, one) {
    const { arn, type } = oneResource(one);
    const id = arn.slice(arn.lastIndexOf("/") + 1);
    await context.found.each([arn], String, () =>
      type === "AWS::EC2::Instance"
        ? readInstances(context, { InstanceIds: [id] })
        : readTemplates(context, { LaunchTemplateId: id, Versions: ["$Default"] }),
    );
  },
});

type Sdk = typeof import("@aws-sdk/client-ec2");
type Context = CollectorContext<Sdk, InstanceType<Sdk["EC2Client"]>>;

function startOf({ place }: Context): string {
  return `arn:${place.partition}:ec2:${place.region}:${place.account}`;
}

async function readInstances(context: Context, asked: { readonly InstanceIds?: string[] }): Promise<void> {
  const { sdk, client, found } = context;
  // Of one instance AWS takes no page size.
  const config = asked.InstanceIds === undefined ? { client, pageSize: 1000 } : { client };
  for await (const { Reservations = [] } of sdk.paginateDescribeInstances(config, asked)) {
    for (const instance of Reservations.flatMap(({ Instances = [] }) => Instances)) {
      const { InstanceId, IamInstanceProfile, State, Tags } = instance;
      if (InstanceId === undefined || State?.Name === "terminated") continue;
      found.resource({
        Arn: `${startOf(context)}:instance/${InstanceId}`,
        Type: "AWS::EC2::Instance",
        Policy: null,
        Attributes: { ...told({ instanceProfileArn: IamInstanceProfile?.Arn }), ...tagsFrom(Tags) },
      });
    }
  }
}

async function readTemplates(
  context: Context,
  asked: { readonly LaunchTemplateId?: string; readonly Versions: string[] },
): Promise<void> {
  const { sdk, client, found } = context;
  const pages = sdk.paginateDescribeLaunchTemplateVersions({ client, pageSize: 200 }, asked);
  for await (const { LaunchTemplateVersions = [] } of pages) {
    for (const { LaunchTemplateId, LaunchTemplateData } of LaunchTemplateVersions) {
      if (LaunchTemplateId === undefined) continue;
      // By ARN or by name, as whoever made the version gave it.
      const { Arn, Name } = LaunchTemplateData?.IamInstanceProfile ?? {};
      found.resource({
        Arn: `${startOf(context)}:launch-template/${LaunchTemplateId}`,
        Type: "AWS::EC2::LaunchTemplate",
        Policy: null,
        Attributes: told({ instanceProfileArn: Arn ?? Name }),
      });
    }
  }
}
