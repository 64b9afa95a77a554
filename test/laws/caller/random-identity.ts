/** Random identity policies and boundaries about assuming the role of the random trust policies. */
import type { Random } from "../trust/random.ts";
import { type Conditions, randomCondition } from "../trust/random-policy.ts";
import { roleArn } from "../trust/world.ts";

export type IdentityStatement = {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Conditions;
};

export type IdentityPolicy = {
  readonly Version: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly IdentityStatement[];
};

const actions = [
  "sts:AssumeRole",
  "sts:AssumeRole",
  "sts:assumerole",
  "sts:*",
  "*",
  "sts:Assume*",
  "s3:GetObject",
  "sts:TagSession",
] as const;

const resources = [
  roleArn,
  roleArn,
  "*",
  "*",
  "arn:aws:iam::*:role/*",
  "arn:aws:iam::111111111111:role/tar*",
  "arn:aws:iam::111111111111:role/TARGET",
  "arn:aws:iam::222222222222:role/*",
  "arn:aws:iam::?11111111111:role/target",
  "arn:aws:iam::111111111111:*",
  "arn:aws:iam::111111111111:role/${aws:username}",
  "arn:aws:iam::111111111111:role/targe${aws:PrincipalTag/team, 't'}",
  "arn:aws:s3:::*",
] as const;

export function randomIdentity(random: Random, allowsMore: boolean): IdentityPolicy {
  const count = random.pick([1, 1, 2, 3]);
  return {
    Version: random.chance(85) ? "2012-10-17" : "2008-10-17",
    Statement: Array.from({ length: count }, (_, i) =>
      randomStatement(random, i === 0 || allowsMore ? 8 : 40),
    ),
  };
}

function randomStatement(random: Random, percentDeny: number): IdentityStatement {
  const chosenActions: readonly string[] = random.several(actions, 1, 2);
  const chosenResources: readonly string[] = random.several(resources, 1, 2);
  const condition: Conditions | null = random.chance(50) ? randomCondition(random) : null;
  return {
    Effect: random.chance(percentDeny) ? "Deny" : "Allow",
    ...(random.chance(12) ? { NotAction: chosenActions } : { Action: chosenActions }),
    ...(random.chance(12) ? { NotResource: chosenResources } : { Resource: chosenResources }),
    ...(condition === null ? {} : { Condition: condition }),
  };
}
