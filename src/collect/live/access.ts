/** The ways into accounts: a role of the same name in each of them, or a profile for each. */
import {
  type CallCounts,
  type Caller,
  type ClientConfiguration,
  type Connection,
  callerOf,
  homeRegion,
  partitionOfRegion,
  type Refusal,
  type SpokeRole,
  spokeRoleArn,
  spokeSession,
} from "../../aws/index.ts";
import { type AccountId, err, ok, type Result } from "../../model/index.ts";
import { regionOfProfile } from "./profiles.ts";

export type Credentials = ClientConfiguration["credentials"];

/** Credentials with whom they belong to. */
export type Identity = {
  readonly caller: Caller;
  readonly region: string;
  readonly credentials: Credentials;
};

export interface Access {
  /** Reads the organization, and assumes the roles. */
  readonly home: Identity;
  /** Accounts that have a way in of their own; null: any of the organization may be tried. */
  readonly accounts: readonly AccountId[] | null;
  /** Whether there is a role or a profile for it, be it that AWS refuses it. */
  canEnter(account: AccountId): boolean;
  /** Fresh credentials with each call, so that a session that broke is not used again. */
  credentialsOf(account: AccountId): Credentials;
  /** Whose credentials these are, by ARN. */
  nameOf(account: AccountId): string;
}

export type AccessOptions = {
  /** Null: no role is assumed, and only the caller's own account can be read. */
  readonly role: SpokeRole | null;
  /** One for each account; none: the standard chain of the SDK. */
  readonly profiles: readonly string[];
  /** Null: AWS_REGION, the profile's region, or the partition's home. */
  readonly region: string | null;
  /** Asks for the code of a profile's second factor; absent: such profiles can't be used. Rejects where nobody can be asked. */
  readonly secondFactorCode?: (serial: string) => Promise<string>;
};

export type NoAccess = { readonly profile: string | null; readonly refusal: Refusal };

export async function openAccess(
  connection: Connection,
  options: AccessOptions,
  counts: CallCounts,
): Promise<Result<Access, NoAccess>> {
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  const given = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? null;
  const identities: Identity[] = [];
  for (const profile of options.profiles.length === 0 ? [null] : options.profiles) {
    const region = given ?? (await regionOfProfile(profile));
    const start = region ?? homeRegion("aws");
    const chain = fromNodeProviderChain({
      clientConfig: connection.forSigningIn(),
      // Not among the former: the portal of an SSO profile is in that profile's sso_region.
      parentClientConfig: { region: start },
      ...(profile === null ? {} : { profile }),
      ...(options.secondFactorCode === undefined ? {} : { mfaCodeProvider: options.secondFactorCode }),
    });
    const credentials = onceAtATime(chain);
    const caller = await callerOf(connection, start, credentials, counts);
    if (!caller.ok) return err({ profile, refusal: caller.error });
    const { partition } = caller.value;
    const own = region !== null && partitionOfRegion(region) === partition ? region : homeRegion(partition);
    identities.push({ caller: caller.value, region: own, credentials });
  }
  const [home] = identities;
  if (home === undefined) throw new Error("there is at least the standard chain");
  const { role } = options;
  const ownOf = (account: AccountId) => identities.find(({ caller }) => caller.account === account);
  return ok({
    home,
    accounts: role !== null ? null : identities.map(({ caller }) => caller.account),
    canEnter: (account) => role !== null || ownOf(account) !== undefined,
    credentialsOf(account) {
      const own = ownOf(account);
      if (own !== undefined) return own.credentials;
      if (role === null) throw new Error(`no way into account ${account} was given`);
      return spokeSession(connection, home, account, role, counts);
    },
    nameOf(account) {
      const own = ownOf(account);
      if (own !== undefined) return own.caller.arn;
      return role === null ? "nobody" : spokeRoleArn(home.caller.partition, account, role.name);
    },
  });
}

/** The SDK would resolve the chain for each client anew. */
function onceAtATime(chain: Credentials): Credentials {
  let current: ReturnType<Credentials> | null = null;
  const renewBefore = 5 * 60_000;
  return async () => {
    const known = await current?.catch(() => null);
    if (known && (known.expiration === undefined || known.expiration.getTime() - Date.now() > renewBefore)) {
      return known;
    }
    current = chain();
    return current;
  };
}
