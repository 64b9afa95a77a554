/**
 * The roles that a landing zone puts into every account: spokes of the hubs, service-linked roles, and a few of its own.
 * Order matters: an account with few roles has the first of them.
 */

import type { AccountKind } from "../account-plan.ts";
import {
  administratorAccess,
  backupService,
  configRole,
  lambdaBasicExecution,
  readOnlyAccess,
  securityAudit,
} from "../aws-managed-policies.ts";
import {
  allow,
  deny,
  type PolicyDocument,
  policy,
  trusting,
  trustingService,
  trustingToken,
} from "../policy-document.ts";
import type { RoleDraft } from "../role-draft.ts";
import { integrationRunner, offeredPrefix } from "./cross-account-roles.ts";
import { clusterIssuer, gitHub, providerArn, type Site } from "./site.ts";

/** A hub's role, what it assumes everywhere, and what that may do. */
type HubRole = {
  readonly hub: "security" | "audit" | "deploy" | "network";
  readonly role: string;
  readonly spoke: string;
  readonly attached: string;
};

export const hubRoles: readonly HubRole[] = [
  { hub: "security", role: "SecurityAuditHub", spoke: "SpokeSecurityAudit", attached: securityAudit },
  { hub: "deploy", role: "DeployHub", spoke: "SpokeDeploy", attached: administratorAccess },
  { hub: "audit", role: "ComplianceScannerHub", spoke: "SpokeComplianceRead", attached: readOnlyAccess },
  {
    hub: "security",
    role: "IncidentResponseHub",
    spoke: "SpokeIncidentResponse",
    attached: administratorAccess,
  },
  { hub: "network", role: "NetworkManagerHub", spoke: "SpokeNetworkRead", attached: readOnlyAccess },
];

/** Spokes first: even the smallest account has `OrganizationAccountAccessRole` and the first spoke. */
export function spokes({ organization }: Site): RoleDraft[] {
  return [
    {
      name: "OrganizationAccountAccessRole",
      trust: policy(trusting(`arn:aws:iam::${organization.hubs.management.id}:root`)),
      attached: [administratorAccess],
    },
    ...hubRoles.map(({ hub, role, spoke, attached }) => ({
      name: spoke,
      trust: policy(trusting(`arn:aws:iam::${organization.hubs[hub].id}:role/${role}`)),
      attached: [attached],
      lastUsedDaysAgo: 1,
    })),
  ];
}

/** The other side of the spokes: only in the hubs' own accounts. */
export function hubs(site: Site): RoleDraft[] {
  return hubRoles
    .filter(({ hub }) => site.organization.hubs[hub].id === site.account.id)
    .map(({ role, spoke }) => ({
      name: role,
      trust: hubTrust(site, role),
      inline: [
        {
          name: "assume-spokes",
          document: policy(
            allow(["sts:AssumeRole", "sts:TagSession"], `arn:aws:iam::*:role/${spoke}`),
            deny(
              "sts:AssumeRole",
              `arn:aws:iam::${site.organization.hubs.management.id}:role/OrganizationAccountAccessRole`,
            ),
          ),
        },
      ],
      lastUsedDaysAgo: 1,
    }));
}

function hubTrust(site: Site, role: string): PolicyDocument {
  if (role !== "DeployHub") return policy(trustingService("lambda.amazonaws.com"));
  const { company } = site.organization;
  return policy(
    trustingToken(providerArn(site.account.id, gitHub), {
      condition: {
        StringEquals: {
          [`${gitHub}:aud`]: "sts.amazonaws.com",
          [`${gitHub}:sub`]: `repo:${company}/landing-zone:ref:refs/heads/main`,
        },
      },
    }),
  );
}

/** What the landing zone's own machinery runs as; {@link integrationRunner} first. */
export function landingZone({ account, organization }: Site): RoleDraft[] {
  const ours = { StringEquals: { "aws:SourceAccount": account.id } };
  return [
    {
      name: integrationRunner,
      trust: policy(trustingService(["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"])),
      inline: [
        {
          name: "call-other-accounts",
          document: policy(allow("sts:AssumeRole", `arn:aws:iam::*:role/${offeredPrefix}*`)),
        },
      ],
    },
    {
      name: "BreakGlass",
      trust: policy(
        trusting(`arn:aws:iam::${organization.hubs.security.id}:root`, {
          condition: {
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            ArnLike: {
              "aws:PrincipalArn": `arn:aws:iam::${organization.hubs.security.id}:user/break-glass/*`,
            },
          },
        }),
      ),
      attached: [administratorAccess],
      lastUsedDaysAgo: null,
    },
    {
      name: "stacksets-exec-landing-zone",
      trust: policy(
        trusting(
          `arn:aws:iam::${organization.hubs.management.id}:role/aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin`,
        ),
      ),
      attached: [administratorAccess],
    },
    {
      name: "config-recorder",
      trust: policy(trustingService("config.amazonaws.com", { condition: ours })),
      attached: [configRole],
    },
    {
      name: "vpc-flow-logs",
      trust: policy(trustingService("vpc-flow-logs.amazonaws.com", { condition: ours })),
      inline: [
        {
          name: "write",
          document: policy(
            allow(
              ["logs:CreateLogStream", "logs:PutLogEvents"],
              `arn:aws:logs:*:${account.id}:log-group:/vpc/*`,
            ),
          ),
        },
      ],
    },
    {
      name: "backup-operator",
      path: "/service-role/",
      trust: policy(trustingService("backup.amazonaws.com")),
      attached: [backupService],
    },
    {
      name: "patch-automation",
      trust: policy(trustingService("ssm.amazonaws.com", { condition: ours })),
      attached: [lambdaBasicExecution],
    },
  ];
}

const serviceLinked: readonly (readonly [service: string, name: string])[] = [
  ["support", "Support"],
  ["trustedadvisor", "TrustedAdvisor"],
  ["config", "Config"],
  ["guardduty", "AmazonGuardDuty"],
  ["securityhub", "SecurityHub"],
  ["access-analyzer", "AccessAnalyzer"],
  ["autoscaling", "AutoScaling"],
  ["elasticloadbalancing", "ElasticLoadBalancing"],
  ["ecs", "ECS"],
  ["rds", "RDS"],
  ["eks", "AmazonEKS"],
  ["organizations", "Organizations"],
  ["sso", "SSO"],
  ["cloudtrail", "CloudTrail"],
];

export function serviceLinkedRoles(kind: AccountKind): RoleDraft[] {
  const management: readonly (readonly [string, string])[] =
    kind === "management" ? [["stacksets.cloudformation", "CloudFormationStackSetsOrgAdmin"]] : [];
  return [...management, ...serviceLinked].map(([service, name]) => ({
    name: `AWSServiceRoleFor${name}`,
    path: `/aws-service-role/${service}.amazonaws.com/`,
    trust: policy(trustingService(`${service}.amazonaws.com`)),
    attached: [`arn:aws:iam::aws:policy/aws-service-role/${name}ServiceRolePolicy`],
  }));
}

/** The clusters of an account, by issuer. */
export function clustersOf(region: string, shape: Site["shape"], count: number): string[] {
  return Array.from({ length: count }, () => clusterIssuer(region, shape));
}
