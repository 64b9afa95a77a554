/** The small world of the random questions: services, callers, accounts, condition keys. */
import type { RequestToDecide } from "../../../../src/authz/request-question.ts";
import type { OrganizationView } from "../../../../src/authz/types.ts";
import { isOrganizationId } from "../../../../src/model/index.ts";

export const owner = "111111111111";
export const member = "222222222222";
export const management = "333333333333";
export const foreign = "999999999999";

const organizationText = "o-exampleorg1";
const paths = new Map([
  [owner, `${organizationText}/r-root/`],
  [member, `${organizationText}/r-root/ou-root-prod0000/`],
  [management, `${organizationText}/r-root/`],
]);

export const organization: OrganizationView = {
  organizationId: isOrganizationId(organizationText) ? organizationText : null,
  isOurs: (account) => paths.has(account),
  pathOf: (account) => paths.get(account) ?? null,
};

export type Service = {
  readonly actions: readonly [string, ...string[]];
  readonly actionPatterns: readonly [string, ...string[]];
  /** Of a resource of the account, with a text that may hold wildcards. */
  readonly arn: (account: string, text: string) => string;
  /** Parameters: what stands for region and account in a pattern. */
  readonly pattern: (region: string, account: string, text: string) => string;
};

export const services = {
  s3: {
    actions: ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "s3:ListBucket", "s3:GetBucketPolicy"],
    actionPatterns: [
      "s3:GetObject",
      "s3:*",
      "*",
      "s3:Get*",
      "S3:getobject",
      "s3:*Object",
      "s3:?etObject*",
      "*:*",
      "s3:List*",
    ],
    arn: (_, text) => `arn:aws:s3:::${text}`,
    pattern: (_, __, text) => `arn:aws:s3:::${text}`,
  },
  sqs: {
    actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
    actionPatterns: ["sqs:SendMessage", "sqs:*", "*", "sqs:*Message", "SQS:sendmessage", "sqs:?e*Message"],
    arn: (account, text) => `arn:aws:sqs:us-east-1:${account}:${text}`,
    pattern: (region, account, text) => `arn:aws:sqs:${region}:${account}:${text}`,
  },
  sns: {
    actions: ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes"],
    actionPatterns: ["sns:Publish", "sns:*", "*", "sns:*sc*", "SNS:publish", "sns:Get*"],
    arn: (account, text) => `arn:aws:sns:us-east-1:${account}:${text}`,
    pattern: (region, account, text) => `arn:aws:sns:${region}:${account}:${text}`,
  },
  dynamodb: {
    actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
    actionPatterns: [
      "dynamodb:GetItem",
      "dynamodb:*",
      "*",
      "dynamodb:*Item",
      "dynamodb:?etItem",
      "DynamoDB:query",
    ],
    arn: (account, text) => `arn:aws:dynamodb:us-east-1:${account}:table/${text}`,
    pattern: (region, account, text) => `arn:aws:dynamodb:${region}:${account}:table/${text}`,
  },
  kms: {
    actions: ["kms:Decrypt", "kms:DescribeKey", "kms:ScheduleKeyDeletion", "kms:RetireGrant"],
    actionPatterns: ["kms:Decrypt", "kms:*", "*", "kms:De*", "KMS:describekey", "kms:*Grant", "kms:?e*"],
    arn: (account, text) => `arn:aws:kms:us-east-1:${account}:key/${text}`,
    pattern: (region, account, text) => `arn:aws:kms:${region}:${account}:key/${text}`,
  },
  lambda: {
    actions: ["lambda:InvokeFunction", "lambda:GetFunction", "lambda:DeleteFunction"],
    actionPatterns: ["lambda:InvokeFunction", "lambda:*", "*", "lambda:*Function", "lambda:?nvoke*"],
    arn: (account, text) => `arn:aws:lambda:us-east-1:${account}:function:${text}`,
    pattern: (region, account, text) => `arn:aws:lambda:${region}:${account}:function:${text}`,
  },
  sts: {
    actions: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"],
    actionPatterns: [
      "sts:AssumeRole",
      "sts:TagSession",
      "sts:SetSource*",
      "sts:*Session",
      "sts:*",
      "*",
      "sts:AssumeRole*",
      "STS:assumerole",
      "sts:AssumeRoleWith*",
    ],
    arn: (account, text) => `arn:aws:iam::${account}:role/${text}`,
    pattern: (_, account, text) => `arn:aws:iam::${account}:role/${text}`,
  },
} as const satisfies Record<string, Service>;

