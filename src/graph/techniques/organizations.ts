/** Techniques by what an organization holds over its accounts. */
import type { Place, Technique } from "./technique.ts";

const policy: Place = {
  form: "arn:${Partition}:organizations::${Account}:policy/o-*/service_control_policy/p-*",
};
const account: Place = { form: "arn:${Partition}:organizations::${Account}:account/o-*/*" };
const unit: Place = { form: "arn:${Partition}:organizations::${Account}:ou/o-*/ou-*" };
const root: Place = { form: "arn:${Partition}:organizations::${Account}:root/o-*/r-*" };
const stackSet: Place = { form: "arn:${Partition}:cloudformation:*:${Account}:stackset/*:*" };

export const organizationsTechniques: readonly Technique[] = [
  {
    id: "accesslens-organizations-delegate",
    title: "registers an account of its choice as delegated administrator of a service",
    references: [
      "https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html",
    ],
    gives: { kind: "organization" },
    needs: [{ action: "organizations:RegisterDelegatedAdministrator", on: account }],
    commands: [
      "aws organizations register-delegated-administrator --account-id ACCOUNT --service-principal SERVICE",
    ],
  },
  {
    id: "accesslens-organizations-detach-scp",
    title: "detaches the service control policies that limit accounts",
    references: ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html"],
    gives: { kind: "organization" },
    needs: [
      { action: "organizations:DetachPolicy", on: policy },
      { action: "organizations:DetachPolicy", on: account },
    ],
    commands: ["aws organizations detach-policy --policy-id POLICY --target-id ACCOUNT"],
  },
  {
    id: "accesslens-organizations-edit-scp",
    title: "changes the text of the service control policies that limit accounts",
    references: ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdatePolicy.html"],
    gives: { kind: "organization" },
    needs: [{ action: "organizations:UpdatePolicy", on: policy }],
    commands: ["aws organizations update-policy --policy-id POLICY --content file://ALLOW-ALL.json"],
  },
  {
    id: "accesslens-organizations-move-account",
    title: "moves accounts out of the units whose service control policies limit them",
    references: ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html"],
    gives: { kind: "organization" },
    needs: [
      { action: "organizations:MoveAccount", on: account },
      { action: "organizations:MoveAccount", on: unit },
      { action: "organizations:MoveAccount", on: root },
    ],
    commands: [
      "aws organizations move-account --account-id ACCOUNT --source-parent-id UNIT --destination-parent-id ROOT",
    ],
  },
  {
    id: "accesslens-stack-set-service-managed",
    title: "deploys a stack set with permissions that the organization manages into a member account",
    references: [
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html",
    ],
    gives: {
      kind: "member-administrators",
      servicePrincipal: "member.org.stacksets.cloudformation.amazonaws.com",
    },
    needs: [
      { action: "cloudformation:CreateStackSet", on: "nothing" },
      { action: "cloudformation:CreateStackInstances", on: stackSet },
    ],
    unseen: ["trusted access is on for CloudFormation StackSets (list-aws-service-access-for-organization)"],
    commands: [
      "aws cloudformation create-stack-set --stack-set-name NAME --permission-model SERVICE_MANAGED --auto-deployment Enabled=false --capabilities CAPABILITY_NAMED_IAM --template-body file://ADMIN-ROLE.json",
      "aws cloudformation create-stack-instances --stack-set-name NAME --deployment-targets Accounts=ACCOUNT,OrganizationalUnitIds=ROOT --regions REGION",
    ],
  },
];
