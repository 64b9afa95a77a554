/** One call of AssumeRole, and one of GetSessionToken for those who sign in with a second factor. */
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import type { Connection } from "./connection.ts";
import { type CallCounts, guarded } from "./guarded-client.ts";
import { AnswerLacks } from "./refusal.ts";

/** Who asks, from where. The limit of AssumeRole is that of the account which asks. */
export type Asker = {
  readonly account: string;
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
};

export type RoleToAssume = {
  readonly roleArn: string;
  readonly name: string;
  readonly seconds: number;
  readonly externalId: string | null;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Keys among the tags that later sessions keep. */
  readonly transitive?: readonly string[];
  readonly sourceIdentity?: string | null;
  readonly policies?: { readonly inline: string | null; readonly arns: readonly string[] };
};

/** Credentials that end. */
export type SessionCredentials = AwsCredentialIdentity & {
  readonly sessionToken: string;
  readonly expiration: Date;
};

export type AssumedRole = {
  readonly credentials: SessionCredentials;
  /** `arn:aws:sts::…:assumed-role/NAME/SESSION` */
  readonly arn: string;
  /** How much of the room for session policies and tags is taken, in percent; null: STS does not say. */
  readonly packedPercent: number | null;
};

/** Rejects with what STS answers. */
export async function assumeRole(
  connection: Connection,
  asker: Asker,
  role: RoleToAssume,
  counts: CallCounts,
): Promise<AssumedRole> {
  return (await openAssumeRole(connection, asker, counts))(role);
}

/** The same for many roles, by one client. */
export async function openAssumeRole(
  connection: Connection,
  asker: Asker,
  counts: CallCounts,
): Promise<(role: RoleToAssume) => Promise<AssumedRole>> {
  const client = await stsClient(connection, asker, "AssumeRole", counts);
  return (role) => callAssumeRole(client, role);
}

async function callAssumeRole(
  client: Awaited<ReturnType<typeof stsClient>>,
  role: RoleToAssume,
): Promise<AssumedRole> {
  const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
  const { transitive = [], sourceIdentity = null, policies = { inline: null, arns: [] } } = role;
  const answer = await client.send(
    new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: role.name,
      DurationSeconds: role.seconds,
      ...(role.externalId === null ? {} : { ExternalId: role.externalId }),
      ...(role.tags.length === 0
        ? {}
        : { Tags: role.tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
      ...(transitive.length === 0 ? {} : { TransitiveTagKeys: [...transitive] }),
      ...(sourceIdentity === null ? {} : { SourceIdentity: sourceIdentity }),
      ...(policies.inline === null ? {} : { Policy: policies.inline }),
      ...(policies.arns.length === 0 ? {} : { PolicyArns: policies.arns.map((arn) => ({ arn })) }),
    }),
  );
  return {
    credentials: credentialsOf(answer.Credentials),
    arn: answer.AssumedRoleUser?.Arn ?? "",
    packedPercent: answer.PackedPolicySize ?? null,
  };
}

export type SecondFactor = {
  /** Of the device: an ARN, or a hardware device's number. */
  readonly serial: string;
  readonly code: string;
};

/** A user's credentials as those of somebody who has shown a second factor: a code is good for one call alone. Rejects as above. */
export async function sessionWithSecondFactor(
  connection: Connection,
  asker: Asker,
  { serial, code }: SecondFactor,
  counts: CallCounts,
): Promise<SessionCredentials> {
  const { GetSessionTokenCommand } = await import("@aws-sdk/client-sts");
  const client = await stsClient(connection, asker, "GetSessionToken", counts);
  const answer = await client.send(
    new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code, DurationSeconds: 3600 }),
  );
  return credentialsOf(answer.Credentials);
}

async function stsClient(
  connection: Connection,
  { account, region, credentials }: Asker,
  call: string,
  counts: CallCounts,
) {
  const { STSClient } = await import("@aws-sdk/client-sts");
  return guarded(new STSClient(connection.configuration(region, credentials)), {
    service: "sts",
    account,
    region,
    allowed: new Set([call]),
    gate: connection.gate,
    counts,
  });
}

type Told = {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
  readonly Expiration?: Date | undefined;
};

function credentialsOf(told: Told | undefined): SessionCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = told ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) {
    throw new AnswerLacks("the answer of STS has no whole credentials");
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
