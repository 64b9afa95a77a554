import { defineCollector } from "../collector.ts";
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
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:ec2:${place.region}:${place.account}`;
    const instances = async (): Promise<void> => {
      const pages = sdk.paginateDescribeInstances({ client, pageSize: 1000 }, {});
      for await (const { Reservations = [] } of pages) {
        for (const instance of Reservations.flatMap(({ Instances = [] }) => Instances)) {
          const { InstanceId, IamInstanceProfile, State, Tags } = instance;
          if (InstanceId === undefined || State?.Name === "terminated") continue;
          found.resource({
            Arn: `${start}:instance/${InstanceId}`,
            Type: "AWS::EC2::Instance",
            Policy: null,
            Attributes: { ...told({ instanceProfileArn: IamInstanceProfile?.Arn }), ...tagsFrom(Tags) },
          });
        }
      }
    };
    const templates = async (): Promise<void> => {
      // Without a template's id, this answers the default version of every template.
      const asked = { Versions: ["$Default"] };
      const pages = sdk.paginateDescribeLaunchTemplateVersions({ client, pageSize: 200 }, asked);
      for await (const { LaunchTemplateVersions = [] } of pages) {
        for (const { LaunchTemplateId, LaunchTemplateData } of LaunchTemplateVersions) {
          if (LaunchTemplateId === undefined) continue;
          // By ARN or by name, as whoever made the version gave it.
          const { Arn, Name } = LaunchTemplateData?.IamInstanceProfile ?? {};
          found.resource({
            Arn: `${start}:launch-template/${LaunchTemplateId}`,
            Type: "AWS::EC2::LaunchTemplate",
            Policy: null,
            Attributes: told({ instanceProfileArn: Arn ?? Name }),
          });
        }
      }
    };
    await found.try("AWS::EC2::Instance", instances, undefined);
    await found.try("AWS::EC2::LaunchTemplate", templates, undefined);
  },
});
