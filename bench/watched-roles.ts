/** Roles of a made-up organization that exist in moto, too, so that a watch over its snapshot has something to read. */
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import pLimit from "p-limit";
import type { AccountId, Snapshot, Subject } from "../src/model/index.ts";
import { openLiveReads } from "../src/work/watch/live-reads.ts";
import { withRecords } from "../src/work/watch/subject-record.ts";
import { usualSettings } from "../test/support/collect-run.ts";

export type WatchedRole = { readonly account: AccountId; readonly name: string; readonly trust: string };

/** It has to be in no account: moto lets anybody assume it. */
export const readingRole = "OrganizationAccountAccessRole";
const region = "us-east-1";
const atOnce = 8;
const clients = new Map<string, Promise<IAMClient>>();

/** moto acts in whatever account a role is assumed. */
export function iamIn(account: string): Promise<IAMClient> {
  const known = clients.get(account) ?? sessionIn(account);
  clients.set(account, known);
  return known;
}

async function sessionIn(account: string): Promise<IAMClient> {
  const { Credentials } = await new STSClient({ region }).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${readingRole}`,
      RoleSessionName: "changes",
    }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  return new IAMClient({ region, credentials });
}

/** So many, spread over the organization; what has policies by ARN would have to have them in moto as well. */
export async function rolesInMoto(snapshot: Snapshot, count: number): Promise<readonly WatchedRole[]> {
  const chosen = simpleRoles(snapshot, count);
  const limit = pLimit(atOnce);
  await Promise.all(chosen.map((role) => limit(() => create(snapshot, role))));
  return chosen;
}

function simpleRoles(snapshot: Snapshot, count: number): readonly WatchedRole[] {
  const chosen: WatchedRole[] = [];
  const step = Math.floor(snapshot.roles.count / count);
  for (let from = 0; from < snapshot.roles.count && chosen.length < count; from += step) {
    for (let index = from; index < Math.min(from + step, snapshot.roles.count); index += 1) {
      const role = snapshot.roles.row(index);
      const isSimple =
        role.path === "/" &&
        role.inlinePolicies.length > 0 &&
        role.attachedPolicies.length + role.tags.length + role.instanceProfiles.length === 0 &&
        role.permissionsBoundary === null;
      const account = snapshot.accounts[snapshot.roles.account[index] ?? -1]?.id;
      if (!isSimple || account === undefined || role.trustPolicy === null) continue;
      const trust = snapshot.documents.text(role.trustPolicy, account);
      // Where everybody may come in, one more outsider gains nothing that could be told.
      if (trust.includes('"*"')) continue;
      chosen.push({ account, name: role.name, trust });
      break;
    }
  }
  return chosen;
}

async function create(snapshot: Snapshot, { account, name, trust }: WatchedRole): Promise<void> {
  const index = snapshot.roles.byName(account, name);
  if (index === null) throw new Error(`${name} is not in the snapshot`);
  const client = await iamIn(account);
  await client.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  for (const policy of snapshot.roles.row(index).inlinePolicies) {
    await client.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: policy.name,
        PolicyDocument: snapshot.documents.text(policy.document, account),
      }),
    );
  }
}

/** The snapshot with these roles as moto has them: unique ids and times of creation are moto's own. */
export async function asInMoto(snapshot: Snapshot, roles: readonly WatchedRole[]): Promise<Snapshot> {
  const reads = await openLiveReads(usualSettings);
  if (!reads.ok) throw new Error(`moto can't be read: ${JSON.stringify(reads.error)}`);
  const limit = pLimit(atOnce);
  try {
    const records = await Promise.all(
      roles.map(({ account, name }) =>
        limit(async () => {
          const subject: Subject = { kind: "role", account, name };
          const read = await reads.value.read(subject);
          if (read.kind !== "read") throw new Error(`${account} ${name}: ${read.why}`);
          return { subject, parts: read.parts, partsUntil: 0, documents: [], eventsUntil: 0 };
        }),
      ),
    );
    return await withRecords(snapshot, records);
  } finally {
    reads.value.close();
  }
}

/** Whoever it trusted, and this account besides. */
export function letting(trust: string, outsider: string): string {
  const { Version, Statement } = JSON.parse(trust);
  const more = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${outsider}:root` },
    Action: "sts:AssumeRole",
  };
  return JSON.stringify({ Version, Statement: [...[Statement].flat(), more] });
}
