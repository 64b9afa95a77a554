/**
 * Random sets of policies of every layer, and requests to services with rules of their own: S3, KMS, Secrets Manager, Lambda,
 * SQS, DynamoDB and STS; bent towards what is easy to get wrong.
 */
import type {
  ControlLevel,
  NamedPolicy,
  PolicySet,
  RequestToDecide,
} from "../../../src/authz/request-question.ts";
import type { PolicyKind } from "../../../src/policy/index.ts";
import { policyOf } from "../../support/policies.ts";
import type { Random } from "../trust/random.ts";

export const home = "111111111111";
const other = "222222222222";
const okta = `arn:aws:iam::${home}:saml-provider/okta`;
const github = `arn:aws:iam::${home}:oidc-provider/token.actions.githubusercontent.com`;

type Caller = Pick<RequestToDecide, "principal" | "role">;
type List<T> = readonly [T, ...T[]];
type Service = {
  readonly actions: List<string>;
  readonly resources: List<string>;
  readonly patterns: List<string>;
};

const services: List<Service> = [
  {
    actions: ["s3:GetObject", "s3:PutBucketPolicy", "s3:ListBucket"],
    resources: ["arn:aws:s3:::b", "arn:aws:s3:::b/k", `arn:aws:s3:eu-west-1:${home}:accesspoint/p/object/k`],
    patterns: ["s3:*", "s3:Get*", "s3:*BucketPolicy"],
  },
  {
    actions: [
      "kms:Decrypt",
      "kms:PutKeyPolicy",
      "kms:RetireGrant",
      "kms:ListKeys",
      "kms:GenerateDataKeyPair",
    ],
    resources: [`arn:aws:kms:eu-west-1:${home}:key/k`, `arn:aws:kms:eu-west-1:${home}:alias/k`, "*"],
    patterns: ["kms:*", "kms:Decrypt", "kms:*Key*"],
  },
  {
    actions: [
      "secretsmanager:GetSecretValue",
      "secretsmanager:CreateSecret",
      "secretsmanager:BatchGetSecretValue",
    ],
    resources: [`arn:aws:secretsmanager:eu-west-1:${home}:secret:s`],
    patterns: ["secretsmanager:*", "secretsmanager:Get*"],
  },
  {
    actions: ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"],
    resources: [`arn:aws:lambda:eu-west-1:${home}:function:f`],
    patterns: ["lambda:*", "lambda:InvokeFunctionUrl", "lambda:InvokeFunction"],
  },
  {
    actions: ["sqs:SendMessage", "dynamodb:GetItem", "iam:GetRole"],
    resources: [`arn:aws:sqs:eu-west-1:${home}:q`, "arn:aws-cn:s3:::b", "*"],
    patterns: ["sqs:*", "dynamodb:*", "iam:*"],
  },
  {
    actions: [
      "sts:AssumeRole",
      "sts:AssumeRole",
      "sts:AssumeRole",
      "sts:AssumeRoleWithSAML",
      "sts:AssumeRoleWithWebIdentity",
      "sts:TagSession",
      "sts:SetSourceIdentity",
      "sts:GetCallerIdentity",
      "sts:GetSessionToken",
      "sts:GetFederationToken",
      "sts:AssumeRoot",
    ],
    resources: [
      `arn:aws:iam::${home}:role/target`,
      `arn:aws:iam::${home}:role/target`,
      `arn:aws:iam::${home}:role/aws-service-role/x.amazonaws.com/slr`,
      "*",
    ],
    patterns: ["sts:*", "sts:AssumeRole", "sts:Assume*", "sts:TagSession", "sts:Set*"],
  },
];

