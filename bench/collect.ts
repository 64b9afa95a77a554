/**
 * `npm run bench:collect`: what a collection costs.
 * - Its own CPU for each call, against the bare SDK making the same calls to the same server (moto).
 * - How long 1,000 accounts take on a simulated clock, at the limits of `rate-limits.ts` and 60 ms an answer, against what
 *   the limits alone set. The scheduling and the gate are the product's own; only the answers are made up.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { type CallCounts, CallGate, Connection, limitFor, noCalls } from "../src/aws/index.ts";
import type { Collector, Found } from "../src/collect/live/collector.ts";
import { collectors, Journal, runCollection } from "../src/collect/live/index.ts";
import { isAccountId } from "../src/model/index.ts";
import { callsAtOnce, unitsAtOnce } from "../src/work/collect/index.ts";
import { collectRun, ofEachProtocol, usualSettings } from "../test/support/collect-run.ts";
import { startFaultProxy } from "../test/support/fault-proxy.ts";
import { startMoto } from "../test/support/moto.ts";
import { seedOrganization } from "../test/support/moto-organization.ts";
import { simulatedClock } from "../test/support/simulated-clock.ts";

const latency = 60;
/** The default of --accounts-at-once. */
const accountsAtOnce = 200;

async function atTheLimits(accounts: number, regions: number): Promise<void> {
  const clock = simulatedClock();
  const share = 0.8;
  const gate = new CallGate({ ...callsAtOnce, share, clock });
  const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
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
  const caller = { account: home, arn: `arn:aws:iam::${home}:role/hub`, partition: "aws" };
  const credentials = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
  const access = {
    home: { caller, region: "us-east-1", credentials },
    accounts: null,
    nameOf: () => "simulated",
    canEnter: () => true,
    credentialsOf: () => async () => {
      await call("sts", "AssumeRole", home, "us-east-1");
      return credentials();
    },
  };
  const connection = new Connection({ gate, fips: false, version: "bench", connections: 1, attempts: 1 });
  const journal = new Journal(join(folder, "journal"));
  await journal.begin({});
  const work = runCollection({
    access,
    connection,
    journal,
    collectors: simulated,
    regions: Array.from({ length: regions }, (_, index) => (index === 0 ? "us-east-1" : `eu-west-${index}`)),
    accounts: null,
    aggregator: null,
    accountsAtOnce,
    unitsAtOnce,
    pauses: [],
    createdAt: 0,
    progress: () => undefined,
  });
  const took = (await clock.run(work)) / 1000;
  rmSync(folder, { recursive: true });
  const bound = [...calls.values()].reduce(
    (longest, { count, perSecond, burst }) => Math.max(longest, (count - burst) / perSecond),
    0,
  );
  console.log(
    `${accounts} accounts, ${regions} regions, ${made} calls on a simulated clock: ${took.toFixed(0)} s; the limits alone set ${bound.toFixed(0)} s (${(took / bound).toFixed(2)}×)`,
  );
}

async function perCall(accounts: number): Promise<void> {
  const { url } = await startMoto();
  const organization = await seedOrganization(accounts, 50);
  const proxy = await startFaultProxy(url);
  process.env.AWS_ENDPOINT_URL = url;
  const chosen = collectors.filter(({ name }) => ofEachProtocol.includes(name) && name !== "organization");
  const regions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-central-1"];
  // Once before, so that both find everything loaded.
  await collectRun({ collectors: usualSettings.collectors, regions });
  const measured = async (work: () => Promise<CallCounts>): Promise<readonly [number, CallCounts]> => {
    const before = process.cpuUsage();
    const counts = await work();
    const { user, system } = process.cpuUsage(before);
    return [(user + system) / 1000, counts];
  };
  const [ours, ourCounts] = await measured(async () => (await collectRun({ regions })).collection.counts);
  const [bare, bareCounts] = await measured(() => bareCalls(organization.accounts, chosen, regions));
  proxy.close();
  const each = (cpu: number, { calls }: CallCounts): number => cpu / calls;
  console.log(
    `CPU a call, ${ourCounts.calls} calls to moto (snapshot written): ${each(ours, ourCounts).toFixed(2)} ms; the bare SDK, ${bareCounts.calls} calls: ${each(bare, bareCounts).toFixed(2)} ms (${(each(ours, ourCounts) / each(bare, bareCounts)).toFixed(2)}×)`,
  );
  const wasted = ourCounts.attempts - ourCounts.calls;
  console.log(`attempts beyond the calls: ${wasted} of ${ourCounts.attempts}`);
}

/** The same calls by the same code, without gate, guard, journal and snapshot. */
async function bareCalls(
  accounts: readonly string[],
  chosen: readonly Collector[],
  regions: readonly string[],
): Promise<CallCounts> {
  const counts = noCalls();
  const gate = new CallGate({ atOnce: 1, atOnceForAccount: 1, share: 1 });
  const connection = new Connection({ gate, fips: false, version: "bench", connections: 96, attempts: 5 });
  const nothing: Found = {
    resource: () => undefined,
    part: () => undefined,
    leaveOut: () => undefined,
    try: async (_, read, whenAbsent) => read().catch(() => whenAbsent),
    async each(items, _, work) {
      const several = pLimit(8);
      await Promise.all([...items].map((item) => several(() => work(item).catch(() => undefined))));
    },
  };
  const several = pLimit(64);
  const { STSClient, AssumeRoleCommand } = await import("@aws-sdk/client-sts");
  await Promise.all(
    accounts.filter(isAccountId).map(async (account) => {
      const sts = new STSClient({ region: "us-east-1" });
      const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "bench" }));
      const credentials = async () => ({
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      });
      counts.calls += 1;
      const places = chosen.flatMap((collector) =>
        collector.scope === "region"
          ? regions.map((region) => ({ collector, region }))
          : collector.scope === "account"
            ? [{ collector, region: "us-east-1" }]
            : [],
      );
      await Promise.all(
        places.map(({ collector, region }) =>
          several(() =>
            collector.run(
              { account, partition: "aws", region },
              connection.configuration(region, credentials),
              (client) => {
                client.middlewareStack.add(
                  (next) => (args) => {
                    counts.calls += 1;
                    return next(args);
                  },
                  { step: "initialize", name: "count" },
                );
                return client;
              },
              nothing,
            ),
          ),
        ),
      );
    }),
  );
  connection.close();
  return counts;
}

await atTheLimits(1000, 4);
if (!process.argv.includes("--limits")) await perCall(40);
process.exit();
