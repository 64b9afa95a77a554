/**
 * The ceiling of a collection: the same calls by the same code with the bare SDK, without gate, guard, journal and snapshot.
 * `node bench/collect-bare.ts ACCOUNTS REGIONS`, lists with commas; the environment says where AWS is.
 */
import pLimit from "p-limit";
import { CallGate, Connection, homeRegion } from "../src/aws/index.ts";
import type { Found } from "../src/collect/live/collector.ts";
import { collectors } from "../src/collect/live/index.ts";
import { isAccountId } from "../src/model/index.ts";
import { overTheWire } from "./collect-wire.ts";

const [accounts = [], regions = []] = process.argv.slice(2).map((list) => list.split(","));
const chosen = collectors.filter(({ name }) => overTheWire.includes(name));
const gate = new CallGate({ atOnce: 1, atOnceForAccount: 1, share: 1 });
const connection = new Connection({ gate, fips: false, version: "bench", connections: 64, attempts: 5 });
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

let calls = 0;
const several = pLimit(64);
const { STSClient, AssumeRoleCommand } = await import("@aws-sdk/client-sts");
await Promise.all(
  accounts.filter(isAccountId).map(async (account) => {
    const sts = new STSClient({ region: homeRegion("aws") });
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "bench" }));
    const credentials = async () => ({
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    });
    calls += 1;
    const places = chosen.flatMap((collector) =>
      collector.scope === "region"
        ? regions.map((region) => ({ collector, region }))
        : collector.scope === "account"
          ? [{ collector, region: homeRegion("aws") }]
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
                  calls += 1;
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
console.log(calls);
process.exit();
