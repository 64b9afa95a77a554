/** Techniques by CodeBuild projects. */
import type { Gives, Place, Technique } from "./technique.ts";

const anyProject: Place = { form: "arn:${Partition}:codebuild:*:${Account}:project/*" };

const existingProject: Place = {
  form: "arn:${Partition}:codebuild:*:${Account}:project/*",
  existing: "AWS::CodeBuild::Project",
};

const passedRole: Gives = { kind: "passed-role", services: ["codebuild.amazonaws.com"] };
const roleOfProject: Gives = {
  kind: "workload-role",
  workload: { types: ["AWS::CodeBuild::Project"], roleFrom: ["roleArn"] },
};

export const codebuildTechniques: readonly Technique[] = [
  {
    id: "codebuild-001",
    title: "passes the role to a new CodeBuild project and builds it",
    references: ["https://pathfinding.cloud/paths/codebuild-001"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "codebuild:CreateProject", on: anyProject },
      { action: "codebuild:StartBuild", on: anyProject },
    ],
    commands: [
      "aws codebuild create-project --name NAME --service-role {target} --cli-input-json file://PROJECT.json",
      "aws codebuild start-build --project-name NAME",
    ],
  },
  {
    id: "codebuild-002",
    title: "starts a build of an existing CodeBuild project with a buildspec of its own",
    references: ["https://pathfinding.cloud/paths/codebuild-002"],
    gives: roleOfProject,
    needs: [{ action: "codebuild:StartBuild", on: "workload" }],
    commands: [
      "aws codebuild start-build --project-name {workload.name} --source-type-override NO_SOURCE --buildspec-override file://BUILDSPEC.yml",
    ],
  },
  {
    id: "codebuild-003",
    title: "starts a batch of builds of an existing CodeBuild project with a buildspec of its own",
    references: ["https://pathfinding.cloud/paths/codebuild-003"],
    gives: roleOfProject,
    needs: [{ action: "codebuild:StartBuildBatch", on: "workload" }],
    unseen: ["the project is configured for batch builds (batch-get-projects: buildBatchConfig)"],
    commands: [
      "aws codebuild start-build-batch --project-name {workload.name} --source-type-override NO_SOURCE --buildspec-override file://BUILDSPEC.yml",
    ],
  },
  {
    id: "codebuild-004",
    title: "passes the role to a new CodeBuild project and starts a batch of its builds",
    references: ["https://pathfinding.cloud/paths/codebuild-004"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "codebuild:CreateProject", on: anyProject },
      { action: "codebuild:StartBuildBatch", on: anyProject },
    ],
    commands: [
      "aws codebuild create-project --name NAME --service-role {target} --build-batch-config serviceRole={target} --cli-input-json file://PROJECT.json",
      "aws codebuild start-build-batch --project-name NAME",
    ],
  },
  {
    id: "accesslens-codebuild-update-project",
    title: "passes the role to an existing CodeBuild project and builds it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-codebuild-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "codebuild:UpdateProject", on: existingProject },
      { action: "codebuild:StartBuild", on: existingProject },
    ],
    commands: [
      "aws codebuild update-project --name PROJECT --service-role {target}",
      "aws codebuild start-build --project-name PROJECT --source-type-override NO_SOURCE --buildspec-override file://BUILDSPEC.yml",
    ],
  },
];
