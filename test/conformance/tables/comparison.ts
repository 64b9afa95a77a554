/** Pairs of policies whose relation is easy to get wrong, each with the rule that decides it. */
import type { PolicyKind } from "../../../src/policy/index.ts";

export type ComparisonRow = {
  readonly rule: number;
  readonly says: string;
  readonly kind?: PolicyKind;
  readonly a: readonly unknown[];
  readonly b: readonly unknown[];
  /** Of A in B, of B in A: what is allowed. */
  readonly within: readonly [boolean, boolean];
  /** Of A in B, of B in A: what is explicitly denied. Both, where it is left out. */
  readonly denied?: readonly [boolean, boolean];
  readonly exact?: boolean;
  /** The policies' version; 2012-10-17 where it is left out. */
  readonly version?: string;
  /** Only requests count for actions that AWS lists, on resources that they take. */
  readonly knownActions?: boolean;
};

const allow = (Action: unknown, Resource: unknown = "*", more: object = {}): unknown => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown = "*", more: object = {}): unknown => ({
  Effect: "Deny",
  Action,
  Resource,
  ...more,
});
const when = (operator: string, key: string, values: unknown): object => ({
  Condition: { [operator]: { [key]: values } },
});
const guarded = (operator: string, key: string, values: unknown): unknown =>
  allow("s3:GetObject", "*", when(operator, key, values));
const trust = (Principal: unknown, more: object = {}): unknown => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...more,
});

const everyAction = { Effect: "Allow", Action: "*", Resource: "*" } as const;
const same = [true, true] as const;
const narrower = [true, false] as const;
const wider = [false, true] as const;
const apart = [false, false] as const;
const account = "111122223333";
const role = `arn:aws:iam::${account}:role/app`;

