/**
 * Random pairs of policies from a small vocabulary, the second mostly a mutant of the first, bent towards the corners:
 * negated elements, nested and overlapping wildcards, variables, IfExists, set operators on absent keys, CIDR edges, dates.
 */
import type { Random } from "../trust/random.ts";
import type { NaivePolicy, NaiveRequest, NaiveStatement } from "./naive.ts";

type Key = readonly [
  name: string,
  family: "String" | "Set" | "Arn" | "Bool" | "Numeric" | "Date" | "Ip",
  values: readonly [string, ...string[]],
];
type Principals = NonNullable<NaiveStatement["Principal"]>;
type Caller = Pick<NaiveRequest, "principal" | "role">;

type Conditions = NonNullable<NaiveStatement["Condition"]>;

const actions = [
  "s3:GetObject",
  "S3:getobject",
  "s3:Get*",
  "s3:*Object",
  "s3:Get?bject",
  "s3:*",
  "*",
  "s3:*t*",
  "iam:PassRole",
  "iam:*",
  "*:Get*",
  "s3:GetObjec?",
  "s3:G*t",
] as const;

const resources = [
  "*",
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b",
  "arn:aws:s3:::b*",
  "arn:aws:s3:::b/${aws:username}/*",
  "arn:aws:s3:::b/${aws:PrincipalTag/team}",
  "arn:aws:s3:::b/a/*",
  "arn:aws:s3:::*/a",
  "arn:aws:s3:::b/${*}",
  "arn:*:s3:::b",
  "arn:aws:s3:*:*:b",
  "arn:aws:s3:::?",
  "arn:aws:iam::111111111111:role/*",
] as const;

const principals: readonly [Principals, ...Principals[]] = [
  { AWS: "*" },
  { AWS: "111111111111" },
  { AWS: "arn:aws:iam::111111111111:root" },
  { AWS: "arn:aws:iam::111111111111:role/app" },
  { AWS: ["arn:aws:iam::111111111111:user/ada", "222222222222"] },
  { AWS: "arn:aws:iam::222222222222:user/bob" },
  { AWS: "arn:aws:sts::111111111111:assumed-role/app/run" },
  { Service: "lambda.amazonaws.com" },
  { Federated: "arn:aws:iam::111111111111:saml-provider/idp" },
];

const texts = [
  "a",
  "b",
  "A",
  "a*",
  "*b",
  "*",
  "a?",
  "${aws:username}",
  "${*}",
  "${aws:PrincipalTag/team, 'b'}",
] as const;

const keys: readonly [Key, ...Key[]] = [
  ["aws:PrincipalTag/team", "String", texts],
  ["example:Custom", "String", texts],
  ["Example:custom", "String", texts],
  ["aws:username", "String", texts],
  ["aws:TagKeys", "Set", texts],
  ["aws:TagKeys", "Set", texts],
  [
    "aws:PrincipalArn",
    "Arn",
    [
      "arn:aws:iam::111111111111:role/*",
      "arn:aws:iam::111111111111:role/app",
      "arn:aws:iam::*:user/ada",
      "arn:aws:iam::*:user/${aws:username}",
      "*",
    ],
  ],
  ["aws:PrincipalAccount", "String", ["111111111111", "222222222222", "1*", "*"]],
  ["aws:SecureTransport", "Bool", ["true", "false", "True"]],
  ["aws:MultiFactorAuthAge", "Numeric", ["0", "60", "60.5", "3600"]],
  ["aws:CurrentTime", "Date", ["2026-06-01T00:00:00Z", "2026-06-01", "1780272000", "2027-01-01T00:00:00Z"]],
  [
    "aws:SourceIp",
    "Ip",
    ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "203.0.113.7", "203.0.113.6/31", "0.0.0.0/0"],
  ],
];

const orders = [
  "Equals",
  "NotEquals",
  "LessThan",
  "LessThanEquals",
  "GreaterThan",
  "GreaterThanEquals",
] as const;
const strings = [
  "StringEquals",
  "StringNotEquals",
  "StringLike",
  "StringLike",
  "StringNotLike",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
] as const;

function operatorOf(random: Random, family: Key[1]): string {
  switch (family) {
    case "String":
      return random.pick(strings);
    case "Set":
      return `${random.pick(["ForAnyValue", "ForAllValues"])}:${random.pick(strings)}`;
    case "Arn":
      return random.pick(["ArnLike", "ArnNotLike", "ArnEquals", "StringLike", "StringEquals"]);
    case "Bool":
      return "Bool";
    case "Numeric":
    case "Date":
      return `${family}${random.pick(orders)}`;
    case "Ip":
      return random.pick(["IpAddress", "NotIpAddress"]);
  }
}

function randomConditions(random: Random): Conditions | undefined {
  const count = random.pick([0, 0, 1, 1, 2, 3]);
  if (count === 0) return undefined;
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (let i = 0; i < count; i++) {
    const [key, family, values] = random.pick(keys);
    const operator = random.chance(12)
      ? "Null"
      : `${operatorOf(random, family)}${random.chance(20) ? "IfExists" : ""}`;
    const wanted = operator === "Null" ? [random.pick(["true", "false"])] : random.several(values, 1, 2);
    conditions[operator] = { ...conditions[operator] };
    const list = conditions[operator];
    // A key stands once under an operator, whatever its case.
    if (list !== undefined && !Object.keys(list).some((name) => name.toLowerCase() === key.toLowerCase())) {
      list[key] = wanted;
    }
  }
  return conditions;
}

