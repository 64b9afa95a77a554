/** Parts that simulated collections share: an access that asks nobody, and a collection over it. */
import { type CallGate, Connection } from "../src/aws/index.ts";
import type { Collector } from "../src/collect/live/collector.ts";
import { type Collected, Journal, runCollection } from "../src/collect/live/index.ts";
import type { AccountId } from "../src/model/index.ts";
import { unitsAtOnce } from "../src/work/collect/index.ts";

/** The default of --accounts-at-once. */
const accountsAtOnce = 200;

export type Simulated = {
  readonly gate: CallGate;
  readonly home: AccountId;
  readonly collectors: readonly Collector[];
  readonly regions: readonly string[];
  readonly journalFolder: string;
  /** An account is entered. */
  readonly enter: () => Promise<void>;
};

export async function simulatedCollection({
  gate,
  home,
  collectors,
  regions,
  journalFolder,
  enter,
}: Simulated): Promise<Collected> {
  const caller = { account: home, arn: `arn:aws:iam::${home}:role/hub`, partition: "aws" };
  const credentials = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
  const journal = new Journal(journalFolder);
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
    pauses: [],
    createdAt: 0,
    progress: () => undefined,
  });
}

export function regionsNamed(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? "us-east-1" : `eu-west-${index}`));
}
