/** What a snapshot holds of one role, for somebody who looks at it: facts, not judgements. */
import { z } from "zod";
import type { RoleIndex } from "../model/index.ts";
import { displayPolicy } from "../policy/index.ts";
import { accountShape, textsShape } from "./answer-shapes.ts";
import type { Engine } from "./engine.ts";

const seconds = z.number().int().min(0);
const name = z.string().nullable();

export const roleFactsShape = z.strictObject({
  arn: z.string(),
  account: accountShape,
  accountName: name,
  name: z.string(),
  path: z.string(),
  uniqueId: z.string(),
  description: name,
  createdAt: seconds.nullable().describe("Seconds since 1970."),
  lastUsedAt: z
    .union([seconds, z.literal("never")])
    .nullable()
    .describe("Seconds since 1970; never: not within AWS's tracking period; null: not collected."),
  maxSessionSeconds: seconds,
  permissionsBoundary: name,
  attachedPolicies: textsShape,
  inlinePolicies: textsShape.describe("By name."),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  trustPolicy: name.describe("Laid out; null: not collected."),
});

export type RoleFacts = z.infer<typeof roleFactsShape>;

/** Null: the snapshot holds no such role. */
export function roleFacts({ snapshot, context }: Engine, arn: string): RoleFacts | null {
  const index: RoleIndex | null = snapshot.roles.byArn(arn);
  if (index === null || snapshot.roles.arn(index) !== arn) return null;
  const role = snapshot.roles.row(index);
  const { trustPolicy, account } = role;
  return {
    arn: role.arn,
    account,
    accountName: context.nameOf(account),
    name: role.name,
    path: role.path,
    uniqueId: role.uniqueId,
    description: role.description,
    createdAt: role.createdAt,
    lastUsedAt: role.lastUsedAt,
    maxSessionSeconds: role.maxSessionSeconds,
    permissionsBoundary: role.permissionsBoundary,
    attachedPolicies: [...role.attachedPolicies],
    inlinePolicies: role.inlinePolicies.map((policy) => policy.name),
    tags: role.tags.map(({ key, value }) => ({ key, value })),
    trustPolicy:
      trustPolicy === null ? null : displayPolicy(snapshot.documents.text(trustPolicy, account)).text,
  };
}
