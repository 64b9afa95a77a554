/** Techniques by older versions of customer-managed policies, of which a snapshot holds the default one alone. */
import type { Need, Technique } from "./technique.ts";

const setDefault: Need = { action: "iam:SetDefaultPolicyVersion", on: "policy" };
const hasBetterVersion =
  "the policy has another version that gives every permission (list-policy-versions, get-policy-version)";
const references = ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html"];

const commandOf = {
  setDefault: "aws iam set-default-policy-version --policy-arn {policy} --version-id VERSION",
  assume: "aws sts assume-role --role-arn {target} --role-session-name NAME",
};

export const iamVersionTechniques: readonly Technique[] = [
  {
    id: "accesslens-iam-policy-version",
    title: "makes another version of a customer-managed policy that is attached to it the default one",
    references,
    gives: { kind: "self", principals: ["role", "user"], by: "attached-policy" },
    needs: [setDefault],
    unseen: [hasBetterVersion],
    commands: [commandOf.setDefault],
  },
  {
    id: "accesslens-iam-policy-version-of-role",
    title:
      "makes another version of a customer-managed policy of a role that lets it in the default one, and assumes it",
    references,
    gives: { kind: "edited", principal: "role", by: "attached-policy", taken: "assume" },
    needs: [setDefault],
    unseen: [hasBetterVersion],
    commands: [commandOf.setDefault, commandOf.assume],
  },
  {
    id: "accesslens-iam-policy-version-of-trusting-role",
    title:
      "makes another version of a customer-managed policy of the role the default one, makes the role trust the caller, and assumes it",
    references,
    gives: { kind: "edited", principal: "role", by: "attached-policy", taken: "needs" },
    needs: [setDefault, { action: "iam:UpdateAssumeRolePolicy", on: "target" }],
    unseen: [hasBetterVersion],
    commands: [
      commandOf.setDefault,
      "aws iam update-assume-role-policy --role-name {target.name} --policy-document file://TRUST.json",
      commandOf.assume,
    ],
  },
  {
    id: "accesslens-iam-policy-version-of-user",
    title:
      "makes another version of a customer-managed policy of the user the default one, and makes an access key for the user",
    references,
    gives: { kind: "edited", principal: "user", by: "attached-policy", taken: "needs" },
    needs: [setDefault, { action: "iam:CreateAccessKey", on: "target" }],
    unseen: [
      hasBetterVersion,
      "the user has fewer than two access keys (list-access-keys, credential report)",
    ],
    commands: [commandOf.setDefault, "aws iam create-access-key --user-name {target.name}"],
  },
];
