/**
 * A collection whose answers come from a directory of AWS CLI output: `node bench/collect-memory.ts DIRECTORY OUT`, run as a
 * process of its own, so that its memory is the collection's. Units are journalled, assembled and written as ever.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CallGate } from "../src/aws/index.ts";
import type { Collector, Found, ResourceRow } from "../src/collect/live/collector.ts";
import { collectors, Journal } from "../src/collect/live/index.ts";
import { isAccountId } from "../src/model/index.ts";
import { writeSnapshot } from "../src/store/index.ts";
import { callsAtOnce } from "../src/work/collect/index.ts";
import { regionsNamed, simulatedCollection } from "./collect-simulated.ts";

const [directory = "", out = ""] = process.argv.slice(2);
const accountsFolder = join(directory, "accounts");

type Members = Readonly<Record<string, unknown>>;

function file<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(directory, ...path), "utf8"));
}

/** What each of these collectors brings; the others find nothing. */
const answers: Readonly<Record<string, (account: string, found: Found) => void>> = {
  organization(_, found) {
    found.part("organization", file<Members>("organization.json"));
    found.part("identity-center", file<Members>("identity-center.json"));
  },
  iam(account, found) {
    const details = file<Members | readonly Members[]>("accounts", account, "authorization-details.json");
    for (const page of Array.isArray(details) ? details : [details])
      found.part("authorization-details", page);
  },
  "identity-providers"(account, found) {
    found.part("identity-providers", file<Members>("accounts", account, "identity-providers.json"));
  },
  regions(account, found) {
    found.part("account", file<Members>("accounts", account, "account.json"));
  },
  s3(account, found) {
    for (const row of file<readonly ResourceRow[]>("accounts", account, "resource-policies.json"))
      found.resource(row);
  },
};

const organization = file<{ readonly Organization: { readonly MasterAccountId: string } }>(
  "organization.json",
);
const home = readdirSync(accountsFolder)
  .filter(isAccountId)
  .find((id) => id === organization.Organization.MasterAccountId);
if (home === undefined) throw new Error("the directory lacks the management account");

const { snapshot } = await simulatedCollection({
  gate: new CallGate({ ...callsAtOnce, share: 1 }),
  home,
  collectors: collectors.map(
    (collector): Collector => ({
      ...collector,
      // As long as AWS takes, so that as many are on their way.
      async run({ account }, _, __, found) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        answers[collector.name]?.(account, found);
      },
    }),
  ),
  regions: regionsNamed(17),
  journal: new Journal(`${out}.collecting`),
  enter: async () => undefined,
});
const written = await writeSnapshot(out, snapshot);
if (!written.ok) throw new Error(JSON.stringify(written.error));
console.log(
  JSON.stringify({
    accounts: snapshot.accounts.length,
    roles: snapshot.roles.count,
    gaps: snapshot.coverage.length,
  }),
);
process.exit();
