import { declareCases, statement } from "../../../../../test/support/lint.ts";

const get = (resource: unknown): object => statement({ Action: "s3:GetObject", Resource: resource });

declareCases(
  [
    ["malformed-resource", "a bucket's name", "identity", get("example")],
    ["malformed-resource", "a wildcard in the service segment", "identity", get("arn:aws:*:::a/*")],
    [
      "malformed-resource",
      "a variable in the account",
      "identity",
      get("arn:aws:s3::${aws:PrincipalAccount}:a/*"),
    ],
    [
      "malformed-resource",
      "an account with a hyphen",
      "identity",
      get("arn:aws:sqs:eu-west-1:1234-5678-9012:q"),
    ],
    ["malformed-resource", "no resource part", "scp", get("arn:aws:s3:::")],
    ["foreign-partition", "a partition that does not exist", "identity", get("arn:amazon:s3:::a/*")],
    [
      "action-without-resource",
      "one among others",
      "identity",
      statement({ Action: ["s3:ListBucket", "s3:ListAllMyBuckets"] }),
    ],
    [
      "action-fits-no-resource",
      "an object's action on buckets",
      "identity",
      get(["arn:aws:s3:::a", "arn:aws:s3:::b"]),
    ],
    [
      "action-fits-no-resource",
      "a bucket's action on objects",
      "identity",
      statement({ Resource: "arn:aws:s3:::a/*" }),
    ],
    [
      "resource-fits-no-action",
      "a bucket beside objects",
      "identity",
      get(["arn:aws:s3:::a", "arn:aws:s3:::a/*"]),
    ],
    [
      "resource-fits-no-action",
      "a queue for functions",
      "identity",
      statement({ Action: "lambda:Invoke*", Resource: "arn:aws:sqs:eu-west-1:123456789012:q" }),
    ],
    ["redundant-resource", "one beside everything", "identity", get(["*", "arn:aws:s3:::a/*"])],
    ["redundant-resource", "the same twice", "identity", get(["arn:aws:s3:::a/*", "arn:aws:s3:::a/*"])],
    [
      "allow-with-not-resource",
      "one in an SCP",
      "scp",
      { Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::a" },
    ],
  ],
  [
    [
      "malformed-resource",
      "variables and wildcards in the resource part",
      "identity",
      get("arn:aws:s3:::a/${aws:username}/*?"),
    ],
    [
      "malformed-resource",
      "a wildcard for region and account",
      "identity",
      statement({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:q" }),
    ],
    [
      "malformed-resource",
      "a policy of AWS",
      "identity",
      statement({ Action: "iam:GetPolicy", Resource: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
    ],
    ["malformed-resource", "a wildcard for the partition", "identity", get("arn:*:s3:::a/*")],
    ["foreign-partition", "a policy for China alone", "identity", get("arn:aws-cn:s3:::a/*")],
    [
      "foreign-partition",
      "a wildcard for the partition beside aws",
      "identity",
      get(["arn:*:s3:::a/*", "arn:aws:s3:::b/*"]),
    ],
    [
      "action-without-resource",
      "it on everything",
      "identity",
      statement({ Action: "s3:ListAllMyBuckets", Resource: "*" }),
    ],
    [
      "action-without-resource",
      "NotResource",
      "identity",
      { Effect: "Deny", Action: "s3:ListAllMyBuckets", NotResource: "arn:aws:s3:::a" },
    ],
    ["action-fits-no-resource", "a pattern of actions", "identity", statement({ Action: "s3:Get*" })],
    [
      "action-fits-no-resource",
      "a resource with a variable",
      "identity",
      get("arn:aws:s3:::${aws:PrincipalTag/bucket}/*"),
    ],
    [
      "action-fits-no-resource",
      "a pattern that spans buckets and objects",
      "identity",
      get("arn:aws:s3:::a*"),
    ],
    [
      "resource-fits-no-action",
      "an unknown action beside, which may work on it",
      "identity",
      statement({ Action: ["s3:GetObject", "s3:NewAction"] }),
    ],
    ["redundant-resource", "two that overlap", "identity", get(["arn:aws:s3:::a/b*", "arn:aws:s3:::a/*c"])],
    [
      "redundant-resource",
      "a variable, which may be anything",
      "identity",
      get(["arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::a/x"]),
    ],
    [
      "allow-with-not-resource",
      "NotResource with Deny",
      "identity",
      { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::a" },
    ],
  ],
);
