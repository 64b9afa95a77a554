/** What went wrong at acme: one mistake at a time, each in an account where it is a story of its own. */
import {
  administratorAccess,
  powerUserAccess,
  readOnlyAccess,
  s3ReadOnly,
  securityAudit,
} from "../aws-managed-policies.ts";
import { gitHub, gitLab } from "../background/site.ts";
import type { AccountPlan } from "../organization-plan.ts";
import type { Planter } from "../planter.ts";
import {
  allow,
  type Condition,
  policy,
  trusting,
  trustingSaml,
  trustingService,
  trustingToken,
} from "../policy-document.ts";
import { uuid } from "../random.ts";
import { uniqueId } from "../role-draft.ts";
import { type Vendor, vendors } from "../vendors.ts";

const root = (id: string): string => `arn:aws:iam::${id}:root`;
const externalId = (value: string): Condition => ({ StringEquals: { "sts:ExternalId": value } });

function vendor(name: string): Vendor {
  const found = vendors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vendor ${name}`);
  return found;
}

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

type Find = (name: string) => AccountPlan;

function outsiders(p: Planter, account: Find): void {
  const agency = p.stranger();
  const settlement = p.role(account("prod-payments"), {
    name: "partner-settlement-export",
    trust: policy(trusting(root(agency), { sid: "Partner" })),
    inline: [
      {
        name: "export",
        document: policy(allow(["s3:GetObject", "s3:ListBucket"], "*"), allow("kms:Decrypt", "*")),
      },
    ],
    lastUsedDaysAgo: 2,
  });
  p.mistake("external-access", settlement, "an unknown account may assume a role of the payments account");
  p.mistake("external-id-missing", settlement, "an unknown account without external ID");
  p.exists({
    from: root(agency),
    to: settlement,
    external: true,
    why: "the partner's account is trusted as a whole",
  });

  const anyone = p.role(account("sandbox-2"), {
    name: "workshop-demo",
    trust: policy(trusting("*", { sid: "TemporaryForTheWorkshop" })),
    attached: [powerUserAccess],
    lastUsedDaysAgo: 40,
  });
  p.mistake("external-access", anyone, "every AWS account may assume it");
  p.exists({ from: "*", to: anyone, external: true, why: "every AWS account is trusted" });

  const release = p.role(account("shared-artifacts"), {
    name: "release-publisher",
    trust: policy(
      trusting("*", { condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ci-deployer" } } }),
    ),
    inline: [
      {
        name: "publish",
        document: policy(allow(["s3:PutObject", "codeartifact:PublishPackageVersion"], "*")),
      },
    ],
    lastUsedDaysAgo: 1,
  });
  p.mistake(
    "organization-bound-missing",
    release,
    "any account can make a role called ci-deployer: aws:PrincipalOrgID is missing",
  );
  p.mistake("external-access", release, "any account can make a role called ci-deployer");

  const parcelbird = p.stranger();
  const migration = p.role(account("acquired-parcelbird"), {
    name: "parcelbird-migration",
    trust: policy(
      trusting(`arn:aws:iam::${parcelbird}:role/terraform`, { condition: externalId(uuid(p.random)) }),
    ),
    attached: [administratorAccess],
    createdDaysAgo: 620,
    lastUsedDaysAgo: 310,
  });
  p.mistake("external-access", migration, "the acquired company's old account still has administration here");
  p.mistake("stale-external-trust", migration, "last used 310 days ago");
}

function vendorsAtFault(p: Planter, account: Find): void {
  const vendorRole = (
    home: AccountPlan,
    who: Vendor,
    condition: Condition | undefined,
    used: number,
  ): string =>
    p.role(home, {
      name: who.roleName,
      trust: policy(trusting(root(who.account), condition === undefined ? {} : { condition })),
      attached: [securityAudit],
      createdDaysAgo: 700,
      lastUsedDaysAgo: used,
    });
  const datadog = vendor("Datadog");
  const web = account("prod-web");
  p.mistake(
    "external-id-weak",
    vendorRole(web, datadog, externalId(web.id), 0.2),
    "the account's own id as external ID",
  );
  p.mistake(
    "external-id-weak",
    vendorRole(account("prod-notify"), vendor("Grafana"), externalId("acme"), 0.4),
    "the company's name as external ID",
  );
  p.mistake(
    "external-id-weak",
    vendorRole(
      account("staging-mobile"),
      vendor("Spacelift"),
      { StringLike: { "sts:ExternalId": "acme@*" } },
      3,
    ),
    "a wildcard in the external ID",
  );
  p.mistake(
    "external-id-missing",
    vendorRole(account("prod-shipping"), vendor("CloudZero"), undefined, 1),
    "CloudZero without external ID",
  );

  const dead = vendorRole(
    account("staging-orders"),
    vendor("New Relic"),
    { StringEquals: { "sts:ExternalId": uuid(p.random), "aws:PrincipalOrgID": p.plan.id } },
    200,
  );
  p.mistake(
    "trust-unsatisfiable",
    dead,
    "a vendor is never of our organization: this has not worked since the condition was added",
  );
  p.looksLike({
    from: root(vendor("New Relic").account),
    to: dead,
    external: true,
    why: "aws:PrincipalOrgID asks for our organization",
  });

  const sharedId = uuid(p.random);
  const group = p.newGroup();
  for (const name of ["Lacework", "Vanta"])
    p.mistake(
      "external-id-shared",
      vendorRole(account("log-archive"), vendor(name), externalId(sharedId), 1),
      "Lacework and Vanta have the same external ID",
      group,
    );

  const stale = vendorRole(account("prod-billing"), vendor("Fivetran"), externalId(uuid(p.random)), 230);
  p.mistake("stale-external-trust", stale, "last used 230 days ago");
}

function vendorsAsTheyShouldBe(p: Planter, account: Find): void {
  const datadog = vendor("Datadog");
  for (const name of ["prod-orders", "prod-search", "prod-datalake", "prod-payments", "staging-web"]) {
    const to = p.role(account(name), {
      name: datadog.roleName,
      trust: policy(
        trusting(root(datadog.account), { condition: externalId(p.random.text("0123456789abcdef", 32)) }),
      ),
      attached: [securityAudit],
      lastUsedDaysAgo: 0.1,
    });
    p.fine("external-id-missing", to, "Datadog with an external ID of its own");
    p.fine("external-id-weak", to, "32 random hexadecimal digits");
    p.exists({ from: root(datadog.account), to, external: true, why: "Datadog with its external ID" });
  }
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
