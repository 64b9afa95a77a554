/** A collection as a job: signs in, takes up or begins the journal, and reads. Writing the snapshot is the caller's. */
import { CallGate, Connection, noCalls, type SpokeRole } from "../../aws/index.ts";
import {
  type Access,
  type AccessOptions,
  type Aggregator,
  asksForFips,
  type Collected,
  type Collector,
  Journal,
  type NoAccess,
  openAccess,
  type Plan,
  type Progress,
  planCollection,
  runCollection,
} from "../../collect/live/index.ts";
import { type AccountId, err, ok, type Result } from "../../model/index.ts";
import { type Examination, examine } from "./doctor.ts";

export type CollectSettings = {
  /** Null: no role is assumed; the caller's own account, or those of the profiles, are read. */
  readonly role: SpokeRole | null;
  readonly profiles: readonly string[];
  /** Where to sign in; null: as the environment says. */
  readonly region: string | null;
  /** Null: the whole organization. */
  readonly accounts: readonly AccountId[] | null;
  /** Null: those that each account has enabled. */
  readonly regions: readonly string[] | null;
  readonly collectors: readonly Collector[];
  /** Null: everything is read from the services themselves. */
  readonly aggregator: Aggregator | null;
  /** AWS's FIPS endpoints, whatever environment and profiles say. */
  readonly fips: boolean;
  readonly accountsAtOnce: number;
  /** How much of AWS's rate limits to use. */
  readonly share: number;
  /** Seconds before each further round over what may pass by waiting. */
  readonly pauses: readonly number[];
  /** Of the program, for AWS's logs. */
  readonly version: string;
};

export type JournalUse = {
  readonly folder: string;
  /** `fresh`: there must be none yet. */
  readonly how: "fresh" | "resume" | "restart";
};

export type CollectFailure =
  | ({ readonly kind: "no-access" } & NoAccess)
  | { readonly kind: "unfinished"; readonly folder: string }
  | { readonly kind: "other-settings"; readonly folder: string; readonly names: readonly string[] };

/** What came of it; `finished` is to be called when the snapshot is safe. */
export type Collection = Collected & { finished(): Promise<void> };

export async function collectLive(
  settings: CollectSettings,
  use: JournalUse,
  progress: (progress: Progress) => void,
): Promise<Result<Collection, CollectFailure>> {
  return connected(settings, async (access, connection): Promise<Result<Collection, CollectFailure>> => {
    const journal = new Journal(use.folder);
    const refused = await begin(
      journal,
      use,
      { ...settings, fips: connection.fips },
      access.home.caller.account,
    );
    if (refused !== null) return err(refused);
    const collected = await runCollection({
      ...settings,
      access,
      connection,
      journal,
      unitsAtOnce,
      unitsAtOnceInAll,
      createdAt: Math.floor(Date.now() / 1000),
      progress,
    });
    return ok({ ...collected, finished: () => journal.remove() });
  });
}

type Refused = Extract<CollectFailure, { readonly kind: "no-access" }>;

/** What a collection with these settings would do; nothing is written. */
export function planLive(settings: CollectSettings): Promise<Result<Plan, Refused>> {
  return connected(settings, async (access, connection) =>
    ok(await planCollection({ ...settings, access, connection })),
  );
}

/** Tries access in a few accounts, or in those that are named. */
export function examineLive(settings: CollectSettings, most: number): Promise<Result<Examination, Refused>> {
  return connected(settings, async (access, connection) =>
    ok(await examine({ ...settings, access, connection, most })),
  );
}

/** Calls on their way: with 60 ms an answer, enough that AWS's limits set the time, and not these. */
export const callsAtOnce = { atOnce: 512, atOnceForAccount: 64 };
/** Units of one account: most of them wait for their service's rate. */
export const unitsAtOnce = 64;
/** Each has a client of the SDK, and what it has read so far; calls on their way are far fewer. */
export const unitsAtOnceInAll = 2048;

async function connected<T, E>(
  settings: CollectSettings,
  work: (access: Access, connection: Connection) => Promise<Result<T, E>>,
): Promise<Result<T, E | Refused>> {
  const opened = await openConnected(settings);
  if (!opened.ok) return opened;
  const { access, connection } = opened.value;
  try {
    return await work(access, connection);
  } finally {
    connection.close();
  }
}

/** For reads one after the other, as long as they are wanted; the connection is the caller's to close. */
export async function openConnected(
  settings: Pick<CollectSettings, "version" | "share" | "profiles" | "fips" | "role" | "region"> &
    Pick<AccessOptions, "secondFactorCode">,
): Promise<Result<{ readonly access: Access; readonly connection: Connection }, Refused>> {
  const { version, share, profiles } = settings;
  const fips = settings.fips || (await asksForFips(profiles));
  const gate = new CallGate({ ...callsAtOnce, share });
  const connection = new Connection({ gate, fips, version, connections: 64, attempts: 5 });
  const access = await openAccess(connection, settings, noCalls());
  if (access.ok) return ok({ access: access.value, connection });
  connection.close();
  return err({ kind: "no-access", ...access.error });
}

/** Null: the journal is ready. */
async function begin(
  journal: Journal,
  { how, folder }: JournalUse,
  { role, accounts, regions, collectors, profiles, aggregator, fips }: CollectSettings,
  home: AccountId,
): Promise<CollectFailure | null> {
  const facts = {
    home,
    "role-name": role?.name ?? null,
    accounts,
    regions,
    profile: profiles,
    services: collectors.map(({ name }) => name),
    "config-aggregator": aggregator,
    // Null as in journals of before.
    fips: fips ? true : null,
  };
  if (how === "restart") await journal.remove();
  const before = await journal.facts();
  if (before === null) {
    await journal.begin(facts);
    return null;
  }
  if (how !== "resume") return { kind: "unfinished", folder };
  const names = Object.entries(facts)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name] ?? null))
    .map(([name]) => name);
  return names.length === 0 ? null : { kind: "other-settings", folder, names };
}
