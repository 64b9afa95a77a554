/** A collection from beginning to end: who we are, the organization, each account's units, and the snapshot of them. */
import pLimit from "p-limit";
import {
  type CallCounts,
  type Connection,
  homeRegion,
  noCalls,
  type RefusalKind,
  refusalOf,
  Slots,
} from "../../aws/index.ts";
import type { AccountId, CoverageGap, Snapshot } from "../../model/index.ts";
import { importSource } from "../files/index.ts";
import type { Access, Credentials } from "./access.ts";
import { accountsToRead } from "./accounts-to-read.ts";
import type { Collector } from "./collector.ts";
import { type Aggregator, ConfigReader, configCollector, configUnit } from "./config/aggregator.ts";
import { ConfigAges } from "./config/config-ages.ts";
import { better, noWayIn } from "./config/stopgaps.ts";
import { enabledRegions } from "./enabled-regions.ts";
import type { Journal } from "./journal.ts";
import { unitKey } from "./journal.ts";
import { journalSource } from "./journal-source.ts";
import { isWorthRepeating, runUnit, type UnitRecord } from "./unit.ts";
import { coverageOf, withoutMissingServices } from "./unit-gaps.ts";
import { type Unseen, UnseenList } from "./unseen.ts";

export type CollectionOptions = {
  readonly access: Access;
  readonly connection: Connection;
  readonly journal: Journal;
  readonly collectors: readonly Collector[];
  /** Null: those that each account has enabled. */
  readonly regions: readonly string[] | null;
  /** Null: all of the organization. */
  readonly accounts: readonly AccountId[] | null;
  /** Null: everything is read from the services themselves. */
  readonly aggregator: Aggregator | null;
  readonly accountsAtOnce: number;
  /** Of one account. */
  readonly unitsAtOnce: number;
  /** Of all accounts together. */
  readonly unitsAtOnceInAll: number;
  /** Seconds to wait before what may pass is tried again: one round each. */
  readonly pauses: readonly number[];
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly progress: (progress: Progress) => void;
};

export type Progress = {
  readonly accountsDone: number;
  /** As far as they are known. */
  readonly accounts: number;
  /** By this run. */
  readonly unitsDone: number;
  /** Of the accounts of which all units are known, as far as an earlier run has not read them. */
  readonly unitsBegun: number;
  readonly accountsBegun: number;
  /** Accounts of which this run has nothing to read: an earlier one has, or there is no way in. */
  readonly accountsSkipped: number;
  readonly elapsedMilliseconds: number;
  /** What was not read, by why. */
  readonly refusals: ReadonlyMap<RefusalKind, number>;
  readonly counts: CallCounts;
};

export type Collected = {
  readonly snapshot: Snapshot;
  readonly counts: CallCounts;
  /** Units that an earlier run had finished. */
  readonly unitsFromJournal: number;
  readonly units: number;
  readonly unseen: readonly Unseen[];
};

export async function runCollection(options: CollectionOptions): Promise<Collected> {
  const { access, journal, createdAt, connection, pauses, aggregator } = options;
  const run = new Run(options);
  const home = access.home.caller.account;
  let { accounts, unusable } = accountsToRead(await run.organization(), options);
  await Promise.all([run.accounts(accounts), run.besidesOrganization()]);
  for (const pause of pauses) {
    const again = run.takeUnfinished();
    if (again.accounts.length === 0 && !again.organization) break;
    await connection.gate.clock.sleep(pause * 1000);
    if (again.organization) ({ accounts, unusable } = accountsToRead(await run.organization(), options));
    const before = new Set(run.seen);
    await Promise.all([
      run.accounts([...again.accounts, ...accounts.filter((account) => !before.has(account))]),
      run.besidesOrganization(),
    ]);
  }
  const collectors =
    aggregator === null ? options.collectors : [...options.collectors, configCollector(aggregator)];
  const unseen = new UnseenList(collectors);
  unseen.addUnusable(unusable.flatMap(({ account }) => account ?? []));
  const ages = new ConfigAges();
  const gaps: CoverageGap[] = [...unusable];
  const source = journalSource(journal, home, accounts, (account, all) => {
    const units = withoutMissingServices(all, connection);
    gaps.push(...coverageOf(account, units, collectors));
    unseen.add(units);
    ages.add(units);
  });
  const { snapshot } = await importSource(source, {
    createdAt,
    source: "collect",
    gaps: () => [...gaps, ...ages.gaps()],
  });
  return {
    snapshot,
    counts: run.counts,
    unitsFromJournal: run.known,
    units: run.done,
    unseen: unseen.worstFirst(),
  };
}

