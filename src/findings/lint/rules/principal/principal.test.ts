import { declareCases, type LintCase } from "../../../../../test/support/lint.ts";

const trust = (principal: unknown): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: "sts:AssumeRole",
});
const bucket = (principal: unknown): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::a/*",
});
const invalid = (what: string, principal: unknown): LintCase => [
  "invalid-principal",
  what,
  "trust",
  trust(principal),
];

declareCases(
  [
    [
      "service-without-source",
      "a source that may be absent",
      "resource",
      {
        ...bucket({ Service: "sns.amazonaws.com" }),
        Condition: { ArnLikeIfExists: { "aws:SourceArn": "arn:aws:sns:*:123456789012:t" } },
      },
    ],
    invalid("a group", { AWS: "arn:aws:iam::123456789012:group/admins" }),
    invalid("a name", { AWS: "deploy" }),
    invalid("any account's root", { AWS: "arn:aws:iam::*:root" }),
    invalid("a wildcard service", { Service: "*.amazonaws.com" }),
    invalid("a service without its domain", { Service: "lambda" }),
    invalid("a provider without an ARN", { Federated: "token.actions.githubusercontent.com" }),
    invalid("a canonical user in a role", {
      CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
    }),
    [
      "invalid-principal",
      "a federated one at a bucket",
      "resource",
      bucket({ Federated: "accounts.google.com" }),
    ],
    [
      "deleted-principal",
      "one among others",
      "resource",
      bucket({ AWS: ["123456789012", "AIDAEXAMPLEEXAMPLE123"] }),
    ],
    [
      "redundant-principal",
      "the same role twice",
      "trust",
      trust({ AWS: ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/a"] }),
    ],
    ["public-principal", "AWS: *", "trust", trust({ AWS: "*" })],
    ["public-principal", "it among others", "resource", bucket({ AWS: ["123456789012", "*"] })],
  ],
  [
    ["service-without-source", "a principal that is no service", "resource", bucket({ AWS: "123456789012" })],
    invalid("an account's id", { AWS: "123456789012" }),
    invalid("a role with a path", { AWS: "arn:aws:iam::123456789012:role/ci/deploy" }),
    invalid("a session", { AWS: "arn:aws:sts::123456789012:assumed-role/deploy/run" }),
    invalid("a service of China", { Service: "ec2.amazonaws.com.cn" }),
    invalid("a service of several names", { Service: "delivery.logs.amazonaws.com" }),
    invalid("a provider by its ARN", {
      Federated: "arn:aws:iam::123456789012:oidc-provider/id.example.com/a",
    }),
    [
      "invalid-principal",
      "a canonical user at a bucket",
      "resource",
      bucket({ CanonicalUser: "79a59df900b949e55d96a1e698fbaced" }),
    ],
    [
      "not-principal",
      "a condition in its place",
      "resource",
      {
        ...bucket("*"),
        Effect: "Deny",
        Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/a" } },
      },
    ],
    ["public-principal", "a Deny", "resource", { ...bucket("*"), Effect: "Deny" }],
    [
      "public-principal",
      "one that an organization limits",
      "trust",
      {
        ...trust({ AWS: "*" }),
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
      },
    ],
  ],
);
