/**
 * Cases about which Z3 and an evaluator once disagreed, made small, and what the rules say about them. The random judges
 * found them; here they stay.
 */
import type { RawPolicy, RawStatement, Role } from "../../judges/z3/random/policies.ts";
import type { RawSet } from "../../judges/z3/random/questions.ts";
import type { Answer, Context } from "./row.ts";

export type Judge = "concrete" | "symbolic" | "Z3";

type Found = {
  readonly rule: number;
  /** What the disagreement taught. */
  readonly says: string;
  readonly wrong: Judge;
  /** Judges that say otherwise today: reported, and not yet put right. */
  readonly openWith?: readonly Judge[];
};

export type JudgedRequestRow = Found & {
  readonly by: string | { readonly federated: string };
  readonly role?: string;
  readonly action: string;
  readonly on: string;
  /** Default: 111111111111. */
  readonly owner?: string;
  readonly context?: Context;
  readonly policies: Partial<RawSet>;
  /** `denied`: which reason is told, AWS does not say. */
  readonly answer: Answer | "denied";
};

export type JudgedPairRow = Found & {
  readonly kind: Role;
  readonly a: RawPolicy;
  readonly b: RawPolicy;
  readonly question: "aWithinB" | "bWithinA" | "denyAWithinB" | "denyBWithinA";
  readonly within: boolean;
};

function policy(...Statement: readonly RawStatement[]): RawPolicy {
  return { Version: "2012-10-17", Statement };
}

const ops = {
  by: "arn:aws:sts::111111111111:assumed-role/ops/a",
  role: "arn:aws:iam::111111111111:role/team/ops",
} as const;
const ada = "arn:aws:iam::111111111111:user/ada";
const vendor = {
  by: "arn:aws:sts::999999999999:assumed-role/vendor/run",
  role: "arn:aws:iam::999999999999:role/vendor",
} as const;
const everything = policy({ Effect: "Allow", Action: ["*"], Resource: ["*"] });
const target = "arn:aws:iam::111111111111:role/target";
const key = "arn:aws:kms:us-east-1:111111111111:key/a";
const opensTo = (...AWS: readonly string[]): RawPolicy =>
  policy({ Effect: "Allow", Principal: { AWS }, Action: ["*"], Resource: ["*"] });
const trusts = (...AWS: readonly string[]): RawPolicy =>
  policy({ Effect: "Allow", Principal: { AWS }, Action: ["*"] });

