/** Who gets in from outside: strangers and vendors, wrongly and rightly. */

import type { AccountPlan } from "../account-plan.ts";
import { administratorAccess, powerUserAccess, securityAudit } from "../aws-managed-policies.ts";
import type { Planter } from "../planter.ts";
import { allow, type Condition, policy, trusting } from "../policy-document.ts";
import { uuid } from "../random.ts";
import { type Vendor, vendors } from "../vendors.ts";

/** An account of the demonstration by its name without `acme-`. */
export type Find = (name: string) => AccountPlan;

export const root = (id: string): string => `arn:aws:iam::${id}:root`;
const externalId = (value: string): Condition => ({ StringEquals: { "sts:ExternalId": value } });

function vendor(name: string): Vendor {
  const found = vendors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vendor ${name}`);
  return found;
}

export function outsiders(p: Planter, account: Find): void {
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

export function vendorsAtFault(p: Planter, account: Find): void {
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

export function vendorsAsTheyShouldBe(p: Planter, account: Find): void {
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
