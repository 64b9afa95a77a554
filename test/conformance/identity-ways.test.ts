/**
 * Ways by those whom roles take at their word: identity providers, IAM Roles Anywhere and Identity Center, in the exact
 * words of the roles' trust (IAM-SEMANTICS 35, 41, 42).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AccountPlan,
  allow,
  allowAll,
  type RolePlan,
  roleArn,
  type Statement,
  type Statements,
  snapshotOf,
  trusts,
  userArn,
} from "../support/planned-organization.ts";
import { reachOf } from "../support/reach-of.ts";

const account = "200000000000";
const from = userArn(account, "caller");
const saml = `arn:aws:iam::${account}:saml-provider/corp`;
const target = roleArn(account, "target");

type Case = Partial<AccountPlan> & {
  readonly allows: Statements;
  readonly role: Partial<RolePlan> & { readonly trust: Statements };
  readonly to?: string;
};

function wayOf({ allows, role, to = target, ...more }: Case) {
  const reach = reachOf(
    snapshotOf({
      accounts: [
        {
          id: account,
          users: [{ name: "caller", policies: [allows] }],
          roles: [{ name: "target", ...role }],
          ...more,
        },
      ],
    }),
  );
  const [path] = reach.paths({ from, to });
  const hop = path?.hops.at(-1);
  return hop === undefined ? null : { hop, story: reach.story(hop) };
}

function trustInSaml(condition?: Statement): Statements {
  return [
    { ...trusts({ Federated: saml }, condition), Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"] },
  ];
}

const updates = [allow("iam:UpdateSAMLProvider", saml)];
const byUpdate = { allows: updates, samlProviders: [saml] };

test("whoever replaces a SAML provider's keys decides all that it says, and nothing else that the role asks for", () => {
  const asked = {
    StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml", "aws:RequestTag/team": "a" },
    IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
  };
  const way = wayOf({ ...byUpdate, role: { trust: trustInSaml(asked) } });
  assert.equal(way?.hop.technique, "accesslens-iam-update-saml-provider");
  assert.ok(way.hop.proven);
  assert.deepEqual(
    way.story.guard.map(({ key }) => key),
    ["aws:SourceIp"],
  );
});

test("a role of Identity Center comes by its provider, which is not documented to be out of reach", () => {
  const path = "/aws-reserved/sso.amazonaws.com/";
  const to = roleArn(account, "target", path);
  const way = wayOf({ ...byUpdate, role: { path, trust: trustInSaml() }, to });
  assert.equal(way?.hop.proven, false);
  assert.match(way.story.reasons.join("; "), /Identity Center/);
});

test("an administrator comes to roles of Identity Center, too", () => {
  const path = "/aws-reserved/sso.amazonaws.com/";
  const to = roleArn(account, "target", path);
  const role = { path, trust: trustInSaml() };
  assert.notEqual(wayOf({ allows: [allowAll], samlProviders: [saml], role, to }), null);
  assert.equal(wayOf({ allows: [allowAll], samlProviders: [saml], role: { path, trust: [] }, to }), null);
});

const anchor = `arn:aws:rolesanywhere:us-east-1:${account}:trust-anchor/one`;
const profile = `arn:aws:rolesanywhere:us-east-1:${account}:profile/one`;
const anywhere = (condition?: Statement): Statements => [
  {
    ...trusts({ Service: "rolesanywhere.amazonaws.com" }, condition),
    Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
  },
];
const collected = {
  trustAnchors: [{ trustAnchorArn: anchor, enabled: true }],
  profiles: [{ profileArn: profile, enabled: true, roleArns: [roleArn(account, "other"), target] }],
};
const subject = { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "worker" } };

const rolesAnywhere: readonly (readonly [name: string, given: Case, expected: "proven" | "may" | "none"])[] =
  [
    [
      "a new trust anchor goes with any profile",
      {
        allows: [allow("rolesanywhere:CreateTrustAnchor")],
        rolesAnywhere: collected,
        role: { trust: anywhere() },
      },
      "proven",
    ],
    [
      "an authority of one's own certifies any subject",
      {
        allows: [allow("rolesanywhere:UpdateTrustAnchor", anchor)],
        rolesAnywhere: collected,
        role: { trust: anywhere(subject) },
      },
      "proven",
    ],
    [
      "a trust anchor that the role asks for may be another one",
      {
        allows: [allow("rolesanywhere:CreateTrustAnchor")],
        rolesAnywhere: collected,
        role: { trust: anywhere({ ArnEquals: { "aws:SourceArn": anchor } }) },
      },
      "may",
    ],
    [
      "a policy may be about another trust anchor",
      {
        allows: [allow("rolesanywhere:UpdateTrustAnchor", `${anchor}-other`)],
        rolesAnywhere: collected,
        role: { trust: anywhere() },
      },
      "none",
    ],
    [
      "a trust anchor may be turned off",
      {
        allows: [allow("rolesanywhere:UpdateTrustAnchor")],
        rolesAnywhere: { ...collected, trustAnchors: [{ trustAnchorArn: anchor, enabled: false }] },
        role: { trust: anywhere() },
      },
      "none",
    ],
    [
      "no profile may have the role",
      {
        allows: [allow("rolesanywhere:CreateTrustAnchor")],
        rolesAnywhere: { ...collected, profiles: [] },
        role: { trust: anywhere() },
      },
      "none",
    ],
    [
      "the trust anchors may not be collected",
      {
        allows: [allow("rolesanywhere:UpdateTrustAnchor")],
        rolesAnywhere: { profiles: collected.profiles },
        role: { trust: anywhere() },
      },
      "may",
    ],
    [
      "those of one region may not be collected",
      {
        allows: [allow("rolesanywhere:UpdateTrustAnchor")],
        rolesAnywhere: { ...collected, trustAnchors: [] },
        rolesAnywhereInPart: true,
        role: { trust: anywhere() },
      },
      "may",
    ],
    [
      "no trust anchor may be there",
      {
        allows: [allow("rolesanywhere:UpdateTrustAnchor")],
        rolesAnywhere: { ...collected, trustAnchors: [] },
        role: { trust: anywhere() },
      },
      "none",
    ],
  ];

for (const [name, given, expected] of rolesAnywhere) {
  test(`Roles Anywhere: ${name}`, () => {
    const hop = wayOf(given)?.hop;
    assert.equal(hop === undefined ? "none" : hop.proven ? "proven" : "may", expected);
  });
}

test("whoever assigns permission sets from the management account comes to administer it, too", () => {
  const plan = { id: account, users: [{ name: "caller", policies: [[allow("sso:*")]] }] };
  const to = `admin:${account}`;
  const ways = (more: object) =>
    reachOf(snapshotOf({ accounts: [plan, { id: "300000000000" }], ...more })).paths({ from, to }).length;
  assert.ok(ways({ management: account }) > 0);
  assert.equal(ways({ delegated: [{ account, servicePrincipal: "sso.amazonaws.com" }] }), 0);
});
