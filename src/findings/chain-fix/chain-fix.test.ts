import assert from "node:assert/strict";
import { test } from "node:test";
import { assertFixed } from "../../../test/support/fixed-chain.ts";
import {
  allow,
  allowAll,
  managementId,
  type OrganizationPlan,
  organizationId,
  policyArn,
  type RolePlan,
  roleArn,
  snapshotOf,
  trusts,
  userArn,
} from "../../../test/support/planned-organization.ts";
import { scanSnapshot } from "../../work/scan.ts";
import { emptyIntent } from "../intent.ts";
import type { ReachRule } from "../rule.ts";
import { circularTrust } from "../rules/chains/circular-trust.ts";
import { lowTrustReachesHighTrust } from "../rules/chains/low-trust-reaches-high-trust.ts";
import { memberReachesManagement } from "../rules/chains/member-reaches-management.ts";
import { outsiderReachesAdministrator } from "../rules/chains/outsider-reaches-administrator.ts";
import { principalEscalatesToAdministrator } from "../rules/chains/principal-escalates-to-administrator.ts";
import { vendorReachesFurther } from "../rules/chains/vendor-reaches-further.ts";

const own = "111111111111";
const other = "222222222222";
const datadog = "464622532012";
const role = (name: string, account = own): string => roleArn(account, name);
const assumes = (...arns: readonly string[]) => [allow("sts:AssumeRole", arns)];
const admin = (...from: readonly string[]): RolePlan => ({
  name: "admin",
  policies: [[allowAll]],
  trust: [trusts({ AWS: from })],
});
const tiers = [
  { name: "sandbox", level: 0, units: [other] },
  { name: "production", level: 2, units: [own] },
];

/** The fixes of all that the rule finds; those that were tried are done, and held to what is found then. */
function fixes(rule: ReachRule, plan: OrganizationPlan, onlyOf?: string) {
  const snapshot = snapshotOf(plan);
  const config = { rules: [rule], intent: { ...emptyIntent, tiers } };
  const { findings } = scanSnapshot(snapshot, config, { chains: true });
  return findings.summaries.flatMap((summary) => {
    const finding = findings.detail(summary, "tried");
    if (finding.fix?.verified === true) assertFixed(snapshot, finding, config, rule.id);
    return onlyOf === undefined || onlyOf === finding.subject ? [finding.fix] : [];
  });
}

const vendor: RolePlan = {
  name: "vendor",
  policies: [assumes(role("admin"), role("reader"))],
  trust: [trusts({ AWS: datadog })],
};
const reader: RolePlan = {
  name: "reader",
  policies: [[allow("s3:GetObject")]],
  trust: [trusts({ AWS: own })],
};

type Case = readonly [
  name: string,
  rule: ReachRule,
  plan: OrganizationPlan,
  where: string | null,
  summary: RegExp,
  also: readonly string[],
];

