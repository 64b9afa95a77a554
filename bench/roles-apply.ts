/** Applies a spoke role to so many accounts, as `role apply` does, journal included. `node bench/roles-apply.ts ACCOUNTS STORE`; tells the calls. */
import { setTimeout as pause } from "node:timers/promises";
import { noCalls } from "../src/aws/index.ts";
import { openStateStore } from "../src/store/state/index.ts";
import { openActionCatalogue } from "../src/work/action-file.ts";
import { openConnected } from "../src/work/collect/index.ts";
import { applyRoles, planLiveRoles } from "../src/work/provision/roles/index.ts";
import { motoAccount } from "../test/support/moto.ts";
import { usualRole } from "../test/support/spoke-role.ts";
import { benchSet, flatOrganization } from "./roles-work.ts";

const [count = 0, url = ""] = [Number(process.argv[2]), process.argv[3]];
const store = await openStateStore(url);
const opened = await openConnected({
  ...{ version: "bench", share: 1000, profiles: [], fips: false, region: null },
  role: usualRole,
});
if (!store.ok || !opened.ok) throw new Error("can't be opened");
const live = {
  ...opened.value,
  set: await benchSet(`arn:aws:iam::${motoAccount}:role/hub`, "{ units: [Root] }", "o-exampleorg1"),
  snapshot: flatOrganization(count),
  catalogue: openActionCatalogue(),
  ...{ adopt: false, accountsAtOnce: 16, now: () => Date.now(), progress: () => undefined },
};
const plan = await planLiveRoles(live);
let changes = 0;
const newId = (): string => {
  changes += 1;
  return `bench-${changes}`;
};
const results = await applyRoles(plan, live, {
  ...{ store: store.value, holder: "bench", canary: null, pause, newId, counts: noCalls() },
});
const made = results.filter(({ state, applied }) => state === "create" && applied).length;
await store.value.close();
console.log(
  JSON.stringify({ made, roles: results.length, why: results.find(({ state }) => state === "error")?.why }),
);
process.exit();
