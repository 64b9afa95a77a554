/**
 * OpenID Connect issuers, as data: who gets tokens from them, which claims tell one tenant from another, and how their
 * subjects are written (IAM-SEMANTICS 35–37, 43). The judge over it is `issuer-subjects.ts`.
 *
 * A subject's form is told by patterns over what a condition *fixes*: the text before the first wildcard, with a line end
 * behind it where there is no wildcard. A pattern must therefore see the character that ends the name: `repo:acme` alone
 * is also the beginning of `repo:acme-evil`.
 */

export type SubjectForm = {
  /** One customer of the issuer is fixed. */
  readonly tenant: RegExp;
  /** One repository, project or workspace of it. */
  readonly project: RegExp;
  /** One branch, environment or run phase of that. */
  readonly detail: RegExp;
};

/** What a claim pins when its whole value is asked for. */
export type ClaimReach = "tenant" | "project" | "detail";

export type Issuer = {
  readonly name: string;
  /** Over the issuer without scheme, in lower case. */
  readonly host: RegExp;
  /** `shared`: any customer's tokens bear this issuer; `own`: the issuer itself names the tenant or cluster. */
  readonly tenancy: "shared" | "own";
  /** Whether the audience alone tells whose tokens they are. */
  readonly audienceBinds: boolean;
  /** The claim that holds the audience. */
  readonly audience: string;
  /** The audience that the issuer's documentation gives for AWS; null: differs by customer. */
  readonly usualAudience: string | null;
  /** What the issuer calls them, for people. */
  readonly tenantWord: string;
  readonly projectWord: string;
  readonly subjects: readonly SubjectForm[];
  /** It runs the code of repositories, so that whoever changes the code runs as it; absent: something else. */
  readonly isPipeline?: true;
  /** A subject is a bare id; absent where it is made of `claim:value`. */
  readonly subjectsAreIds?: true;
  /** Further claims that IAM knows as condition keys for this issuer. */
  readonly claims: Readonly<Record<string, ClaimReach>>;
  /** A narrow subject with placeholders, for advice. */
  readonly example: string | null;
  readonly source: string;
};

const nothing = /(?!)/;
/** Of issuers that are one tenant's own: whatever the subject says, the tenant is fixed. */
export const always = /^/;
/** `NAME/` or `NAME@ID/`; a name of GitHub has neither `@` nor `/`. An id that breaks off ties the name all the same. */
const gitHubOwner = "[^/@:\\n]+(?:@\\d*)?";
const gitHubSubjects: readonly SubjectForm[] = [
  {
    tenant: /^repo:[^/@:\n]+(?:\/|@)/,
    project: new RegExp(`^repo:${gitHubOwner}/[^/@:\\n]+(?:@\\d*)?[:\\n]|^repo:${gitHubOwner}/[^/@:\\n]+@`),
    detail: new RegExp(
      // Whoever may push a branch may open a pull request: `pull_request` fixes no more than the repository.
      `^repo:${gitHubOwner}/[^/:\\n]+:(?:ref:refs/(?:heads|tags)/[^\\n]|environment:[^\\n]|job_workflow_ref:[^\\n])`,
    ),
  },
  // Subjects that an owner customized to begin with another claim.
  { tenant: /^repository_owner(?:_id)?:[^:\n]+[:\n]/, project: nothing, detail: nothing },
  { tenant: /^repository_id:\d+[:\n]/, project: /^repository_id:\d+[:\n]/, detail: nothing },
  {
    tenant: /^(?:repository|job_workflow_ref):[^/:\n]+\//,
    project: /^(?:repository:[^/:\n]+\/[^/:\n]+[:\n]|job_workflow_ref:[^/:\n]+\/[^/:\n]+\/)/,
    detail: /^job_workflow_ref:[^@\n]+@./,
  },
];

/** Not `actor`: whoever opens a pull request is the actor of a workflow that the repository's owner has written. */
const gitHubClaims: Readonly<Record<string, ClaimReach>> = {
  repository_owner_id: "tenant",
  enterprise_id: "tenant",
  repository: "project",
  repository_id: "project",
  job_workflow_ref: "detail",
};

