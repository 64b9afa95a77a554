import { defineCollector } from "../collector.ts";

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
    for await (const { Reservations = [] } of sdk.paginateDescribeInstances({ client, pageSize: 1000 }, {})) {
      for (const { InstanceId, IamInstanceProfile, State } of Reservations.flatMap(
        ({ Instances = [] }) => Instances,
      )) {
        if (InstanceId === undefined || State?.Name === "terminated") continue;
        const profile = IamInstanceProfile?.Arn;
        found.resource({
          Arn: `${start}:instance/${InstanceId}`,
          Type: "AWS::EC2::Instance",
          Policy: null,
          Attributes: profile === undefined ? {} : { instanceProfileArn: profile },
        });
      }
    }
    const templates = async (): Promise<void> => {
      // Without a template's id, this answers the default version of every template.
      const asked = { Versions: ["$Default"] };
      const pages = sdk.paginateDescribeLaunchTemplateVersions({ client, pageSize: 200 }, asked);
      for await (const { LaunchTemplateVersions = [] } of pages) {
        for (const { LaunchTemplateId, LaunchTemplateData } of LaunchTemplateVersions) {
          if (LaunchTemplateId === undefined) continue;
          const { Arn, Name } = LaunchTemplateData?.IamInstanceProfile ?? {};
          const named =
            Name === undefined
              ? undefined
              : `arn:${place.partition}:iam::${place.account}:instance-profile/${Name}`;
          const profile = Arn ?? named;
          found.resource({
            Arn: `${start}:launch-template/${LaunchTemplateId}`,
            Type: "AWS::EC2::LaunchTemplate",
            Policy: null,
            Attributes: profile === undefined ? {} : { instanceProfileArn: profile },
          });
        }
      }
    };
    await found.try({ what: "resource-policies", subject: "AWS::EC2::LaunchTemplate" }, templates, undefined);
  },
});
