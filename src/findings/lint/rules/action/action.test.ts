import { declareCases, statement } from "../../../../../test/support/lint.ts";

const all = { Resource: "*" };

declareCases(
  [
    ["malformed-action", "an empty text", "identity", statement({ Action: "" })],
    ["malformed-action", "an ARN", "identity", statement({ Action: "arn:aws:s3:::a" })],
    ["malformed-action", "one with a space", "scp", statement({ Action: "s3: GetObject" })],
    [
      "unknown-service",
      "one among known ones",
      "identity",
      statement({ Action: ["s3:ListBucket", "s33:ListBucket"] }),
    ],
    ["unknown-service", "one in NotAction", "scp", { ...all, Effect: "Deny", NotAction: "iamm:*" }],
    ["unknown-action", "a pattern that matches nothing", "identity", statement({ Action: "s3:Nope*" })],
    [
      "unknown-action",
      "one in a Deny, which protects from nothing",
      "identity",
      statement({ Effect: "Deny", Action: "kms:DeleteKey" }),
    ],
    [
      "redundant-action",
      "the same twice",
      "identity",
      statement({ Action: ["s3:ListBucket", "S3:listbucket"] }),
    ],
    [
      "redundant-action",
      "a narrower pattern",
      "identity",
      statement({ Action: ["s3:List*", "s3:ListBucket*"] }),
    ],
    [
      "redundant-action",
      "one in NotAction",
      "identity",
      { ...all, Effect: "Deny", NotAction: ["iam:*", "iam:PassRole"] },
    ],
    [
      "allow-with-not-action",
      "one in a boundary",
      "boundary",
      { ...all, Effect: "Allow", NotAction: "iam:*" },
    ],
    [
      "full-access",
      "it beside another action",
      "identity",
      { ...all, Effect: "Allow", Action: ["s3:*", "*"] },
    ],
    ["full-access", "*:*", "identity", { ...all, Effect: "Allow", Action: "*:*" }],
    [
      "pass-role-any-role",
      "iam:* on every resource",
      "identity",
      { ...all, Effect: "Allow", Action: "iam:*" },
    ],
    [
      "pass-role-any-role",
      "every role of every account",
      "identity",
      statement({ Action: "iam:Pass*", Resource: "arn:aws:iam::*:role/*" }),
    ],
  ],
  [
    [
      "malformed-action",
      "wildcards anywhere",
      "identity",
      statement({ Action: ["s3:*Object?", "s3:Get*Tag*"] }),
    ],
    [
      "unknown-service",
      "a wildcard in the prefix",
      "identity",
      { ...all, Effect: "Allow", Action: "s*:ListBucket" },
    ],
    ["unknown-service", "a lone star", "scp", { ...all, Effect: "Allow", Action: "*" }],
    ["unknown-action", "another case", "identity", statement({ Action: "S3:LISTBUCKET" })],
    [
      "unknown-action",
      "an action of an unknown service, told once",
      "identity",
      statement({ Action: "nosuch:Get" }),
    ],
    [
      "redundant-action",
      "patterns that overlap",
      "identity",
      statement({ Action: ["s3:Get*", "s3:*Object"] }),
    ],
    [
      "allow-with-not-action",
      "NotAction with Deny",
      "identity",
      { ...all, Effect: "Deny", NotAction: "iam:*" },
    ],
    ["full-access", "an SCP, which only limits", "scp", { ...all, Effect: "Allow", Action: "*" }],
    [
      "full-access",
      "everything under a condition",
      "identity",
      {
        ...all,
        Effect: "Allow",
        Action: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
    ],
    ["full-access", "one service", "identity", { ...all, Effect: "Allow", Action: "s3:*" }],
    [
      "pass-role-any-role",
      "one role",
      "identity",
      statement({ Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/app" }),
    ],
    [
      "pass-role-any-role",
      "a Deny",
      "identity",
      statement({ Effect: "Deny", Action: "iam:PassRole", Resource: "*" }),
    ],
  ],
);