const organizationProject = (project: string): SubjectForm => ({
  tenant: /^organization:[^:\n]+[:\n]/,
  project: new RegExp(`^organization:[^:\\n]+:${project}:[^:\\n]+(?::workspace:[^:\\n]+)?[:\\n]`),
  detail: new RegExp(`^organization:[^:\\n]+:${project}:[^:\\n]+:(?:ref|workspace):.`),
});

const projectPath: SubjectForm = {
  tenant: /^project_path:[^/:\n]+\//,
  project: /^project_path:[^/:\n]+(?:\/[^/:\n]+)+[:\n]/,
  detail: /^project_path:[^/:\n]+(?:\/[^/:\n]+)+:ref_type:[^:\n]+:ref:./,
};

const serviceAccount: SubjectForm = {
  // The issuer is one cluster: whose it is, is settled before the subject is looked at.
  tenant: always,
  project: /^system:serviceaccount:[^:\n]+:/,
  detail: /^system:serviceaccount:[^:\n]+:[^\n]+\n/,
};

const awsDocument =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html";

/** An issuer of many customers of which we know that its subjects tell them apart, and not how. */
const sharedBySubject = (name: string, host: RegExp): Issuer => ({
  name,
  host,
  tenancy: "shared",
  audienceBinds: false,
  audience: "aud",
  usualAudience: null,
  tenantWord: "customer",
  projectWord: "subject",
  subjects: [],
  claims: {},
  example: null,
  source: awsDocument,
});

