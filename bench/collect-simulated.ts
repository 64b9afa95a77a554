/** Parts that simulated collections share: an access that asks nobody, and a collection over it. */
import { type CallGate, Connection } from "../src/aws/index.ts";
import type { Collector } from "../src/collect/live/collector.ts";
import { type Collected, Journal, runCollection, type UnitRecord } from "../src/collect/live/index.ts";
import type { AccountId } from "../src/model/index.ts";
import { unitsAtOnce, unitsAtOnceInAll } from "../src/work/collect/index.ts";

/** The default of --accounts-at-once. */
const accountsAtOnce = 200;

export type Simulated = {
  readonly gate: CallGate;
  readonly home: AccountId;
  readonly collectors: readonly Collector[];
  readonly regions: readonly string[];
  readonly journal: Journal;
  /** An account is entered. */
  readonly enter: () => Promise<void>;
};

export async function simulatedCollection({
  gate,
  home,
  collectors,
  regions,
  journal,
  enter,
}: Simulated): Promise<Collected> {
  const caller = { account: home, arn: `arn:aws:iam::${home}:role/hub`, partition: "aws" };
  const credentials = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
  await journal.begin({});
  return runCollection({
    access: {
      home: { caller, region: "us-east-1", credentials },
      accounts: null,
      nameOf: () => "simulated",
      canEnter: () => true,
      credentialsOf: () => async () => {
        await enter();
        return credentials();
      },
    },
    connection: new Connection({ gate, fips: false, version: "bench", connections: 1, attempts: 1 }),
    journal,
    collectors,
    regions,
    accounts: null,
    aggregator: null,
    accountsAtOnce,
    unitsAtOnce,
    unitsAtOnceInAll,
    pauses: [],
    createdAt: 0,
    progress: () => undefined,
  });
}

/** Reading and writing of files takes no time on a simulated clock, which would run on meanwhile and count it as waiting. */
export class JournalInMemory extends Journal {
  readonly #accounts = new Map<AccountId, Map<string, UnitRecord>>();

  constructor() {
    super("");
  }

  override async begin(): Promise<void> {}

  override async unitsOf(account: AccountId): Promise<readonly UnitRecord[]> {
    return [...(this.#accounts.get(account)?.values() ?? [])];
  }

  override async add(record: UnitRecord): Promise<void> {
    const units = this.#accounts.get(record.account) ?? new Map<string, UnitRecord>();
    this.#accounts.set(record.account, units.set(`${record.collector} ${record.region}`, record));
  }
}

export function regionsNamed(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? "us-east-1" : `eu-west-${index}`));
}
