/** Which policies a grant changes: the resource's own, that of the bucket behind an access point, and that of the key. */

import type { ActionCatalogue } from "../../../authz/action-catalogue.ts";
import { accessPointBucket, keyGrants, type StandingPolicy } from "../../../aws/writes/index.ts";
import { type AccountId, isAccountId } from "../../../model/index.ts";
import {
  type GrantDeclaration,
  type GrantKind,
  grantServices,
  grantStatements,
  keyActionsFor,
  keyStatements,
  type ManagedStatement,
  parseGrantResource,
  throughAccessPoint,
} from "../../../provision/index.ts";
import { encryptionOf } from "./encryption.ts";
import { openPlace } from "./open-place.ts";
import { type Access, homeAccess } from "./write-access.ts";

export type GrantPart = {
  /** Of the journal: who can take it back. */
  readonly kind: "resource-policy" | "key-grants";
  readonly resource: { readonly kind: GrantKind; readonly arn: string };
  readonly account: AccountId;
  readonly region: string;
  readonly policy: StandingPolicy;
  readonly statements: readonly ManagedStatement[];
  readonly title: string;
};

export type GrantParts = {
  readonly parts: readonly GrantPart[];
  /** What stands in the way that no policy here can change. */
  readonly blockers: readonly string[];
  /** What is needed besides, and what is not known. */
  readonly notes: readonly string[];
  readonly key: { readonly arn: string; readonly actions: readonly string[] } | null;
};

export type PartOptions = {
  readonly access: Access;
  readonly catalogue: ActionCatalogue;
  readonly account: AccountId;
  /** A key is given by its policy, or by a grant beside it. */
  readonly via: "policy" | "grant";
  /** Whether keys are to be planned, too. */
  readonly withKey: boolean;
};

export async function grantParts(declaration: GrantDeclaration, options: PartOptions): Promise<GrantParts> {
  const { access, catalogue, account } = options;
  const { resource, principal } = declaration;
  const here = homeAccess(access, account, resource.region);
  const who = principal.kind === "organization" ? declaration.organization : principal.text;
  const title = `lets ${who} do ${declaration.actions.join(", ")} on ${resource.arn}`;
  const notes: string[] = [];
  const blockers: string[] = [];
  const parts: GrantPart[] = [];
  if (resource.kind === "key" && options.via === "grant") {
    const policy = await keyGrants(resource.arn, here);
    const statements = grantStatements(declaration, catalogue);
    parts.push({ kind: "key-grants", resource, account, region: here.region, policy, statements, title });
    return { parts, blockers, notes, key: null };
  }
  parts.push({
    kind: "resource-policy",
    resource,
    account,
    region: here.region,
    policy: await openPlace(resource, here),
    statements: grantStatements(declaration, catalogue),
    title,
  });
  let encrypted = resource;
  if (resource.kind === "access-point") {
    const behind = await accessPointBucket(resource.name, here);
    const arn = `arn:${resource.partition}:s3:::${behind.bucket}`;
    const owner = behind.account !== null && isAccountId(behind.account) ? behind.account : account;
    const bucket = parseGrantResource(arn);
    if (!bucket.ok) throw new Error(`an access point stands before no bucket: ${bucket.error.why}`);
    encrypted = bucket.value;
    const statements = throughAccessPoint(declaration, behind.bucket, catalogue);
    if (owner === account || access.canEnter(owner)) {
      const there = homeAccess(access, owner, resource.region);
      parts.push({
        kind: "resource-policy",
        resource: bucket.value,
        account: owner,
        region: there.region,
        policy: await openPlace(bucket.value, there),
        statements,
        title: `${title}, through that access point`,
      });
    } else {
      notes.push(
        `The bucket ${arn} is of account ${owner}, which can't be entered: its policy needs ${JSON.stringify(statements)}.`,
      );
    }
  }
  const actions = keyActionsFor(declaration);
  if (actions.length === 0) return { parts, blockers, notes, key: null };
  const encryption = await encryptionOf(encrypted, here);
  switch (encryption.kind) {
    case "none":
      return { parts, blockers, notes, key: null };
    case "unknown":
      notes.push(
        `By which key ${encryption.what} is encrypted can't be read (${encryption.refusal.code}): if it is one of yours, its ` +
          `policy has to allow ${actions.join(", ")} as well.`,
      );
      return { parts, blockers, notes, key: null };
    case "aws-key":
      if (principal.account !== account) {
        blockers.push(
          `It is encrypted by ${encryption.key}, a key of AWS that no other account can be let use: encrypt it by a key of your own.`,
        );
      }
      return { parts, blockers, notes, key: null };
    case "key":
      break;
  }
  const key = parseGrantResource(encryption.arn);
  const owner = key.ok ? key.value.account : null;
  if (!key.ok || owner === null) throw new Error(`no ARN of a key: ${encryption.arn}`);
  const region = key.value.region ?? here.region;
  const statements = keyStatements(declaration, actions, region);
  const needed = { arn: encryption.arn, actions };
  if (!options.withKey || (owner !== account && !access.canEnter(owner))) {
    notes.push(
      `It is encrypted by ${encryption.arn}, whose policy needs this, too: ${JSON.stringify(statements)}.`,
    );
    return { parts, blockers, notes, key: needed };
  }
  const there = homeAccess(access, owner, region);
  parts.push({
    kind: "resource-policy",
    resource: key.value,
    account: owner,
    region,
    policy: await openPlace(key.value, there),
    statements,
    title: `lets ${who} use the key by which ${encrypted.arn} is encrypted`,
  });
  return { parts, blockers, notes, key: needed };
}

export function serviceOf({ resource }: Pick<GrantPart, "resource">) {
  return grantServices[resource.kind];
}