function randomStatement(random: Random, withPrincipal: boolean): NaiveStatement {
  const effect = random.chance(30) ? "Deny" : "Allow";
  const acts = random.several<string>(actions, 1, 3);
  const things = random.several<string>(resources, 1, 2);
  const condition = randomConditions(random);
  return {
    Effect: effect,
    ...(withPrincipal ? { Principal: random.pick(principals) } : {}),
    ...(random.chance(12) ? { NotAction: acts } : { Action: acts }),
    ...(random.chance(12) ? { NotResource: things } : { Resource: things }),
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

export function randomPolicy(random: Random, withPrincipal: boolean): NaivePolicy {
  const count = random.pick([1, 1, 2, 2, 3, 4]);
  return {
    Version: random.chance(90) ? "2012-10-17" : "2008-10-17",
    Statement: Array.from({ length: count }, () => randomStatement(random, withPrincipal)),
  };
}

/** The policy with one thing changed, or another one. */
export function mutantOf(random: Random, policy: NaivePolicy, withPrincipal: boolean): NaivePolicy {
  const statements = [...policy.Statement];
  const at = random.below(statements.length);
  const old = statements[at];
  const fresh = randomStatement(random, withPrincipal);
  if (old === undefined) return policy;
  switch (random.below(8)) {
    case 0:
      return randomPolicy(random, withPrincipal);
    case 1:
      return { ...policy, Statement: [...statements, fresh] };
    case 2:
      if (statements.length > 1) statements.splice(at, 1);
      break;
    case 3: {
      const { Action, NotAction, ...rest } = old;
      const list = Action ?? NotAction ?? [];
      statements[at] = random.chance(50)
        ? { ...rest, Action: [...list, random.pick(actions)] }
        : { ...rest, NotAction: [...list, random.pick(actions)] };
      break;
    }
    case 4: {
      const { Resource, NotResource, ...rest } = old;
      const list = Resource ?? NotResource ?? [];
      statements[at] = { ...rest, Resource: [...list, random.pick(resources)] };
      break;
    }
    case 5: {
      const { Condition, ...rest } = old;
      statements[at] = fresh.Condition === undefined ? rest : { ...rest, Condition: fresh.Condition };
      break;
    }
    case 6:
      statements[at] = { ...old, Effect: old.Effect === "Allow" ? "Deny" : "Allow" };
      break;
    default:
      statements.reverse();
  }
  return { ...policy, Statement: statements };
}

const callers: readonly [Caller, ...Caller[]] = [
  { principal: "arn:aws:iam::111111111111:user/ada" },
  { principal: "arn:aws:iam::222222222222:user/bob" },
  { principal: "arn:aws:iam::111111111111:root" },
  {
    principal: "arn:aws:sts::111111111111:assumed-role/app/run",
    role: "arn:aws:iam::111111111111:role/app",
  },
  {
    principal: "arn:aws:sts::111111111111:assumed-role/app/other",
    role: "arn:aws:iam::111111111111:role/app",
  },
  {
    principal: "arn:aws:sts::222222222222:assumed-role/app/run",
    role: "arn:aws:iam::222222222222:role/x/app",
  },
  { principal: "anonymous" },
  { principal: "lambda.amazonaws.com" },
  { principal: { federated: "arn:aws:iam::111111111111:saml-provider/idp" } },
];

/** Those who have policies of their own. */
const identities: typeof callers = [
  { principal: "arn:aws:iam::111111111111:user/ada" },
  { principal: "arn:aws:iam::222222222222:user/bob" },
  {
    principal: "arn:aws:sts::111111111111:assumed-role/app/run",
    role: "arn:aws:iam::111111111111:role/app",
  },
];

const context = [
  ["aws:PrincipalTag/team", ["a", "b", "A", "ab", "*", "ada"]],
  ["example:Custom", ["a", "b", "ab", "aa", "ada", "*", ""]],
  ["aws:username", ["ada", "a", "b"]],
  ["aws:SecureTransport", ["true", "false"]],
  ["aws:MultiFactorAuthAge", ["0", "59", "60", "60.5", "3600", "4000"]],
  [
    "aws:CurrentTime",
    ["2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z", "2026-06-01T00:00:01Z", "2027-06-01T00:00:00Z"],
  ],
  ["aws:SourceIp", ["10.0.0.1", "10.200.0.1", "203.0.113.7", "203.0.113.6", "192.0.2.1", "2001:db8::1"]],
] as const;

/** A request near the vocabulary. */
export function randomRequest(random: Random, withPrincipal: boolean): NaiveRequest {
  const stated: Record<string, string | readonly string[]> = {};
  for (const [key, values] of context)
    if (random.chance(55)) stated[key] = random.pick<string>([values[0], ...values]);
  if (random.chance(60)) stated["aws:TagKeys"] = random.several(["a", "b", "A", "ab", "*"], 0, 3);
  const caller = random.pick(withPrincipal ? callers : identities);
  return {
    ...caller,
    action: random.pick([
      "s3:GetObject",
      "S3:GETOBJECT",
      "s3:GetObjects",
      "s3:PutObject",
      "s3:Gxt",
      "iam:PassRole",
      "iam:GetRole",
      "ec2:RunInstances",
    ]),
    resource: random.pick([
      "*",
      "arn:aws:s3:::b",
      "arn:aws:s3:::b/a",
      "arn:aws:s3:::b/a/x",
      "arn:aws:s3:::b/ada/x",
      "arn:aws:s3:::b/*",
      "arn:aws:s3:::c",
      "arn:aws-cn:s3:::b",
      "arn:aws:s3:eu:1:b",
      "arn:aws:iam::111111111111:role/app",
    ]),
    context: stated,
  };
}
