/**
 * Random trust policies from a small vocabulary, bent towards the corners where evaluators go wrong: negated elements
 * under Deny, IfExists, ForAllValues on absent keys, wildcards, escapes, case, CIDR edges, dates, Null, several operators
 * on one key, duplicates, and conditions on keys that need an action of their own.
 */
import { operatorsOfType } from "../../support/condition-operators.ts";
import type { Random } from "./random.ts";
import { awsPrincipals, federatedPrincipals, servicePrincipals } from "./world.ts";

export type RandomStatement = {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: RandomPrincipal;
  readonly NotPrincipal?: RandomPrincipal;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Condition?: Conditions;
};
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
type RandomPrincipal = Readonly<Record<string, readonly string[]>>;

export type RandomPolicy = {
  readonly Version: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly RandomStatement[];
};

type Family = "text" | "arn" | "boolean" | "number" | "date" | "address";

/** Keys with the family of operators that fits; each family's values are below. */
const keys = [
  ["sts:ExternalId", "text"],
  ["sts:ExternalId", "text"],
  ["sts:externalid", "text"],
  ["sts:RoleSessionName", "text"],
  ["aws:PrincipalOrgID", "text"],
  ["aws:PrincipalAccount", "text"],
  ["aws:PrincipalTag/team", "text"],
  ["aws:RequestTag/team", "text"],
  ["sts:SourceIdentity", "text"],
  ["aws:username", "text"],
  ["aws:SourceAccount", "text"],
  ["aws:userid", "text"],
  ["aws:PrincipalType", "text"],
  ["aws:PrincipalServiceName", "text"],
  ["aws:FederatedProvider", "text"],
  ["aws:ResourceAccount", "text"],
  ["token.actions.githubusercontent.com:sub", "text"],
  ["token.actions.githubusercontent.com:aud", "text"],
  ["cognito-identity.amazonaws.com:amr", "text"],
  ["saml:aud", "text"],
  ["aws:TagKeys", "text"],
  ["sts:TransitiveTagKeys", "text"],
  ["aws:PrincipalOrgPaths", "text"],
  ["example:Custom", "text"],
  ["aws:PrincipalArn", "arn"],
  ["aws:PrincipalArn", "arn"],
  ["aws:SourceArn", "arn"],
  ["aws:MultiFactorAuthPresent", "boolean"],
  ["aws:SecureTransport", "boolean"],
  ["aws:PrincipalIsAWSService", "boolean"],
  ["aws:MultiFactorAuthAge", "number"],
  ["aws:CurrentTime", "date"],
  ["aws:TokenIssueTime", "date"],
  ["aws:SourceIp", "address"],
  ["aws:VpcSourceIp", "address"],
] as const satisfies readonly (readonly [string, Family])[];

type KeyAndFamily = readonly [key: string, family: Family];

const texts = [
  "a",
  "b",
  "ab",
  "A",
  "Ab",
  "a*",
  "*b",
  "*",
  "?",
  "?*",
  "a?",
  "*a*b",
  "",
  "ä",
  "Ä*",
  "K",
  "${*}",
  "a${?}",
  "${$}",
  "${aws:PrincipalTag/team}",
  "${aws:PrincipalTag/team, 'b'}",
  "${sts:RoleSessionName}*",
  "${aws:TagKeys}",
] as const;

const textsOfKey: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "aws:PrincipalOrgID": ["o-exampleorg1", "o-other00000", "o-*", "O-EXAMPLEORG1", "*"],
  "aws:PrincipalAccount": ["111111111111", "222222222222", "999999999999", "2*", "?????????999", "*"],
  "aws:SourceAccount": ["111111111111", "999999999999", "*"],
  "aws:username": ["ada", "a", "ADA", "a*", "*", "${aws:username}"],
  "aws:PrincipalOrgPaths": [
    "o-exampleorg1/*",
    "o-exampleorg1/r-root/ou-root-prod0000/*",
    "o-exampleorg1/r-root/",
    "o-other00000/*",
    "*",
  ],
  "token.actions.githubusercontent.com:sub": [
    "repo:org/app:*",
    "repo:org*/app*",
    "repo:org/*",
    "repo:org@1/app@2:*",
    "repo:org/app:ref:refs/heads/main",
    "*",
  ],
  "aws:userid": ["AROAAPP:*", "AROAAPP:run", "AIDAADA", "*:run", "222222222222", "aroaapp:*"],
  "aws:PrincipalType": ["User", "AssumedRole", "Account", "user", "*"],
  "aws:PrincipalServiceName": ["lambda.amazonaws.com", "*.amazonaws.com", "sns*"],
  "aws:FederatedProvider": [
    "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
    "cognito-identity.amazonaws.com",
    "arn:aws:iam::*",
  ],
  "aws:ResourceAccount": ["111111111111", "${aws:PrincipalAccount}", "1*", "222222222222"],
  "aws:TagKeys": ["team", "a", "TEAM", "t*", "*"],
  "sts:TransitiveTagKeys": ["team", "t*", "a"],
};

