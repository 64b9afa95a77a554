/** Users, groups and the account's own managed policies: few of each, as where Identity Center is in use. */
import type { GroupData, ManagedPolicyData, UserData } from "../account-data.ts";
import { readOnlyAccess } from "../aws-managed-policies.ts";
import { day } from "../options.ts";
import { allow, deny, type PolicyDocument, policy } from "../policy-document.ts";
import type { Random } from "../random.ts";
import { uniqueId } from "../role-draft.ts";
import { familyNames, givenNames } from "../words.ts";
import { type Site, workload } from "./site.ts";

export function groups(identity: Random, now: number): GroupData[] {
  const group = (name: string, attached: readonly string[], document: PolicyDocument | null): GroupData => ({
    name,
    path: "/",
    uniqueId: uniqueId("AGPA", identity),
    inline: document === null ? [] : [{ name: `${name}-access`, document }],
    attached,
    createdAt: now - 1200 * day,
  });
  return [
    group("readers", [readOnlyAccess], null),
    group(
      "self-service",
      [],
      policy(
        allow(["iam:ChangePassword", "iam:CreateVirtualMFADevice", "iam:EnableMFADevice"], ownUser),
        deny("*", "*", { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
      ),
    ),
  ];
}

export function users(site: Site, identity: Random, now: number): UserData[] {
  const made: UserData[] = [];
  const count = site.shape.between(2, 6);
  for (let i = 0; i < count; i++) {
    const machine = i === 0;
    const work = workload(site.shape);
    const name = machine
      ? `svc-${work.name}`
      : `${site.shape.pick(givenNames)}.${site.shape.pick(familyNames)}`;
    if (made.some((user) => user.name === name)) continue;
    made.push({
      name,
      path: machine ? "/service/" : "/",
      uniqueId: uniqueId("AIDA", identity),
      inline: machine
        ? [
            {
              name: "upload",
              document: policy(
                allow("s3:PutObject", `arn:aws:s3:::${site.globalName}-${work.domain}-inbox/*`),
              ),
            },
          ]
        : [],
      attached: [],
      boundary: null,
      groups: machine ? [] : site.shape.chance(0.7) ? ["readers", "self-service"] : ["readers"],
      createdAt: now - identity.between(30 * day, 2000 * day),
      tags: machine ? [] : [{ key: "email", value: `${name}@${site.organization.company}.example` }],
    });
  }
  return made;
}

/** Two boundaries and a few policies of teams, some of them edited since. `roles` tells how often the boundary is used. */
export function managedPolicies(
  site: Site,
  identity: Random,
  now: number,
  boundaryUses: number,
): ManagedPolicyData[] {
  const made = (name: string, versions: readonly PolicyDocument[], uses = 0): ManagedPolicyData => ({
    arn: `arn:aws:iam::${site.account.id}:policy/${name}`,
    name,
    path: "/",
    uniqueId: uniqueId("ANPA", identity),
    createdAt: now - identity.between(100 * day, 1500 * day),
    versions,
    boundaryUses: uses,
  });
  const policies = [
    made("WorkloadBoundary", [workloadBoundary, olderBoundary], boundaryUses),
    made("DeveloperBoundary", [developerBoundary]),
  ];
  const names = new Set(policies.map((one) => one.name));
  for (let i = site.shape.between(2, 5); i > 0; i--) {
    const work = workload(site.shape);
    const name = `${work.domain}-${site.shape.pick(["read", "write", "secrets", "data"])}`;
    if (names.has(name)) continue;
    names.add(name);
    const reads = allow(
      ["s3:GetObject", "s3:ListBucket"],
      [
        `arn:aws:s3:::${site.globalName}-${work.domain}-data`,
        `arn:aws:s3:::${site.globalName}-${work.domain}-data/*`,
      ],
    );
    const decrypts = allow("kms:Decrypt", `arn:aws:kms:*:${site.account.id}:key/*`);
    policies.push(
      made(name, site.shape.chance(0.3) ? [policy(reads, decrypts), policy(reads)] : [policy(reads)]),
    );
  }
  return policies;
}

const workloadServices = [
  "s3:*",
  "dynamodb:*",
  "sqs:*",
  "sns:*",
  "logs:*",
  "kms:*",
  "secretsmanager:GetSecretValue",
  "lambda:InvokeFunction",
];
const workloadBoundary = policy(
  allow([...workloadServices, "xray:*", "cloudwatch:*", "events:PutEvents"], "*"),
  deny(["iam:*", "organizations:*"], "*"),
);
const olderBoundary = policy(allow(workloadServices, "*"));
const ownUser = "arn:aws:iam::*:user/${aws:username}";
const developerBoundary = policy(
  { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "sts:AssumeRole"], Resource: "*" },
  deny("s3:DeleteBucket", "*"),
);
