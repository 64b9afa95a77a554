import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { simulatedClock } from "../../../test/support/simulated-clock.ts";
import { CallGate, Connection, limitFor } from "../../aws/index.ts";
import { type AccountId, isAccountId } from "../../model/index.ts";
import { runCollection } from "./collection.ts";
import type { Collector } from "./collector.ts";
import { Journal } from "./journal.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-collection-"));
after(() => rmSync(folder, { recursive: true }));

function accountId(text: string): AccountId {
  if (!isAccountId(text)) throw new Error(text);
  return text;
}

const home = accountId("111111111111");
const others = ["222222222222", "333333333333"].map(accountId);
const tagCalls = 60;
const limit = limitFor("organizations", "ListTagsForResource");

function collector(about: Pick<Collector, "name" | "scope" | "run">): Collector {
  return {
    title: about.name,
    service: "organizations",
    about: "organization",
    reads: [],
    types: [],
    ...about,
  };
}

test("The home account's own calls done, those for the organization keep to its limit all the same", async () => {
  const clock = simulatedClock();
  const gate = new CallGate({ atOnce: 100, atOnceForAccount: 100, share: 1, clock });
  const starts: number[] = [];
  const tags = async (): Promise<void> => {
    const attempt = { service: "organizations", call: "ListTagsForResource", region: "us-east-1" };
    const leave = await gate.enter({ ...attempt, account: home });
    starts.push(clock.now());
    await clock.sleep(60);
    leave("done");
  };
  const journal = new Journal(join(folder, "home-first"));
  await journal.begin({});
  const credentials = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
  const collected = runCollection({
    access: {
      home: {
        caller: { account: home, arn: `arn:aws:iam::${home}:role/hub`, partition: "aws" },
        region: "us-east-1",
        credentials,
      },
      accounts: null,
      nameOf: () => "hub",
      canEnter: () => true,
      credentialsOf: () => credentials,
    },
    connection: new Connection({ gate, fips: false, version: "test", connections: 1, attempts: 1 }),
    journal,
    collectors: [
      collector({
        name: "organization",
        scope: "organization",
        run: async (_, __, ___, found) => {
          const Accounts = [home, ...others].map((Id) => ({ Id, Status: "ACTIVE" }));
          found.part("organization", { Organization: { Id: "o-1", MasterAccountId: home }, Accounts });
        },
      }),
      // Two at a time: before the home account is forgotten, as well as after it.
      collector({
        name: "account-tags",
        scope: "organization",
        run: async () => {
          for (let call = 0; call < tagCalls; call += 2) await Promise.all([tags(), tags()]);
        },
      }),
      // The home account is done while the organization's calls are still on their way.
      collector({ name: "iam", scope: "account", run: () => clock.sleep(3000) }),
    ],
    regions: ["us-east-1"],
    accounts: null,
    aggregator: null,
    accountsAtOnce: 10,
    unitsAtOnce: 10,
    unitsAtOnceInAll: 100,
    pauses: [],
    createdAt: 0,
    progress: () => undefined,
  });
  await clock.run(collected);
  assert.equal(starts.length, tagCalls);
  const tooFast = starts.flatMap((from, first) =>
    starts.slice(first).flatMap((to, more) => {
      const most = limit.burst + (limit.perSecond * (to - from)) / 1000;
      return more + 1 > most + 0.001
        ? [`${more + 1} calls in ${to - from} ms, and the limit is ${most}`]
        : [];
    }),
  );
  assert.deepEqual(tooFast.slice(0, 3), []);
});
