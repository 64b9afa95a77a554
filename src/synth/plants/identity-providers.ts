/** OpenID Connect: too wide, incomplete, and right (IAM-SEMANTICS 35–37, 43). */

import type { AccountPlan } from "../account-plan.ts";
import { clusterIssuer, gitHub, gitLab, terraformCloud } from "../background/site.ts";
import type { Plant, Planter } from "../planter.ts";
import { type Condition, policy, trustingToken } from "../policy-document.ts";

type Claims = Readonly<Record<string, string | readonly string[]>>;

const withIssuer = (issuer: string, claims: Claims): Record<string, string | readonly string[]> =>
  Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]));

function tokenRole(
  p: Planter,
  account: AccountPlan,
  wish: string,
  issuer: string,
  condition: Condition,
): string {
  return p.role(account, {
    name: wish,
    trust: policy(trustingToken(p.issuer(account, issuer), { condition })),
    lastUsedDaysAgo: 1,
  });
}

/** Audience exact, subject by pattern. */
const subjectLike = (issuer: string, aud: string, sub: string | readonly string[]): Condition => ({
  StringEquals: withIssuer(issuer, { aud }),
  StringLike: withIssuer(issuer, { sub }),
});

type SubjectCase = readonly [
  wish: string,
  issuer: string,
  audience: string,
  subject: (p: Planter) => string | readonly string[],
  why: string,
];

const sts = "sts.amazonaws.com";
const tfcAudience = "aws.workload.identity";

const broad: readonly SubjectCase[] = [
  [
    "github-deploy",
    gitHub,
    sts,
    (p) => `repo:${p.plan.company}*`,
    "also fits other owners whose name begins alike",
  ],
  ["github-any", gitHub, sts, () => "repo:*", "any repository of GitHub"],
  ["github-star", gitHub, sts, () => "*", "any token of GitHub"],
  [
    "github-owner-prefix",
    gitHub,
    sts,
    (p) => `repo:${p.plan.company}*/storefront:*`,
    "anyone can make an owner whose name begins alike, with a repository of this name",
  ],
  [
    "github-both-forms",
    gitHub,
    sts,
    (p) => `repo:${p.plan.company}*/*:ref:refs/heads/main`,
    "written to fit old and immutable subjects, it fits other owners too (37)",
  ],
  [
    "github-question",
    gitHub,
    sts,
    (p) => `repo:?${p.plan.company.slice(1)}/*`,
    "? stands for any character: other owners fit",
  ],
  [
    "github-one-of-two",
    gitHub,
    sts,
    (p) => [`repo:${p.plan.company}/site:ref:refs/heads/main`, "repo:*/site:*"],
    "one of two patterns leaves the owner open",
  ],
  ["gitlab-deploy", gitLab, "https://gitlab.com", () => "project_path:*", "any project of GitLab"],
  [
    "gitlab-group-prefix",
    gitLab,
    "https://gitlab.com",
    (p) => `project_path:${p.plan.company}*:ref_type:branch:ref:main`,
    "also fits other groups whose name begins alike",
  ],
  [
    "tfc-any-organization",
    terraformCloud,
    tfcAudience,
    () => "organization:*:project:*:workspace:*:run_phase:*",
    "any organization of Terraform Cloud",
  ],
  [
    "tfc-prefix",
    terraformCloud,
    tfcAudience,
    (p) => `organization:${p.plan.company}*:project:*`,
    "also fits other organizations whose name begins alike",
  ],
];

const narrow: readonly SubjectCase[] = [
  [
    "github-branch",
    gitHub,
    sts,
    (p) => `repo:${p.plan.company}/storefront:ref:refs/heads/main`,
    "one branch of one repository",
  ],
  [
    "github-immutable",
    gitHub,
    sts,
    (p) => `repo:${p.plan.company}@${p.plan.gitHubOwnerId}/storefront@519288301:ref:refs/heads/main`,
    "one branch, by an immutable subject (37)",
  ],
  [
    "github-both-exact",
    gitHub,
    sts,
    (p) => [
      `repo:${p.plan.company}/storefront:environment:production`,
      `repo:${p.plan.company}@${p.plan.gitHubOwnerId}/storefront@519288301:environment:production`,
    ],
    "both forms of one subject, each exact (37)",
  ],
  [
    "github-tags",
    gitHub,
    sts,
    (p) => `repo:${p.plan.company}/storefront:ref:refs/tags/v*`,
    "release tags of one repository",
  ],
  [
    "gitlab-branch",
    gitLab,
    "https://gitlab.com",
    (p) => `project_path:${p.plan.company}/web/storefront:ref_type:branch:ref:main`,
    "one branch of one project",
  ],
  [
    "tfc-workspace",
    terraformCloud,
    tfcAudience,
    (p) => `organization:${p.plan.company}:project:Web:workspace:storefront:run_phase:*`,
    "one workspace, all run phases",
  ],
];

