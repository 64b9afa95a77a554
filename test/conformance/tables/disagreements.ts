/**
 * Cases about which the two evaluators once disagreed, made small, and what the rules say about them. The random law in
 * test/laws found them; here they stay.
 */
import type { RandomPolicy } from "../../laws/trust/random-policy.ts";
import type { Answer, Context } from "./row.ts";

export type DisagreementRow = {
  readonly rule: number;
  /** What the disagreement taught. */
  readonly says: string;
  readonly policy: RandomPolicy;
  readonly by: string | { readonly federated: string };
  /** Of a session: its role. */
  readonly role?: string;
  readonly context?: Context;
  readonly answer: Answer;
};

const ours = "arn:aws:iam::111111111111";
const member = "arn:aws:iam::222222222222";
const vendor = "arn:aws:iam::999999999999:role/vendor";
const okta = "arn:aws:iam::111111111111:saml-provider/okta";
const assume = ["sts:AssumeRole"] as const;
const tags = { "aws:RequestTag/team": "red", "aws:TagKeys": ["team"] } as const;
const anyone = { AWS: ["*"] } as const;

function policy(...Statement: RandomPolicy["Statement"]): RandomPolicy {
  return { Version: "2012-10-17", Statement };
}

export const disagreementRows: readonly DisagreementRow[] = [
  {
    rule: 4,
    says: "a Deny of a principal in another partition denies nobody here",
    policy: policy(
      { Effect: "Allow", Principal: { AWS: ["222222222222"] }, Action: assume },
      { Effect: "Deny", Principal: { AWS: ["arn:aws-cn:iam::222222222222:root"] }, Action: ["sts:*"] },
    ),
    by: `${member}:user/ada`,
    answer: "Allowed",
  },
  {
    rule: 4,
    says: "an Allow for a principal in another partition gives no session rights here",
    policy: policy(
      { Effect: "Allow", Principal: { AWS: ["222222222222"] }, Action: assume },
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws-cn:iam::222222222222:root"] },
        Action: ["sts:TagSession"],
      },
    ),
    by: `${member}:user/ada`,
    context: tags,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 15,
    says: "whether the star gives session rights to a federated caller is not documented",
    policy: policy(
      { Effect: "Allow", Principal: { Federated: [okta] }, Action: ["sts:AssumeRoleWithSAML"] },
      { Effect: "Allow", Principal: anyone, Action: ["sts:TagSession"] },
    ),
    by: { federated: okta },
    context: tags,
    answer: "Unknown",
  },
  {
    rule: 15,
    says: "whether the star gives session rights to a service is not documented",
    policy: policy(
      { Effect: "Allow", Principal: { Service: ["sns.amazonaws.com"] }, Action: assume },
      { Effect: "Allow", Principal: anyone, Action: ["*"] },
    ),
    by: "sns.amazonaws.com",
    context: { "sts:SourceIdentity": "a" },
    answer: "Unknown",
  },
  {
    rule: 17,
    says: "a Deny of all but one user is in doubt for that user while its account is not listed",
    policy: policy(
      { Effect: "Allow", Principal: { AWS: [`${member}:user/ada`] }, Action: assume },
      { Effect: "Deny", NotPrincipal: { AWS: [`${member}:user/ada`] }, Action: assume },
    ),
    by: `${member}:user/ada`,
    answer: "Unknown",
  },
  {
    rule: 17,
    says: "an Allow of all but one account is never surely a way in",
    policy: policy({ Effect: "Allow", NotPrincipal: { AWS: ["999999999999"] }, Action: assume }),
    by: `${ours}:user/bob`,
    answer: "Unknown",
  },
  {
    rule: 17,
    says: "an Allow of all but one account does not let that account in",
    policy: policy({ Effect: "Allow", NotPrincipal: { AWS: ["999999999999"] }, Action: assume }),
    by: "arn:aws:iam::999999999999:root",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 1,
    says: "a Deny of the owner's own role narrows the star",
    policy: policy(
      { Effect: "Allow", Principal: anyone, Action: ["*"] },
      { Effect: "Deny", Principal: { AWS: [`${ours}:role/app`] }, Action: assume },
    ),
    by: `${ours}:role/app`,
    answer: "ExplicitlyDenied",
  },
  {
    rule: 1,
    says: "a Deny of the owner's own account narrows the star",
    policy: policy(
      { Effect: "Allow", Principal: anyone, Action: assume },
      { Effect: "Deny", Principal: { AWS: ["111111111111"] }, Action: assume },
    ),
    by: `${ours}:role/app`,
    answer: "ExplicitlyDenied",
  },
  {
    rule: 49,
    says: "the owner's account id may stand under an operator that ignores case",
    policy: policy({
      Effect: "Allow",
      Principal: anyone,
      Action: ["*"],
      Condition: { StringEqualsIgnoreCase: { "aws:PrincipalAccount": ["111111111111"] } },
    }),
    by: `${ours}:user/bob`,
    answer: "Allowed",
  },
  {
    rule: 30,
    says: "under the star, one user of the owner's account may have a session right that others lack",
    policy: policy(
      { Effect: "Allow", Principal: anyone, Action: assume },
      { Effect: "Allow", Principal: { AWS: [`${ours}:user/a`] }, Action: ["sts:TagSession"] },
    ),
    by: `${ours}:user/a`,
    context: tags,
    answer: "Allowed",
  },
  {
    rule: 53,
    says: "the same text with a variable is one thing as a pattern and another as a literal",
    policy: policy({
      Effect: "Allow",
      Principal: { AWS: [`${member}:role/app`] },
      Action: assume,
      Condition: {
        StringNotEqualsIgnoreCase: { "example:Custom": ["${sts:RoleSessionName}*"] },
        StringLike: { "example:Custom": ["${sts:RoleSessionName}*"] },
      },
    }),
    by: `${member}:role/app`,
    context: { "example:Custom": "ab", "sts:RoleSessionName": "a" },
    answer: "Allowed",
  },
  {
    rule: 30,
    says: "without sts:TagSession a negated condition on a tag lets in whoever sends no tag",
    policy: policy({
      Effect: "Allow",
      Principal: { AWS: [`${member}:role/app`] },
      Action: assume,
      Condition: { StringNotEquals: { "aws:RequestTag/team": ["blue"] } },
    }),
    by: `${member}:role/app`,
    answer: "Allowed",
  },
  {
    rule: 48,
    says: "without a quantifier, StringLikeIfExists on absent tag keys holds, so its Deny is sure",
    policy: policy(
      { Effect: "Allow", Principal: { Service: ["pods.eks.amazonaws.com"] }, Action: ["*"] },
      {
        Effect: "Deny",
        Principal: anyone,
        Action: ["*"],
        Condition: { StringLikeIfExists: { "aws:TagKeys": ["t*"] } },
      },
    ),
    by: "pods.eks.amazonaws.com",
    answer: "ExplicitlyDenied",
  },
  {
    rule: 53,
    says: "in Version 2008-10-17 an escape is literal text",
    policy: {
      Version: "2008-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: [vendor] },
          Action: assume,
          Condition: { StringLike: { "sts:ExternalId": ["${$}"] } },
        },
      ],
    },
    by: vendor,
    context: { "sts:ExternalId": "$" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 35,
    says: "the star with a condition on an issuer's claim may let that issuer's users in, and that must be told",
    policy: policy({
      Effect: "Allow",
      Principal: anyone,
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: { StringLike: { "token.actions.githubusercontent.com:aud": ["Ä*"] } },
    }),
    by: { federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com" },
    context: { "token.actions.githubusercontent.com:aud": "Äx" },
    answer: "Unknown",
  },
  {
    rule: 20,
    says: "an example of a session states the role that the policy names, so that the role's rights are the session's",
    policy: policy(
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:sts::222222222222:assumed-role/app/run"] },
        Action: assume,
        Condition: { "ForAnyValue:StringNotEqualsIgnoreCase": { "sts:TransitiveTagKeys": ["a"] } },
      },
      { Effect: "Allow", Principal: { AWS: [`${member}:role/app`] }, Action: ["sts:*"] },
    ),
    by: "arn:aws:sts::222222222222:assumed-role/app/run",
    role: `${member}:role/app`,
    context: { "sts:TransitiveTagKeys": ["b"] },
    answer: "Allowed",
  },
  {
    rule: 20,
    says: "a Deny of the one session that an Allow names leaves nobody, whichever session the role calls by",
    policy: policy(
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:sts::222222222222:assumed-role/app/run"] },
        Action: assume,
      },
      {
        Effect: "Deny",
        Principal: { AWS: ["arn:aws:sts::222222222222:assumed-role/app/run"] },
        Action: ["sts:*"],
      },
    ),
    by: `${member}:role/app`,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 20,
    says: "a role whose session is not stated may be the session that is trusted",
    policy: policy({
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:sts::222222222222:assumed-role/app/run"] },
      Action: assume,
    }),
    by: `${member}:role/app`,
    answer: "Unknown",
  },
  {
    rule: 28,
    says: "an example brings no session name that STS does not take, though the policy lists it",
    policy: policy({
      Effect: "Allow",
      Principal: { AWS: [vendor] },
      Action: assume,
      Condition: { StringLike: { "sts:RoleSessionName": ["ä", "*"] } },
    }),
    by: vendor,
    context: { "sts:RoleSessionName": "a" },
    answer: "Allowed",
  },
];
