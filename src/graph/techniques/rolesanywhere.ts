/** Techniques by IAM Roles Anywhere, which gives a role's credentials for a certificate. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const references = ["https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"];

const passed: Gives = { kind: "passed-role", services: ["rolesanywhere.amazonaws.com"] };
/** Any trust anchor goes with any profile: what binds a role to one is its own trust policy. */
const profiled: Gives = {
  kind: "workload-role",
  workload: { types: ["AWS::RolesAnywhere::Profile"], roleFrom: ["roleArns"] },
  services: ["rolesanywhere.amazonaws.com"],
};

const existingAnchor: Place = {
  form: "arn:${Partition}:rolesanywhere:*:${Account}:trust-anchor/*",
  existing: "AWS::RolesAnywhere::TrustAnchor",
};
const existingProfile: Place = {
  form: "arn:${Partition}:rolesanywhere:*:${Account}:profile/*",
  existing: "AWS::RolesAnywhere::Profile",
};

const pass: Need = { action: "iam:PassRole", on: "target" };
const newAnchor: Need = { action: "rolesanywhere:CreateTrustAnchor", on: "nothing" };
const changedAnchor: Need = { action: "rolesanywhere:UpdateTrustAnchor", on: existingAnchor };
const newProfile: Need = { action: "rolesanywhere:CreateProfile", on: "nothing" };
const changedProfile: Need = { action: "rolesanywhere:UpdateProfile", on: existingProfile };

const commandOf = {
  newAnchor: "aws rolesanywhere create-trust-anchor --name NAME --enabled --source file://AUTHORITY.json",
  changedAnchor:
    "aws rolesanywhere update-trust-anchor --trust-anchor-id ANCHOR --source file://AUTHORITY.json",
  newProfile: "aws rolesanywhere create-profile --name NAME --enabled --role-arns {target}",
  changedProfile: "aws rolesanywhere update-profile --profile-id PROFILE --role-arns {target}",
};

export const rolesanywhereTechniques: readonly Technique[] = [
  {
    id: "accesslens-rolesanywhere-existing-profile",
    title: "makes its own certificate authority a trust anchor, and uses a profile that has the role",
    references,
    gives: profiled,
    needs: [newAnchor],
    commands: [commandOf.newAnchor],
  },
  {
    id: "accesslens-rolesanywhere-replace-authority",
    title:
      "puts its own certificate authority into an existing trust anchor, and uses a profile that has the role",
    references,
    gives: profiled,
    needs: [changedAnchor],
    commands: [commandOf.changedAnchor],
  },
  {
    id: "accesslens-rolesanywhere-replace-authority-new-profile",
    title:
      "puts its own certificate authority into an existing trust anchor, and passes the role to a new profile",
    references,
    gives: passed,
    needs: [pass, changedAnchor, newProfile],
    commands: [commandOf.changedAnchor, commandOf.newProfile],
  },
  {
    id: "accesslens-rolesanywhere-trust-anchor",
    title: "makes its own certificate authority a trust anchor, and passes the role to a new profile",
    references,
    gives: passed,
    needs: [pass, newAnchor, newProfile],
    commands: [commandOf.newAnchor, commandOf.newProfile],
  },
  {
    id: "accesslens-rolesanywhere-update-profile",
    title: "makes its own certificate authority a trust anchor, and passes the role to an existing profile",
    references,
    gives: passed,
    needs: [pass, newAnchor, changedProfile],
    commands: [commandOf.newAnchor, commandOf.changedProfile],
  },
];
