/** Takes sessions of roles: signs in once, as collect does, and makes the calls of a plan one after the other. */
import {
  type Asker,
  type AssumedRole,
  assumeRole,
  type Caller,
  type Connection,
  longestSession,
  noCalls,
  type Refusal,
  refusalOf,
  sessionWithSecondFactor,
} from "../../../aws/index.ts";
import type { NoAccess } from "../../../collect/live/index.ts";
import { err, ok, type Result } from "../../../model/index.ts";
import {
  type AssumeCall,
  everyRolesSeconds,
  parseRole,
  planSession,
  type SessionFault,
  type SessionWish,
} from "../../../provision/sessions/index.ts";
import { openConnected } from "../../collect/index.ts";
import type { RefusedCall } from "./explain-refusal.ts";

export type SourceSettings = {
  /** Null: as the environment says. */
  readonly profile: string | null;
  /** Null: as the environment or the profile says. */
  readonly region: string | null;
  readonly fips: boolean;
  /** Of the program, for AWS's logs. */
  readonly version: string;
  /** The second factor of a user whose credentials these are; null: none is shown. */
  readonly secondFactor: string | null;
  /** Asks for the code that belongs to a second factor. Null: nobody can be asked. */
  readonly code: (serial: string) => Promise<string | null>;
};

export type SourceFailure =
  | ({ readonly kind: "no-access" } & NoAccess)
  | { readonly kind: "no-code"; readonly serial: string }
  | { readonly kind: "second-factor-refused"; readonly serial: string; readonly refusal: Refusal };

export type SessionFailure =
  | { readonly kind: "faults"; readonly faults: readonly SessionFault[] }
  | ({ readonly kind: "refused" } & RefusedCall);

export type TakenSession = AssumedRole & {
  /** The role's ARN. */
  readonly role: string;
  readonly region: string;
  readonly seconds: number;
};

export interface SessionSource {
  readonly caller: Caller;
  readonly region: string;
  /** `roleSeconds`: the role's MaxSessionDuration; null: not known, and read where it matters and AWS tells it. */
  take(wish: SessionWish, roleSeconds: number | null): Promise<Result<TakenSession, SessionFailure>>;
  close(): void;
}

/** Nobody can be asked for the code of a second factor that a profile names. */
class NobodyToAsk extends Error {
  // As the SDK names that there are no credentials.
  override readonly name = "CredentialsProviderError";
  readonly serial: string;

  constructor(serial: string) {
    super(`a code of ${serial} is needed, and there is no terminal to ask for it`);
    this.serial = serial;
  }
}

export async function openSource(settings: SourceSettings): Promise<Result<SessionSource, SourceFailure>> {
  const { profile, region, fips, version, code } = settings;
  const asks: { nobody: NobodyToAsk | null } = { nobody: null };
  const opened = await openConnected({
    version,
    fips,
    region,
    role: null,
    profiles: profile === null ? [] : [profile],
    share: 0.8,
    async secondFactorCode(serial) {
      const given = await code(serial);
      if (given !== null) return given;
      asks.nobody = new NobodyToAsk(serial);
      throw asks.nobody;
    },
  });
  if (!opened.ok) {
    return err(asks.nobody === null ? opened.error : { kind: "no-code", serial: asks.nobody.serial });
  }
  const { access, connection } = opened.value;
  const { caller, region: home, credentials } = access.home;
  const asker: Asker = { account: caller.account, region: home, credentials };
  const shown = await withSecondFactor(connection, asker, settings);
  if (!shown.ok) {
    connection.close();
    return shown;
  }
  return ok(new Source(connection, caller, shown.value, settings.secondFactor !== null));
}

async function withSecondFactor(
  connection: Connection,
  asker: Asker,
  { secondFactor: serial, code }: SourceSettings,
): Promise<Result<Asker, SourceFailure>> {
  if (serial === null) return ok(asker);
  const given = await code(serial);
  if (given === null) return err({ kind: "no-code", serial });
  try {
    const session = await sessionWithSecondFactor(connection, asker, { serial, code: given }, noCalls());
    return ok({ ...asker, credentials: async () => session });
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return err({ kind: "second-factor-refused", serial, refusal });
  }
}

/** Who makes a call of the chain. */
type Hop = {
  readonly asker: Asker;
  readonly arn: string;
  readonly role: string | null;
  readonly inherited: RefusedCall["inherited"];
};