export type ServiceName = keyof typeof services;
export const serviceNames = ["s3", "s3", "sqs", "sns", "dynamodb", "kms", "lambda", "sts"] as const;

export type CallerOfWorld = Pick<RequestToDecide, "principal" | "role">;

export const github = `arn:aws:iam::${owner}:oidc-provider/token.actions.githubusercontent.com`;
export const okta = `arn:aws:iam::${owner}:saml-provider/okta`;

const session = (account: string, path: string, name: string, run: string): CallerOfWorld => ({
  principal: `arn:aws:sts::${account}:assumed-role/${name}/${run}`,
  role: `arn:aws:iam::${account}:role/${path}${name}`,
});

export const iamCallers = [
  { principal: `arn:aws:iam::${owner}:user/ada` },
  { principal: `arn:aws:iam::${owner}:user/ada` },
  { principal: `arn:aws:iam::${member}:user/team/bob` },
  { principal: `arn:aws:iam::${foreign}:user/eve` },
  session(owner, "", "app", "run"),
  session(owner, "", "app", "run"),
  session(owner, "team/", "ops", "a"),
  session(owner, "team/", "ops", "b"),
  session(member, "", "app", "run"),
  session(foreign, "", "vendor", "run"),
  session(member, "aws-service-role/ecs.amazonaws.com/", "AWSServiceRoleForECS", "x"),
  session(owner, "aws-service-role/ecs.amazonaws.com/", "AWSServiceRoleForECS", "x"),
  session(management, "", "admin", "run"),
  { principal: `arn:aws:iam::${owner}:role/app` },
  { principal: `arn:aws:sts::${owner}:federated-user/fed` },
  { principal: `arn:aws:iam::${owner}:root` },
  { principal: `arn:aws:iam::${member}:root` },
] as const satisfies readonly CallerOfWorld[];

export const otherCallers = [
  { principal: "lambda.amazonaws.com" },
  { principal: "sns.amazonaws.com" },
  { principal: "anonymous" },
] as const satisfies readonly CallerOfWorld[];

export const federatedCallers = [
  { principal: { federated: github } },
  { principal: { federated: okta } },
] as const satisfies readonly CallerOfWorld[];

/** Who may call besides, where a policy is asked about anybody: a role of the same name elsewhere, another partition. */
export const remoteCallers = [
  session(owner, "example/", "app", "run"),
  { principal: `arn:aws-cn:iam::${owner}:user/ada` },
] as const satisfies readonly CallerOfWorld[];

/** Texts of the AWS element. */
export const awsPrincipals = [
  "*",
  owner,
  member,
  `arn:aws:iam::${owner}:root`,
  `arn:aws:iam::${foreign}:root`,
  `arn:aws:iam::${owner}:user/ada`,
  `arn:aws:iam::${member}:user/team/bob`,
  `arn:aws:iam::${foreign}:user/eve`,
  `arn:aws:iam::${owner}:role/app`,
  `arn:aws:iam::${owner}:role/team/ops`,
  `arn:aws:iam::${member}:role/app`,
  `arn:aws:iam::${foreign}:role/vendor`,
  `arn:aws:sts::${owner}:assumed-role/app/run`,
  `arn:aws:sts::${owner}:assumed-role/ops/b`,
  `arn:aws:sts::${owner}:federated-user/fed`,
  // What is left of a deleted role, and an account of another partition: they take nobody in.
  "AROAEXAMPLEEXAMPLE123",
  `arn:aws-cn:iam::${owner}:root`,
] as const;

export type KeyType = "text" | "arn" | "boolean" | "number" | "date" | "address" | "binary";
export type KeySpec = {
  readonly key: string;
  readonly type: KeyType;
  readonly several?: true;
  readonly derived?: true;
};

