/** Opens a snapshot and plans a spoke role for every account that has data. `node bench/roles-plan.ts SNAPSHOT`; tells milliseconds. */

import { planRoles } from "../src/provision/roles/index.ts";
import { openActionCatalogue } from "../src/work/action-file.ts";
import { openEngine } from "../src/work/engine.ts";
import { benchSet } from "./roles-work.ts";

const opened = await openEngine(process.argv[2] ?? "", { engineVersion: "bench" });
if (!opened.ok) throw new Error(opened.error.message);
const { snapshot } = opened.value;
const { organization } = snapshot;
const [first] = snapshot.roles.ofAccount(snapshot.accountIndex(organization?.managementAccount ?? "") ?? 0);
const set = await benchSet(snapshot.roles.arn(first), '{ units: ["*"] }', organization?.id ?? null);
const catalogue = openActionCatalogue();
const [started, cpu] = [performance.now(), process.cpuUsage()];
const plan = planRoles({
  set,
  snapshot,
  catalogue,
  adopt: false,
  unread: ({ hasData }) => (hasData ? null : "not read"),
});
const milliseconds = performance.now() - started;
const used = process.cpuUsage(cpu);
const cpuMilliseconds = (used.user + used.system) / 1000;
const states = Object.fromEntries(
  [...Map.groupBy(plan.roles, ({ state }) => state)].map(([state, all]) => [state, all.length]),
);
console.log(
  JSON.stringify({
    milliseconds,
    cpuMilliseconds,
    states,
    roles: snapshot.roles.count,
    why: plan.roles.find(({ state }) => state === "error")?.why,
  }),
);
process.exit();