const callers: List<Caller> = [
  { principal: `arn:aws:iam::${home}:user/ada` },
  { principal: `arn:aws:iam::${home}:root` },
  { principal: `arn:aws:sts::${home}:assumed-role/app/run`, role: `arn:aws:iam::${home}:role/app` },
  { principal: `arn:aws:sts::${home}:assumed-role/app/other`, role: `arn:aws:iam::${home}:role/team/app` },
  {
    principal: `arn:aws:sts::${home}:assumed-role/slr/run`,
    role: `arn:aws:iam::${home}:role/aws-service-role/x.amazonaws.com/slr`,
  },
  { principal: `arn:aws:sts::${home}:federated-user/fed` },
  { principal: `arn:aws:iam::${other}:user/bob` },
  { principal: `arn:aws:sts::${other}:assumed-role/app/run`, role: `arn:aws:iam::${other}:role/app` },
  { principal: `arn:aws-cn:iam::${home}:user/ada` },
  { principal: "lambda.amazonaws.com" },
  { principal: "anonymous" },
  { principal: { federated: okta } },
  { principal: { federated: github } },
  { principal: { federated: `arn:aws:iam::${other}:saml-provider/okta` } },
  { principal: { federated: "accounts.google.com" } },
];

const principals: List<object | string> = [
  "*",
  { AWS: "*" },
  { AWS: home },
  { AWS: `arn:aws:iam::${home}:root` },
  { AWS: `arn:aws-cn:iam::${home}:root` },
  { AWS: other },
  { AWS: `arn:aws:iam::${home}:user/ada` },
  { AWS: `arn:aws:iam::${home}:role/app` },
  { AWS: [`arn:aws:iam::${home}:role/team/app`, `arn:aws:iam::${other}:role/app`] },
  { AWS: `arn:aws:sts::${home}:assumed-role/app/run` },
  { AWS: `arn:aws:sts::${home}:federated-user/fed` },
  { AWS: `arn:aws:iam::${home}:role/*` },
  { AWS: `arn:aws:sts::${home}:assumed-role/app/*` },
  { Service: "lambda.amazonaws.com" },
  { Federated: okta },
  { Federated: [github, "accounts.google.com"] },
  { CanonicalUser: "79a59df900b949e55d96a1e698fbaced" },
];

const exempt: List<object> = [
  { AWS: [home, `arn:aws:iam::${home}:user/ada`] },
  { AWS: `arn:aws:iam::${home}:user/ada` },
  { AWS: [home, `arn:aws:iam::${home}:role/app`, `arn:aws:sts::${home}:assumed-role/app/run`] },
  { AWS: [`arn:aws:iam::${home}:root`, `arn:aws:sts::${home}:federated-user/fed`] },
  { Service: "lambda.amazonaws.com" },
];