export const identityProviders: readonly Plant[] = [
  ...broad.map(
    ([wish, issuer, audience, subject, why]): Plant =>
      (p) => {
        p.mistake(
          "oidc-subject-broad",
          tokenRole(p, p.account(), wish, issuer, subjectLike(issuer, audience, subject(p))),
          why,
        );
      },
  ),
  ...narrow.map(
    ([wish, issuer, audience, subject, why]): Plant =>
      (p) => {
        const to = tokenRole(p, p.account(), wish, issuer, subjectLike(issuer, audience, subject(p)));
        p.fine("oidc-subject-broad", to, why);
        p.fine("oidc-condition-missing", to, "audience and subject are both asked for");
      },
  ),
  function broadOtherwise(p) {
    const negated = tokenRole(p, p.account(), "github-not", gitHub, {
      StringEquals: withIssuer(gitHub, { aud: sts }),
      StringNotEquals: withIssuer(gitHub, { sub: `repo:${p.plan.company}/playground:ref:refs/heads/main` }),
    });
    p.mistake("oidc-subject-broad", negated, "every subject but one");
    const a = p.account();
    const issuer = clusterIssuer(a.region, p.random);
    const pods = tokenRole(
      p,
      a,
      "cluster-wide-irsa",
      issuer,
      subjectLike(issuer, sts, "system:serviceaccount:*:*"),
    );
    p.mistake("oidc-subject-broad", pods, "every service account of the cluster");
  },
  function narrowedOtherwise(p) {
    const byOwner = tokenRole(p, p.account(), "github-owner-id", gitHub, {
      StringEquals: withIssuer(gitHub, { aud: sts, repository_owner_id: p.plan.gitHubOwnerId }),
      StringLike: withIssuer(gitHub, { sub: "repo:*:environment:production" }),
    });
    p.fine("oidc-subject-broad", byOwner, "the owner's numeric id is asked for (35)");
    const a = p.account();
    const provider = p.issuer(a, gitHub);
    const byDeny = p.role(a, {
      name: "github-denied-rest",
      trust: policy(
        trustingToken(provider, { condition: subjectLike(gitHub, sts, "repo:*") }),
        trustingToken(provider, {
          effect: "Deny",
          condition: {
            StringNotLike: withIssuer(gitHub, { sub: `repo:${p.plan.company}/storefront:ref:*` }),
          },
        }),
      ),
    });
    p.fine("oidc-subject-broad", byDeny, "a Deny takes out all other repositories");
    const issuer = clusterIssuer(a.region, p.random);
    const pod = tokenRole(p, a, "payments-api-irsa", issuer, {
      StringEquals: withIssuer(issuer, { aud: sts, sub: "system:serviceaccount:payments:api" }),
    });
    p.fine("oidc-subject-broad", pod, "one service account");
    p.fine("oidc-condition-missing", pod, "audience and subject are both asked for");
  },
  function conditionsMissing(p) {
    const own = `repo:${p.plan.company}/storefront:ref:refs/heads/main`;
    const cases: readonly (readonly [wish: string, issuer: string, condition: Condition, why: string])[] = [
      [
        "github-legacy",
        gitHub,
        { StringEquals: withIssuer(gitHub, { aud: sts }) },
        "no subject: any repository, from before AWS refused that (36)",
      ],
      ["github-no-audience", gitHub, { StringEquals: withIssuer(gitHub, { sub: own }) }, "no audience"],
      [
        "gitlab-legacy",
        gitLab,
        { StringEquals: withIssuer(gitLab, { aud: "https://gitlab.com" }) },
        "no subject: any project of GitLab",
      ],
      [
        "tfc-no-audience",
        terraformCloud,
        {
          StringLike: withIssuer(terraformCloud, {
            sub: `organization:${p.plan.company}:project:Web:workspace:dns:run_phase:*`,
          }),
        },
        "no audience",
      ],
    ];
    for (const [wish, issuer, condition, why] of cases)
      p.mistake("oidc-condition-missing", tokenRole(p, p.account(), wish, issuer, condition), why);
    const a = p.account();
    const bare = p.role(a, { name: "github-bare", trust: policy(trustingToken(p.issuer(a, gitHub))) });
    p.mistake("oidc-condition-missing", bare, "no condition at all");
    p.exists({
      from: p.issuer(a, gitHub),
      to: bare,
      action: "sts:AssumeRoleWithWebIdentity",
      external: true,
      why: "any token of GitHub",
    });
    const shouted = tokenRole(p, p.account(), "github-uppercase", gitHub, {
      StringEquals: { "TOKEN.ACTIONS.GITHUBUSERCONTENT.COM:AUD": sts },
      StringLike: { "Token.Actions.GithubUserContent.com:Sub": own },
    });
    p.fine("oidc-condition-missing", shouted, "names of keys have no case (52)");
    p.fine("oidc-subject-broad", shouted, "one branch of one repository");
  },
];
