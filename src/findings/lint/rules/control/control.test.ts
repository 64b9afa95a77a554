import assert from "node:assert/strict";
import { test } from "node:test";
import { codesOf, declareCases } from "../../../../../test/support/lint.ts";

const deny = { Effect: "Deny", Principal: "*", Resource: "*" };
const outside = { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg1" } };

declareCases(
  [
    [
      "rcp-unsupported-service",
      "one among others",
      "rcp",
      { ...deny, Action: ["s3:*", "sns:Publish"], Condition: outside },
    ],
    ["denies-everything", "*:*", "scp", { Effect: "Deny", Action: "*:*", Resource: "*" }],
    [
      "denies-aws-services",
      "a bucket's policy",
      "resource",
      {
        ...deny,
        Action: "s3:*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } },
      },
    ],
    [
      "principal-not-allowed",
      "a named principal in an RCP",
      "rcp",
      { ...deny, Principal: { AWS: "123456789012" }, Action: "s3:*" },
    ],
    ["action-not-allowed", "every action in an RCP", "rcp", { ...deny, Action: "*" }],
    ["effect-not-allowed", "an RCP that allows", "rcp", { ...deny, Effect: "Allow", Action: "s3:*" }],
    ["element-not-allowed", "a principal in an SCP", "scp", { ...deny, Action: "s3:*" }],
  ],
  [
    [
      "rcp-unsupported-service",
      "services that RCPs reach",
      "rcp",
      { ...deny, Action: ["s3:*", "dynamodb:*"], Condition: outside },
    ],
    [
      "denies-everything",
      "a region",
      "scp",
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
    ],
    [
      "denies-aws-services",
      "AWS's own pattern",
      "rcp",
      {
        ...deny,
        Action: "s3:*",
        Condition: { ...outside, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
      },
    ],
    [
      "denies-aws-services",
      "a demand for a key that services do not bring",
      "resource",
      {
        ...deny,
        Action: "s3:*",
        Condition: { ...outside, StringEquals: { "aws:PrincipalType": "User" } },
      },
    ],
  ],
);

// Since September 2025 (IAM-SEMANTICS 7); older tools still call each of these an error.
test("an SCP has the whole language: conditions, ARNs, NotResource and NotAction with Allow too", () => {
  const statements = [
    { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::a/*" },
    {
      Effect: "Allow",
      Action: "ec2:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    },
    { Effect: "Deny", Action: "sqs:*", NotResource: "arn:aws:sqs:eu-west-1:123456789012:q" },
    { Effect: "Deny", Action: "*:Delete*", Resource: "*" },
  ];
  assert.deepEqual(codesOf({ Version: "2012-10-17", Statement: statements }, "scp"), []);
});

test("AWS's own RCP is fine", () => {
  const full = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
  assert.deepEqual(codesOf({ Version: "2012-10-17", Statement: [full] }, "rcp"), []);
});