/** Among known actions; over all requests, none of these pairs is the same. */
const knownRows: readonly Omit<ComparisonRow, "knownActions">[] = [
  {
    rule: 52,
    says: "among known actions, a wildcard is the list of actions that match it",
    a: [allow("sts:AssumeRole*")],
    b: [allow(["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"])],
    within: same,
  },
  {
    rule: 52,
    says: "among known actions, a list without one of those that the wildcard matches is narrower",
    a: [allow("sts:AssumeRole*")],
    b: [allow(["sts:AssumeRole", "sts:AssumeRoleWithSAML"])],
    within: wider,
  },
  {
    rule: 52,
    says: "among known actions, one that does not exist allows nothing",
    a: [allow(["s3:GetObject", "s3:GetObjekt"])],
    b: [allow("s3:getobject")],
    within: same,
  },
  {
    rule: 52,
    says: "among known actions, all actions but a service's are what Deny leaves of all",
    a: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    b: [allow("*"), deny("iam:?*")],
    within: same,
    denied: narrower,
  },
  {
    rule: 52,
    says: "among known actions, NotAction with one more leaves less",
    a: [{ Effect: "Allow", NotAction: ["iam:*", "sts:Assume*", "s3:Get*"], Resource: "*" }],
    b: [{ Effect: "Allow", NotAction: ["iam:*", "sts:Assume*", "s3:Get*", "kms:Decrypt"], Resource: "*" }],
    within: wider,
  },
  {
    rule: 52,
    says: "among known actions, wildcards that differ in actions that don't exist deny the same",
    a: [deny("sts:*Role")],
    b: [deny(["sts:AssumeRole", "sts:?*Role"])],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, an action on objects allows nothing on a bucket",
    a: [allow("s3:GetObject", "arn:aws:s3:::b")],
    b: [allow("s3:GetObject", "arn:aws:s3:::c")],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, a bucket's name has no slash, so objects are no buckets",
    a: [allow("s3:CreateBucket", "arn:aws:s3:::b*")],
    b: [allow("s3:CreateBucket", "arn:aws:s3:::b*"), deny("s3:CreateBucket", "arn:aws:s3:::*/*")],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, what only objects have is all the same to an action on buckets",
    a: [allow("s3:ListBucket", "arn:aws:s3:::b*")],
    b: [allow("s3:ListBucket", ["arn:aws:s3:::b*", "arn:aws:s3:::c*/?"])],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, buckets and objects may be split, each with its actions",
    a: [allow(["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::b*")],
    b: [allow("s3:GetObject", "arn:aws:s3:::b*/*"), allow("s3:ListBucket", "arn:aws:s3:::b*")],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, one that takes no resource is asked about the star alone",
    a: [allow("s3:ListAllMyBuckets")],
    b: [allow("s3:ListAllMyBuckets", "arn:*:*:*:*:*")],
    within: wider,
  },
  {
    rule: 51,
    says: "among known actions, one that must have a resource is not asked about the star",
    a: [allow("iam:PassRole")],
    b: [allow("iam:PassRole", "arn:*:iam::*:role/*")],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, one whose resources are all optional may be asked about the star",
    a: [allow("sts:TagSession")],
    b: [allow("sts:TagSession", "arn:*:iam::*:role/*")],
    within: wider,
  },
  {
    rule: 51,
    says: "among known actions, a role in a region is none",
    a: [allow("iam:PassRole", "arn:aws:iam:*:111122223333:role/*")],
    b: [allow("iam:PassRole", "arn:aws:iam::111122223333:role/*")],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, all actions on a resource are those that take it",
    a: [allow("*", "arn:aws:sns:eu-west-1:111122223333:alarms")],
    b: [allow("*", "arn:aws:sns:*:111122223333:alarms")],
    within: narrower,
  },
  {
    rule: 51,
    says: "among known actions, a resource that no action takes is denied to nobody",
    a: [
      allow("s3:*"),
      { Effect: "Deny", Action: "s3:*", NotResource: ["arn:aws:s3:::b", "arn:aws:nosuch:::b"] },
    ],
    b: [allow("s3:*"), { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::b" }],
    within: same,
  },
  {
    rule: 51,
    says: "among known actions, Deny leaves out resources that some action takes",
    a: [
      allow("s3:*"),
      { Effect: "Deny", Action: "s3:*", NotResource: ["arn:aws:s3:::b", "arn:aws:s3:::c/?*"] },
    ],
    b: [allow("s3:*"), { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::b" }],
    within: wider,
    denied: narrower,
  },
  {
    rule: 53,
    says: "among known actions, a variable stands for whatever it may be worth",
    a: [allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}/*")],
    b: [allow("s3:GetObject", "arn:aws:s3:::b/*")],
    within: narrower,
  },
  {
    rule: 53,
    says: "among known actions, a variable before the resource's own name makes no service another",
    a: [allow("iam:PassRole", "arn:${aws:PrincipalTag/partition}:iam::111122223333:role/*")],
    b: [allow("iam:PassRole", "arn:aws:sqs:eu-west-1:111122223333:queue")],
    within: wider,
    exact: false,
  },
  {
    rule: 18,
    says: "among known actions, a trust policy's actions are those of roles, and the rest of STS",
    kind: "trust",
    a: [{ Effect: "Allow", Principal: { AWS: role }, Action: ["sts:AssumeRole*", "sts:TagSession"] }],
    b: [
      {
        Effect: "Allow",
        Principal: { AWS: role },
        Action: ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSess*"],
      },
    ],
    within: same,
  },
  {
    rule: 18,
    says: "among known actions, a condition of a trust policy counts as ever",
    kind: "trust",
    a: [trust({ AWS: role }, when("StringEquals", "sts:ExternalId", "a"))],
    b: [trust({ AWS: role }, when("StringLike", "sts:ExternalId", "a*"))],
    within: narrower,
  },
];

export const comparisonRows: readonly ComparisonRow[] = [
  {
    rule: 52,
    says: "the case of actions does not count",
    a: [allow("S3:GETOBJECT")],
    b: [allow("s3:GetObject")],
    within: same,
  },
  {
    rule: 52,
    says: "wildcards may stand anywhere in an action",
    a: [allow("s3:Get*")],
    b: [allow("s3:*t*")],
    within: narrower,
  },
  {
    rule: 52,
    says: "a question mark is one character",
    a: [allow("s3:GetObjec?")],
    b: [allow("s3:GetObject?")],
    within: apart,
  },
  {
    rule: 52,
    says: "all that begin so are those that are so, and those that go on",
    a: [allow(["s3:Get", "s3:Get?*"])],
    b: [allow("s3:Get*")],
    within: same,
  },
  {
    rule: 52,
    says: "names of keys are compared without regard to case",
    a: [guarded("StringEquals", "AWS:principaltag/TEAM", "a")],
    b: [guarded("StringEquals", "aws:PrincipalTag/team", "a")],
    within: same,
  },
  {
    rule: 1,
    says: "what is denied is not allowed",
    a: [allow("s3:*"), deny("s3:Delete*")],
    b: [allow("s3:*")],
    within: narrower,
    denied: wider,
  },
  {
    rule: 1,
    says: "all but the listed actions are everything without the listed ones",
    a: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    b: [allow("*"), deny("iam:*")],
    within: same,
    denied: narrower,
  },
  {
    rule: 1,
    says: "a denial of all but one action leaves that one",
    a: [allow("*"), { Effect: "Deny", NotAction: "s3:GetObject", Resource: "*" }],
    b: [allow("s3:GetObject")],
    within: same,
    denied: wider,
  },
  {
    rule: 51,
    says: "wildcards of a resource stay in their component",
    a: [allow("s3:*", "arn:aws:s3:*:*:b")],
    b: [allow("s3:*", "arn:aws:s3:::b*")],
    within: apart,
  },
  {
    rule: 51,
    says: "a wildcard of the resource part passes slashes and colons",
    a: [allow("s3:*", "arn:aws:s3:::b/x/y:z")],
    b: [allow("s3:*", "arn:aws:s3:::b/*")],
    within: narrower,
  },
  {
    rule: 51,
    says: "bucket and objects are different resources",
    a: [allow("s3:*", "arn:aws:s3:::b")],
    b: [allow("s3:*", "arn:aws:s3:::b/*")],
    within: apart,
  },
  {
    rule: 51,
    says: "all ARNs and the star are every resource",
    a: [allow("s3:*", ["arn:*:*:*:*:*", "**"])],
    b: [allow("s3:*")],
    within: same,
  },
  {
    rule: 51,
    says: "all but a resource are everything without it",
    a: [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::b/*" }],
    b: [allow("s3:*"), deny("s3:*", "arn:aws:s3:::b/*")],
    within: same,
    denied: narrower,
  },
  {
    rule: 53,
    says: "an escaped star is a star",
    a: [allow("s3:*", "arn:aws:s3:::b/${*}")],
    b: [allow("s3:*", "arn:aws:s3:::b/*")],
    within: narrower,
  },
  {
    rule: 53,
    says: "a variable is no wildcard, but what it makes is within one",
    a: [allow("s3:*", "arn:aws:s3:::b/${aws:username}/*")],
    b: [allow("s3:*", "arn:aws:s3:::b/*/*")],
    within: narrower,
  },
  {
    rule: 53,
    says: "different variables are different",
    a: [allow("s3:*", "arn:aws:s3:::b/${aws:username}")],
    b: [allow("s3:*", "arn:aws:s3:::b/${aws:userid}")],
    within: apart,
  },
  {
    rule: 53,
    says: "without a version a variable is plain text",
    version: "2008-10-17",
    a: [allow("s3:*", "arn:aws:s3:::b/${aws:username}")],
    b: [allow("s3:*", "arn:aws:s3:::b/$*")],
    within: narrower,
  },
  {
    rule: 53,
    says: "a key with many values can't stand in a variable: nothing matches",
    a: [allow("s3:*", "arn:aws:s3:::b/${aws:TagKeys}")],
    b: [deny("s3:*", "arn:aws:s3:::c", when("Null", "aws:TagKeys", ["true"])), allow("iam:*"), deny("iam:*")],
    within: same,
    denied: narrower,
  },
  {
    rule: 45,
    says: "values are alternatives",
    a: [guarded("StringEquals", "aws:PrincipalTag/t", ["a", "b"])],
    b: [
      guarded("StringEquals", "aws:PrincipalTag/t", "a"),
      guarded("StringEquals", "aws:PrincipalTag/t", "b"),
    ],
    within: same,
  },
  {
    rule: 45,
    says: "of a negated operator no value may match",
    a: [guarded("StringNotEquals", "aws:PrincipalTag/t", ["a", "b"])],
    b: [guarded("StringNotEquals", "aws:PrincipalTag/t", "a")],
    within: narrower,
  },
  {
    rule: 46,
    says: "a negated operator holds where the key is absent",
    a: [guarded("StringNotEquals", "aws:PrincipalTag/t", "a")],
    b: [allow("s3:GetObject"), deny("s3:GetObject", "*", when("StringEquals", "aws:PrincipalTag/t", "a"))],
    within: same,
    denied: narrower,
  },
  {
    rule: 46,
    says: "IfExists adds the requests without the key",
    a: [guarded("StringEqualsIfExists", "aws:PrincipalTag/t", "a")],
    b: [guarded("StringEquals", "aws:PrincipalTag/t", "a"), guarded("Null", "aws:PrincipalTag/t", "true")],
    within: same,
  },
  {
    rule: 46,
    says: "Null false asks for the key",
    a: [guarded("StringLike", "aws:PrincipalTag/t", "*")],
    b: [guarded("Null", "aws:PrincipalTag/t", "false")],
    within: same,
  },
  {
    rule: 47,
    says: "a missing key is not false",
    a: [guarded("Bool", "aws:MultiFactorAuthPresent", "false")],
    b: [guarded("BoolIfExists", "aws:MultiFactorAuthPresent", "false")],
    within: narrower,
  },
  {
    rule: 48,
    says: "ForAllValues holds for no values",
    a: [guarded("ForAllValues:StringEquals", "aws:TagKeys", ["a"])],
    b: [guarded("ForAnyValue:StringEquals", "aws:TagKeys", ["a"])],
    within: apart,
  },
  {
    rule: 48,
    says: "all values and one at least are fewer than all",
    a: [
      allow("s3:GetObject", "*", {
        Condition: {
          "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] },
          Null: { "aws:TagKeys": "false" },
        },
      }),
    ],
    b: [guarded("ForAnyValue:StringEquals", "aws:TagKeys", ["a", "b"])],
    within: narrower,
  },
  {
    rule: 48,
    says: "that some value is not a is not the same as that none is",
    a: [guarded("ForAnyValue:StringNotEquals", "aws:TagKeys", "a")],
    b: [guarded("StringNotEquals", "aws:PrincipalTag/t", "a")],
    within: apart,
  },
  {
    rule: 49,
    says: "policies are compared over all texts, those too that STS would not take as a source identity",
    kind: "rcp",
    a: [deny("sts:TagSession", `${role}b?*`, { Principal: "*" })],
    b: [
      deny("sts:TagSession", [`${role}b?`, "arn:aws:iam::2*:role/app"], {
        Principal: "*",
        ...when("StringEquals", "sts:SourceIdentity", "?*?a"),
      }),
    ],
    within: same,
    denied: apart,
  },
  {
    rule: 49,
    says: "StringEquals takes wildcards literally",
    a: [guarded("StringEquals", "aws:PrincipalTag/t", "a*")],
    b: [guarded("StringLike", "aws:PrincipalTag/t", "a*")],
    within: narrower,
  },
  {
    rule: 49,
    says: "IgnoreCase takes both cases",
    a: [guarded("StringEquals", "aws:PrincipalTag/t", "Ab")],
    b: [guarded("StringEqualsIgnoreCase", "aws:PrincipalTag/t", "aB")],
    within: narrower,
  },
  {
    rule: 50,
    says: "StringLike passes colons where ArnLike does not",
    a: [guarded("ArnLike", "aws:SourceArn", "arn:aws:s3:::*")],
    b: [guarded("StringLike", "aws:SourceArn", "arn:*:*")],
    within: narrower,
  },
  {
    rule: 50,
    says: "ArnEquals is ArnLike",
    a: [guarded("ArnEquals", "aws:SourceArn", "arn:aws:sns:*:*:t")],
    b: [guarded("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:t")],
    within: same,
  },
  {
    rule: 54,
    says: "seconds and ISO 8601 are the same moments",
    a: [guarded("DateLessThan", "aws:CurrentTime", "2026-06-01T00:00:00Z")],
    b: [guarded("DateLessThan", "aws:CurrentTime", "1780272000")],
    within: same,
  },
  {
    rule: 54,
    says: "the clock in seconds is the same clock",
    a: [guarded("DateLessThan", "aws:CurrentTime", "2026-06-01T00:00:00Z")],
    b: [guarded("NumericLessThanEquals", "aws:EpochTime", "1780272000")],
    within: narrower,
  },
  {
    rule: 54,
    says: "two halves of a block are the block",
    a: [guarded("IpAddress", "aws:SourceIp", ["10.0.0.0/9", "10.128.0.0/9"])],
    b: [guarded("IpAddress", "aws:SourceIp", "10.0.0.0/8")],
    within: same,
  },
  {
    rule: 54,
    says: "an address without a mask is itself",
    a: [guarded("IpAddress", "aws:SourceIp", "203.0.113.7")],
    b: [guarded("IpAddress", "aws:SourceIp", "203.0.113.7/32")],
    within: same,
  },
  {
    rule: 54,
    says: "outside all blocks of one family is not outside all",
    a: [guarded("NotIpAddress", "aws:SourceIp", "0.0.0.0/0")],
    b: [guarded("IpAddress", "aws:SourceIp", "::/0")],
    within: wider,
  },
  {
    rule: 12,
    says: "an account's id is its root ARN",
    kind: "trust",
    a: [trust({ AWS: account })],
    b: [trust({ AWS: `arn:aws:iam::${account}:root` })],
    within: same,
  },
  {
    rule: 12,
    says: "as a value of aws:PrincipalArn it is the root user alone",
    kind: "trust",
    a: [trust({ AWS: "*" }, when("ArnEquals", "aws:PrincipalArn", `arn:aws:iam::${account}:root`))],
    b: [trust({ AWS: account })],
    within: narrower,
  },
  {
    rule: 15,
    says: "the star and the AWS star are the same",
    kind: "resource",
    a: [allow("s3:*", "*", { Principal: "*" })],
    b: [allow("s3:*", "*", { Principal: { AWS: "*" } })],
    within: same,
  },
  {
    rule: 19,
    says: "services are told by name",
    kind: "trust",
    a: [trust({ Service: ["ec2.amazonaws.com", "ecs.amazonaws.com"] })],
    b: [trust({ Service: "ec2.amazonaws.com" })],
    within: wider,
  },
  {
    rule: 20,
    says: "a role's sessions have its ARN",
    kind: "trust",
    a: [trust({ AWS: role })],
    b: [trust({ AWS: account }, when("ArnEquals", "aws:PrincipalArn", role))],
    within: same,
  },
  {
    rule: 20,
    says: "a session is one of the role's",
    kind: "trust",
    a: [trust({ AWS: `arn:aws:sts::${account}:assumed-role/app/run` })],
    b: [trust({ AWS: account })],
    within: narrower,
  },
  {
    rule: 20,
    says: "the account of a principal is in its ARN",
    kind: "resource",
    a: [
      allow("s3:*", "*", {
        Principal: { AWS: "*" },
        ...when("StringEquals", "aws:PrincipalAccount", account),
      }),
    ],
    b: [allow("s3:*", "*", { Principal: { AWS: account } })],
    within: same,
  },
  {
    rule: 7,
    says: "an SCP may allow under a condition",
    kind: "scp",
    a: [allow("*", "*", when("StringEquals", "aws:RequestedRegion", "eu-west-1"))],
    b: [allow("*")],
    within: narrower,
  },
  {
    rule: 56,
    says: "an RCP denies",
    kind: "rcp",
    a: [
      deny("s3:*", "*", { Principal: "*", ...when("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-a") }),
    ],
    b: [deny("s3:*", "*", { Principal: "*", ...when("StringNotEquals", "aws:PrincipalOrgID", "o-a") })],
    within: same,
  },
  {
    rule: 48,
    says: "an operator without a set quantifier on a key with many values is not documented",
    a: [guarded("StringEquals", "aws:TagKeys", "a")],
    b: [guarded("ForAnyValue:StringEquals", "aws:TagKeys", "a")],
    // Whether one of several values has to match or all of them, one of them does.
    within: narrower,
    exact: false,
  },
  {
    rule: 4,
    says: "the account of another partition takes in no principal of this one",
    kind: "resource",
    a: [{ ...everyAction, Principal: { AWS: role } }],
    b: [{ ...everyAction, Principal: { AWS: `arn:aws-cn:iam::${account}:root` } }],
    within: apart,
  },
  {
    rule: 4,
    says: "an account's id takes in nobody of another partition",
    kind: "trust",
    a: [trust({ AWS: `arn:aws-cn:iam::${account}:root` })],
    b: [trust({ AWS: account })],
    within: apart,
  },
  {
    rule: 12,
    says: "an account's id and its ARN are the same",
    kind: "trust",
    a: [trust({ AWS: `arn:aws:iam::${account}:root` })],
    b: [trust({ AWS: account })],
    within: same,
  },
  {
    rule: 47,
    says: "a boolean that is there is true or false",
    kind: "scp",
    a: [
      allow("*", "*", when("Null", "aws:SecureTransport", "false")),
      deny("*", "*", when("Bool", "aws:SecureTransport", ["true", "false"])),
    ],
    b: [deny("*", "*", when("Bool", "aws:SecureTransport", ["true", "false"]))],
    within: same,
  },
  {
    rule: 53,
    says: "a variable with a name that no key has never has a value",
    kind: "scp",
    a: [allow("*", "arn:aws:sns:eu-west-1:111111111111:a")],
    b: [allow("*", "arn:aws:sns:us-east-1:111111111111:${?*}")],
    within: wider,
  },
  {
    rule: 17,
    says: "everybody but an account is less than everybody",
    kind: "resource",
    a: [{ Effect: "Allow", NotPrincipal: { AWS: account }, Action: "s3:*", Resource: "*" }],
    b: [allow("s3:*", "*", { Principal: "*" })],
    within: narrower,
  },
  {
    rule: 17,
    says: "to deny all but a role is to allow at most the role",
    kind: "resource",
    a: [
      allow("s3:*", "*", { Principal: "*" }),
      { Effect: "Deny", NotPrincipal: { AWS: role }, Action: "s3:*", Resource: "*" },
    ],
    b: [allow("s3:*", "*", { Principal: { AWS: role } })],
    within: same,
    denied: wider,
  },
  {
    rule: 14,
    says: "a deleted principal lets nobody in",
    kind: "trust",
    a: [trust({ AWS: ["AROAEXAMPLEEXAMPLE123", role] })],
    b: [trust({ AWS: role })],
    within: same,
  },
  {
    rule: 35,
    says: "claims of a token are keys like others",
    kind: "trust",
    a: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
        Action: "sts:AssumeRoleWithWebIdentity",
        ...when("StringLike", "token.actions.githubusercontent.com:sub", "repo:org/app:*"),
      },
    ],
    b: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
        Action: "sts:AssumeRoleWithWebIdentity",
        ...when("StringLike", "token.actions.githubusercontent.com:sub", "repo:org/*"),
      },
    ],
    within: narrower,
  },
  ...knownRows.map((row) => ({ ...row, knownActions: true })),
];
