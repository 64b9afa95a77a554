/** Techniques by CodeDeploy, whose agent runs a revision's hooks on the instances of a deployment group. */
import { roleOfInstance } from "./ec2.ts";
import type { Technique } from "./technique.ts";

export const codedeployTechniques: readonly Technique[] = [
  {
    id: "accesslens-codedeploy-deployment",
    title: "deploys a revision of its own to an existing EC2 instance, which runs its hooks",
    references: [
      "https://pathfinding.cloud/paths/codedeploy-001",
      "https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html",
    ],
    gives: roleOfInstance,
    needs: [
      {
        action: "codedeploy:RegisterApplicationRevision",
        on: {
          form: "arn:${Partition}:codedeploy:*:${Account}:application:*",
          existing: "AWS::CodeDeploy::Application",
        },
      },
      {
        action: "codedeploy:CreateDeployment",
        on: {
          form: "arn:${Partition}:codedeploy:*:${Account}:deploymentgroup:*/*",
          existing: "AWS::CodeDeploy::DeploymentGroup",
        },
      },
      {
        action: "codedeploy:GetDeploymentConfig",
        on: { form: "arn:${Partition}:codedeploy:*:${Account}:deploymentconfig:*" },
      },
    ],
    unseen: [
      "the instance belongs to the deployment group and runs the CodeDeploy agent (get-deployment-group)",
      "its role may read a bucket into which the caller can put the revision",
    ],
    commands: [
      "aws deploy create-deployment --application-name APPLICATION --deployment-group-name GROUP --s3-location bucket=BUCKET,key=KEY,bundleType=zip",
    ],
  },
];