function unitsOf(collectors: readonly Collector[], scope: Collector["scope"]): readonly Collector[] {
  return collectors.filter((collector) => collector.scope === scope);
}

class Run {
  readonly counts = noCalls();
  /** Accounts that were tried. */
  readonly seen = new Set<AccountId>();
  /** Units that the journal had. */
  known = 0;
  done = 0;
  readonly #options: CollectionOptions;
  readonly #config: ConfigReader | null;
  readonly #unitSlots: Slots;
  readonly #unfinished = new Set<AccountId>();
  #organizationUnfinished = false;
  readonly #refusals = new Map<RefusalKind, number>();
  readonly #started: number;
  #accountsDone = 0;
  #accountsBegun = 0;
  #accountsSkipped = 0;
  #unitsBegun = 0;

  constructor(options: CollectionOptions) {
    const { aggregator, access, connection } = options;
    this.#options = options;
    this.#unitSlots = new Slots(options.unitsAtOnceInAll);
    this.#started = connection.gate.clock.now();
    this.#config = aggregator === null ? null : new ConfigReader(aggregator, access, connection);
  }

  /** What another round may bring more of; the next one begins empty. */
  takeUnfinished(): { readonly accounts: readonly AccountId[]; readonly organization: boolean } {
    const taken = { accounts: [...this.#unfinished], organization: this.#organizationUnfinished };
    this.#unfinished.clear();
    this.#organizationUnfinished = false;
    this.#accountsDone -= taken.accounts.length;
    return taken;
  }

  /** The organization itself, which tells the accounts. */
  organization(): Promise<readonly UnitRecord[]> {
    return this.#ofOrganization(({ name }) => name === "organization");
  }

  /** What else the organization holds: nothing waits for it. */
  async besidesOrganization(): Promise<void> {
    await this.#ofOrganization(({ name }) => name !== "organization");
  }

  async #ofOrganization(isMeant: (collector: Collector) => boolean): Promise<readonly UnitRecord[]> {
    const { access, collectors } = this.#options;
    const { caller, credentials } = access.home;
    const meant = unitsOf(collectors, "organization").filter(isMeant);
    const whole = (unit: UnitRecord): UnitRecord => unit;
    const known = await this.#journalled(caller.account, whole);
    const place = { account: caller.account, credentials, known, keep: whole };
    const units = await this.#pass(place, wantedUnits(place, meant, [null]));
    this.#organizationUnfinished ||= units.some(isWorthRepeating);
    return units;
  }

  async accounts(accounts: readonly AccountId[]): Promise<void> {
    for (const account of accounts) this.seen.add(account);
    const several = pLimit(this.#options.accountsAtOnce);
    await Promise.all(accounts.map((account) => several(() => this.#account(account))));
  }

  async #account(account: AccountId): Promise<void> {
    const { access, connection } = this.#options;
    const units = await this.#unitsOfAccount(account);
    if (units.some(isWorthRepeating)) this.#unfinished.add(account);
    // Sessions and the organization are asked for from the home account until the end: its rates go on.
    if (account !== access.home.caller.account) connection.gate.forget(account);
    this.#accountsDone += 1;
    this.#tell();
  }

  async #unitsOfAccount(account: AccountId): Promise<readonly UnitRecord[]> {
    const { access, collectors, journal } = this.#options;
    const fromConfig = await this.#fromConfig(account);
    if (!access.canEnter(account)) {
      const unit = noWayIn(account);
      await journal.add(unit);
      this.#accountsSkipped += 1;
      return [unit, ...fromConfig];
    }
    const credentials = access.credentialsOf(account);
    const session = await sessionUnit(account, credentials);
    await journal.add(session);
    if (session.gaps.length > 0) {
      this.#accountsSkipped += 1;
      return [session, ...fromConfig];
    }
    const known = await this.#journalled(account, remembered);
    const place = { account, credentials, known, keep: remembered };
    const ofAccount = wantedUnits(place, unitsOf(collectors, "account"), [null]);
    const whole = await this.#pass(place, ofAccount);
    const ofRegions = wantedUnits(place, unitsOf(collectors, "region"), this.#regionsOf(whole));
    const left = ofAccount.left.length + ofRegions.left.length;
    if (left === 0) this.#accountsSkipped += 1;
    else {
      this.#accountsBegun += 1;
      this.#unitsBegun += left;
    }
    const inRegions = await this.#pass(place, ofRegions);
    return [...fromConfig, ...whole, ...inRegions];
  }

  /** What AWS Config has of the account goes to the journal, where the collectors find it; this is what came of asking. */
  async #fromConfig(account: AccountId): Promise<readonly UnitRecord[]> {
    const { journal, collectors, regions } = this.#options;
    if (this.#config === null) return [];
    const known = await journal.unitsOf(account);
    const asked = known.find(({ collector }) => collector === configUnit);
    if (asked !== undefined && !isWorthRepeating(asked)) {
      this.known += 1;
      return [asked];
    }
    const units = await this.#config.unitsOf(account);
    const names = new Set([configUnit, ...collectors.map(({ name }) => name)]);
    const isWanted = ({ collector, region }: UnitRecord): boolean =>
      names.has(collector) && (region === null || regions === null || regions.includes(region));
    // The last one says that the others are there.
    for (const unit of units.filter(isWanted)) await journal.add(unit);
    const last = units.slice(-1);
    for (const unit of last) this.#count(unit);
    return last;
  }

  #regionsOf(units: readonly UnitRecord[]): readonly string[] {
    const { regions, access } = this.#options;
    if (regions !== null) return regions;
    return enabledRegions(units, access.home.caller.partition);
  }

  /** Runs each unit that the journal does not have; answers those of all that brought or lack something. */
  async #pass(place: Reading, { done, left }: WantedUnits): Promise<readonly UnitRecord[]> {
    const records = done.filter(isOfUse);
    this.known += done.length;
    // Taken one by one: to have all of them wait at once, for hundreds of accounts, would take the most memory of all.
    const next = left.values();
    const worker = async (): Promise<void> => {
      for (const wanted of next) {
        await this.#unitSlots.take();
        try {
          const { rest, written } = await this.#read(place, wanted);
          if (isOfUse(rest)) records.push(rest);
          await written;
        } finally {
          this.#unitSlots.give();
        }
      }
    };
    await Promise.all(Array.from({ length: this.#options.unitsAtOnce }, worker));
    return records;
  }

  /** What the unit brought is nobody's any more while it is `written`: hundreds of accounts tell of their roles at the same time. */
  async #read(
    { account, credentials, keep }: Reading,
    { collector, region, before }: WantedUnits["left"][number],
  ): Promise<{ readonly rest: UnitRecord; readonly written: Promise<void> }> {
    const record = await this.#unit(account, collector, region, credentials);
    const kept = before === undefined ? record : await this.#betterOf(before, record);
    const written = kept === null ? Promise.resolve() : this.#options.journal.add(kept);
    return { rest: keep(kept ?? before ?? record), written };
  }

  /** Null: what the journal has is as good. It is read again for what it brought, which nobody remembers meanwhile. */
  async #betterOf(before: UnitRecord, record: UnitRecord): Promise<UnitRecord | null> {
    if (record.gaps.length === 0) return record;
    const known = await this.#journalled(before.account, (unit) => unit);
    const stored = known.get(unitKey(before)) ?? before;
    const kept = better(stored, record);
    return kept === stored ? null : kept;
  }

  /** Units of an earlier run, or of AWS Config. */
  async #journalled(account: AccountId, keep: Reading["keep"]): Promise<Reading["known"]> {
    const units = await this.#options.journal.unitsOf(account);
    return new Map(units.map((unit) => [unitKey(unit), keep(unit)]));
  }

  async #unit(
    account: AccountId,
    collector: Collector,
    region: string | null,
    credentials: Credentials,
  ): Promise<UnitRecord> {
    const { access, connection } = this.#options;
    const { partition } = access.home.caller;
    const place = { account, partition, region: region ?? homeRegion(partition) };
    const record = await runUnit(collector, place, connection, credentials);
    this.#count(record);
    return record;
  }

  #count(record: UnitRecord): void {
    for (const name of ["calls", "attempts", "throttled", "failed"] as const) {
      this.counts[name] += record.counts[name];
    }
    this.done += 1;
    for (const { refusal } of record.gaps)
      this.#refusals.set(refusal.kind, (this.#refusals.get(refusal.kind) ?? 0) + 1);
    this.#tell();
  }

