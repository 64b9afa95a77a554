/** What went wrong at acme: one mistake at a time, each in an account where it is a story of its own. */

import type { AccountPlan } from "../account-plan.ts";
import { administratorAccess, powerUserAccess, readOnlyAccess, s3ReadOnly } from "../aws-managed-policies.ts";
import { gitHub, gitLab } from "../background/site.ts";
import type { Planter } from "../planter.ts";
import { allow, policy, trusting, trustingSaml, trustingService, trustingToken } from "../policy-document.ts";
import { uniqueId } from "../role-draft.ts";
import { type Find, outsiders, root, vendorsAsTheyShouldBe, vendorsAtFault } from "./story-of-outsiders.ts";

export function tellStory(p: Planter): void {
  const account = (name: string): AccountPlan => {
    const found = p.plan.accounts.find((one) => one.name === `acme-${name}`);
    if (found === undefined) throw new Error(`no account ${name}`);
    return found;
  };
  outsiders(p, account);
  vendorsAtFault(p, account);
  vendorsAsTheyShouldBe(p, account);
  pipelinesAndPeople(p, account);
  insiders(p, account);
}

function pipelinesAndPeople(p: Planter, account: Find): void {
  const deploy = account("shared-deploy");
  const action = "sts:AssumeRoleWithWebIdentity" as const;
  const provider = p.issuer(deploy, gitHub);
  const pipeline = p.role(deploy, {
    name: "github-actions-deploy",
    trust: policy(
      trustingToken(provider, {
        sid: "GitHubActions",
        condition: {
          StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" },
          StringLike: { [`${gitHub}:sub`]: "repo:acme*" },
        },
      }),
    ),
    attached: [administratorAccess],
    lastUsedDaysAgo: 0.1,
  });
  p.mistake(
    "oidc-subject-broad",
    pipeline,
    "repo:acme* also fits acme-anything, an owner that anyone can make",
  );
  p.exists({
    from: provider,
    to: pipeline,
    action,
    external: true,
    why: "repositories of every owner whose name begins with acme",
  });

  const search = account("prod-search");
  const legacy = p.role(search, {
    name: "gitlab-legacy-deploy",
    trust: policy(
      trustingToken(p.issuer(search, gitLab), {
        condition: { StringEquals: { [`${gitLab}:aud`]: "https://gitlab.com" } },
      }),
    ),
    attached: [powerUserAccess],
    lastUsedDaysAgo: 150,
  });
  p.mistake("oidc-condition-missing", legacy, "no subject: any project of gitlab.com");

  const mobile = account("prod-mobile");
  const guests = p.role(mobile, {
    name: "Cognito_AcmeAppAuth_Role",
    trust: policy(
      trustingToken("cognito-identity.amazonaws.com", {
        condition: { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } },
      }),
    ),
    attached: [s3ReadOnly],
    lastUsedDaysAgo: 0.1,
  });
  p.mistake("cognito-broad", guests, "authenticated by any identity pool, of any account");

  const orders = account("staging-orders");
  const contractors = p.role(orders, {
    name: "Okta-Contractors",
    trust: policy(trustingSaml(p.samlProvider(orders, "Okta"))),
    attached: [readOnlyAccess],
  });
  p.mistake("saml-audience-missing", contractors, "SAML:aud is not asked for");

  const security = account("security-tooling");
  p.user(security, {
    name: "ana",
    path: "/break-glass/",
    inline: [
      { name: "break-glass", document: policy(allow("sts:AssumeRole", "arn:aws:iam::*:role/BreakGlass")) },
    ],
  });
  p.user(security, {
    name: "jonas",
    path: "/break-glass/",
    inline: [
      { name: "break-glass", document: policy(allow("sts:AssumeRole", "arn:aws:iam::*:role/BreakGlass")) },
    ],
  });
  const night = p.role(security, {
    name: "oncall-admin",
    trust: policy(
      trusting(root(security.id), { condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    ),
    attached: [administratorAccess],
    maxSessionSeconds: 43_200,
  });
  p.mistake("session-too-long", night, "an administrator's session of twelve hours");
}

function insiders(p: Planter, account: Find): void {
  const lake = account("prod-datalake");
  const data = account("dev-data");
  const name = p.name(lake, "datalake-reader");
  const runner = p.caller(data, "data-science-runner", [allow("sts:AssumeRole", p.arn(lake, name))], {
    lastUsedDaysAgo: 0.3,
  });
  const reader = p.roleNamed(lake, {
    name,
    trust: policy(trusting(runner)),
    attached: [s3ReadOnly],
    lastUsedDaysAgo: 0.3,
  });
  p.mistake("ou-crossing", reader, "a role of Dev reads the data lake of Prod");
  p.exists({ from: runner, to: reader, why: "named and permitted, from Dev into Prod" });

  const identity = account("prod-identity");
  p.mistake(
    "dead-principal",
    p.role(identity, {
      name: "legacy-cicd",
      trust: policy(trusting(uniqueId("AROA", p.random))),
      attached: [administratorAccess],
      lastUsedDaysAgo: null,
    }),
    "trusts a role that was deleted",
  );
  const gone = p.name(account("dev-platform"), "user-import");
  const importer = p.role(identity, {
    name: "user-directory-writer",
    trust: policy(
      trusting(root(account("dev-platform").id), {
        condition: { ArnEquals: { "aws:PrincipalArn": p.arn(account("dev-platform"), gone) } },
      }),
    ),
    inline: [{ name: "write", document: policy(allow("cognito-idp:Admin*", "*")) }],
  });
  p.mistake(
    "recreatable-principal",
    importer,
    "names a role that is gone: whoever makes it again in dev-platform gets in",
  );

  const reports = p.role(account("management"), {
    name: "billing-reports",
    trust: policy(trusting(root(account("prod-billing").id))),
    attached: [readOnlyAccess],
    lastUsedDaysAgo: 1,
  });
  p.mistake(
    "whole-account-trust",
    reports,
    "everyone in prod-billing who may call sts:AssumeRole gets into the management account",
  );
  p.mistake(
    "assume-role-any-resource",
    p.caller(account("dev-ml"), "notebook-runner", [allow("sts:AssumeRole", "*"), allow("s3:Get*", "*")]),
    "a notebook may try to assume any role",
  );

  const orders = account("prod-orders");
  p.mistake(
    "service-confused-deputy",
    p.role(orders, { name: "nightly-reorder", trust: policy(trustingService("scheduler.amazonaws.com")) }),
    "EventBridge Scheduler may act for any account",
  );
  const platform = account("dev-platform");
  const tagger = p.caller(platform, "workspace-broker", []);
  const tagged = p.role(platform, {
    name: "workspace-session",
    trust: policy(trusting(tagger, { condition: { StringEquals: { "aws:RequestTag/team": "platform" } } })),
  });
  p.mistake("action-missing-for-key", tagged, "asks for a session tag, but does not allow sts:TagSession");
}
