/** Techniques by Amplify, whose builds run as the app's role. */
import type { Technique } from "./technique.ts";

export const amplifyTechniques: readonly Technique[] = [
  {
    id: "accesslens-amplify-app",
    title: "passes the role to a new Amplify app and builds a branch of its own repository",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-amplify-privesc/index.html",
    ],
    gives: { kind: "passed-role", services: ["amplify.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "amplify:CreateApp", on: "nothing" },
      {
        action: "amplify:CreateBranch",
        on: { form: "arn:${Partition}:amplify:*:${Account}:apps/*/branches/*" },
      },
      {
        action: "amplify:StartJob",
        on: { form: "arn:${Partition}:amplify:*:${Account}:apps/*/branches/*/jobs/*" },
      },
    ],
    commands: [
      "aws amplify create-app --name NAME --repository URL --access-token TOKEN --iam-service-role-arn {target}",
      "aws amplify create-branch --app-id APP --branch-name BRANCH",
      "aws amplify start-job --app-id APP --branch-name BRANCH --job-type RELEASE",
    ],
  },
];
