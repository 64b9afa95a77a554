import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import {
  type AccountPlan,
  allow,
  allowAll,
  type RolePlan,
  roleArn,
  type Statement,
  trusts,
} from "../../../../test/support/planned-organization.ts";
import { ciReachesAdministrator as rule } from "./ci-reaches-administrator.ts";

const own = "111111111111";
const target = "222222222222";
const gitHub = "token.actions.githubusercontent.com";
const gitLab = "gitlab.com";
const terraform = "app.terraform.io";
const buildkite = "agent.buildkite.com";
const circle = "oidc.circleci.com/org/00000000-1111-2222-3333-444444444444";
const bitbucket = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";
const repository = "{aaaaaaaa-1111-2222-3333-444444444444}";
const environment = "{bbbbbbbb-1111-2222-3333-444444444444}";

function pipelineTrust(issuer: string, claims: Readonly<Record<string, string>>): Statement {
  const keys = Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]);
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${own}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(keys.length === 0 ? {} : { Condition: { StringLike: Object.fromEntries(keys) } }),
  };
}

const administrator: RolePlan = {
  name: "admin",
  policies: [[allowAll]],
  trust: [trusts({ AWS: roleArn(own, "pipeline") })],
};

function pipeline(...trust: readonly Statement[]): RolePlan {
  return {
    name: "pipeline",
    policies: [[allow("sts:AssumeRole", roleArn(target, "admin"))]],
    trust,
  };
}

function accounts(entry: RolePlan, end: RolePlan = administrator): readonly AccountPlan[] {
  return [
    { id: own, roles: [entry] },
    { id: target, roles: [end] },
  ];
}

function findings(...trust: readonly Statement[]) {
  return chainFindings(rule, { accounts: accounts(pipeline(...trust)) });
}

