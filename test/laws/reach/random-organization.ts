/** Random organizations of two or three accounts, of few words, so that what they allow meets often. */
import {
  type AccountPlan,
  allow,
  allowAll,
  type ControlPlan,
  deny,
  type GroupPlan,
  type OrganizationPlan,
  organizationId,
  type ResourcePlan,
  type RolePlan,
  roleArn,
  rootId,
  type Statement,
  type Statements,
  type UserPlan,
  unitId,
  userArn,
} from "../../support/planned-organization.ts";
import type { Random } from "../trust/random.ts";

export const accountIds = ["111111111111", "222222222222", "333333333333"] as const;
const roleNames = ["app", "ops-one", "target"] as const;
const userNames = ["ada", "bob"] as const;
const groupNames = ["team", "others"] as const;

export function functionArn(account: string): string {
  return `arn:aws:lambda:us-east-1:${account}:function:fn-one`;
}

export function randomOrganization(random: Random): OrganizationPlan {
  const ids = accountIds.slice(0, random.pick([1, 2, 2, 3]));
  const accounts = ids.map((id): AccountPlan => {
    return { ...randomAccount(random, id), ...(random.chance(40) ? { parent: unitId } : {}) };
  });
  const controls = random.chance(60) ? randomControls(random, ids) : [];
  const withoutFullAccess = controls
    .filter(({ name }) => name.startsWith("only"))
    .flatMap(({ targets }) => targets);
  return { accounts, controls, withoutFullAccess };
}

function randomAccount(random: Random, id: string): AccountPlan {
  const roles = roleNames.slice(0, 1 + random.below(3)).map(
    (name): RolePlan => ({
      name,
      trust: randomTrust(random, id),
      ...randomHoldings(random, id),
      ...(random.chance(30) ? { tags: [{ key: "team", value: "a" }] } : {}),
      hasInstanceProfile: random.chance(50),
    }),
  );
  const users = userNames.slice(0, 1 + random.below(2)).map(
    (name): UserPlan => ({
      name,
      ...randomHoldings(random, id),
      groups: random.chance(30) ? [random.pick(groupNames)] : [],
      ...(random.chance(30) ? { tags: [{ key: "team", value: "a" }] } : {}),
    }),
  );
  const groups = groupNames.map(
    (name): GroupPlan => ({
      name,
      policies: random.chance(50) ? [randomStatements(random, id)] : [],
      attached: random.chance(20) ? ["shared"] : [],
    }),
  );
  return {
    id,
    roles,
    users,
    groups,
    managed: [
      { name: "shared", statements: randomStatements(random, id) },
      {
        name: "limit",
        statements: [...randomStatements(random, id), ...(random.chance(60) ? [allowAll] : [])],
      },
    ],
    samlProviders: random.chance(50) ? [`arn:aws:iam::${id}:saml-provider/corp`] : [],
    resources: random.chance(50) ? [randomFunction(random, id, roles)] : [],
  };
}

function randomFunction(random: Random, id: string, roles: readonly RolePlan[]): ResourcePlan {
  const arn = functionArn(id);
  const [first = { name: "app" }, ...others] = roles;
  const role = random.pick([first, ...others]).name;
  return {
    arn,
    type: "AWS::Lambda::Function",
    attributes: { roleArn: roleArn(id, role) },
    ...(random.chance(30) ? { policy: [randomGrant(random, id, arn)] } : {}),
  };
}

function randomGrant(random: Random, id: string, arn: string): Statement {
  return {
    Effect: random.chance(80) ? "Allow" : "Deny",
    Principal: { AWS: random.pick([userArn(id, "ada"), roleArn(id, "app"), id]) },
    Action: random.pick([
      "lambda:InvokeFunction",
      "lambda:UpdateFunctionCode",
      ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"],
    ]),
    Resource: arn,
  };
}

function randomHoldings(random: Random, id: string) {
  return {
    policies: random.chance(85) ? [randomStatements(random, id)] : [],
    attached: random.chance(30) ? ["shared"] : [],
    ...(random.chance(30) ? { boundary: "limit" } : {}),
  };
}

const actions = [
  "sts:AssumeRole",
  "sts:AssumeRole",
  "sts:*",
  "iam:PassRole",
  "iam:Pass*",
  "lambda:*",
  "lambda:CreateFunction",
  "lambda:InvokeFunction",
  "lambda:UpdateFunctionCode",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreatePolicyVersion",
  "iam:AddUserToGroup",
  "iam:PutGroupPolicy",
  "iam:CreateAccessKey",
  "iam:*AccessKey",
  "iam:UpdateAssumeRolePolicy",
  "iam:Create*",
  "iam:Delete*",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:Put*PermissionsBoundary",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateSAMLProvider",
  "iam:*SAMLProvider",
  "iam:Attach*",
  "iam:*",
  "s3:GetObject",
  "*",
] as const;

/** Requests of these bring the boundary of whom they are about. */
const bounded: readonly string[] = [
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:UpdateAssumeRolePolicy",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
];

function randomStatements(random: Random, id: string): Statements {
  return Array.from({ length: random.pick([1, 1, 2, 3]) }, () => randomStatement(random, id));
}

