/** Techniques by IAM Roles Anywhere, which gives a role's credentials for a certificate. */
import type { Technique } from "./technique.ts";

export const rolesanywhereTechniques: readonly Technique[] = [
  {
    id: "accesslens-rolesanywhere-trust-anchor",
    title: "makes its own certificate authority a trust anchor, and passes the role to a new profile",
    references: ["https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"],
    gives: { kind: "passed-role", services: ["rolesanywhere.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "rolesanywhere:CreateTrustAnchor", on: "nothing" },
      { action: "rolesanywhere:CreateProfile", on: "nothing" },
    ],
    commands: [
      "aws rolesanywhere create-trust-anchor --name NAME --enabled --source file://AUTHORITY.json",
      "aws rolesanywhere create-profile --name NAME --enabled --role-arns {target}",
    ],
  },
];
