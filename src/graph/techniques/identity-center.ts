/** Techniques by IAM Identity Center, whose permission sets are roles in the accounts of the organization. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const instance: Place = { form: "arn:${Partition}:sso:::instance/*" };
const permissionSet: Place = { form: "arn:${Partition}:sso:::permissionSet/*/*" };
const account: Place = { form: "arn:${Partition}:sso:::account/*" };

/** A delegated administrator changes nothing that is assigned in the management account. */
const gives: Gives = {
  kind: "member-administrators",
  servicePrincipal: "sso.amazonaws.com",
  alsoManagement: true,
};

const about = (action: string, ...places: readonly Place[]): readonly Need[] =>
  places.map((on) => ({ action, on }));

const create = about("sso:CreatePermissionSet", instance, permissionSet);
const attach = about("sso:AttachManagedPolicyToPermissionSet", instance, permissionSet);
const write = about("sso:PutInlinePolicyToPermissionSet", instance, permissionSet);
const assign = about("sso:CreateAccountAssignment", instance, permissionSet, account);
const provision = about("sso:ProvisionPermissionSet", instance, permissionSet, account);

const isSomebody =
  "the organization uses IAM Identity Center, and the caller can sign in as somebody of its directory (list-instances, list-users)";
const isAssigned =
  "the permission set is assigned in the account to somebody as whom the caller can sign in (list-permission-sets, list-account-assignments)";

const apiPage = (action: string): string =>
  `https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_${action}.html`;

const ofSet = "--instance-arn INSTANCE --permission-set-arn PERMISSION-SET";
const commandOf = {
  create: "aws sso-admin create-permission-set --instance-arn INSTANCE --name NAME",
  attach: `aws sso-admin attach-managed-policy-to-permission-set ${ofSet} --managed-policy-arn arn:aws:iam::aws:policy/AdministratorAccess`,
  write: `aws sso-admin put-inline-policy-to-permission-set ${ofSet} --inline-policy file://ADMIN.json`,
  assign: `aws sso-admin create-account-assignment ${ofSet} --principal-type USER --principal-id USER --target-type AWS_ACCOUNT --target-id ACCOUNT`,
  provision: `aws sso-admin provision-permission-set ${ofSet} --target-type AWS_ACCOUNT --target-id ACCOUNT`,
};

export const identityCenterTechniques: readonly Technique[] = [
  {
    id: "accesslens-identity-center-assignment",
    title:
      "assigns a new permission set with every permission in an account to somebody whom it can sign in as",
    references: [apiPage("CreateAccountAssignment")],
    gives,
    needs: [...create, ...attach, ...assign],
    unseen: [isSomebody],
    commands: [commandOf.create, commandOf.attach, commandOf.assign],
  },
  {
    id: "accesslens-identity-center-assignment-inline",
    title:
      "assigns a new permission set with an inline policy of its own in an account to somebody whom it can sign in as",
    references: [apiPage("PutInlinePolicyToPermissionSet")],
    gives,
    needs: [...create, ...write, ...assign],
    unseen: [isSomebody],
    commands: [commandOf.create, commandOf.write, commandOf.assign],
  },
  {
    id: "accesslens-identity-center-existing-set",
    title: "assigns an existing permission set in an account to somebody whom it can sign in as",
    references: [apiPage("CreateAccountAssignment")],
    gives,
    needs: assign,
    unseen: [isSomebody, "some permission set gives every permission (list-permission-sets)"],
    commands: [commandOf.assign],
  },
  {
    id: "accesslens-identity-center-extend-set",
    title: "attaches a policy with every permission to a permission set by which it comes into an account",
    references: [apiPage("AttachManagedPolicyToPermissionSet"), apiPage("ProvisionPermissionSet")],
    gives,
    needs: [...attach, ...provision],
    unseen: [isAssigned],
    commands: [commandOf.attach, commandOf.provision],
  },
  {
    id: "accesslens-identity-center-extend-set-inline",
    title: "writes an inline policy into a permission set by which it comes into an account",
    references: [apiPage("PutInlinePolicyToPermissionSet"), apiPage("ProvisionPermissionSet")],
    gives,
    needs: [...write, ...provision],
    unseen: [isAssigned],
    commands: [commandOf.write, commandOf.provision],
  },
];