const issuers: readonly Issuer[] = [
  {
    name: "GitHub Actions",
    host: /^token\.actions\.githubusercontent\.com$/,
    tenancy: "shared",
    audienceBinds: false,
    isPipeline: true,
    audience: "aud",
    usualAudience: "sts.amazonaws.com",
    tenantWord: "owner",
    projectWord: "repository",
    subjects: gitHubSubjects,
    claims: gitHubClaims,
    example: "repo:OWNER/REPOSITORY:ref:refs/heads/main",
    source: "https://docs.github.com/en/actions/reference/security/oidc",
  },
  {
    name: "GitHub Enterprise",
    host: /^token\.actions\.githubusercontent\.com\/[^/]+$|^token\.actions\.[^/]+\.ghe\.com$|^[^/]+\/_services\/token$/,
    tenancy: "own",
    audienceBinds: false,
    isPipeline: true,
    audience: "aud",
    usualAudience: "sts.amazonaws.com",
    tenantWord: "enterprise",
    projectWord: "repository",
    subjects: gitHubSubjects,
    claims: gitHubClaims,
    example: "repo:OWNER/REPOSITORY:ref:refs/heads/main",
    source: "https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc",
  },
  {
    name: "GitLab.com",
    host: /^gitlab\.com$/,
    tenancy: "shared",
    audienceBinds: false,
    isPipeline: true,
    audience: "aud",
    usualAudience: "https://gitlab.com",
    tenantWord: "group",
    projectWord: "project",
    subjects: [projectPath],
    claims: { namespace_id: "tenant", user_id: "tenant", user_login: "tenant", project_id: "project" },
    example: "project_path:GROUP/PROJECT:ref_type:branch:ref:main",
    source: "https://docs.gitlab.com/ci/cloud_services/aws/",
  },
  {
    name: "GitLab",
    host: /^(?:[^/]+\.)?gitlab\.[^/]+(?:\/.*)?$|^[^/]*gitlab[^/]*\.[^/]+$/,
    tenancy: "own",
    audienceBinds: false,
    isPipeline: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "server",
    projectWord: "project",
    subjects: [projectPath],
    claims: { namespace_id: "tenant", user_id: "tenant", user_login: "tenant", project_id: "project" },
    example: "project_path:GROUP/PROJECT:ref_type:branch:ref:main",
    source: "https://docs.gitlab.com/ci/cloud_services/aws/",
  },
  {
    name: "Bitbucket Pipelines",
    host: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    tenancy: "own",
    audienceBinds: true,
    isPipeline: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "workspace",
    projectWord: "repository",
    subjects: [
      {
        tenant: always,
        project: /^\{?[0-9a-f-]{36}\}?[:\n]/i,
        detail: /^\{?[0-9a-f-]{36}\}?:\{?[0-9a-f-]{36}\}?[:\n]/i,
      },
    ],
    claims: {},
    example: "{REPOSITORY-UUID}:*",
    source:
      "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
  },
  {
    name: "Terraform Cloud",
    host: /^app\.(?:eu\.)?terraform\.io$/,
    tenancy: "shared",
    audienceBinds: false,
    isPipeline: true,
    audience: "aud",
    usualAudience: "aws.workload.identity",
    tenantWord: "organization",
    projectWord: "workspace",
    subjects: [organizationProject("project")],
    claims: {},
    example: "organization:ORGANIZATION:project:PROJECT:workspace:WORKSPACE:run_phase:*",
    source:
      "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration",
  },
  {
    name: "CircleCI",
    host: /^oidc\.circleci\.com\/org\/[^/]+$/,
    tenancy: "own",
    audienceBinds: true,
    isPipeline: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "organization",
    projectWord: "project",
    subjects: [
      {
        tenant: always,
        project: /^org\/[^/\n]+\/project\/[^/\n]+[/\n]/,
        detail: /^org\/[^/\n]+\/project\/[^/\n]+\/user\/[^/\n]+/,
      },
    ],
    claims: { "oidc.circleci.com/project-id": "project" },
    example: "org/ORGANIZATION-ID/project/PROJECT-ID/user/*",
    source: "https://circleci.com/docs/openid-connect-tokens/",
  },
  {
    name: "Buildkite",
    host: /^agent\.buildkite\.com$/,
    tenancy: "shared",
    audienceBinds: false,
    isPipeline: true,
    audience: "aud",
    usualAudience: "sts.amazonaws.com",
    tenantWord: "organization",
    projectWord: "pipeline",
    subjects: [organizationProject("pipeline")],
    claims: {
      organization_slug: "tenant",
      organization_id: "tenant",
      cluster_id: "tenant",
      pipeline_id: "project",
    },
    example: "organization:ORGANIZATION:pipeline:PIPELINE:ref:refs/heads/main:*",
    source: "https://buildkite.com/docs/pipelines/security/oidc",
  },
  {
    name: "Vercel",
    host: /^oidc\.vercel\.com(?:\/[^/]+)?$/,
    tenancy: "shared",
    audienceBinds: true,
    isPipeline: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "team",
    projectWord: "project",
    subjects: [
      {
        tenant: /^owner:[^:\n]+[:\n]/,
        project: /^owner:[^:\n]+:project:[^:\n]+[:\n]/,
        detail: /^owner:[^:\n]+:project:[^:\n]+:environment:./,
      },
    ],
    claims: {},
    example: "owner:TEAM:project:PROJECT:environment:production",
    source: "https://vercel.com/docs/oidc/aws",
  },
  {
    name: "Pulumi Cloud",
    host: /^api\.pulumi\.com(?:\/oidc)?$/,
    tenancy: "shared",
    audienceBinds: true,
    isPipeline: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "organization",
    projectWord: "stack",
    subjects: [
      {
        tenant: /^pulumi:(?:deploy:org|environments:org):[^:\n]+[:\n]/,
        project:
          /^pulumi:(?:deploy:org:[^:\n]+:project:[^:\n]+:stack|environments:org:[^:\n]+:env):[^:\n]+[:\n]/,
        detail: /^pulumi:deploy:org:[^:\n]+:project:[^:\n]+:stack:[^:\n]+:operation:./,
      },
    ],
    claims: {},
    example: "pulumi:deploy:org:ORGANIZATION:project:PROJECT:stack:STACK:*",
    source: "https://www.pulumi.com/docs/administration/access-identity/oidc-provider/aws/",
  },
  {
    name: "EKS cluster",
    host: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[0-9a-z]+$/,
    tenancy: "own",
    audienceBinds: false,
    audience: "aud",
    usualAudience: "sts.amazonaws.com",
    tenantWord: "cluster",
    projectWord: "namespace",
    subjects: [serviceAccount],
    claims: {},
    example: "system:serviceaccount:NAMESPACE:NAME",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  },
  {
    name: "Google",
    host: /^accounts\.google\.com$/,
    tenancy: "shared",
    audienceBinds: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "client",
    projectWord: "account",
    subjects: [{ tenant: /^\d+\n/, project: /^\d+\n/, detail: /^\d+\n/ }],
    subjectsAreIds: true,
    // What Google issues to a service account has an audience that its owner picks: `aud` is `azp` then.
    claims: { oaud: "tenant", email: "project", "google/organization_number": "tenant" },
    example: null,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
  },
  {
    name: "Amazon login",
    host: /^www\.amazon\.com$/,
    tenancy: "shared",
    audienceBinds: true,
    audience: "app_id",
    usualAudience: null,
    tenantWord: "app",
    projectWord: "user",
    subjects: [],
    claims: { user_id: "project" },
    example: null,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
  },
  {
    name: "Facebook",
    host: /^graph\.facebook\.com$/,
    tenancy: "shared",
    audienceBinds: true,
    audience: "app_id",
    usualAudience: null,
    tenantWord: "app",
    projectWord: "user",
    subjects: [],
    claims: { id: "project" },
    example: null,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
  },
  {
    name: "Cognito user pool",
    host: /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/.+$/,
    tenancy: "own",
    audienceBinds: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "pool",
    projectWord: "user",
    subjects: [],
    claims: {},
    example: null,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html",
  },
  {
    name: "Microsoft Sentinel",
    host: /^sts\.windows\.net\/33e01921-4d64-4f8c-a055-5bdaffd5e33d\/?$/,
    tenancy: "shared",
    audienceBinds: false,
    audience: "aud",
    usualAudience: null,
    tenantWord: "workspace",
    projectWord: "workspace",
    subjects: [],
    claims: {},
    example: null,
    source: awsDocument,
  },
  {
    ...sharedBySubject("GitHub Actions (old issuer)", /^vstoken\.actions\.githubusercontent\.com$/),
    isPipeline: true,
  },
  sharedBySubject("GitHub audit log streaming", /^oidc-configuration\.audit-log\.githubusercontent\.com$/),
  { ...sharedBySubject("Codefresh", /^oidc\.codefresh\.io$/), isPipeline: true },
  sharedBySubject("DataChain (DVC) Studio", /^studio\.datachain\.ai\/api$/),
  { ...sharedBySubject("Scalr", /^scalr\.io$/), isPipeline: true },
  sharedBySubject("Shisho Cloud", /^tokens\.cloud\.shisho\.dev$/),
  sharedBySubject("Upbound", /^proidc\.upbound\.io$/),
  sharedBySubject("IBM Turbonomic", /^oidc\.op1\.openshiftapps\.com\/2f785sojlpb85i7402pk3qogugim5nfb$/),
  {
    ...sharedBySubject("sandboxes.cloud", /^sandboxes\.cloud$/),
    audienceBinds: true,
  },
  {
    name: "Microsoft Entra tenant",
    host: /^(?:sts\.windows\.net\/[0-9a-f-]{36}\/?|login\.microsoftonline\.com\/[0-9a-f-]{36}\/v2\.0)$/,
    tenancy: "own",
    audienceBinds: true,
    audience: "aud",
    usualAudience: null,
    tenantWord: "tenant",
    projectWord: "application",
    subjects: [{ tenant: always, project: /^[^\n]+\n/, detail: /^[^\n]+\n/ }],
    claims: {},
    example: null,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
  },
];

/** Cognito's identity pools: not an issuer of a provider, and with a rule of their own. */
export const cognitoIdentity = "cognito-identity.amazonaws.com";

/** An issuer that we know nothing of: taken for somebody's own. */
const unknownIssuer: Omit<Issuer, "name"> = {
  host: nothing,
  tenancy: "own",
  audienceBinds: false,
  audience: "aud",
  usualAudience: null,
  tenantWord: "issuer",
  projectWord: "subject",
  subjects: [],
  claims: {},
  example: null,
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
};

/** Forms by which self-managed products tell their subjects, wherever they run; recognized by how they begin. */
export const knownForms: readonly {
  readonly start: RegExp;
  readonly form: SubjectForm;
  readonly isPipeline: boolean;
}[] = [
  { start: /^project_path:/, form: projectPath, isPipeline: true },
  { start: /^organization:/, form: organizationProject("project"), isPipeline: true },
  { start: /^system:serviceaccount:/, form: serviceAccount, isPipeline: false },
];

/** `name`: the issuer without scheme. */
export function issuerOf(name: string): Issuer {
  const host = name.toLowerCase();
  return issuers.find((issuer) => issuer.host.test(host)) ?? { ...unknownIssuer, name };
}