function randomStatement(random: Random, id: string): Statement {
  const chosen: readonly string[] = random.several(actions, 1, 2);
  const resources: readonly string[] = random.several(resourcesOf(random, id), 1, 2);
  const base = random.chance(15) ? deny(chosen, resources) : allow(chosen, resources);
  const { Action, Resource, ...effect } = base;
  const isNegated = random.chance(6);
  const isBounded = !isNegated && chosen.every((action) => bounded.includes(action)) && random.chance(40);
  return {
    ...effect,
    ...(isNegated ? { NotAction: Action } : { Action }),
    ...(random.chance(6) ? { NotResource: Resource } : { Resource }),
    ...(isBounded
      ? { Condition: { ArnLike: { "iam:PermissionsBoundary": "arn:aws:iam::*:policy/limit" } } }
      : random.chance(25)
        ? { Condition: randomCondition(random, id) }
        : {}),
  };
}

function resourcesOf(random: Random, id: string): readonly [string, ...string[]] {
  const other = random.pick(accountIds);
  return [
    "*",
    "*",
    "*",
    roleArn(id, random.pick(roleNames)),
    roleArn(other, random.pick(roleNames)),
    userArn(id, random.pick(userNames)),
    "arn:aws:iam::*:role/ops-*",
    `arn:aws:iam::${id}:role/*`,
    `arn:aws:iam::${id}:user/*`,
    `arn:aws:iam::${id}:group/${random.pick(groupNames)}`,
    `arn:aws:iam::${id}:policy/shared`,
    `arn:aws:iam::${id}:policy/limit`,
    `arn:aws:iam::${id}:saml-provider/*`,
    functionArn(id),
    "arn:aws:lambda:*:*:function:fn-*",
  ];
}

function randomCondition(random: Random, id: string): Statement {
  const other = random.pick(accountIds);
  return random.pick<Statement>([
    { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    { ArnLike: { "aws:PrincipalArn": random.pick([userArn(id, "ada"), "arn:aws:iam::*:role/ops-*"]) } },
    { ArnNotLike: { "aws:PrincipalArn": random.pick([roleArn(id, "app"), "arn:aws:iam::*:role/ops-*"]) } },
    { StringEquals: { "iam:PassedToService": random.pick(["lambda.amazonaws.com", "ec2.amazonaws.com"]) } },
    { StringEquals: { "aws:PrincipalTag/team": "a" } },
    { StringNotEquals: { "aws:PrincipalTag/team": "a" } },
    { StringEquals: { "aws:PrincipalAccount": other } },
    { StringEquals: { "aws:PrincipalOrgID": random.pick([organizationId, "o-otherorg123"]) } },
  ]);
}

export function randomTrust(random: Random, id: string): Statements {
  return Array.from({ length: random.pick([1, 1, 2]) }, () => randomTrustStatement(random, id));
}

function randomTrustStatement(random: Random, id: string): Statement {
  const other = random.pick(accountIds);
  if (random.chance(15)) return randomFederation(random, id);
  const Principal = random.pick<Statement>([
    { Service: "lambda.amazonaws.com" },
    { Service: "lambda.amazonaws.com" },
    { Service: "ec2.amazonaws.com" },
    { AWS: id },
    { AWS: other },
    { AWS: "*" },
    { AWS: roleArn(other, random.pick(roleNames)) },
    { AWS: userArn(other, random.pick(userNames)) },
  ]);
  const isService = "Service" in Principal;
  const Condition = isService
    ? { StringEquals: { "aws:SourceAccount": random.pick(accountIds) } }
    : random.pick<Statement>([
        { StringEquals: { "sts:ExternalId": "x" } },
        { StringEquals: { "aws:PrincipalOrgID": organizationId } },
        randomCondition(random, id),
      ]);
  return {
    Effect: random.chance(10) ? "Deny" : "Allow",
    Principal,
    Action: "sts:AssumeRole",
    ...(random.chance(isService ? 20 : 45) ? { Condition } : {}),
  };
}

function randomFederation(random: Random, id: string): Statement {
  const owner = random.chance(80) ? id : random.pick(accountIds);
  return {
    Effect: random.chance(15) ? "Deny" : "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:saml-provider/corp` },
    Action: random.chance(85) ? "sts:AssumeRoleWithSAML" : "sts:AssumeRole",
    ...(random.chance(40) ? { Condition: { StringEquals: { "SAML:sub": "ada" } } } : {}),
  };
}

function randomControls(random: Random, ids: readonly string[]): readonly ControlPlan[] {
  const [first = "", ...rest] = ids;
  const count = 1 + random.below(2);
  return Array.from({ length: count }, (_, at): ControlPlan => {
    const target = random.pick([rootId, unitId, first, ...rest]);
    const id = random.pick([first, ...rest]);
    if (random.chance(15)) {
      const statement = { ...deny("sts:AssumeRole"), Principal: "*" };
      const Condition = random.pick<Statement>([
        {
          StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
        { ArnLike: { "aws:PrincipalArn": roleArn(id, "app") } },
      ]);
      return { kind: "rcp", name: `rcp-${at}`, statements: [{ ...statement, Condition }], targets: [target] };
    }
    if (random.chance(25)) {
      const statements = [...randomStatements(random, id), allow(["iam:*", "lambda:*", "sts:*"])];
      return { kind: "scp", name: `only-${at}`, statements, targets: [target] };
    }
    const denial = { ...randomStatement(random, id), Effect: "Deny" };
    return { kind: "scp", name: `scp-${at}`, statements: [denial], targets: [target] };
  });
}
