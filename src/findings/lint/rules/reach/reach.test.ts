import { declareCases, statement, under } from "../../../../../test/support/lint.ts";

const policy = (...statements: readonly object[]): object => ({
  Version: "2012-10-17",
  Statement: statements,
});
const get = (resource: string, more: object = {}): object =>
  statement({ Action: "s3:GetObject", Resource: resource, ...more });
const encrypted = { Condition: { Bool: { "aws:SecureTransport": "true" } } };

declareCases(
  [
    [
      "never-matches",
      "a key that is there and is not",
      "identity",
      statement({
        Condition: { StringEquals: { "s3:prefix": "a" }, Null: { "s3:prefix": "true" } },
      }),
    ],
    [
      "never-matches",
      "numbers that exclude each other",
      "identity",
      statement({
        Condition: { NumericLessThan: { "s3:max-keys": "5" }, NumericGreaterThan: { "s3:max-keys": "5" } },
      }),
    ],
    [
      "never-matches",
      "addresses apart",
      "identity",
      statement({
        Condition: {
          IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
          IpAddressIfExists: { "aws:SourceIp": "192.0.2.0/24" },
        },
      }),
    ],
    [
      "never-matches",
      "dates the wrong way round",
      "identity",
      statement({
        Condition: {
          DateGreaterThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" },
          DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
        },
      }),
    ],
    ["never-matches", "an empty list of values", "identity", under("StringEquals", "s3:prefix", [])],
    ["covered-statement", "the same twice", "identity", policy(get("*"), get("*"))],
    [
      "covered-statement",
      "one under a condition beside one without",
      "identity",
      policy(get("*"), get("*", encrypted)),
    ],
    [
      "covered-statement",
      "one that two others share",
      "identity",
      policy(
        under("Bool", "aws:SecureTransport", "true"),
        under("BoolIfExists", "aws:SecureTransport", "false"),
        statement({}),
      ),
    ],
    [
      "covered-statement",
      "a Deny within a Deny",
      "scp",
      policy(get("*", { Effect: "Deny" }), get("arn:aws:s3:::a/*", { Effect: "Deny" })),
    ],
    [
      "covered-statement",
      "an account by its two names",
      "resource",
      policy(
        get("arn:aws:s3:::a/*", { Principal: { AWS: "123456789012" } }),
        get("arn:aws:s3:::a/b", { Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
      ),
    ],
    [
      "always-denied",
      "it under a wider condition",
      "identity",
      policy(get("arn:aws:s3:::a/*", encrypted), get("*", { Effect: "Deny", Action: "s3:*" })),
    ],
  ],
  [
    [
      "never-matches",
      "values of which one fits both",
      "identity",
      statement({
        Condition: { StringEquals: { "s3:prefix": ["a", "b"] }, StringLike: { "s3:prefix": "a*" } },
      }),
    ],
    [
      "never-matches",
      "a variable, whose value is not known",
      "identity",
      statement({
        Condition: {
          StringEquals: { "aws:PrincipalTag/a": "x" },
          StringNotEquals: { "aws:PrincipalTag/a": "${aws:username}" },
        },
      }),
    ],
    [
      "never-matches",
      "a key with many values",
      "identity",
      statement({
        Condition: {
          "ForAnyValue:StringEquals": { "aws:TagKeys": "a" },
          "ForAnyValue:StringLike": { "aws:TagKeys": "b*" },
        },
      }),
    ],
    [
      "covered-statement",
      "the wider one after the narrower",
      "identity",
      policy(get("*", encrypted), statement({ Action: "s3:*" })),
    ],
    [
      "covered-statement",
      "another principal",
      "resource",
      policy(
        get("arn:aws:s3:::a/*", { Principal: { AWS: "123456789012" } }),
        get("arn:aws:s3:::a/*", { Principal: { AWS: "210987654321" } }),
      ),
    ],
    [
      "covered-statement",
      "an Allow that a Deny names",
      "identity",
      policy(get("*"), get("arn:aws:s3:::a/*", { Effect: "Deny" })),
    ],
    [
      "always-denied",
      "a Deny that leaves something",
      "identity",
      policy(get("arn:aws:s3:::a/*"), get("arn:aws:s3:::a/secret/*", { Effect: "Deny" })),
    ],
    [
      "always-denied",
      "a Deny under a condition",
      "identity",
      policy(
        get("arn:aws:s3:::a/*"),
        get("*", { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      ),
    ],
  ],
);