class Source implements SessionSource {
  readonly caller: Caller;
  readonly region: string;
  readonly #connection: Connection;
  readonly #asker: Asker;
  readonly #hasSecondFactor: boolean;
  /** Sessions on the way to a role, by the calls that made them: many accounts are reached through one hub. */
  readonly #onTheWay = new Map<string, Promise<Result<AssumedRole, SessionFailure>>>();

  constructor(connection: Connection, caller: Caller, asker: Asker, hasSecondFactor: boolean) {
    this.#connection = connection;
    this.caller = caller;
    this.region = asker.region;
    this.#asker = asker;
    this.#hasSecondFactor = hasSecondFactor;
  }

  async take(wish: SessionWish, roleSeconds: number | null): Promise<Result<TakenSession, SessionFailure>> {
    const isSession = this.caller.arn.includes(":assumed-role/");
    const plan = planSession(wish, { isSession, roleSeconds: roleSeconds ?? (await this.#longestOf(wish)) });
    if (!plan.ok) return err({ kind: "faults", faults: plan.error });
    let hop: Hop = {
      asker: this.#asker,
      arn: this.caller.arn,
      role: null,
      inherited: this.#hasSecondFactor ? { "aws:MultiFactorAuthPresent": "true" } : {},
    };
    let way = "";
    for (const [index, call] of plan.value.entries()) {
      way += `${JSON.stringify(call)}\n`;
      const isLast = index === plan.value.length - 1;
      const assumed = await (isLast ? this.#assume(hop, call) : this.#assumeOnce(way, hop, call));
      if (!assumed.ok) return assumed;
      const { credentials, arn } = assumed.value;
      if (isLast) {
        return ok({ ...assumed.value, role: call.role.arn, region: this.region, seconds: call.seconds });
      }
      hop = {
        asker: { account: call.role.account, region: this.region, credentials: async () => credentials },
        arn,
        role: call.role.arn,
        inherited: passedOn(hop, call),
      };
    }
    throw new Error("a plan has one call at least");
  }

  /** Only of roles in the caller's own account, and only where it decides: through others, sessions last an hour at most. */
  async #longestOf({ roles, seconds }: SessionWish): Promise<number | null> {
    const [arn, ...further] = roles;
    if (arn === undefined || further.length > 0 || seconds === null || seconds <= everyRolesSeconds)
      return null;
    const role = parseRole(arn);
    if (!role.ok || role.value.account !== this.caller.account) return null;
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    return longestSession(this.#connection, this.#asker, name, noCalls());
  }

  async #assumeOnce(way: string, hop: Hop, call: AssumeCall): Promise<Result<AssumedRole, SessionFailure>> {
    const underWay = this.#onTheWay.get(way);
    if (underWay !== undefined) {
      const known = await underWay;
      // Two minutes are enough for the next call.
      if (!known.ok || known.value.credentials.expiration.getTime() - Date.now() > 120_000) return known;
      // Of several that waited, the first takes it anew.
      if (this.#onTheWay.get(way) !== underWay) return this.#assumeOnce(way, hop, call);
    }
    const made = this.#assume(hop, call);
    this.#onTheWay.set(way, made);
    return made;
  }

  async #assume(hop: Hop, call: AssumeCall): Promise<Result<AssumedRole, SessionFailure>> {
    try {
      const { role, ...rest } = call;
      return ok(await assumeRole(this.#connection, hop.asker, { ...rest, roleArn: role.arn }, noCalls()));
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal === null) throw cause;
      return err({
        kind: "refused",
        call,
        caller: hop.arn,
        callerRole: hop.role,
        inherited: hop.inherited,
        refusal,
      });
    }
  }

  close(): void {
    this.#connection.close();
  }
}

/** Source identity and tags of a session on the way, as the next role's policies see them. A second factor does not go on. */
function passedOn({ role, inherited }: Hop, { sourceIdentity, tags }: AssumeCall): RefusedCall["inherited"] {
  return {
    ...(role === null ? {} : inherited),
    ...(sourceIdentity === null ? {} : { "aws:SourceIdentity": sourceIdentity }),
    ...Object.fromEntries(tags.map(({ key, value }) => [`aws:PrincipalTag/${key}`, value])),
  };
}
