/** The collector's role as templates: for CloudFormation StackSets and for Terraform, and what its caller has to be allowed. */
import { stringify } from "yaml";
import type { Collector } from "../../collect/live/index.ts";
import { hclDocument, hclText } from "./hcl.ts";
import { type ReadingPolicy, type ReadingStatement, readingPolicy } from "./reading-policy.ts";

export type SetupSettings = {
  /** The role's name, without path. */
  readonly roleName: string;
  /** Who may assume it: a principal's ARN. */
  readonly hub: string;
  /** Null: no external ID is asked for. */
  readonly externalId: string | null;
  /** Null: not bound to an organization. */
  readonly organizationId: string | null;
  /** Whether the sessions carry tags. */
  readonly sessionTags: boolean;
  readonly collectors: readonly Collector[];
};

export type SetupFile = { readonly name: string; readonly text: string; readonly what: string };

/** Files to review and deploy. The external ID itself stands in none of them: it is a parameter. */
export function setupFiles(settings: SetupSettings): readonly SetupFile[] {
  const { roleName } = settings;
  return [
    {
      name: `${roleName}.stackset.yaml`,
      text: stackSetTemplate(settings),
      what: "the role, as a CloudFormation template for a StackSet over all accounts",
    },
    {
      name: `${roleName}.tf`,
      text: terraform(settings),
      what: "the role, as a Terraform module for one account",
    },
    {
      name: "hub-policy.json",
      text: `${JSON.stringify(hubPolicy(settings), null, 2)}\n`,
      what: "what the principal needs that runs accesslens collect",
    },
  ];
}

/** AWS's names of trust conditions, with references in place of values. */
function trustStatement(
  { sessionTags, externalId, organizationId }: SetupSettings,
  reference: { readonly hub: unknown; readonly externalId: unknown; readonly organizationId: unknown },
) {
  const equals = {
    ...(externalId === null ? {} : { "sts:ExternalId": reference.externalId }),
    ...(organizationId === null ? {} : { "aws:PrincipalOrgID": reference.organizationId }),
  };
  return {
    Effect: "Allow",
    Principal: { AWS: reference.hub },
    Action: sessionTags ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole",
    ...(Object.keys(equals).length === 0 ? {} : { Condition: { StringEquals: equals } }),
  };
}

function stackSetTemplate(settings: SetupSettings): string {
  const { roleName, hub, externalId, organizationId, collectors } = settings;
  const trust = trustStatement(settings, {
    hub: { Ref: "HubPrincipalArn" },
    externalId: { Ref: "ExternalId" },
    organizationId: { Ref: "OrganizationId" },
  });
  const template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The role by which AccessLens reads this account: list and describe calls only, no data.",
    Parameters: {
      RoleName: { Type: "String", Default: roleName, AllowedPattern: "[\\w+=,.@-]{1,64}" },
      HubPrincipalArn: { Type: "String", Default: hub, Description: "Who may assume the role" },
      ...(externalId === null
        ? {}
        : {
            ExternalId: {
              Type: "String",
              NoEcho: true,
              MinLength: 2,
              MaxLength: 1224,
              Description: "What the hub states when it assumes the role",
            },
          }),
      ...(organizationId === null ? {} : { OrganizationId: { Type: "String", Default: organizationId } }),
    },
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: { Ref: "RoleName" },
          Description: "AccessLens reads this account by it",
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] },
        },
      },
      Reads: {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: "accesslens-reads",
          Roles: [{ Ref: "Role" }],
          PolicyDocument: readingPolicy(collectors),
        },
      },
    },
    Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Role", "Arn"] } } },
  };
  return stringify(template, { lineWidth: 0, aliasDuplicateObjects: false, version: "1.1" });
}

function terraform(settings: SetupSettings): string {
  const { roleName, hub, externalId, organizationId, collectors } = settings;
  // A document is JSON, which HCL reads as an expression; references are put in place of marked texts.
  const trust = trustStatement(settings, {
    hub: "@var.hub_principal_arn",
    externalId: "@var.external_id",
    organizationId: "@var.organization_id",
  });
  const variable = (
    name: string,
    description: string,
    fallback: string | null,
    isSensitive = false,
  ): string =>
    [
      `variable "${name}" {`,
      "  type        = string",
      `  description = ${hclText(description)}`,
      ...(fallback === null ? [] : [`  default     = ${hclText(fallback)}`]),
      ...(isSensitive ? ["  sensitive   = true"] : []),
      "}",
      "",
    ].join("\n");
  return [
    "# The role by which AccessLens reads this account: list and describe calls only, no data.",
    variable("role_name", "Name of the role", roleName),
    variable("hub_principal_arn", "Who may assume the role", hub),
    ...(externalId === null
      ? []
      : [variable("external_id", "What the hub states when it assumes the role", null, true)]),
    ...(organizationId === null
      ? []
      : [variable("organization_id", "The organization that the hub belongs to", organizationId)]),
    'resource "aws_iam_role" "accesslens" {',
    "  name                 = var.role_name",
    '  description          = "AccessLens reads this account by it"',
    "  max_session_duration = 3600",
    `  assume_role_policy   = jsonencode(${hclDocument({ Version: "2012-10-17", Statement: [trust] })})`,
    "}",
    "",
    'resource "aws_iam_role_policy" "accesslens_reads" {',
    '  name   = "accesslens-reads"',
    "  role   = aws_iam_role.accesslens.id",
    `  policy = jsonencode(${hclDocument(readingPolicy(collectors))})`,
    "}",
    "",
    'output "role_arn" {',
    "  value = aws_iam_role.accesslens.arn",
    "}",
    "",
  ].join("\n");
}

/** What the hub needs: to assume the role wherever it is, and nothing else. */
function hubPolicy({ roleName, sessionTags, hub }: SetupSettings): Omit<ReadingPolicy, "Statement"> & {
  readonly Statement: readonly (Omit<ReadingStatement, "Resource"> & { readonly Resource: string })[];
} {
  const partition = /^arn:([\w-]+):/.exec(hub)?.[1] ?? "aws";
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AssumeReadingRoles",
        Effect: "Allow",
        Action: sessionTags ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
        Resource: `arn:${partition}:iam::*:role/${roleName}`,
      },
    ],
  };
}