test("the story: which subject, why it is broad, who could have it, and every hop with its statements", () => {
  const [finding, ...others] = findings(
    pipelineTrust(gitHub, { sub: "repo:acme/site:pull_request", aud: "sts.amazonaws.com" }),
  );
  assert.deepEqual(others, []);
  assert.equal(finding?.subject, roleArn(own, "pipeline"));
  assert.equal(finding.severity, "critical");
  assert.equal(
    finding.title,
    'GitHub Actions as "repo:acme/site:pull_request" can come to administer account 222222222222 in 2 hops',
  );
  assert.deepEqual(finding.severityReasons, [
    "Every hop is proven, under the conditions that it names.",
    'GitHub Actions: "repo:acme/site:pull_request" lets every pull request of the repository in.',
    "Whoever can open one from a branch of the repository can get in: its workflow runs as the request has changed it, before anybody has reviewed it; from a fork too, where forks are given tokens.",
  ]);
  assert.deepEqual(
    finding.impact.map((text) => text.replaceAll(/ of account \d+/g, "")),
    [
      `Hop 1: arn:aws:iam::${own}:oidc-provider/${gitHub} comes in as role/pipeline (asked for: ${gitHub}:sub, ${gitHub}:aud).`,
      "Hop 2: role/pipeline assumes role/admin.",
      "Account 222222222222 is administered then, with 1 role to act as.",
    ],
  );
  assert.deepEqual(
    finding.evidence.map(({ policy }) => policy.replace(/.*role\//, "")),
    ["pipeline", "pipeline/inline-0", "admin"],
  );
});

const broad: readonly (readonly [
  issuer: string,
  claims: Readonly<Record<string, string>>,
  said: RegExp,
  who: RegExp,
])[] = [
  [gitHub, { sub: "repo:*" }, /subjects of any owner/, /Anyone can get a token/],
  [gitHub, {}, /Nothing is asked of the subject/, /Anyone can get a token/],
  [gitHub, { aud: "sts.amazonaws.com" }, /Nothing is asked of the subject/, /Anyone can get a token/],
  [gitHub, { sub: "repo:acme*" }, /names are alike/, /anybody can make one that matches/],
  [gitHub, { sub: "repo:acme/*" }, /any repository of the owner/, /any repository of the owner, or make one/],
  [gitHub, { repository_owner_id: "4711" }, /any repository of the owner/, /write to any repository/],
  [gitHub, { sub: "repo:acme/site:*" }, /any branch and environment/, /can push any branch/],
  [gitHub, { sub: "repo:acme/site:ref:refs/heads/*" }, /any branch and environment/, /push any branch/],
  [gitHub, { sub: "repo:acme/site:environment:*" }, /any branch and environment/, /push any branch/],
  [
    `token.actions.acme.ghe.com`,
    { sub: "repo:shop/*" },
    /owner that it names/,
    /any repository of that owner/,
  ],
  [gitLab, { sub: "project_path:acme/*" }, /any project of the group/, /write to any project/],
  [gitLab, { sub: "project_path:acme/web:ref_type:branch:ref:*" }, /any branch/, /push any branch/],
  ["git.acme.example", { sub: "project_path:acme/web:*" }, /git\.acme\.example: .*any branch/, /push any/],
  [bitbucket, { aud: "ari:cloud:bitbucket::workspace/acme" }, /Nothing is asked/, /runs at this workspace/],
  [bitbucket, { sub: `${repository}:*` }, /any branch and environment/, /push any branch/],
  [circle, {}, /Nothing is asked/, /runs at this organization/],
  [buildkite, { sub: "organization:acme:pipeline:web:*" }, /any branch/, /push any branch/],
  [terraform, { sub: "organization:acme:*" }, /any workspace of the organization/, /or make one/],
  [terraform, { sub: "organization:acme:project:Web:*" }, /any workspace of the project/, /any workspace/],
];
for (const [issuer, claims, said, who] of broad) {
  test(`${issuer} with ${JSON.stringify(claims)} is told, and who could run as it`, () => {
    const [finding, ...others] = findings(pipelineTrust(issuer, claims));
    assert.deepEqual(others, []);
    assert.equal(finding?.severity, "critical");
    const reasons = finding.severityReasons.join(" ");
    assert.match(reasons, said);
    assert.match(reasons, who);
  });
}

const narrow: readonly (readonly [issuer: string, claims: Readonly<Record<string, string>>])[] = [
  [gitHub, { sub: "repo:acme/site:ref:refs/heads/main" }],
  [gitHub, { sub: "repo:acme/site:environment:production" }],
  [
    gitHub,
    { sub: "repo:acme/site:*", job_workflow_ref: "acme/flows/.github/workflows/x.yml@refs/heads/main" },
  ],
  [gitLab, { sub: "project_path:acme/web:ref_type:branch:ref:main" }],
  [bitbucket, { sub: `${repository}:${environment}:*` }],
  [buildkite, { sub: "organization:acme:pipeline:web:ref:refs/heads/main:*" }],
  [terraform, { sub: "organization:acme:project:Web:workspace:dns:run_phase:*" }],
  [
    "oidc.eks.eu-west-1.amazonaws.com/id/0123456789abcdef0123456789abcdef",
    { sub: "system:serviceaccount:*" },
  ],
  ["login.acme.example", { sub: "*" }],
];
for (const [issuer, claims] of narrow) {
  test(`${issuer} with ${JSON.stringify(claims)} is not told`, () => {
    assert.deepEqual(findings(pipelineTrust(issuer, claims)), []);
  });
}

test("a condition that a token without the claim passes, or that takes some subjects out, asks for nothing", () => {
  const conditions: readonly (readonly [operator: string, said: RegExp])[] = [
    ["StringLikeIfExists", /Nothing is asked of the subject/],
    ["StringNotLike", /every subject but some/],
  ];
  for (const [operator, said] of conditions) {
    const condition = { [operator]: { [`${gitHub}:sub`]: "repo:acme/site:ref:refs/heads/main" } };
    const [finding] = findings({ ...pipelineTrust(gitHub, {}), Condition: condition });
    assert.match(finding?.severityReasons.join(" ") ?? "", said);
  }
});

test("several broad subjects of one role are one finding, that begins with the widest and tells each", () => {
  const [finding, ...others] = findings(
    pipelineTrust(gitHub, { sub: "repo:acme/site:*" }),
    pipelineTrust(gitLab, { sub: "project_path:*" }),
    pipelineTrust(gitHub, { sub: "repo:acme/deploy:ref:refs/heads/main" }),
  );
  assert.deepEqual(others, []);
  assert.match(finding?.title ?? "", /^GitLab\.com as "project_path:\*"/);
  assert.match(finding?.severityReasons.join(" ") ?? "", /any group.*any branch and environment/);
  assert.doesNotMatch(finding?.severityReasons.join(" ") ?? "", /deploy/);
});

test("a technique leads on as well as an assumption, and an unproven hop makes it high", () => {
  const passing: RolePlan = {
    ...pipeline(pipelineTrust(gitHub, { sub: "repo:acme/*" })),
    policies: [[allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])]],
  };
  const executed = { ...administrator, trust: [trusts({ Service: "lambda.amazonaws.com" })] };
  const inOne = { accounts: [{ id: own, roles: [passing, executed] }] };
  assert.deepEqual(told(chainFindings(rule, inOne)), ["critical pipeline"]);
  const negated: RolePlan = {
    ...administrator,
    trust: [{ Effect: "Allow", NotPrincipal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }],
  };
  const doubtful = accounts(pipeline(pipelineTrust(gitHub, { sub: "repo:acme/*" })), negated);
  assert.deepEqual(told(chainFindings(rule, { accounts: doubtful })), ["high pipeline"]);
});

test("taking the pipeline out of a trust policy that lets others in too is tried, and removes the finding", () => {
  const [finding] = findings(
    pipelineTrust(gitHub, { sub: "repo:acme/*" }),
    trusts({ Service: "ec2.amazonaws.com" }),
  );
  assert.equal(finding?.fix?.verified, true);
  assert.match(finding.fix.summary, /^Take .*oidc-provider.* out of statement 1 of the trust policy/);
  assert.doesNotMatch(finding.fix.policy ?? "", /oidc-provider/);
});

const open = pipelineTrust(gitHub, { sub: "repo:acme/*" });
const lookAlikes: readonly (readonly [why: string, accounts: readonly AccountPlan[]])[] = [
  ["the role is an administrator itself", accounts({ ...pipeline(open), policies: [[allowAll]] })],
  ["the role may not assume the other", accounts({ ...pipeline(open), policies: [] })],
  [
    "the other does not let it in",
    accounts(pipeline(open), { ...administrator, trust: [trusts({ AWS: target })] }),
  ],
  [
    "what it comes to is no administrator",
    accounts(pipeline(open), { ...administrator, policies: [[allow("s3:GetObject")]] }),
  ],
  [
    "a Deny takes out all but one branch",
    accounts(
      pipeline(open, {
        ...open,
        Effect: "Deny",
        Condition: { StringNotEquals: { [`${gitHub}:sub`]: "repo:acme/site:ref:refs/heads/main" } },
      }),
    ),
  ],
];
for (const [why, plan] of lookAlikes) {
  test(`nothing is told where ${why}`, () => {
    assert.deepEqual(told(chainFindings(rule, { accounts: plan })), []);
  });
}
