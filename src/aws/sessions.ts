/** Whose credentials read an account: the caller's own, or a session of the spoke role there. */
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import {
  type AccountId,
  err,
  isAccountId,
  ok,
  type Partition,
  type Result,
  splitArn,
} from "../model/index.ts";
import type { Connection } from "./connection.ts";
import { type CallCounts, guarded } from "./guarded-client.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

export type Caller = { readonly account: AccountId; readonly arn: string; readonly partition: Partition };

/** Who the credentials belong to. */
export async function callerOf(
  connection: Connection,
  region: string,
  credentials: AwsCredentialIdentityProvider,
  counts: CallCounts,
): Promise<Result<Caller, Refusal>> {
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const client = guarded(new STSClient(connection.configuration(region, credentials)), {
    service: "sts",
    account: "caller",
    region,
    allowed: new Set(["GetCallerIdentity"]),
    gate: connection.gate,
    counts,
  });
  try {
    const { Account = "", Arn = "" } = await client.send(new GetCallerIdentityCommand({}));
    const partition = splitArn(Arn)?.partition;
    if (!isAccountId(Account) || partition === undefined) {
      return err({ kind: "failed", code: "GetCallerIdentity", message: "the answer names no account" });
    }
    return ok({ account: Account, arn: Arn, partition });
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return err(refusal);
  }
}

export type SpokeRole = {
  /** With path, without a leading slash: `security/accesslens-read`. */
  readonly name: string;
  readonly externalId: string | null;
  readonly sessionTags: readonly { readonly key: string; readonly value: string }[];
  /** 900 to 3600: sessions that come from a role last an hour at most. */
  readonly seconds: number;
};

/** A session is renewed so long before it ends, in milliseconds: calls that are on their way still find it alive. */
const renewBefore = 5 * 60_000;

/**
 * Credentials of the spoke role in an account, taken once for all clients that read it and renewed in time.
 * Rejects with what STS answers.
 */
export function spokeSession(
  connection: Connection,
  from: {
    readonly caller: Caller;
    readonly region: string;
    readonly credentials: AwsCredentialIdentityProvider;
  },
  account: AccountId,
  role: SpokeRole,
  counts: CallCounts,
): AwsCredentialIdentityProvider {
  let session: Promise<AwsCredentialIdentity> | null = null;
  return async () => {
    const current = await session?.catch(() => null);
    if (current && (current.expiration?.getTime() ?? 0) - Date.now() > renewBefore) return current;
    session = assume(connection, from, account, role, counts);
    return session;
  };
}

async function assume(
  connection: Connection,
  { caller, region, credentials }: Parameters<typeof spokeSession>[1],
  account: AccountId,
  role: SpokeRole,
  counts: CallCounts,
): Promise<AwsCredentialIdentity> {
  const { STSClient, AssumeRoleCommand } = await import("@aws-sdk/client-sts");
  // The limit of AssumeRole is that of the account which asks.
  const client = guarded(new STSClient(connection.configuration(region, credentials)), {
    service: "sts",
    account: caller.account,
    region,
    allowed: new Set(["AssumeRole"]),
    gate: connection.gate,
    counts,
  });
  const { Credentials } = await client.send(
    new AssumeRoleCommand({
      RoleArn: spokeRoleArn(caller.partition, account, role.name),
      RoleSessionName: "accesslens-collect",
      DurationSeconds: role.seconds,
      ...(role.externalId === null ? {} : { ExternalId: role.externalId }),
      ...(role.sessionTags.length === 0
        ? {}
        : { Tags: role.sessionTags.map(({ key, value }) => ({ Key: key, Value: value })) }),
    }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    ...(Credentials?.SessionToken === undefined ? {} : { sessionToken: Credentials.SessionToken }),
    ...(Credentials?.Expiration === undefined ? {} : { expiration: Credentials.Expiration }),
  };
}

export function spokeRoleArn(partition: Partition, account: AccountId, name: string): string {
  return `arn:${partition}:iam::${account}:role/${name}`;
}
