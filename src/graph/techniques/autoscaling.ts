/** Techniques by Auto Scaling, which launches instances itself. */
import type { Technique } from "./technique.ts";

export const autoscalingTechniques: readonly Technique[] = [
  {
    id: "accesslens-autoscaling-launch-configuration",
    title:
      "makes a launch configuration with the role's instance profile and its own user data, and a group that launches by it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-ec2-privesc/index.html",
    ],
    gives: { kind: "passed-role", services: ["ec2.amazonaws.com"], instanceProfile: true },
    needs: [
      { action: "iam:PassRole", on: "target" },
      {
        action: "autoscaling:CreateLaunchConfiguration",
        on: {
          form: "arn:${Partition}:autoscaling:*:${Account}:launchConfiguration:*:launchConfigurationName/*",
        },
      },
      {
        action: "autoscaling:CreateAutoScalingGroup",
        on: { form: "arn:${Partition}:autoscaling:*:${Account}:autoScalingGroup:*:autoScalingGroupName/*" },
      },
    ],
    unseen: [
      "the account may still make launch configurations, which newer accounts may not",
      "there is a subnet to launch into (describe-subnets)",
    ],
    commands: [
      "aws autoscaling create-launch-configuration --launch-configuration-name NAME --image-id IMAGE --instance-type t3.micro --iam-instance-profile PROFILE --user-data file://SCRIPT.sh",
      "aws autoscaling create-auto-scaling-group --auto-scaling-group-name NAME --launch-configuration-name NAME --min-size 1 --max-size 1 --vpc-zone-identifier SUBNET",
    ],
  },
];
