/**
 * Times how an organization's graph of what can be reached and its findings are brought up to date after one trust policy is changed,
 * in a process of its own; prints JSON.
 */
import { performance } from "node:perf_hooks";
import { changeTrust, prepareUpdates } from "../src/graph/reach/index.ts";
import { openEngine } from "../src/work/engine.ts";
import { OrganizationWatch } from "../src/work/organization-watch.ts";
import { openReach } from "../src/work/reach.ts";

const changes = 40;
const [snapshotPath = ""] = process.argv.slice(2);
const opened = await openEngine(snapshotPath, { engineVersion: "bench", cache: true });
if (!opened.ok) throw new Error(opened.error.message);
const kept = await openReach(opened.value, () => undefined);
const { snapshot } = kept;

/** Spread over the roles, the same in every run. */
function change(index: number): { readonly role: number; readonly text: string } {
  const { roles, accounts } = snapshot;
  const other = accounts[(index * 31 + 7) % accounts.length]?.id ?? "";
  const Principal = [
    { AWS: `arn:aws:iam::${other}:root` },
    { AWS: roles.arn((index * 104_729 + 5) % roles.count) },
    { AWS: "arn:aws:iam::999999999999:root" },
    { Service: "lambda.amazonaws.com" },
  ][index % 4];
  const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
  const text = JSON.stringify({ Version: "2012-10-17", Statement });
  return { role: (index * 7919 + 13) % roles.count, text };
}

type Updated = { readonly rebuilt: string | null };

function measured(update: (index: number) => Updated) {
  const times: number[] = [];
  const rebuilt: string[] = [];
  for (let index = 0; index < changes; index++) {
    const start = performance.now();
    const because = update(index).rebuilt;
    if (because === null) times.push(performance.now() - start);
    else rebuilt.push(because);
  }
  times.sort((a, b) => a - b);
  const quantile = (fraction: number): number => times[Math.floor(times.length * fraction)] ?? 0;
  return {
    updates: times.length,
    medianMilliseconds: quantile(0.5),
    p95Milliseconds: quantile(0.95),
    rebuilt,
  };
}

const prepareStart = performance.now();
prepareUpdates(kept);
const prepareMilliseconds = performance.now() - prepareStart;
let graph = kept;
const ofGraph = measured((index) => {
  const { role, text } = change(index);
  const changed = changeTrust(graph, role, text);
  if (!changed.ok) throw new Error(changed.error.message);
  graph = changed.value.graph;
  return changed.value;
});

const watch = new OrganizationWatch(opened.value, kept);
const withFindings = measured((index) => {
  const changed = watch.changeTrust([change(index)]);
  if (!changed.ok) throw new Error(changed.error.message);
  return changed.value;
});
console.log(JSON.stringify({ prepareMilliseconds, ...ofGraph, withFindings }));