export const judgedRequestRows: readonly JudgedRequestRow[] = [
  {
    rule: 61,
    says: "an action of KMS that is about no key asks for no key policy",
    wrong: "Z3",
    by: ada,
    action: "kms:ListKeys",
    on: "*",
    policies: { identity: [everything] },
    answer: "Allowed",
  },
  {
    rule: 25,
    says: "assuming asks for a trust policy, even where the request names no role",
    wrong: "symbolic",
    ...ops,
    action: "sts:AssumeRole",
    on: "*",
    policies: { identity: [everything] },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 68,
    says: "a service that takes no unsigned calls refuses them, whatever else denies them",
    wrong: "Z3",
    by: "anonymous",
    action: "sts:AssumeRole",
    on: target,
    policies: { resource: policy({ Effect: "Deny", Principal: { AWS: ["*"] }, Action: ["*"] }) },
    answer: "denied",
  },
  {
    rule: 40,
    says: "who it is, a caller may always ask, whatever denies it",
    wrong: "Z3",
    by: ada,
    action: "sts:GetCallerIdentity",
    on: "*",
    policies: { identity: [policy({ Effect: "Deny", Action: ["*"], Resource: ["*"] })] },
    answer: "Allowed",
  },
  {
    rule: 61,
    says: "revoking grants of a key works across accounts",
    wrong: "Z3",
    ...vendor,
    action: "kms:RevokeGrant",
    on: key,
    policies: { identity: [everything], resource: opensTo(vendor.role) },
    answer: "Allowed",
  },
  {
    rule: 30,
    says: "the right to send tags comes from the trust policy too, and not from the account alone",
    wrong: "Z3",
    by: "arn:aws:iam::111111111111:root",
    action: "sts:AssumeRole",
    on: target,
    context: { "aws:TagKeys": ["team"] },
    policies: {
      resource: policy({ Effect: "Allow", Principal: { AWS: ["111111111111"] }, Action: ["sts:AssumeRole"] }),
    },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 30,
    says: "an RCP that denies sts:TagSession denies the assumption that sends tags",
    wrong: "symbolic",
    ...vendor,
    action: "sts:AssumeRole",
    on: target,
    context: { "sts:TransitiveTagKeys": ["team"] },
    policies: {
      identity: [everything],
      resource: trusts(vendor.role),
      rcps: [[policy({ Effect: "Deny", Principal: "*", Action: ["sts:TagSession"], Resource: ["*"] })]],
    },
    answer: "ExplicitlyDenied",
  },
  {
    rule: 18,
    says: "an IAM principal can't come with SAML, however the trust names it",
    wrong: "symbolic",
    ...ops,
    action: "sts:AssumeRoleWithSAML",
    on: target,
    policies: { resource: trusts(ops.by) },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 18,
    says: "a provider of another account lets nobody in, whatever the star means to federated callers",
    wrong: "concrete",
    by: { federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com" },
    action: "sts:AssumeRoleWithWebIdentity",
    on: "arn:aws:iam::222222222222:role/target",
    owner: "222222222222",
    policies: { resource: trusts("*") },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 4,
    says: "a key policy that names the account of another partition delegates to nobody here",
    wrong: "symbolic",
    ...ops,
    action: "kms:Decrypt",
    on: key,
    policies: { identity: [everything], resource: opensTo("arn:aws-cn:iam::111111111111:root") },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 46,
    says: "a multi-valued key without a quantifier is in no doubt where it is absent",
    wrong: "symbolic",
    by: ada,
    action: "s3:GetObject",
    on: "arn:aws:s3:::a",
    policies: {
      identity: [
        policy({
          Effect: "Allow",
          Action: ["*"],
          Resource: ["*"],
          Condition: { StringLike: { "aws:TagKeys": ["a"] } },
        }),
      ],
    },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 5,
    says: "a path of no levels allows nothing",
    wrong: "symbolic",
    by: ada,
    action: "s3:GetObject",
    on: "arn:aws:s3:::a",
    policies: { identity: [everything], scps: [] },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 62,
    says: "the owner's root user mends a bucket's policy that denies everybody",
    wrong: "Z3",
    by: "arn:aws:iam::111111111111:root",
    action: "s3:PutBucketPolicy",
    on: "arn:aws:s3:::a",
    policies: { resource: policy({ Effect: "Deny", Principal: "*", Action: ["*"], Resource: ["*"] }) },
    answer: "Allowed",
  },
  {
    rule: 17,
    says: "NotPrincipal does not surely spare a role whose session it does not list",
    wrong: "Z3",
    by: "arn:aws:iam::111111111111:role/app",
    action: "lambda:InvokeFunction",
    on: "arn:aws:lambda:us-east-1:111111111111:function:a",
    policies: {
      identity: [everything],
      resource: policy({
        Effect: "Deny",
        NotPrincipal: { AWS: ["111111111111", "arn:aws:iam::111111111111:role/app"] },
        Action: ["*"],
        Resource: ["*"],
      }),
    },
    answer: "Unknown",
  },
];

export const judgedPairRows: readonly JudgedPairRow[] = [
  {
    rule: 4,
    says: "a role is not within the account of another partition",
    wrong: "symbolic",
    kind: "resource",
    a: opensTo(ops.role),
    b: opensTo("arn:aws-cn:iam::111111111111:root"),
    question: "aWithinB",
    within: false,
  },
  {
    rule: 53,
    says: "a multi-valued key has no value in a variable, even when the request states one value",
    wrong: "Z3",
    kind: "identity",
    a: policy({ Effect: "Allow", Action: ["*"], Resource: ["arn:aws:s3:::*${aws:TagKeys}*"] }),
    b: policy({ Effect: "Allow", Action: ["*"], Resource: ["arn:aws:s3:::ä${aws:username}?"] }),
    question: "bWithinA",
    within: false,
  },
  {
    rule: 20,
    says: "a session is not within a role of its name at the root path: its own may stand elsewhere",
    wrong: "Z3",
    kind: "resource",
    a: opensTo("arn:aws:iam::111111111111:role/app"),
    b: opensTo("arn:aws:sts::111111111111:assumed-role/app/run"),
    question: "bWithinA",
    within: false,
  },
  {
    rule: 20,
    says: "a Deny of one session denies somebody, whatever the path of its role",
    wrong: "Z3",
    kind: "resource",
    a: opensTo("arn:aws:iam::222222222222:role/app"),
    b: policy({
      Effect: "Deny",
      Principal: { AWS: ["arn:aws:sts::111111111111:assumed-role/ops/b"] },
      Action: ["*"],
      Resource: ["*"],
    }),
    question: "denyBWithinA",
    within: false,
  },
  {
    rule: 12,
    says: "an account's id and its root ARN mean the same",
    wrong: "Z3",
    kind: "resource",
    a: opensTo("arn:aws:iam::111111111111:root"),
    b: opensTo("111111111111"),
    question: "bWithinA",
    within: true,
  },
  {
    rule: 12,
    says: "an account's id takes in nobody of another partition",
    wrong: "symbolic",
    kind: "resource",
    a: opensTo("arn:aws-cn:iam::111111111111:root"),
    b: opensTo("111111111111"),
    question: "aWithinB",
    within: false,
  },
  {
    rule: 53,
    says: "a variable that only another condition's value speaks of may have a value",
    wrong: "Z3",
    kind: "rcp",
    a: policy({
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*Object"],
      Resource: ["*"],
      Condition: { StringNotLike: { "aws:PrincipalArn": ["arn:aws:iam::${aws:PrincipalAccount}:role/app"] } },
    }),
    b: policy({ Effect: "Deny", Principal: "*", Action: ["s3:*Object"], Resource: ["*"] }),
    question: "denyBWithinA",
    within: false,
  },
];
