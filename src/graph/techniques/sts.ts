/** Techniques by STS. */
import type { Need, Technique } from "./technique.ts";

const assumeRoot: Need = {
  action: "sts:AssumeRoot",
  on: "member-root",
  context: {
    "sts:TaskPolicyArn": "arn:${Partition}:iam::aws:policy/root-task/IAMCreateRootUserPassword",
  },
};

/** The other task policies read, or take away: credentials, or the policy of a bucket or queue. */
const recovered = [
  "the caller reads the mail of the account's root user, by which the password is set (list-accounts tells the address)",
];

const rootReferences = [
  "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html",
  "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html",
];

const rootCommands = [
  "aws sts assume-root --region {region} --target-principal MEMBER --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword",
  "aws iam create-login-profile",
];

export const stsTechniques: readonly Technique[] = [
  {
    id: "accesslens-sts-assume-root",
    title: "lets the password of a member account's root user be recovered, in a session as that root user",
    references: rootReferences,
    gives: { kind: "member-root", enabled: "already" },
    needs: [assumeRoot],
    unseen: recovered,
    commands: rootCommands,
  },
  {
    id: "accesslens-sts-enable-assume-root",
    title:
      "turns central root access on, and lets the password of a member account's root user be recovered, in a session as that root user",
    references: [
      ...rootReferences,
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOrganizationsRootCredentialsManagement.html",
    ],
    gives: { kind: "member-root", enabled: "by-caller" },
    needs: [{ action: "iam:EnableOrganizationsRootCredentialsManagement", on: "nothing" }, assumeRoot],
    unseen: [...recovered, "trusted access is on for IAM (list-aws-service-access-for-organization)"],
    commands: ["aws iam enable-organizations-root-credentials-management", ...rootCommands],
  },
  {
    id: "sts-001",
    title: "assumes a role that lets it in",
    references: ["https://pathfinding.cloud/paths/sts-001"],
    gives: { kind: "assumable-role" },
    needs: [{ action: "sts:AssumeRole", on: "target" }],
    commands: ["aws sts assume-role --role-arn {target} --role-session-name NAME"],
  },
];
