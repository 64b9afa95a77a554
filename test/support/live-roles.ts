/** Spoke roles in moto: a hub, policies that roles have, declarations as a file has them, and the ways to look and to write. */
import { randomUUID } from "node:crypto";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { openConnected } from "../../src/work/collect/index.ts";
import {
  applyRoles,
  type LiveRoles,
  planLiveRoles,
  type RoleResult,
  type WriteOptions,
} from "../../src/work/provision/roles/index.ts";
import { parseRoleSet } from "../../src/work/provision/roles/role-file.ts";
import { motoAccount } from "./moto.ts";
import { usualRole } from "./spoke-role.ts";

export const deployRole = usualRole.name;

/** Credentials that act in an account of the organization. */
export async function credentialsIn(account: string, region = "us-east-1") {
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  const { Credentials } = await new STSClient({ region }).send(
    new AssumeRoleCommand({
      RoleArn: `arn:${partition}:iam::${account}:role/${deployRole}`,
      RoleSessionName: "look",
    }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

/** A client that acts in an account of the organization. */
export async function iamIn(account: string, region = "us-east-1"): Promise<IAMClient> {
  if (account === motoAccount) return new IAMClient({ region });
  return new IAMClient({ region, credentials: await credentialsIn(account, region) });
}

export async function makeHub(region = "us-east-1"): Promise<string> {
  const { Role } = await new IAMClient({ region }).send(
    new CreateRoleCommand({ RoleName: "hub", AssumeRolePolicyDocument: "{}" }),
  );
  return Role?.Arn ?? "";
}

export async function makePolicy(account: string, name: string): Promise<void> {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sqs:ListQueues", Resource: "*" }],
  });
  await (await iamIn(account)).send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument }));
}

export type RoleInMoto = {
  readonly trust: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
  readonly inline: readonly string[];
  readonly attached: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
};

/** Null: there is none. */
export async function roleIn(
  account: string,
  RoleName: string,
  region = "us-east-1",
): Promise<RoleInMoto | null> {
  const iam = await iamIn(account, region);
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    return {
      trust: JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "{}")),
      inline: PolicyNames,
      attached: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn),
      tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    };
  } catch (cause) {
    if (cause instanceof Error && /^NoSuchEntity/.test(cause.name)) return null;
    throw cause;
  }
}

/** AWS is what the environment says. `file`: as people write it. */
export async function openLive(
  file: string,
  changes: Partial<LiveRoles> & { readonly region?: string } = {},
): Promise<LiveRoles> {
  const set = await parseRoleSet(file, "roles.yaml", {
    registry: null,
    environment: { VENDOR_ID: "issued-for-us-1" },
  });
  if (!set.ok) throw new Error(JSON.stringify(set.error));
  const opened = await openConnected({
    ...{ version: "test", share: 1000, profiles: [], fips: false, region: changes.region ?? null },
    role: usualRole,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return {
    ...opened.value,
    ...{ set: set.value, snapshot: null, catalogue: null, adopt: false, accountsAtOnce: 8 },
    ...{ now: () => Date.now(), progress: () => undefined },
    ...changes,
  };
}

export const writeOptions: WriteOptions = {
  ...{ store: null, canary: null, holder: "test" },
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 20))),
  newId: () => `change-${randomUUID()}`,
};

/** The file applied to what is there. */
export async function applied(
  file: string,
  more: Partial<LiveRoles> & { readonly region?: string } = {},
  options: Partial<WriteOptions> = {},
): Promise<readonly RoleResult[]> {
  const live = await openLive(file, more);
  try {
    return await applyRoles(await planLiveRoles(live), live, { ...writeOptions, ...options });
  } finally {
    live.connection.close();
  }
}
