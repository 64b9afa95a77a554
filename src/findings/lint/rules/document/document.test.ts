import { declareCases, statement } from "../../../../../test/support/lint.ts";

const one = statement({});
const variable = statement({ Action: "s3:GetObject", Resource: "arn:aws:s3:::a/${aws:username}/*" });
const long = Array.from({ length: 200 }, (_, at) => `arn:aws:s3:::a-bucket-with-a-long-name-${at}/*`);
const trust = (count: number): object => ({
  Effect: "Allow",
  Principal: { AWS: Array.from({ length: count }, (_, at) => `arn:aws:iam::123456789012:role/r${at}`) },
  Action: "sts:AssumeRole",
});

declareCases(
  [
    ["missing-version", "a policy of one statement without it", "scp", { Statement: one }],
    ["old-version", "the old one with variables", "identity", { Version: "2008-10-17", Statement: variable }],
    [
      "variable-in-old-version",
      "one in a condition",
      "identity",
      {
        Version: "2008-10-17",
        Statement: statement({ Condition: { StringLike: { "s3:prefix": "${aws:username}/*" } } }),
      },
    ],
    ["variable-in-old-version", "one where the version is left out", "identity", { Statement: variable }],
    [
      "policy-too-long",
      "an SCP of 5,121 characters",
      "scp",
      statement({ Action: "s3:GetObject", Resource: long }),
    ],
    ["policy-too-long", "a trust policy that needs a raised quota", "trust", trust(55)],
    [
      "duplicate-sid",
      "three alike",
      "identity",
      {
        Version: "2012-10-17",
        Statement: [
          { Sid: "A", ...one },
          { Sid: "A", ...one },
          { Sid: "A2", ...one },
        ],
      },
    ],
    ["invalid-sid", "one with a space", "trust", { ...trust(1), Sid: "Let in" }],
  ],
  [
    [
      "missing-version",
      "a misspelled one, which the grammar tells",
      "identity",
      { version: "2012-10-17", Statement: one },
    ],
    [
      "variable-in-old-version",
      "a dollar sign without a brace",
      "identity",
      {
        Version: "2008-10-17",
        Statement: statement({ Resource: "arn:aws:s3:::a$b" }),
      },
    ],
    [
      "policy-too-long",
      "a resource's policy, whose limit is its service's",
      "resource",
      {
        ...statement({ Action: "s3:GetObject", Resource: long }),
        Principal: "*",
      },
    ],
    [
      "duplicate-sid",
      "two statements without one",
      "identity",
      { Version: "2012-10-17", Statement: [one, one] },
    ],
    [
      "duplicate-sid",
      "two that differ by case",
      "identity",
      {
        Version: "2012-10-17",
        Statement: [
          { Sid: "a", ...one },
          { Sid: "A", ...one },
        ],
      },
    ],
    [
      "invalid-sid",
      "a bucket policy's, which may hold more",
      "resource",
      {
        Sid: "Let in",
        Principal: "*",
        ...one,
      },
    ],
  ],
);
