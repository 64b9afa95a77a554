/** IAM-SEMANTICS 30–33, 41, 45–54: what conditions leave open, and where they leave nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerOf,
  deadEndsTold,
  grantsTold,
  outsider,
  own,
  sister,
  type WorldOptions,
} from "../support/trust-world.ts";

type Row = {
  readonly rule: string;
  readonly says: string;
  readonly policy: unknown;
  readonly grants: readonly string[];
  readonly dead?: readonly string[];
  readonly world?: WorldOptions;
};

const statement = (
  effect: string,
  condition: object | undefined,
  action: unknown = "sts:AssumeRole",
): object => ({
  Effect: effect,
  Principal: { AWS: outsider },
  Action: action,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const allow = (condition?: object, action?: unknown) => statement("Allow", condition, action);
const deny = (condition?: object, action?: unknown) => statement("Deny", condition, action);
const service = (name: string, condition: object, action: unknown = "sts:AssumeRole"): object => ({
  Effect: "Allow",
  Principal: { Service: name },
  Action: action,
  Condition: condition,
});
const account = (guard: string, certainty?: "may") =>
  `account ${outsider} if ${guard}${certainty === "may" ? " (may)" : ""}`;

const rows: readonly Row[] = [
  {
    rule: "45",
    says: "values of one condition are alternatives, and stay one guard",
    policy: [allow({ StringEquals: { "sts:ExternalId": ["a", "b"] } })],
    grants: [account("StringEquals sts:ExternalId [a, b]")],
  },
  {
    rule: "45",
    says: "the same key under two operators must pass both",
    policy: [allow({ StringEquals: { "sts:ExternalId": "abc" }, StringLike: { "sts:ExternalId": "x*" } })],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "45",
    says: "none of a negated operator's values may match",
    policy: [
      allow({
        StringEquals: { "sts:ExternalId": ["a", "b"] },
        StringNotEquals: { "sts:ExternalId": ["a", "b"] },
      }),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "46",
    says: "a negated operator holds where the key is absent",
    policy: [allow({ StringNotEquals: { "sts:ExternalId": "a" }, Null: { "sts:ExternalId": "true" } })],
    grants: [account("Null sts:ExternalId [true] and StringNotEquals sts:ExternalId [a]")],
  },
  {
    rule: "46",
    says: "a positive operator does not",
    policy: [allow({ StringEquals: { "sts:ExternalId": "a" }, Null: { "sts:ExternalId": "true" } })],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "46",
    says: "IfExists does",
    policy: [allow({ StringEqualsIfExists: { "sts:ExternalId": "a" }, Null: { "sts:ExternalId": "true" } })],
    grants: [account("Null sts:ExternalId [true] and StringEqualsIfExists sts:ExternalId [a]")],
  },
  {
    rule: "47",
    says: "a Deny of MFA false leaves those without the key",
    policy: [allow(), deny({ Bool: { "aws:MultiFactorAuthPresent": "false" } })],
    grants: [account("BoolIfExists aws:MultiFactorAuthPresent [true]")],
  },
  {
    rule: "47",
    says: "a Deny of MFA false if it exists leaves only those with MFA",
    policy: [allow(), deny({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } })],
    grants: [account("Bool aws:MultiFactorAuthPresent [true]")],
  },
  {
    rule: "47",
    says: "a truth value has no third value",
    policy: [
      allow({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
      deny({ StringNotEquals: { "aws:MultiFactorAuthPresent": "false" } }),
    ],
    grants: [],
    dead: ["0: denied"],
  },
  {
    rule: "48",
    says: "ForAllValues holds of no values at all",
    policy: [
      allow({ "ForAllValues:StringEquals": { "aws:TagKeys": "team" }, Null: { "aws:TagKeys": "true" } }, [
        "sts:AssumeRole",
        "sts:TagSession",
      ]),
    ],
    grants: [
      `${account("ForAllValues:StringEquals aws:TagKeys [team] and Null aws:TagKeys [true]")} with tagSession`,
    ],
  },
  {
    rule: "48",
    says: "ForAnyValue asks for a value, even when negated",
    policy: [
      allow({ "ForAnyValue:StringNotEquals": { "aws:TagKeys": "team" }, Null: { "aws:TagKeys": "true" } }, [
        "sts:AssumeRole",
        "sts:TagSession",
      ]),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "48",
    says: "all values inside and some value outside exclude each other",
    policy: [
      allow(
        {
          "ForAllValues:StringLike": { "aws:TagKeys": ["a*", "b*"] },
          "ForAnyValue:StringNotLike": { "aws:TagKeys": ["a*", "b*"] },
        },
        ["sts:AssumeRole", "sts:TagSession"],
      ),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "48",
    says: "a key of many values without a set operator is a may",
    policy: [allow({ StringEquals: { "aws:TagKeys": "team" } }, ["sts:AssumeRole", "sts:TagSession"])],
    grants: [`${account("StringEquals aws:TagKeys [team]")} with tagSession (may)`],
  },
  {
    rule: "49",
    says: "StringEquals takes a star for a star",
    policy: [
      allow({ StringEquals: { "sts:ExternalId": "a*" }, StringNotEquals: { "sts:ExternalId": "a*" } }),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "49",
    says: "case counts in StringEquals and not in its IgnoreCase",
    policy: [
      allow({
        StringEquals: { "sts:ExternalId": "ABC" },
        StringEqualsIgnoreCase: { "sts:ExternalId": "abc" },
      }),
      allow({ StringEquals: { "sts:ExternalId": "ABC" }, StringLike: { "sts:ExternalId": "abc" } }),
    ],
    grants: [account("StringEquals sts:ExternalId [ABC] and StringEqualsIgnoreCase sts:ExternalId [abc]")],
    dead: ["1: contradiction"],
  },
  {
    rule: "50",
    says: "ArnLike keeps a star within its component, StringLike does not",
    policy: [
      service("sns.amazonaws.com", {
        ArnLike: { "aws:SourceArn": "arn:aws:sns:*:1" },
        StringEquals: { "aws:SourceArn": "arn:aws:sns:a:b:1:x" },
      }),
      service("sns.amazonaws.com", {
        StringLike: { "aws:SourceArn": "arn:aws:sns:*:1:x" },
        StringEquals: { "aws:SourceArn": "arn:aws:sns:a:b:1:x" },
      }),
      service("sqs.amazonaws.com", {
        ArnLike: { "aws:SourceArn": "arn:aws:sqs:*:1:x" },
        StringEquals: { "aws:SourceArn": "arn:aws:sqs:a:b:1:x" },
      }),
    ],
    grants: [
      "service sns.amazonaws.com if ArnLike aws:SourceArn [arn:aws:sns:*:1] and StringEquals aws:SourceArn [arn:aws:sns:a:b:1:x] (may)",
      "service sns.amazonaws.com if StringEquals aws:SourceArn [arn:aws:sns:a:b:1:x] and StringLike aws:SourceArn [arn:aws:sns:*:1:x]",
    ],
    dead: ["2: contradiction"],
  },
  {
    rule: "52",
    says: "actions and key names are compared without regard to case",
    policy: [
      allow(
        { StringEquals: { "STS:externalid": "a" }, StringNotEquals: { "sts:ExternalId": "a" } },
        "STS:assumerole",
      ),
      allow(undefined, "sts:Assume*"),
    ],
    grants: [`account ${outsider}`],
    dead: ["0: contradiction"],
  },
  {
    rule: "53",
    says: "a variable of unknown value is a may",
    policy: [allow({ StringEquals: { "sts:ExternalId": "${aws:PrincipalTag/id}" } })],
    grants: [`${account("StringEquals sts:ExternalId [${aws:PrincipalTag/id}]")} (may)`],
  },
  {
    rule: "53",
    says: "a variable of known value is put in",
    policy: [
      allow({
        StringEquals: { "sts:ExternalId": "${aws:PrincipalAccount}" },
        StringLike: { "sts:ExternalId": "8*" },
      }),
      allow({ StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } }),
    ],
    grants: [],
    dead: ["0: contradiction", "1: contradiction"],
  },
  {
    rule: "53",
    says: "in the old version a variable is plain text",
    policy: {
      Version: "2008-10-17",
      Statement: [allow({ StringEquals: { "aws:UserAgent": "${aws:PrincipalTag/id}" } })],
    },
    grants: [account("StringEquals aws:UserAgent [${aws:PrincipalTag/id}]")],
  },
  {
    rule: "28",
    says: "an external id, session name or source identity that STS does not take lets nobody in",
    policy: [
      allow({ StringEquals: { "sts:ExternalId": "our vendor" } }),
      allow({ StringEquals: { "sts:ExternalId": "" } }),
      allow({ StringLike: { "sts:RoleSessionName": "arn:aws:*" } }),
      allow({ StringEquals: { "sts:SourceIdentity": "a".repeat(65) } }, [
        "sts:AssumeRole",
        "sts:SetSourceIdentity",
      ]),
      allow({ StringEquals: { "sts:ExternalId": ["our vendor", "our/vendor:1"] } }),
    ],
    grants: [account("StringEquals sts:ExternalId [our vendor, our/vendor:1]")],
    dead: ["0: contradiction", "1: contradiction", "2: contradiction", "3: contradiction"],
  },
  {
    rule: "28",
    says: "what STS does not take is never there for a Deny either",
    policy: [allow({}), deny({ StringNotEquals: { "sts:ExternalId": "our vendor" } })],
    grants: [],
    dead: ["0: denied"],
  },
  {
    rule: "54",
    says: "time windows that do not meet leave nothing",
    policy: [
      allow({
        DateGreaterThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" },
        DateLessThan: { "aws:EpochTime": "1700000000" },
      }),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "54",
    says: "an address without mask is one address",
    policy: [
      allow({
        IpAddress: { "aws:SourceIp": "203.0.113.7" },
        NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      }),
      allow({
        IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
        NotIpAddress: { "aws:SourceIp": "203.0.113.7" },
      }),
    ],
    grants: [account("IpAddress aws:SourceIp [203.0.113.0/24] and NotIpAddress aws:SourceIp [203.0.113.7]")],
    dead: ["0: contradiction"],
  },
  {
    rule: "54",
    says: "a value that the operator can't read is a may in an Allow and in a Deny",
    policy: [
      allow({ NumericLessThan: { "aws:MultiFactorAuthAge": "ten" } }),
      allow({ Bool: { "aws:MultiFactorAuthPresent": "yes" } }),
      allow({ IpAddress: { "aws:SourceIp": "10.0.0.0/33" } }),
      allow({ DateLessThan: { "aws:CurrentTime": "2026-02-30" } }),
      allow({ Null: { "sts:ExternalId": "no" } }),
    ],
    grants: [
      account("NumericLessThan aws:MultiFactorAuthAge [ten]", "may"),
      account("Bool aws:MultiFactorAuthPresent [yes]", "may"),
      account("IpAddress aws:SourceIp [10.0.0.0/33]", "may"),
      account("DateLessThan aws:CurrentTime [2026-02-30]", "may"),
      account("Null sts:ExternalId [no]", "may"),
    ],
  },
  {
    rule: "54",
    says: "a Deny with a value that can't be read may deny",
    policy: [allow({}), deny({ NumericLessThan: { "aws:MultiFactorAuthAge": "ten" } })],
    grants: [`account ${outsider} (may)`],
  },
  {
    rule: "53",
    says: "an operator that takes no variables can't read one",
    policy: [
      allow({ Bool: { "aws:MultiFactorAuthPresent": "${aws:PrincipalTag/mfa}" } }),
      allow({ BinaryEquals: { "x:blob": "${aws:username}" } }),
    ],
    grants: [
      account("Bool aws:MultiFactorAuthPresent [${aws:PrincipalTag/mfa}]", "may"),
      account("BinaryEquals x:blob [${aws:username}]", "may"),
    ],
  },
  {
    rule: "54",
    says: "a time without a zone is of UTC",
    policy: [
      allow({
        DateGreaterThanEquals: { "aws:CurrentTime": "2026-01-01T12:00:00" },
        DateLessThanEquals: { "aws:CurrentTime": "2026-01-01T12:00:00Z" },
      }),
    ],
    grants: [
      account(
        "DateGreaterThanEquals aws:CurrentTime [2026-01-01T12:00:00] and DateLessThanEquals aws:CurrentTime [2026-01-01T12:00:00Z]",
      ),
    ],
  },
  {
    rule: "A5",
    says: "a number compared with the principal's names does not stop the answer",
    policy: [
      {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "sts:AssumeRole",
        Condition: {
          NumericEquals: { "aws:PrincipalArn": "5", "aws:PrincipalOrgID": "5" },
          StringEquals: { "aws:username": "ada" },
        },
      },
    ],
    grants: [
      "any account if NumericEquals aws:PrincipalArn [5] and NumericEquals aws:PrincipalOrgID [5] and StringEquals aws:username [ada] (may)",
    ],
  },
  {
    rule: "A5",
    says: "the owner's id compared as a number is its id",
    policy: [
      {
        Effect: "Allow",
        Principal: { AWS: own },
        Action: "sts:AssumeRole",
        Condition: { NumericEquals: { "aws:PrincipalAccount": own } },
      },
      {
        Effect: "Allow",
        Principal: { AWS: sister },
        Action: "sts:AssumeRole",
        Condition: { NumericEquals: { "aws:PrincipalAccount": own } },
      },
    ],
    grants: [`account ${own}`],
    dead: ["1: contradiction"],
  },
  {
    rule: "A5",
    says: "the owner's id may be written as a number",
    policy: [allow({ StringEquals: { "aws:ResourceAccount": Number(own) } })],
    grants: [`account ${outsider}`],
  },
  {
    rule: "35",
    says: "app_id and user_id are a matter of course in tokens of Login with Amazon alone",
    policy: [
      ...["www.amazon.com", "gitlab.com"].map((issuer) => ({
        Effect: "Allow",
        Principal: {
          Federated: issuer === "www.amazon.com" ? issuer : `arn:aws:iam::${own}:oidc-provider/gitlab.com`,
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { Null: { [`${issuer}:user_id`]: "true" } },
      })),
    ],
    grants: [`oidc arn:aws:iam::${own}:oidc-provider/gitlab.com if Null gitlab.com:user_id [true]`],
    dead: ["0: contradiction"],
  },
  {
    rule: "A5",
    says: "aws:FederatedProvider comes with tokens, not with SAML assertions",
    policy: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${own}:saml-provider/okta` },
        Action: "sts:AssumeRoleWithSAML",
        Condition: { StringLike: { "aws:FederatedProvider": "*" } },
      },
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "aws:FederatedProvider": "cognito-identity.amazonaws.com" } },
      },
    ],
    grants: ["oidc cognito-identity.amazonaws.com"],
    dead: ["0: contradiction"],
  },
  {
    rule: "A5",
    says: "sts:DurationSeconds is never there",
    policy: [allow({ NumericLessThan: { "sts:DurationSeconds": "3600" } })],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "A5",
    says: "aws:SourceArn comes with services only",
    policy: [allow({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::x" } })],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "30",
    says: "a condition on request tags needs sts:TagSession",
    policy: [allow({ StringEquals: { "aws:RequestTag/team": "x" } })],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "30",
    says: "sts:TagSession with conditions of its own splits the way in",
    policy: [allow(), allow({ StringEquals: { "aws:RequestTag/team": "x" } }, "sts:TagSession")],
    grants: [`account ${outsider}`, `${account("StringEquals aws:RequestTag/team [x]")} with tagSession`],
  },
  {
    rule: "30",
    says: "a request tag is there when its key is among the tag keys",
    policy: [
      allow(
        {
          StringEquals: { "aws:RequestTag/team": "x" },
          "ForAllValues:StringEquals": { "aws:TagKeys": "other" },
        },
        ["sts:AssumeRole", "sts:TagSession"],
      ),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "32",
    says: "sts:SetSourceIdentity of any statement lets a condition on the source identity pass",
    policy: [
      allow({ StringLike: { "sts:SourceIdentity": "*@example.com" } }),
      allow({ StringLike: { "sts:SourceIdentity": "*@example.com" } }, [
        "sts:AssumeRole",
        "sts:SetSourceIdentity",
      ]),
    ],
    grants: [`${account("StringLike sts:SourceIdentity [*@example.com]")} with setSourceIdentity`],
  },
  {
    rule: "41",
    says: "Roles Anywhere brings certificate values as principal tags",
    policy: [
      service(
        "rolesanywhere.amazonaws.com",
        { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "host" } },
        ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      ),
    ],
    grants: [
      "service rolesanywhere.amazonaws.com if StringEquals aws:PrincipalTag/x509Subject/CN [host] with tagSession, setSourceIdentity",
    ],
  },
  {
    rule: "1",
    says: "a Deny with one condition leaves its contrary",
    policy: [allow(), deny({ StringNotEquals: { "sts:ExternalId": "a" } })],
    grants: [account("StringEquals sts:ExternalId [a]")],
  },
  {
    rule: "1",
    says: "a Deny with two conditions leaves two alternatives",
    policy: [
      allow(),
      deny({
        StringNotEquals: { "sts:ExternalId": "a" },
        NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      }),
    ],
    grants: [account("IpAddress aws:SourceIp [203.0.113.0/24]"), account("StringEquals sts:ExternalId [a]")],
  },
  {
    rule: "1",
    says: "a Deny that can't meet the Allow changes nothing",
    policy: [
      allow({ StringEquals: { "sts:ExternalId": "a" } }),
      deny({ StringEquals: { "sts:ExternalId": "b" } }),
    ],
    grants: [account("StringEquals sts:ExternalId [a]")],
  },
  {
    rule: "1",
    says: "a Deny of everything but what the Allow excludes leaves nothing",
    policy: [
      allow({ StringEquals: { "sts:ExternalId": "ab" } }),
      deny({ StringLike: { "sts:ExternalId": "a*" } }),
    ],
    grants: [],
    dead: ["0: denied"],
  },
  {
    rule: "A5",
    says: "the role's own tags are known",
    policy: [allow({ StringEquals: { "aws:ResourceTag/open": "yes" } })],
    grants: [`account ${outsider}`],
    world: { tags: [{ key: "open", value: "yes" }] },
  },
  {
    rule: "A5",
    says: "a tag that the role lacks is absent",
    policy: [allow({ StringEquals: { "iam:ResourceTag/open": "yes" } })],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "23",
    says: "a role of the own account that is named stays beside its account",
    policy: [
      {
        Effect: "Allow",
        Principal: { AWS: [own, `arn:aws:iam::${own}:role/direct`] },
        Action: "sts:AssumeRole",
      },
      {
        Effect: "Allow",
        Principal: { AWS: [sister, `arn:aws:iam::${sister}:role/x`] },
        Action: "sts:AssumeRole",
      },
    ],
    grants: [`account ${own}`, `account ${sister}`, `role arn:aws:iam::${own}:role/direct pinned`],
  },
];

for (const { rule, says, policy, grants, dead = [], world = {} } of rows) {
  test(`IAM-SEMANTICS ${rule}: ${says}`, () => {
    assert.deepEqual(grantsTold(policy, world), grants.toSorted());
    assert.deepEqual(deadEndsTold(policy, world), dead.toSorted());
  });
}

test("IAM-SEMANTICS 55: what outsiders choose for themselves is told as theirs, and what AWS vouches for is not", () => {
  const condition = {
    StringEquals: {
      "sts:ExternalId": "x",
      "sts:RoleSessionName": "x",
      "aws:PrincipalTag/team": "x",
      "aws:UserAgent": "x",
      "aws:PrincipalType": "User",
      "aws:SourceVpce": "vpce-1",
    },
  };
  const [grant] = answerOf([allow(condition)]).grants;
  const controllers = grant?.guard.map(({ key, controlledBy }) => `${key} ${controlledBy}`);
  assert.deepEqual(controllers?.toSorted(), [
    "aws:PrincipalTag/team caller",
    "aws:PrincipalType principal",
    "aws:SourceVpce network",
    "aws:UserAgent caller",
    "sts:ExternalId caller",
    "sts:RoleSessionName caller",
  ]);
});
