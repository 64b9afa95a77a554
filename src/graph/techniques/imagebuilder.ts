/** Techniques by EC2 Image Builder, which builds on an instance with a chosen instance profile. */
import type { Technique } from "./technique.ts";

export const imagebuilderTechniques: readonly Technique[] = [
  {
    id: "accesslens-imagebuilder-image",
    title: "builds an image with a component of its own, on an instance with the role's instance profile",
    references: [
      "https://pathfinding.cloud/paths/imagebuilder-001",
      "https://docs.aws.amazon.com/imagebuilder/latest/userguide/security-best-practices.html",
    ],
    gives: { kind: "passed-role", services: ["ec2.amazonaws.com"], instanceProfile: true },
    needs: [
      { action: "iam:PassRole", on: "target" },
      {
        action: "imagebuilder:CreateComponent",
        on: { form: "arn:${Partition}:imagebuilder:*:${Account}:component/*/*/*" },
      },
      {
        action: "imagebuilder:CreateImageRecipe",
        on: { form: "arn:${Partition}:imagebuilder:*:${Account}:image-recipe/*/*" },
      },
      {
        action: "imagebuilder:CreateInfrastructureConfiguration",
        on: { form: "arn:${Partition}:imagebuilder:*:${Account}:infrastructure-configuration/*" },
      },
      {
        action: "imagebuilder:CreateImage",
        on: { form: "arn:${Partition}:imagebuilder:*:${Account}:image/*/*/*" },
      },
    ],
    unseen: ["the account has Image Builder's service-linked role (AWSServiceRoleForImageBuilder)"],
    commands: [
      "aws imagebuilder create-component --name NAME --semantic-version 1.0.0 --platform Linux --data file://COMPONENT.yaml",
      "aws imagebuilder create-image-recipe --name NAME --semantic-version 1.0.0 --parent-image IMAGE --components componentArn=COMPONENT",
      "aws imagebuilder create-infrastructure-configuration --name NAME --instance-profile-name PROFILE",
      "aws imagebuilder create-image --image-recipe-arn RECIPE --infrastructure-configuration-arn CONFIGURATION",
    ],
  },
];
