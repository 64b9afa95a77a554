/** Techniques by IAM itself: editing permissions, trust and credentials. */
import type { Need, Place, Technique } from "./technique.ts";

/** A policy that limits what may be attached (`iam:PolicyARN`) has to let the one through that gives everything. */
const administratorAccess = { "iam:PolicyARN": "arn:${Partition}:iam::aws:policy/AdministratorAccess" };

const createPolicyVersion: Need = { action: "iam:CreatePolicyVersion", on: "policy" };
const attachRolePolicy: Need = {
  action: "iam:AttachRolePolicy",
  on: "target",
  context: administratorAccess,
};
const attachUserPolicy: Need = {
  action: "iam:AttachUserPolicy",
  on: "target",
  context: administratorAccess,
};
const attachGroupPolicy: Need = {
  action: "iam:AttachGroupPolicy",
  on: "group",
  context: administratorAccess,
};
const putRolePolicy: Need = { action: "iam:PutRolePolicy", on: "target" };
const putUserPolicy: Need = { action: "iam:PutUserPolicy", on: "target" };
const updateTrustPolicy: Need = { action: "iam:UpdateAssumeRolePolicy", on: "target" };
const createAccessKey: Need = { action: "iam:CreateAccessKey", on: "target" };

const roomForAKey = "the user has fewer than two access keys (list-access-keys, credential report)";

const commandOf = {
  createPolicyVersion:
    "aws iam create-policy-version --policy-arn {policy} --policy-document file://ADMIN.json --set-as-default",
  attachRolePolicy:
    "aws iam attach-role-policy --role-name {target.name} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
  attachUserPolicy:
    "aws iam attach-user-policy --user-name {target.name} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
  putRolePolicy:
    "aws iam put-role-policy --role-name {target.name} --policy-name NAME --policy-document file://ADMIN.json",
  putUserPolicy:
    "aws iam put-user-policy --user-name {target.name} --policy-name NAME --policy-document file://ADMIN.json",
  updateTrustPolicy:
    "aws iam update-assume-role-policy --role-name {target.name} --policy-document file://TRUST.json",
  assumeRole: "aws sts assume-role --role-arn {target} --role-session-name NAME",
  createAccessKey: "aws iam create-access-key --user-name {target.name}",
} as const;

const anyRole: Place = { form: "arn:${Partition}:iam::${Account}:role/*" };
const anyUser: Place = { form: "arn:${Partition}:iam::${Account}:user/*" };

