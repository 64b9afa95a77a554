/** What a declaration comes to in one account: ARNs of its partition, texts with its id. */
import type { AccountId, Partition } from "../../model/index.ts";
import { type DeclaredRole, managedTag, type PolicyName } from "./declaration.ts";
import type { RoleState } from "./role-state.ts";
import { type BoundTrust, trustText } from "./trust-text.ts";

export type Place = { readonly account: AccountId; readonly partition: Partition };

export function desiredRole(
  role: DeclaredRole,
  trust: readonly BoundTrust[],
  set: string,
  place: Place,
): RoleState {
  return {
    name: role.name,
    path: role.path,
    description: role.description,
    trust: trustText(trust, place.partition),
    inline: new Map(role.inline.map(({ name, text }) => [name, filledIn(text, place)])),
    attached: new Set(role.policies.map((policy) => policyArn(policy, place))),
    boundary: boundaryArn(role.boundary, place),
    maxSessionSeconds: role.maxSessionSeconds,
    tags: new Map([...role.tags.map(({ key, value }) => [key, value] as const), [managedTag, set]]),
    instanceProfiles: new Set(),
  };
}

/** What is meant of a role that is there: a boundary that the declaration is silent about stays. */
export function meantOver(
  current: RoleState | null,
  desired: RoleState,
  { boundary }: Pick<DeclaredRole, "boundary">,
): RoleState {
  return boundary === null && current !== null ? { ...desired, boundary: current.boundary } : desired;
}

function boundaryArn(boundary: DeclaredRole["boundary"], place: Place): string | null {
  return boundary === null || boundary === "none" ? null : policyArn(boundary, place);
}

export function roleArn({ path, name }: Pick<DeclaredRole, "path" | "name">, place: Place): string {
  return `arn:${place.partition}:iam::${place.account}:role${path}${name}`;
}

/** `arn:aws:iam::aws:policy/job-function/ViewOnlyAccess`: AWS's policies are of the account `aws`, whatever the partition. */
export function policyArn({ owner, name }: PolicyName, { account, partition }: Place): string {
  return `arn:${partition}:iam::${owner === "aws" ? "aws" : account}:policy/${name}`;
}

/** A policy's own variables begin with `${`, and stay. */
export const placeholders = /(?<!\$)\{(account|partition)\}/g;

function filledIn(text: string, { account, partition }: Place): string {
  return text.replace(placeholders, (_, name: string) => (name === "account" ? account : partition));
}
