/**
 * One example for each rule: statements that it reports, and the same made right. docs/rules.md shows them, and a test
 * holds the rules to them. The account that owns the role is 111111111111, the organization o-abcdefghij; 222222222222
 * belongs to it and 999999999999 does not.
 */

export type RuleExample = {
  /** Statements of a role's trust policy, or of an inline policy of the role for rules about identity policies. */
  readonly bad: readonly object[];
  readonly good: readonly object[];
};

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

function allow(
  principal: object,
  more: { readonly Action?: string | readonly string[]; readonly Condition?: Condition } = {},
): object {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more };
}

const stranger = "arn:aws:iam::999999999999:root";
const sister = "arn:aws:iam::222222222222:root";
const gitHub = "token.actions.githubusercontent.com";
const webIdentity = "sts:AssumeRoleWithWebIdentity";
const throughGitHub = { Federated: `arn:aws:iam::111111111111:oidc-provider/${gitHub}` };
const cognito = "cognito-identity.amazonaws.com";
const throughOkta = { Federated: "arn:aws:iam::111111111111:saml-provider/Okta" };

const agreedId = "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60";
const withId = (id: string): { readonly Condition: Condition } => ({
  Condition: { StringEquals: { "sts:ExternalId": id } },
});
const gitHubSubject = (operator: string, sub: string): object =>
  allow(throughGitHub, {
    Action: webIdentity,
    Condition: {
      StringEquals: {
        [`${gitHub}:aud`]: "sts.amazonaws.com",
        ...(operator === "StringEquals" ? { [`${gitHub}:sub`]: sub } : {}),
      },
      ...(operator === "StringEquals" ? {} : { [operator]: { [`${gitHub}:sub`]: sub } }),
    },
  });
const ours = { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } };

const namedDeployer = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ci-deployer" } };
const client = "arn:aws:iam::222222222222:role/client";
const tagged = { StringEquals: { "aws:RequestTag/project": "atlas" } };

/** By rule id. A rule that compares several roles, or looks at no policy, has none. */
export const ruleExamples: Readonly<Record<string, RuleExample>> = {
  "external-access": {
    bad: [allow({ AWS: "*" })],
    good: [allow({ AWS: "*" }, { Condition: ours })],
  },
  "whole-account-trust": {
    bad: [allow({ AWS: sister })],
    good: [allow({ AWS: "arn:aws:iam::222222222222:role/ReportReader" })],
  },
  "external-id-missing": {
    bad: [allow({ AWS: stranger })],
    good: [allow({ AWS: stranger }, withId(agreedId))],
  },
  "external-id-weak": {
    bad: [allow({ AWS: stranger }, withId("111111111111"))],
    good: [allow({ AWS: stranger }, withId(agreedId))],
  },
  "oidc-condition-missing": {
    bad: [
      allow(throughGitHub, {
        Action: webIdentity,
        Condition: { StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" } },
      }),
    ],
    good: [gitHubSubject("StringEquals", "repo:acme/storefront:ref:refs/heads/main")],
  },
  "oidc-subject-broad": {
    bad: [gitHubSubject("StringLike", "repo:acme*/storefront:*")],
    good: [gitHubSubject("StringEquals", "repo:acme/storefront:environment:production")],
  },
  "cognito-broad": {
    bad: [allow({ Federated: cognito }, { Action: webIdentity })],
    good: [
      allow(
        { Federated: cognito },
        {
          Action: webIdentity,
          Condition: {
            StringEquals: { [`${cognito}:aud`]: "eu-west-1:12345678-dead-beef-cafe-123456790ab1" },
            "ForAnyValue:StringLike": { [`${cognito}:amr`]: "authenticated" },
          },
        },
      ),
    ],
  },
  "saml-audience-missing": {
    bad: [allow(throughOkta, { Action: "sts:AssumeRoleWithSAML" })],
    good: [
      allow(throughOkta, {
        Action: "sts:AssumeRoleWithSAML",
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      }),
    ],
  },
  "service-confused-deputy": {
    bad: [allow({ Service: "scheduler.amazonaws.com" })],
    good: [
      allow(
        { Service: "scheduler.amazonaws.com" },
        { Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } },
      ),
    ],
  },
  "trust-unsatisfiable": {
    bad: [allow({ AWS: stranger }, { Condition: ours })],
    good: [allow({ AWS: sister }, { Condition: ours })],
  },
  "not-principal": {
    bad: [
      allow({ AWS: sister }),
      { Effect: "Deny", NotPrincipal: { AWS: client }, Action: "sts:AssumeRole" },
    ],
    good: [
      allow({ AWS: sister }),
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sts:AssumeRole",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": client } },
      },
    ],
  },
  "dead-principal": {
    bad: [allow({ AWS: [client, "AROAZZZZZZZZZZZZZZZZZ"] })],
    good: [allow({ AWS: client })],
  },
  "recreatable-principal": {
    bad: [
      allow(
        { AWS: "arn:aws:iam::111111111111:root" },
        {
          Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/deleted-importer" } },
        },
      ),
    ],
    good: [allow({ AWS: client })],
  },
  "action-missing-for-key": {
    bad: [allow({ AWS: client }, { Condition: tagged })],
    good: [allow({ AWS: client }, { Action: ["sts:AssumeRole", "sts:TagSession"], Condition: tagged })],
  },
  "caller-controlled-guard": {
    bad: [allow({ AWS: stranger }, { Condition: { StringEquals: { "aws:PrincipalTag/team": "audit" } } })],
    good: [
      allow(
        { AWS: "arn:aws:iam::999999999999:role/Auditor" },
        { Condition: { StringEquals: { "sts:ExternalId": agreedId, "aws:PrincipalTag/team": "audit" } } },
      ),
    ],
  },
  "sensitive-key-wildcard": {
    bad: [allow({ AWS: "*" }, { Condition: { StringLike: { "aws:PrincipalOrgID": "o-abc*" } } })],
    good: [allow({ AWS: "*" }, { Condition: ours })],
  },
  "trust-action-broad": {
    bad: [allow({ AWS: client }, { Action: "sts:*" })],
    good: [allow({ AWS: client }, { Action: ["sts:AssumeRole", "sts:TagSession"] })],
  },
  "organization-bound-missing": {
    bad: [allow({ AWS: "*" }, { Condition: namedDeployer })],
    good: [allow({ AWS: "*" }, { Condition: { ...namedDeployer, ...ours } })],
  },
  "assume-role-any-resource": {
    bad: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
    good: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/ReportReader" }],
  },
  "administrator-policy": {
    bad: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    good: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" }],
  },
};
