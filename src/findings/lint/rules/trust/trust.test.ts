import { declareCases } from "../../../../../test/support/lint.ts";

const role = { AWS: "arn:aws:iam::123456789012:role/app" };
const oidc = (issuer: string): object => ({ Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` });
const trust = (principal: unknown, action: unknown, condition: object = {}): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Condition: condition,
});
const withId = (operator: string, id: unknown): object =>
  trust({ AWS: "123456789012" }, "sts:AssumeRole", { [operator]: { "sts:ExternalId": id } });
const gitHub = "token.actions.githubusercontent.com";
const web = "sts:AssumeRoleWithWebIdentity";

declareCases(
  [
    [
      "service-without-source",
      "one that brings its source",
      "trust",
      trust({ Service: "states.amazonaws.com" }, "sts:AssumeRole"),
    ],
    [
      "audience-missing",
      "one that may be absent",
      "trust",
      trust(oidc("id.example.com"), web, { StringEqualsIfExists: { "id.example.com:aud": "a" } }),
    ],
    [
      "source-account-missing",
      "a bucket of any account",
      "trust",
      trust({ Service: "s3.amazonaws.com" }, "sts:AssumeRole", {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" },
      }),
    ],
    ["trust-action", "every action of sts", "trust", trust(role, "sts:*")],
    [
      "trust-action",
      "another action of sts",
      "trust",
      trust(role, ["sts:AssumeRole", "sts:GetSessionToken"]),
    ],
    [
      "action-principal-mismatch",
      "a token with AssumeRole",
      "trust",
      trust(oidc("id.example.com"), "sts:AssumeRole"),
    ],
    ["action-principal-mismatch", "a role with a token's call", "trust", trust(role, web)],
    [
      "session-action-missing",
      "a source identity",
      "trust",
      trust(role, "sts:AssumeRole", { StringLike: { "sts:SourceIdentity": "*@example.com" } }),
    ],
    ["external-id-invalid", "one with a space", "trust", withId("StringEquals", ["a b", "ok"])],
    ["external-id-wildcard", "anything", "trust", withId("StringLike", "*")],
    ["external-id-wildcard", "anything but one", "trust", withId("StringNotEquals", "x")],
    ["external-id-guessable", "the account's id", "trust", withId("StringEquals", "123456789012")],
    [
      "issuer-claim-missing",
      "a subject of stars",
      "trust",
      trust(oidc(gitHub), web, { StringLike: { [`${gitHub}:sub`]: "*" } }),
    ],
    [
      "issuer-claim-missing",
      "a subject that may be absent",
      "trust",
      trust(oidc(gitHub), web, {
        StringLikeIfExists: { [`${gitHub}:sub`]: "repo:example/*" },
      }),
    ],
    [
      "regional-service",
      "one of several",
      "trust",
      trust({ Service: ["ec2.amazonaws.com", "states.us-east-1.amazonaws.com"] }, "sts:AssumeRole"),
    ],
    [
      "trust-lets-nobody-in",
      "a token that brings an ARN",
      "trust",
      trust(oidc("id.example.com"), web, {
        ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/a" },
      }),
    ],
  ],
  [
    [
      "audience-missing",
      "a SAML provider, which has another",
      "trust",
      trust({ Federated: "arn:aws:iam::123456789012:saml-provider/Okta" }, "sts:AssumeRoleWithSAML"),
    ],
    [
      "source-account-missing",
      "an ARN with its account",
      "trust",
      trust({ Service: "sns.amazonaws.com" }, "sts:AssumeRole", {
        ArnLike: { "aws:SourceArn": "arn:aws:sns:*:123456789012:*" },
      }),
    ],
    [
      "service-without-source",
      "one that brings no source",
      "trust",
      trust({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole"),
    ],
    ["trust-bare-star", "AWS: *", "trust", trust({ AWS: "*" }, "sts:AssumeRole")],
    [
      "trust-action",
      "what a session may bring",
      "trust",
      trust(role, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"]),
    ],
    ["trust-action", "a Deny of everything in sts", "trust", { ...trust(role, "sts:*"), Effect: "Deny" }],
    [
      "action-principal-mismatch",
      "a statement about tags alone",
      "trust",
      trust(oidc("id.example.com"), "sts:TagSession"),
    ],
    [
      "action-principal-mismatch",
      "both calls",
      "trust",
      trust({ ...role, ...oidc("id.example.com") }, ["sts:AssumeRole", web]),
    ],
    [
      "session-action-missing",
      "a tag that may be absent",
      "trust",
      trust(role, "sts:AssumeRole", {
        StringEqualsIfExists: { "aws:RequestTag/team": "blue" },
      }),
    ],
    [
      "session-action-missing",
      "TagSession in another statement",
      "trust",
      {
        Version: "2012-10-17",
        Statement: [
          trust(role, "sts:AssumeRole", { StringEquals: { "aws:RequestTag/team": "blue" } }),
          trust(role, "sts:TagSession"),
        ],
      },
    ],
    ["external-id-invalid", "Null", "trust", withId("Null", "false")],
    [
      "external-id-invalid",
      "one of EKS",
      "trust",
      withId("StringEquals", "eu-west-1/123456789012/cluster/ns/sa"),
    ],
    ["external-id-wildcard", "an escaped star", "trust", withId("StringLike", "a${*}b7f1e0c2")],
    ["external-id-guessable", "a random one", "trust", withId("StringEquals", "x8Kq2-vL0pT7mZ4wR9")],
    [
      "issuer-claim-missing",
      "a repository",
      "trust",
      trust(oidc(gitHub), web, { StringLike: { [`${gitHub}:sub`]: "repo:example/app:*" } }),
    ],
    ["issuer-claim-missing", "an issuer of one's own", "trust", trust(oidc("id.example.com"), web)],
    [
      "regional-service",
      "a name of several parts",
      "trust",
      trust({ Service: "delivery.logs.amazonaws.com" }, "sts:AssumeRole"),
    ],
    [
      "trust-lets-nobody-in",
      "an organization's principals",
      "trust",
      trust({ AWS: "*" }, "sts:AssumeRole", {
        StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" },
      }),
    ],
  ],
);