const arns = [
  "arn:aws:iam::222222222222:role/app",
  "arn:aws:iam::222222222222:role/team/*",
  "arn:aws:iam::222222222222:role/*",
  "arn:aws:iam::*:role/app",
  "arn:aws:iam::22222222222?:role/app",
  "arn:aws:iam::222222222222:user/ada",
  "arn:aws:iam::222222222222:root",
  "arn:aws:iam::999999999999:*",
  "arn:*:iam::*:user/a*",
  "arn:aws:iam::*:user/${aws:username}",
  "arn:aws:iam::${aws:PrincipalAccount}:role/app",
  "arn:aws:iam::*2:role/app",
  "arn:aws:s3:::*",
  "*",
] as const;

const values = {
  text: texts,
  arn: arns,
  boolean: ["true", "false", "true", "false", "True", "yes"],
  number: ["0", "60", "60.5", "3600", "-1", "ten"],
  date: [
    "2026-06-01T00:00:00",
    "2026-06-31",
    "2026-06-01T00:00:00Z",
    "2026-06-01",
    "2026-06-01T02:00:00+02:00",
    "1780272000",
    "2027-01-01T00:00:00Z",
  ],
  address: [
    "10.0.0.0/8",
    "10.1.2.3/8",
    "203.0.113.7",
    "203.0.113.0/31",
    "0.0.0.0/0",
    "128.0.0.0/1",
    "2001:db8::/32",
    "::/0",
    "2001:db8::1",
    "203.0.113.7/32",
    "::ffff:203.0.113.7",
    "10.0.0.0/33",
  ],
} as const satisfies Record<Family, readonly string[]>;

const otherFamilies = ["text", "arn", "number", "date", "address"] as const;
const truths = ["true", "false", "true", "false", "true", "false", "True", "no"] as const;

const allowActions = [
  "sts:AssumeRole",
  "sts:AssumeRole",
  "sts:AssumeRole",
  "sts:AssumeRole*",
  "sts:*",
  "*",
  "STS:assumerole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoleWithSAML",
  "sts:TagSession",
  "sts:SetSourceIdentity",
  "sts:SetContext",
  "sts:?ssume*",
  "sts:*Session",
  "s3:GetObject",
] as const;

export function randomPolicy(random: Random): RandomPolicy {
  const count = random.pick([1, 1, 2, 2, 2, 3, 4]);
  return {
    Version: random.chance(85) ? "2012-10-17" : "2008-10-17",
    Statement: Array.from({ length: count }, (_, i) => randomStatement(random, i === 0 ? 12 : 45)),
  };
}

function randomStatement(random: Random, percentDeny: number): RandomStatement {
  const effect = random.chance(percentDeny) ? "Deny" : "Allow";
  const principal: RandomPrincipal = randomPrincipal(random, effect);
  const negatedPrincipal = random.chance(effect === "Deny" ? 6 : 1);
  const actions: readonly string[] = random.several(allowActions, 1, 3);
  const negatedAction = random.chance(effect === "Deny" ? 30 : 6);
  const condition: Conditions | null = randomCondition(random);
  return {
    Effect: effect,
    ...(negatedPrincipal ? { NotPrincipal: principal } : { Principal: principal }),
    ...(negatedAction ? { NotAction: actions } : { Action: actions }),
    ...(condition === null ? {} : { Condition: condition }),
  };
}

function randomPrincipal(random: Random, effect: "Allow" | "Deny"): RandomPrincipal {
  if (effect === "Deny" && random.chance(50)) return { AWS: ["*"] };
  const kind = random.below(10);
  if (kind < 6) return { AWS: random.several(awsPrincipals, 1, 3) };
  if (kind < 7) return { Service: random.several(servicePrincipals, 1, 2) };
  if (kind < 9) return { Federated: random.several(federatedPrincipals, 1, 2) };
  return { AWS: random.several(awsPrincipals, 1, 2), Service: random.several(servicePrincipals, 1, 2) };
}

export function randomCondition(random: Random): Conditions | null {
  const count = random.pick([0, 0, 1, 1, 1, 2, 2, 3]);
  if (count === 0) return null;
  const condition: Record<string, Record<string, readonly string[]>> = {};
  let previous: KeyAndFamily | null = null;
  for (let i = 0; i < count; i += 1) {
    // Several operators on one key are a corner of their own.
    const chosen: KeyAndFamily = previous !== null && random.chance(45) ? previous : random.pick(keys);
    previous = chosen;
    const [key, family] = chosen;
    // Operators of another family than the key's are a corner too.
    const asked: Family = random.chance(5) ? random.pick(otherFamilies) : family;
    const operator = random.pick(operatorsOfType[asked]);
    const values = operator === "Null" ? random.several(truths, 1, 1) : randomValues(random, key, asked);
    const name = decorated(random, operator);
    condition[name] = { ...condition[name], [key]: values };
  }
  return condition;
}

function randomValues(random: Random, key: string, family: Family): readonly string[] {
  const own = textsOfKey[key];
  const pool = family === "text" && own !== undefined && random.chance(85) ? own : values[family];
  return random.several(pool, 1, random.pick([1, 1, 1, 2, 3]));
}

/** With a set quantifier or IfExists now and then; Null takes neither. */
function decorated(random: Random, operator: string): string {
  if (operator === "Null") return operator;
  const quantifier = random.pick(["", "", "", "", "ForAllValues:", "ForAnyValue:"]);
  return `${quantifier}${operator}${random.chance(20) ? "IfExists" : ""}`;
}