export const iamTechniques: readonly Technique[] = [
  {
    id: "iam-001",
    title: "writes a new default version of a customer-managed policy that is attached to it",
    references: ["https://pathfinding.cloud/paths/iam-001"],
    gives: { kind: "self", principals: ["role", "user"], by: "attached-policy" },
    needs: [createPolicyVersion],
    commands: [commandOf.createPolicyVersion],
  },
  {
    id: "iam-002",
    title: "makes an access key for the user",
    references: ["https://pathfinding.cloud/paths/iam-002"],
    gives: { kind: "user" },
    needs: [createAccessKey],
    unseen: [roomForAKey],
    commands: [commandOf.createAccessKey],
  },
  {
    id: "iam-003",
    title: "deletes one of the user's two access keys and makes a new one",
    references: ["https://pathfinding.cloud/paths/iam-003"],
    gives: { kind: "user" },
    needs: [createAccessKey, { action: "iam:DeleteAccessKey", on: "target" }],
    commands: [
      "aws iam delete-access-key --user-name {target.name} --access-key-id KEY",
      commandOf.createAccessKey,
    ],
  },
  {
    id: "iam-004",
    title: "gives the user a console password",
    references: ["https://pathfinding.cloud/paths/iam-004"],
    gives: { kind: "user" },
    needs: [{ action: "iam:CreateLoginProfile", on: "target" }],
    unseen: ["the user has no console password yet (get-login-profile, credential report)"],
    commands: [
      "aws iam create-login-profile --user-name {target.name} --password PASSWORD --no-password-reset-required",
    ],
  },
  {
    id: "iam-005",
    title: "writes an inline policy into itself, the role",
    references: ["https://pathfinding.cloud/paths/iam-005"],
    gives: { kind: "self", principals: ["role"], by: "principal" },
    needs: [putRolePolicy],
    commands: [commandOf.putRolePolicy],
  },
  {
    id: "iam-006",
    title: "changes the user's console password",
    references: ["https://pathfinding.cloud/paths/iam-006"],
    gives: { kind: "user" },
    needs: [{ action: "iam:UpdateLoginProfile", on: "target" }],
    unseen: ["the user has a console password (get-login-profile, credential report)"],
    commands: [
      "aws iam update-login-profile --user-name {target.name} --password PASSWORD --no-password-reset-required",
    ],
  },
  {
    id: "iam-007",
    title: "writes an inline policy into itself, the user",
    references: ["https://pathfinding.cloud/paths/iam-007"],
    gives: { kind: "self", principals: ["user"], by: "principal" },
    needs: [putUserPolicy],
    commands: [commandOf.putUserPolicy],
  },
  {
    id: "iam-008",
    title: "attaches a policy to itself, the user",
    references: ["https://pathfinding.cloud/paths/iam-008"],
    gives: { kind: "self", principals: ["user"], by: "principal" },
    needs: [attachUserPolicy],
    commands: [commandOf.attachUserPolicy],
  },
  {
    id: "iam-009",
    title: "attaches a policy to itself, the role",
    references: ["https://pathfinding.cloud/paths/iam-009"],
    gives: { kind: "self", principals: ["role"], by: "principal" },
    needs: [attachRolePolicy],
    commands: [commandOf.attachRolePolicy],
  },
  {
    id: "iam-010",
    title: "attaches a policy to a group that it is in",
    references: ["https://pathfinding.cloud/paths/iam-010"],
    gives: { kind: "self", principals: ["user"], by: "own-group" },
    needs: [attachGroupPolicy],
    commands: [
      "aws iam attach-group-policy --group-name {group.name} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
    ],
  },
  {
    id: "iam-011",
    title: "writes an inline policy into a group that it is in",
    references: ["https://pathfinding.cloud/paths/iam-011"],
    gives: { kind: "self", principals: ["user"], by: "own-group" },
    needs: [{ action: "iam:PutGroupPolicy", on: "group" }],
    commands: [
      "aws iam put-group-policy --group-name {group.name} --policy-name NAME --policy-document file://ADMIN.json",
    ],
  },
  {
    id: "iam-012",
    title: "makes the role trust it, and assumes the role",
    references: ["https://pathfinding.cloud/paths/iam-012"],
    gives: { kind: "trusting-role" },
    needs: [updateTrustPolicy],
    commands: [commandOf.updateTrustPolicy, commandOf.assumeRole],
  },
  {
    id: "iam-013",
    title: "puts itself into a group",
    references: ["https://pathfinding.cloud/paths/iam-013"],
    gives: { kind: "self", principals: ["user"], by: "joined-group" },
    needs: [{ action: "iam:AddUserToGroup", on: "group" }],
    commands: ["aws iam add-user-to-group --group-name {group.name} --user-name {target.name}"],
  },
  {
    id: "iam-014",
    title: "attaches a policy to a role that lets it in, and assumes it",
    references: ["https://pathfinding.cloud/paths/iam-014"],
    gives: { kind: "edited", principal: "role", by: "principal", taken: "assume" },
    needs: [attachRolePolicy],
    commands: [commandOf.attachRolePolicy, commandOf.assumeRole],
  },
  {
    id: "iam-015",
    title: "attaches a policy to the user and makes an access key for it",
    references: ["https://pathfinding.cloud/paths/iam-015"],
    gives: { kind: "edited", principal: "user", by: "principal", taken: "needs" },
    needs: [attachUserPolicy, createAccessKey],
    unseen: [roomForAKey],
    commands: [commandOf.attachUserPolicy, commandOf.createAccessKey],
  },
  {
    id: "iam-016",
    title:
      "writes a new default version of a customer-managed policy of a role that lets it in, and assumes it",
    references: ["https://pathfinding.cloud/paths/iam-016"],
    gives: { kind: "edited", principal: "role", by: "attached-policy", taken: "assume" },
    needs: [createPolicyVersion],
    commands: [commandOf.createPolicyVersion, commandOf.assumeRole],
  },
  {
    id: "iam-017",
    title: "writes an inline policy into a role that lets it in, and assumes it",
    references: ["https://pathfinding.cloud/paths/iam-017"],
    gives: { kind: "edited", principal: "role", by: "principal", taken: "assume" },
    needs: [putRolePolicy],
    commands: [commandOf.putRolePolicy, commandOf.assumeRole],
  },
  {
    id: "iam-018",
    title: "writes an inline policy into the user and makes an access key for it",
    references: ["https://pathfinding.cloud/paths/iam-018"],
    gives: { kind: "edited", principal: "user", by: "principal", taken: "needs" },
    needs: [putUserPolicy, createAccessKey],
    unseen: [roomForAKey],
    commands: [commandOf.putUserPolicy, commandOf.createAccessKey],
  },
  {
    id: "iam-019",
    title: "attaches a policy to the role, makes it trust the caller, and assumes it",
    references: ["https://pathfinding.cloud/paths/iam-019"],
    gives: { kind: "edited", principal: "role", by: "principal", taken: "needs" },
    needs: [attachRolePolicy, updateTrustPolicy],
    commands: [commandOf.attachRolePolicy, commandOf.updateTrustPolicy, commandOf.assumeRole],
  },
  {
    id: "iam-020",
    title:
      "writes a new default version of a customer-managed policy of the role, makes the role trust the caller, and assumes it",
    references: ["https://pathfinding.cloud/paths/iam-020"],
    gives: { kind: "edited", principal: "role", by: "attached-policy", taken: "needs" },
    needs: [createPolicyVersion, updateTrustPolicy],
    commands: [commandOf.createPolicyVersion, commandOf.updateTrustPolicy, commandOf.assumeRole],
  },
  {
    id: "iam-021",
    title: "writes an inline policy into the role, makes it trust the caller, and assumes it",
    references: ["https://pathfinding.cloud/paths/iam-021"],
    gives: { kind: "edited", principal: "role", by: "principal", taken: "needs" },
    needs: [putRolePolicy, updateTrustPolicy],
    commands: [commandOf.putRolePolicy, commandOf.updateTrustPolicy, commandOf.assumeRole],
  },
  {
    id: "accesslens-iam-new-role",
    title: "creates a role with every permission that trusts it, and assumes the role",
    references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"],
    gives: { kind: "new-administrator" },
    needs: [
      { action: "iam:CreateRole", on: anyRole },
      { action: "iam:AttachRolePolicy", on: anyRole, context: administratorAccess },
    ],
    commands: [
      "aws iam create-role --role-name NAME --assume-role-policy-document file://TRUST.json",
      "aws iam attach-role-policy --role-name NAME --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
      "aws sts assume-role --role-arn arn:aws:iam::{account}:role/NAME --role-session-name NAME",
    ],
  },
  {
    id: "accesslens-iam-new-user",
    title: "creates a user with every permission, and access keys for it",
    references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html"],
    gives: { kind: "new-administrator" },
    needs: [
      { action: "iam:CreateUser", on: anyUser },
      { action: "iam:AttachUserPolicy", on: anyUser, context: administratorAccess },
      { action: "iam:CreateAccessKey", on: anyUser },
    ],
    commands: [
      "aws iam create-user --user-name NAME",
      "aws iam attach-user-policy --user-name NAME --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
      "aws iam create-access-key --user-name NAME",
    ],
  },
];

/** Those that edit whom they give. */
export const editTechniques: readonly Technique[] = iamTechniques.filter(
  ({ gives }) => gives.kind === "edited",
);