const cases: readonly Case[] = [
  [
    "of an outsider's role, the one resource is taken out that leads to an administrator",
    outsiderReachesAdministrator,
    { accounts: [{ id: own, roles: [vendor, admin(own), reader] }] },
    `${role("vendor")}/inline-0`,
    /^Take arn:aws:iam::111111111111:role\/admin out of statement 1 of /,
    [],
  ],
  [
    "a pattern of roles gives way to those others that are assumed by it",
    outsiderReachesAdministrator,
    { accounts: [{ id: own, roles: [{ ...vendor, policies: [assumes("*")] }, admin(own), reader] }] },
    `${role("vendor")}/inline-0`,
    /^In statement 1 of .*, name instead of \* the other roles .*role\/reader \(and those of other organizations, if it assumes any\)\.$/,
    [],
  ],
  [
    "anyone is kept out by the organization's id, where members of it come in as well",
    outsiderReachesAdministrator,
    {
      accounts: [
        {
          id: own,
          roles: [
            { ...vendor, policies: [assumes(role("admin"))], trust: [trusts({ AWS: "*" })] },
            { ...admin(role("vendor")), policies: [[allowAll]] },
            { name: "worker", policies: [assumes(role("vendor"))], trust: [trusts({ AWS: own })] },
          ],
        },
      ],
    },
    `trust policy of ${role("vendor")}`,
    new RegExp(`^Ask for aws:PrincipalOrgID ${organizationId}`),
    [],
  ],
  [
    "of several actions the one goes by which somebody escalates",
    principalEscalatesToAdministrator,
    {
      accounts: [
        {
          id: own,
          users: [{ name: "ada", policies: [[allow(["iam:AttachUserPolicy", "s3:GetObject"])]] }],
        },
      ],
    },
    `${userArn(own, "ada")}/inline-0`,
    /^Take iam:AttachUserPolicy out of statement 1 of /,
    [],
  ],
  [
    "a shared policy is told with everybody who loses by it",
    principalEscalatesToAdministrator,
    {
      accounts: [
        {
          id: own,
          users: [
            { name: "ada", attached: ["attaching"] },
            { name: "bob", attached: ["attaching"] },
          ],
          managed: [
            { name: "attaching", statements: [allow("iam:AttachUserPolicy"), allow("s3:GetObject")] },
          ],
        },
      ],
    },
    policyArn(own, "attaching"),
    /^Remove statement 1 of /,
    [userArn(own, "bob")],
  ],
  [
    "a member loses the permission by which it comes into the management account",
    memberReachesManagement,
    {
      accounts: [
        {
          id: managementId,
          roles: [admin(userArn(other, "ada"), userArn(managementId, "root-like"))],
          users: [{ name: "root-like", policies: [assumes(role("admin", managementId))] }],
        },
        { id: other, users: [{ name: "ada", policies: [assumes(role("admin", managementId))] }] },
      ],
    },
    `${userArn(other, "ada")}/inline-0`,
    /^Delete the inline policy /,
    [],
  ],
  [
    "a less trusted account is cut off where another lets it in",
    lowTrustReachesHighTrust,
    {
      accounts: [
        { id: own, roles: [admin(role("hub", "333333333333"))] },
        { id: other, users: [{ name: "ada", policies: [assumes(role("hub", "333333333333"))] }] },
        {
          id: "333333333333",
          roles: [
            {
              name: "hub",
              policies: [assumes(role("admin"))],
              trust: [trusts({ AWS: [userArn(other, "ada"), userArn(other, "bob")] })],
            },
          ],
        },
      ],
    },
    `trust policy of ${role("hub", "333333333333")}`,
    /user\/ada out of statement 1/,
    [],
  ],
  [
    "a vendor keeps its role, and loses what leads on",
    vendorReachesFurther,
    { accounts: [{ id: own, roles: [{ ...vendor, policies: [assumes(role("reader"))] }, reader] }] },
    `${role("vendor")}/inline-0`,
    /^Delete the inline policy /,
    [],
  ],
  [
    "a circle is opened at one of its trusts or permissions",
    circularTrust,
    {
      accounts: [
        {
          id: own,
          roles: [
            { name: "a", policies: [assumes(role("b", other))], trust: [trusts({ AWS: role("b", other) })] },
          ],
        },
        {
          id: other,
          roles: [
            {
              name: "b",
              policies: [assumes(role("a"))],
              trust: [trusts({ AWS: [role("a"), userArn(other, "ada")] })],
            },
          ],
        },
      ],
    },
    `trust policy of ${role("b", other)}`,
    /role\/a out of statement 1/,
    [],
  ],
];

for (const [name, rule, plan, where, summary, also] of cases) {
  test(`${name} (${rule.id})`, () => {
    const [fix] = fixes(rule, plan);
    assert.equal(fix?.verified, true, fix?.summary);
    assert.match(fix?.summary ?? "", summary);
    assert.equal(fix?.where, where);
    const losing = new Set(fix?.alsoLost?.accesses.map(({ from }) => from));
    assert.deepEqual([...losing], also);
  });
}

test("where no single edit does it, the command is told that looks for several", () => {
  const twice = { ...vendor, policies: [assumes(role("admin")), assumes(role("admin-two"))] };
  const plan = {
    accounts: [
      { id: own, roles: [twice, admin(role("vendor")), { ...admin(role("vendor")), name: "admin-two" }] },
    ],
  };
  const kept: ReachRule = { ...outsiderReachesAdministrator, keepsEntrance: true };
  const [fix] = fixes(kept, plan);
  assert.deepEqual([fix?.verified, fix?.where, fix?.policy, fix?.alsoLost], [false, null, null, null]);
  assert.match(fix?.summary ?? "", /No edit of a single statement/);
  assert.match(
    fix?.summary ?? "",
    /accesslens chokepoints --over statements --from arn:aws:iam::464622532012:root --to admin:111111111111/,
  );
});

test("what more than ten lose is counted", () => {
  const users = Array.from({ length: 13 }, (_, at) => ({ name: `user-${at}`, attached: ["attaching"] }));
  const managed = [{ name: "attaching", statements: [allow("iam:AttachUserPolicy"), allow("s3:GetObject")] }];
  const [fix] = fixes(
    principalEscalatesToAdministrator,
    { accounts: [{ id: own, users, managed }] },
    userArn(own, "user-0"),
  );
  assert.equal(fix?.verified, true);
  assert.equal(fix?.alsoLost?.accesses.length, 10);
  assert.equal(fix?.alsoLost?.more, 2);
});
