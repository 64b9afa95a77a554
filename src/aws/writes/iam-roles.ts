/**
 * Writes to roles. Each says the same however often it is made, so that they are repeated as reads are: what a call wants gone is gone
 * when IAM does not find it. Only making a role is not, and its caller looks again.
 */
import type { ClientConfiguration, Connection } from "../connection.ts";
import { type CallCounts, guarded, noCalls } from "../guarded-client.ts";
import { refusalOf } from "../refusal.ts";

export type RoleToCreate = {
  readonly name: string;
  readonly path: string;
  readonly description: string | null;
  readonly trust: string;
  readonly boundary: string | null;
  readonly maxSessionSeconds: number;
  readonly tags: ReadonlyMap<string, string>;
};

/** All reject with what IAM answers. */
export interface RoleWriter {
  create(role: RoleToCreate): Promise<void>;
  putInlinePolicy(role: string, name: string, text: string): Promise<void>;
  deleteInlinePolicy(role: string, name: string): Promise<void>;
  attach(role: string, arn: string): Promise<void>;
  detach(role: string, arn: string): Promise<void>;
  putBoundary(role: string, arn: string): Promise<void>;
  deleteBoundary(role: string): Promise<void>;
  setTrust(role: string, text: string): Promise<void>;
  update(role: string, maxSessionSeconds: number, description: string | null): Promise<void>;
  tag(role: string, tags: ReadonlyMap<string, string>): Promise<void>;
  untag(role: string, keys: readonly string[]): Promise<void>;
  delete(role: string): Promise<void>;
}

/** Permissions that the writer's principal needs, as IAM calls them. */
const roleWrites = [
  "CreateRole",
  "PutRolePolicy",
  "DeleteRolePolicy",
  "AttachRolePolicy",
  "DetachRolePolicy",
  "PutRolePermissionsBoundary",
  "DeleteRolePermissionsBoundary",
  "UpdateAssumeRolePolicy",
  "UpdateRole",
  "TagRole",
  "UntagRole",
  "DeleteRole",
] as const;

export type RoleWriteAccess = {
  readonly connection: Connection;
  readonly credentials: ClientConfiguration["credentials"];
  readonly account: string;
  readonly region: string;
};

export async function roleWriter(
  { connection, credentials, account, region }: RoleWriteAccess,
  counts: CallCounts = noCalls(),
): Promise<RoleWriter> {
  const sdk = await import("@aws-sdk/client-iam");
  const client = guarded(new sdk.IAMClient(connection.configuration(region, credentials)), {
    ...{ service: "iam", account, region, gate: connection.gate, counts },
    allowed: new Set<string>(roleWrites),
  });
  const done = async (sent: Promise<unknown>): Promise<void> => {
    await sent;
  };
  return {
    create: (role) =>
      done(
        client.send(
          new sdk.CreateRoleCommand({
            RoleName: role.name,
            Path: role.path,
            AssumeRolePolicyDocument: role.trust,
            MaxSessionDuration: role.maxSessionSeconds,
            ...(role.description === null ? {} : { Description: role.description }),
            ...(role.boundary === null ? {} : { PermissionsBoundary: role.boundary }),
            Tags: tagList(role.tags),
          }),
        ),
      ),
    putInlinePolicy: (RoleName, PolicyName, PolicyDocument) =>
      done(client.send(new sdk.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }))),
    deleteInlinePolicy: (RoleName, PolicyName) =>
      unlessAbsent(client.send(new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName }))),
    attach: (RoleName, PolicyArn) =>
      done(client.send(new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn }))),
    detach: (RoleName, PolicyArn) =>
      unlessAbsent(client.send(new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn }))),
    putBoundary: (RoleName, PermissionsBoundary) =>
      done(client.send(new sdk.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }))),
    deleteBoundary: (RoleName) =>
      unlessAbsent(client.send(new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName }))),
    setTrust: (RoleName, PolicyDocument) =>
      done(client.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }))),
    // What is left out would become the default.
    update: (RoleName, MaxSessionDuration, description) =>
      done(
        client.send(
          new sdk.UpdateRoleCommand({ RoleName, MaxSessionDuration, Description: description ?? "" }),
        ),
      ),
    tag: (RoleName, tags) => done(client.send(new sdk.TagRoleCommand({ RoleName, Tags: tagList(tags) }))),
    untag: (RoleName, keys) => done(client.send(new sdk.UntagRoleCommand({ RoleName, TagKeys: [...keys] }))),
    delete: (RoleName) => unlessAbsent(client.send(new sdk.DeleteRoleCommand({ RoleName }))),
  };
}

function tagList(tags: ReadonlyMap<string, string>) {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Gone already, perhaps by an earlier attempt whose answer was lost. */
async function unlessAbsent(sent: Promise<unknown>): Promise<void> {
  try {
    await sent;
  } catch (cause) {
    if (refusalOf(cause)?.kind !== "absent") throw cause;
  }
}
