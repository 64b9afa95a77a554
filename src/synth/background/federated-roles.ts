/** Roles for pipelines, clusters and people that come through an identity provider; each as tight as it should be. */
import { administratorAccess, billing, powerUserAccess, readOnlyAccess } from "../aws-managed-policies.ts";
import { allow, policy, trustingSaml, trustingToken } from "../policy-document.ts";
import { uuid } from "../random.ts";
import type { RoleDraft } from "../role-draft.ts";
import {
  bitbucket,
  companySaml,
  gitHub,
  gitLab,
  identityCenterProvider,
  providerArn,
  type Site,
  terraformCloud,
  workload,
} from "./site.ts";
import { workloadPolicy } from "./workload-permissions.ts";

/** Subject of a repository: since July 2026 GitHub adds the numeric ids for new repositories. */
function gitHubSubject(site: Site, repository: string): string {
  const { company, gitHubOwnerId } = site.organization;
  const where = site.shape.pick([
    "ref:refs/heads/main",
    "environment:production",
    "environment:staging",
    "pull_request",
  ]);
  return site.shape.chance(0.25)
    ? `repo:${company}@${gitHubOwnerId}/${repository}@${site.shape.between(100_000_000, 999_999_999)}:${where}`
    : `repo:${company}/${repository}:${where}`;
}

export function gitHubPipeline(site: Site): RoleDraft {
  const work = workload(site.shape);
  return {
    name: `github-${work.name}`,
    trust: policy(
      trustingToken(providerArn(site.account.id, gitHub), {
        condition: {
          StringEquals: {
            [`${gitHub}:aud`]: "sts.amazonaws.com",
            [`${gitHub}:sub`]: gitHubSubject(site, work.name),
          },
        },
      }),
    ),
    inline: [
      {
        name: "deploy",
        document: policy(
          allow(
            ["ecr:GetAuthorizationToken", "ecs:UpdateService", "lambda:UpdateFunctionCode", "s3:PutObject"],
            "*",
          ),
        ),
      },
    ],
  };
}

export function gitLabPipeline(site: Site): RoleDraft {
  const work = workload(site.shape);
  return {
    name: `gitlab-${work.name}`,
    trust: policy(
      trustingToken(providerArn(site.account.id, gitLab), {
        condition: {
          StringEquals: {
            [`${gitLab}:aud`]: "https://gitlab.com",
            [`${gitLab}:sub`]: `project_path:${site.organization.company}/${work.domain}/${work.name}:ref_type:branch:ref:main`,
          },
        },
      }),
    ),
    attached: [readOnlyAccess],
  };
}

export function bitbucketPipeline(site: Site): RoleDraft {
  const work = workload(site.shape);
  const issuer = bitbucket(site.organization.company);
  return {
    name: `bitbucket-${work.name}`,
    trust: policy(
      trustingToken(providerArn(site.account.id, issuer), {
        condition: {
          StringEquals: { [`${issuer}:aud`]: `ari:cloud:bitbucket::workspace/${site.organization.company}` },
          StringLike: { [`${issuer}:sub`]: `{${uuid(site.shape)}}:*` },
        },
      }),
    ),
    inline: [workloadPolicy(site, work)],
  };
}

export function terraformWorkspace(site: Site): RoleDraft {
  const work = workload(site.shape);
  return {
    name: `tfc-${work.name}`,
    trust: policy(
      trustingToken(providerArn(site.account.id, terraformCloud), {
        condition: {
          StringEquals: { [`${terraformCloud}:aud`]: "aws.workload.identity" },
          StringLike: {
            [`${terraformCloud}:sub`]: `organization:${site.organization.company}:project:${work.domain}:workspace:${work.name}:run_phase:*`,
          },
        },
      }),
    ),
    attached: [powerUserAccess],
  };
}

/** A Kubernetes service account's role (IRSA). */
export function serviceAccount(site: Site): RoleDraft {
  const work = workload(site.shape);
  const issuer = site.shape.pick(site.clusters);
  return {
    name: `${work.name}-irsa`,
    trust: policy(
      trustingToken(providerArn(site.account.id, issuer), {
        condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: `system:serviceaccount:${work.domain}:${work.name}`,
          },
        },
      }),
    ),
    inline: [workloadPolicy(site, work)],
  };
}

/** People through the company's own SAML provider, from before Identity Center. */
export function samlPeople(site: Site): RoleDraft {
  return {
    name: `Okta-${workload(site.shape).domain}-${site.shape.pick(["admin", "developer", "auditor"])}`,
    trust: policy(
      trustingSaml(companySaml(site.account), {
        condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      }),
    ),
    attached: [readOnlyAccess],
  };
}

export const permissionSets: readonly (readonly [name: string, attached: string])[] = [
  ["AdministratorAccess", administratorAccess],
  ["ReadOnly", readOnlyAccess],
  ["PowerUser", powerUserAccess],
  ["Developer", powerUserAccess],
  ["SecurityAuditor", readOnlyAccess],
  ["Billing", billing],
];

/** The roles that Identity Center makes for its permission sets (IAM-SEMANTICS 42). */
export function identityCenterRoles(site: Site): RoleDraft[] {
  return permissionSets.map(([name, attached]) => ({
    name: `AWSReservedSSO_${name}_${site.account.identityCenterHash.slice(0, 8)}${name.length.toString(16).padStart(8, "0")}`,
    path: "/aws-reserved/sso.amazonaws.com/",
    trust: policy(
      trustingSaml(identityCenterProvider(site.account), {
        action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
        condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      }),
    ),
    attached: [attached],
    maxSessionSeconds: 3600,
  }));
}
