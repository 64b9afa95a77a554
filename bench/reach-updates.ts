/**
 * Times how a reach graph that is at hand is brought up to date after one trust policy is changed, in a process of its own;
 * prints JSON.
 */
import { performance } from "node:perf_hooks";
import { changeTrust, prepareUpdates } from "../src/graph/reach/index.ts";
import { openEngine } from "../src/work/engine.ts";
import { openReach } from "../src/work/reach.ts";

const [snapshotPath = ""] = process.argv.slice(2);
const opened = await openEngine(snapshotPath, { engineVersion: "bench", cache: true });
if (!opened.ok) throw new Error(opened.error.message);
let graph = await openReach(opened.value, () => undefined);
const prepareStart = performance.now();
prepareUpdates(graph);
const prepareMilliseconds = performance.now() - prepareStart;

const times: number[] = [];
const because: string[] = [];
// Spread over the roles, the same in every run.
for (let index = 0; index < 40; index++) {
  const { roles, accounts } = graph.snapshot;
  const role = (index * 7919 + 13) % roles.count;
  const other = accounts[(index * 31 + 7) % accounts.length]?.id ?? "";
  const Principal = [
    { AWS: `arn:aws:iam::${other}:root` },
    { AWS: roles.arn((index * 104_729 + 5) % roles.count) },
    { AWS: "arn:aws:iam::999999999999:root" },
    { Service: "lambda.amazonaws.com" },
  ][index % 4];
  const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
  const start = performance.now();
  const changed = changeTrust(graph, role, JSON.stringify({ Version: "2012-10-17", Statement }));
  if (!changed.ok) throw new Error(changed.error.message);
  const took = performance.now() - start;
  if (changed.value.rebuilt === null) times.push(took);
  else because.push(changed.value.rebuilt);
  graph = changed.value.graph;
}
times.sort((a, b) => a - b);
const quantile = (fraction: number): number => times[Math.floor(times.length * fraction)] ?? 0;
console.log(
  JSON.stringify({
    prepareMilliseconds,
    updates: times.length,
    medianMilliseconds: quantile(0.5),
    p95Milliseconds: quantile(0.95),
    rebuilt: because,
  }),
);
