/** A role as it is, or as it is meant to be: everything of it that can be written. */
import type { AccountId, RoleIndex, Snapshot } from "../../model/index.ts";

export type RoleState = {
  readonly name: string;
  /** Starts and ends with a slash. */
  readonly path: string;
  readonly description: string | null;
  /** Text of the trust policy. */
  readonly trust: string;
  /** Text by name. */
  readonly inline: ReadonlyMap<string, string>;
  /** ARNs. */
  readonly attached: ReadonlySet<string>;
  readonly boundary: string | null;
  readonly maxSessionSeconds: number;
  readonly tags: ReadonlyMap<string, string>;
  /** ARNs of those that machines get the role by: looked at, and never changed. */
  readonly instanceProfiles: ReadonlySet<string>;
};

/**
 * Nobody can assume the role: how it is made, and how it stands while several things of it change that must not be seen apart.
 * AWS wants a statement; one that denies everybody lets nobody in.
 */
export const closedTrust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "AccessLensClosed", Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
});

/** Null: its trust policy was not collected, so that the role is not known. */
export function stateInSnapshot(snapshot: Snapshot, index: RoleIndex): RoleState | null {
  const role = snapshot.roles.row(index);
  const textOf = (document: Parameters<typeof snapshot.documents.text>[0], owner: AccountId): string =>
    snapshot.documents.text(document, owner);
  if (role.trustPolicy === null) return null;
  return {
    name: role.name,
    path: role.path,
    description: role.description,
    trust: textOf(role.trustPolicy, role.account),
    inline: new Map(role.inlinePolicies.map(({ name, document }) => [name, textOf(document, role.account)])),
    attached: new Set(role.attachedPolicies),
    boundary: role.permissionsBoundary,
    maxSessionSeconds: role.maxSessionSeconds,
    tags: new Map(role.tags.map(({ key, value }) => [key, value])),
    instanceProfiles: new Set(role.instanceProfiles),
  };
}