const conditions: List<object> = [
  { StringEquals: { "aws:PrincipalTag/team": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/team": "a" } },
  { StringEquals: { "aws:PrincipalAccount": home } },
  { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${home}:role/*` } },
  { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${home}:role/app` } },
  { StringNotLike: { "aws:PrincipalArn": "*:role/*" } },
  { StringEquals: { "aws:PrincipalType": "User" } },
  { StringEquals: { "aws:username": "ada" } },
  { Null: { "aws:username": "true" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { StringLike: { "aws:TagKeys": "a" } },
  { StringNotEquals: { "aws:TagKeys": "a" } },
  { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } },
  { "ForAnyValue:StringNotEquals": { "aws:TagKeys": "a" } },
  { Null: { "aws:RequestTag/team": "false" } },
  { StringEquals: { "sts:ExternalId": "e" } },
  { StringLikeIfExists: { "sts:SourceIdentity": "a*" } },
  { Bool: { "lambda:InvokedViaFunctionUrl": "true" } },
  { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
  { NumericLessThan: { "aws:MultiFactorAuthAge": "60" } },
  { NumericLessThan: { "aws:MultiFactorAuthAge": "soon" } },
];

const context: readonly (readonly [string, List<string | readonly string[]>])[] = [
  ["aws:PrincipalTag/team", ["a", "b"]],
  ["aws:SecureTransport", ["true", "false"]],
  ["aws:TagKeys", [["a"], ["a", "b"], []]],
  ["aws:RequestTag/team", ["a", "b"]],
  ["sts:TransitiveTagKeys", [["a"], []]],
  ["sts:ExternalId", ["e", "not possible"]],
  ["sts:SourceIdentity", ["ada", "b"]],
  ["sts:RequestContext/x", ["a"]],
  ["lambda:InvokedViaFunctionUrl", ["true", "false"]],
  ["lambda:FunctionUrlAuthType", ["NONE", "AWS_IAM"]],
  ["aws:MultiFactorAuthAge", ["59", "60"]],
];

export type RandomQuestion = {
  readonly policies: PolicySet;
  readonly by: Caller;
  readonly requests: readonly RequestToDecide[];
  /** To be printed. */
  readonly text: string;
};

/** One caller, the policies that count, and requests to resources of one account. */
export function randomQuestion(random: Random, requests: number): RandomQuestion {
  const service = random.pick(services);
  const by = random.pick(callers);
  const texts: Record<string, unknown> = {};
  const isSts = service.actions[0].startsWith("sts:");

  const statement = (kind: PolicyKind): object => {
    const acts = random.several(["*", "*", ...service.patterns, ...service.actions], 1, 2);
    const named = kind === "resource" || kind === "trust" || kind === "endpoint" || kind === "rcp";
    const isDeny = kind === "rcp" || random.chance(22);
    const principal = kind === "rcp" ? "*" : random.pick(principals);
    return {
      Effect: isDeny ? "Deny" : "Allow",
      ...(!named
        ? {}
        : isDeny && kind !== "rcp" && random.chance(25)
          ? { NotPrincipal: random.pick(exempt) }
          : { Principal: principal }),
      ...(random.chance(8) ? { NotAction: acts } : { Action: acts }),
      ...(kind === "trust"
        ? {}
        : { Resource: random.chance(70) ? "*" : random.several<string>(service.resources, 1, 2) }),
      ...(random.chance(35) ? { Condition: random.pick(conditions) } : {}),
    };
  };
  const wide = { Effect: "Allow", Action: "*", Resource: "*" };
  const policy = (name: string, kind: PolicyKind, mostlyWide: boolean): NamedPolicy => {
    const statements = Array.from({ length: random.pick([1, 2, 3]) }, () => statement(kind));
    const named = kind === "endpoint" ? { ...wide, Principal: "*" } : wide;
    if (mostlyWide && random.chance(65)) statements.unshift(named);
    texts[name] = statements;
    return { name, document: policyOf({ Version: "2012-10-17", Statement: statements }, kind) };
  };
  const maybe = (name: string, kind: PolicyKind, percent: number): readonly NamedPolicy[] | null =>
    random.chance(percent) ? [policy(name, kind, true)] : null;
  const levels = (kind: "scp" | "rcp", percent: number): readonly ControlLevel[] | null => {
    if (!random.chance(percent)) return null;
    const found = Array.from({ length: random.pick([0, 1, 1, 2]) }, (_, index) => ({
      target: String(index),
      policies: [policy(`${kind} ${index}`, kind, kind === "scp")],
    }));
    texts[`${kind}s`] = found.length;
    return found;
  };
  const identity = random.chance(4) ? "unknown" : [policy("identity", "identity", true)];
  const policies: PolicySet = {
    identity,
    resource: random.chance(5)
      ? "unknown"
      : random.chance(80)
        ? policy("resource", isSts ? "trust" : "resource", false)
        : null,
    boundary: maybe("boundary", "boundary", 20),
    session: maybe("session", "session", 15),
    scps: levels("scp", 25),
    rcps: levels("rcp", 35),
    endpoint: maybe("endpoint", "endpoint", 15),
    attributes: {},
  };
  const request = (): RequestToDecide => {
    const stated = context
      .filter(() => random.chance(25))
      .map(([key, values]) => [key, random.pick(values)] as const);
    return {
      ...by,
      action: random.pick(service.actions),
      resource: { arn: random.pick(service.resources), account: home },
      context: Object.fromEntries(stated),
    };
  };
  return {
    policies,
    by,
    requests: Array.from({ length: requests }, request),
    text: JSON.stringify({
      by,
      ...texts,
      none: Object.entries(policies).flatMap(([name, value]) =>
        value === null || value === "unknown" ? [`${name} ${value}`] : [],
      ),
    }),
  };
}
