/** Techniques by IAM itself: editing permissions, trust and credentials. */
import type { Technique } from "./technique.ts";

export const iamTechniques: readonly Technique[] = [
  {
    id: "iam-001",
    title: "writes a new default version of a customer-managed policy that is attached to it",
    references: ["https://pathfinding.cloud/paths/iam-001"],
    gives: { kind: "self", principals: ["role", "user"], by: "attached-policy" },
    needs: [{ action: "iam:CreatePolicyVersion", on: "policy" }],
    commands: [
      "aws iam create-policy-version --policy-arn {policy} --policy-document file://ADMIN.json --set-as-default",
    ],
  },
  {
    id: "iam-014",
    title: "attaches a policy to a role that lets it in, and assumes it",
    references: ["https://pathfinding.cloud/paths/iam-014"],
    gives: { kind: "edited", principal: "role", by: "principal", taken: "assume" },
    needs: [{ action: "iam:AttachRolePolicy", on: "target" }],
    commands: [
      "aws iam attach-role-policy --role-name {target.name} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
      "aws sts assume-role --role-arn {target} --role-session-name NAME",
    ],
  },
];