export const keySpecs = [
  { key: "aws:PrincipalTag/team", type: "text" },
  { key: "aws:PrincipalTag/team", type: "text" },
  { key: "aws:UserAgent", type: "text" },
  { key: "aws:SourceVpce", type: "text" },
  { key: "aws:RequestedRegion", type: "text" },
  { key: "aws:ResourceTag/Team", type: "text" },
  { key: "aws:TagKeys", type: "text", several: true },
  { key: "aws:TagKeys", type: "text", several: true },
  { key: "aws:CalledVia", type: "text", several: true },
  { key: "aws:SourceArn", type: "arn" },
  { key: "aws:MultiFactorAuthPresent", type: "boolean" },
  { key: "aws:SecureTransport", type: "boolean" },
  { key: "aws:MultiFactorAuthAge", type: "number" },
  { key: "aws:CurrentTime", type: "date" },
  { key: "aws:TokenIssueTime", type: "date" },
  { key: "aws:SourceIp", type: "address" },
  { key: "aws:SourceIp", type: "address" },
  { key: "example:Blob", type: "binary" },
  { key: "aws:PrincipalArn", type: "arn", derived: true },
  { key: "aws:PrincipalArn", type: "arn", derived: true },
  { key: "aws:username", type: "text", derived: true },
  { key: "aws:PrincipalAccount", type: "text", derived: true },
  { key: "aws:PrincipalOrgID", type: "text", derived: true },
  { key: "aws:PrincipalOrgPaths", type: "text", several: true, derived: true },
  { key: "aws:PrincipalType", type: "text", derived: true },
] as const satisfies readonly KeySpec[];

/** What a call to assume a role may bring, which then needs an action of its own. */
export const assumeKeySpecs = [
  { key: "aws:TagKeys", type: "text", several: true },
  { key: "sts:TransitiveTagKeys", type: "text", several: true },
  { key: "aws:RequestTag/team", type: "text" },
  { key: "sts:SourceIdentity", type: "text" },
  { key: "sts:ExternalId", type: "text" },
  { key: "sts:RoleSessionName", type: "text" },
] as const satisfies readonly KeySpec[];

/** Lower case. */
export const multiValuedKeys: ReadonlySet<string> = new Set(
  [...keySpecs, ...assumeKeySpecs].flatMap((spec: KeySpec) =>
    spec.several === true ? [spec.key.toLowerCase()] : [],
  ),
);

/** What the policies say of keys whose values follow from the caller. */
export const derivedValues: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "aws:username": ["ada", "ADA", "a*", "?da", "*", "${aws:username}", "bob"],
  "aws:PrincipalAccount": [owner, member, "1*", "*", "???????????1", foreign],
  "aws:PrincipalOrgID": [organizationText, "O-EXAMPLEORG1", "o-*", "o-other00000"],
  "aws:PrincipalOrgPaths": [
    `${organizationText}/*`,
    `${organizationText}/r-root/`,
    `${organizationText}/r-root/ou-root-prod0000/*`,
    "*",
  ],
  "aws:PrincipalType": ["User", "AssumedRole", "Account", "user", "A*"],
  "aws:PrincipalArn": [
    `arn:aws:iam::${owner}:role/app`,
    `arn:aws:iam::${owner}:role/*`,
    `arn:aws:iam::*:role/app`,
    `arn:aws:iam::${owner}:user/ada`,
    `arn:aws:iam::*:user/\${aws:username}`,
    `arn:aws:iam::${member}:*`,
    `arn:aws:iam::11111111111?:root`,
    `arn:aws:iam::\${aws:PrincipalAccount}:role/app`,
    `arn:aws:iam::*:role/aws-service-role/*`,
  ],
};

export type Alphabet = { readonly letters: readonly [string, ...string[]]; readonly longest: number };

/** Each makes the strings of a question; the small ones are long, the larger ones short. */
export const alphabets: readonly [Alphabet, ...Alphabet[]] = [
  { letters: ["a", "b"], longest: 3 },
  { letters: ["a", "A"], longest: 3 },
  { letters: ["a", "ä", "Ä"], longest: 2 },
  { letters: ["a", "*"], longest: 3 },
  { letters: ["a", "?"], longest: 3 },
  { letters: ["a", "/"], longest: 3 },
  { letters: ["a", "b", "A"], longest: 2 },
  { letters: ["a", "$", "b"], longest: 2 },
  { letters: ["a", "é", "-"], longest: 2 },
  { letters: ["a", "😀"], longest: 2 },
];

/** All of them, the empty one first. */
export function allStrings({ letters, longest }: Alphabet): string[] {
  let last = [""];
  const found = [""];
  for (let length = 1; length <= longest; length += 1) {
    last = last.flatMap((text) => letters.map((letter) => `${text}${letter}`));
    found.push(...last);
  }
  return found;
}
