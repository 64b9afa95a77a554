/**
 * How long accounts take on a simulated clock, at the limits of `rate-limits.ts` and 60 ms an answer, against what the limits
 * alone set. The scheduling, the gate and the snapshot are the product's own; only the answers are made up, and the journal is kept in memory.
 */
import { CallGate, limitFor } from "../src/aws/index.ts";
import type { Collector, Found } from "../src/collect/live/collector.ts";
import { collectors } from "../src/collect/live/index.ts";
import { isAccountId } from "../src/model/index.ts";
import { callsAtOnce } from "../src/work/collect/index.ts";
import { simulatedClock } from "../test/support/simulated-clock.ts";
import { JournalInMemory, regionsNamed, simulatedCollection } from "./collect-simulated.ts";
import { type Row, times } from "./page.ts";

const latency = 60;
const share = 0.8;

export async function measureAtTheLimits(accounts: number, regions: number): Promise<Row> {
  const clock = simulatedClock();
  const gate = new CallGate({ ...callsAtOnce, share, clock });
  const ids = Array.from({ length: accounts }, (_, index) => String(100_000_000_000 + index)).filter(
    isAccountId,
  );
  const [home] = ids;
  if (home === undefined) throw new Error("no account");
  const calls = new Map<string, { count: number; readonly perSecond: number; readonly burst: number }>();
  let made = 0;
  const call = async (service: string, name: string, account: string, region: string): Promise<void> => {
    const limit = limitFor(service, name);
    const key = `${account} ${limit.scope === "account" ? "" : region} ${service} ${limit.calls?.join() ?? ""}`;
    const known = calls.get(key) ?? {
      count: 0,
      perSecond: limit.perSecond * share,
      burst: limit.burst * share,
    };
    known.count += 1;
    calls.set(key, known);
    made += 1;
    const leave = await gate.enter({ service, call: name, account, region });
    await clock.sleep(latency);
    leave("done");
  };
  const simulated = collectors.map(
    (collector): Collector => ({
      ...collector,
      async run({ account, region }, _, __, found: Found) {
        const [first, ...others] = collector.reads;
        if (first !== undefined) await call(collector.service, first.call, account, region);
        if (collector.name === "organization") {
          found.part("organization", {
            Organization: { Id: "o-simulated1", MasterAccountId: home },
            Accounts: ids.map((Id) => ({ Id, Status: "ACTIVE" })),
          });
        }
        if (collector.name === "account-tags") {
          await Promise.all(ids.map(() => call("organizations", "ListTagsForResource", account, region)));
        }
        // Ten things of every kind of which each has to be asked, in one region of the account's.
        const things = collector.scope === "account" || region === "us-east-1" ? 10 : 0;
        await Promise.all(
          Array.from({ length: things }, async () => {
            for (const { call: name } of others) await call(collector.service, name, account, region);
          }),
        );
      },
    }),
  );
  const before = process.cpuUsage();
  const work = simulatedCollection({
    gate,
    home,
    collectors: simulated,
    regions: regionsNamed(regions),
    journal: new JournalInMemory(),
    enter: () => call("sts", "AssumeRole", home, "us-east-1"),
  });
  const took = (await clock.run(work)) / 1000;
  const { user, system } = process.cpuUsage(before);
  const bound = [...calls.values()].reduce(
    (longest, { count, perSecond, burst }) => Math.max(longest, (count - burst) / perSecond),
    0,
  );
  return {
    work: `${accounts} accounts, ${regions} regions, ten things of every kind (${made.toLocaleString("en")} calls of ${latency} ms) on a simulated clock`,
    figure: `${took.toFixed(0)} s; scheduling and clock take ${((user + system) / made).toFixed(0)} µs of CPU a call`,
    ratio: `${times(took / bound)} AWS's limits alone (${bound.toFixed(0)} s)`,
    target: "< 1.3×",
  };
}
