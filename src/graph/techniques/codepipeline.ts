/** Techniques by CodePipeline, whose commands run as the pipeline's role. */
import type { Technique } from "./technique.ts";

export const codepipelineTechniques: readonly Technique[] = [
  {
    id: "accesslens-codepipeline-commands",
    title: "passes the role to a new pipeline of CodePipeline, which runs its commands",
    references: [
      "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-codepipeline-privesc/index.html",
    ],
    gives: { kind: "passed-role", services: ["codepipeline.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      {
        action: "codepipeline:CreatePipeline",
        on: { form: "arn:${Partition}:codepipeline:*:${Account}:*" },
      },
    ],
    unseen: ["there are a source and a bucket for artifacts that the role may use"],
    commands: ["aws codepipeline create-pipeline --pipeline file://PIPELINE.json"],
  },
];