  #tell(): void {
    this.#options.progress({
      accountsDone: this.#accountsDone,
      accounts: this.seen.size,
      unitsDone: this.done,
      unitsBegun: this.#unitsBegun,
      accountsBegun: this.#accountsBegun,
      accountsSkipped: this.#accountsSkipped,
      elapsedMilliseconds: this.#options.connection.gate.clock.now() - this.#started,
      refusals: this.#refusals,
      counts: this.counts,
    });
  }
}

/** What units of an account are read with. */
type Reading = {
  readonly account: AccountId;
  readonly credentials: Credentials;
  readonly known: ReadonlyMap<string, UnitRecord>;
  /** What to remember of a unit that is in the journal. */
  readonly keep: (unit: UnitRecord) => UnitRecord;
};

type WantedUnits = {
  /** As the journal has them. */
  readonly done: readonly UnitRecord[];
  /** `before`: what the journal has, and another reading may better. */
  readonly left: readonly {
    readonly collector: Collector;
    readonly region: string | null;
    readonly before: UnitRecord | undefined;
  }[];
};

/** Each collector in each region; null: the account as a whole. */
function wantedUnits(
  { known }: Reading,
  collectors: readonly Collector[],
  regions: readonly (string | null)[],
): WantedUnits {
  const done: UnitRecord[] = [];
  const left: WantedUnits["left"][number][] = [];
  for (const region of regions) {
    for (const collector of collectors) {
      const before = known.get(unitKey({ collector: collector.name, region }));
      const isDone = before !== undefined && before.stopgap !== true && !isWorthRepeating(before);
      if (isDone) done.push(before);
      else left.push({ collector, region, before });
    }
  }
  return { done, left };
}

/** Without what it brought, but for the account's own settings: hundreds of accounts are read at the same time. */
function remembered({ parts, ...unit }: UnitRecord): UnitRecord {
  return { ...unit, parts: parts.account === undefined ? {} : { account: parts.account } };
}

/** Most units bring nothing that anybody asks for before the end, and lack nothing. */
function isOfUse({ parts, gaps }: UnitRecord): boolean {
  return gaps.length > 0 || Object.keys(parts).length > 0;
}

/** An account that can't be entered is one gap, not one for each of its units. */
async function sessionUnit(account: AccountId, credentials: Credentials): Promise<UnitRecord> {
  const unit = { collector: "session", account, region: null, parts: {}, counts: noCalls() };
  try {
    await credentials();
    return { ...unit, gaps: [] };
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return { ...unit, gaps: [{ what: "account", subject: null, call: "AssumeRole", refusal }] };
  }
}
