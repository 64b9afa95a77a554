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
import { assumeRole } from "./assume-role.ts";
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
  /** What CloudTrail shows, in a form that STS takes. */
  readonly sessionName: string;
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
    session = assumeRole(
      connection,
      { account: from.caller.account, region: from.region, credentials: from.credentials },
      {
        roleArn: spokeRoleArn(from.caller.partition, account, role.name),
        name: role.sessionName,
        seconds: role.seconds,
        externalId: role.externalId,
        tags: role.sessionTags,
      },
      counts,
    ).then(({ credentials }) => credentials);
    return session;
  };
}

export function spokeRoleArn(partition: Partition, account: AccountId, name: string): string {
  return `arn:${partition}:iam::${account}:role/${name}`;
}
