/**
 * Times what is asked of one snapshot's reach graph, in a process of its own; prints JSON. With `cache` the graph is taken from
 * the cache beside the snapshot, and put there.
 */
import { performance } from "node:perf_hooks";
import { whoCanAssume } from "../src/graph/index.ts";
import {
  blastRadius,
  chokepoints,
  defaultBudget,
  exposure,
  findPaths,
  readEnd,
  readStart,
  statementCut,
} from "../src/graph/reach/index.ts";
import { openEngine, openGraph } from "../src/work/engine.ts";
import { openReach } from "../src/work/reach.ts";

const [snapshotPath = "", mode = ""] = process.argv.slice(2);
const opened = await openEngine(snapshotPath, { engineVersion: "bench", cache: mode === "cache" });
if (!opened.ok) throw new Error(opened.error.message);
const engine = opened.value;
const { snapshot } = engine;
for (let account = 0; account < snapshot.accounts.length; account++) snapshot.accountData(account);

function timed<T>(work: () => T): { readonly value: T; readonly milliseconds: number } {
  const start = performance.now();
  const value = work();
  return { value, milliseconds: performance.now() - start };
}

const assumptionsStart = performance.now();
await openGraph(engine);
const reachStart = performance.now();
const graph = await openReach(engine, () => undefined);
const builtAt = performance.now();

/** The fraction of the list that is no larger. */
function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? 0;
}

// Spread over the roles, the same in every run.
const asked = Array.from({ length: 60 }, (_, index) =>
  snapshot.roles.arn((index * 7919 + 13) % snapshot.roles.count),
);
const limits = { mostHops: 8, onlyProven: false };
const administrator = readEnd("admin");
const times = { paths: [] as number[], blastRadius: [] as number[], exposure: [] as number[] };
// The first question of each kind warms what all share.
for (const [index, arn] of [asked[0] ?? "", ...asked].entries()) {
  const from = readStart(arn);
  const to = readEnd(arn);
  if (from === null || to === null || administrator === null) throw new Error(`${arn} can't be asked about`);
  const paths = timed(() =>
    findPaths(graph, { from, to: administrator, ...limits, most: 5, action: null }, engine.expansion),
  );
  const radius = timed(() => blastRadius(graph, { from, ...limits }, engine.expansion));
  const exposed = timed(() => exposure(graph, { to, ...limits, action: null }, engine.expansion));
  if (index === 0) continue;
  times.paths.push(paths.milliseconds);
  times.blastRadius.push(radius.milliseconds);
  times.exposure.push(exposed.milliseconds);
}
const outside = readStart("external");
const cut =
  outside === null || administrator === null
    ? null
    : timed(() => chokepoints(graph, { from: outside, to: administrator, onlyProven: false }));
const cutStatements =
  outside === null || administrator === null
    ? null
    : timed(() =>
        statementCut(graph, { from: outside, to: administrator, onlyProven: false, budget: defaultBudget }),
      );
const everyRole = timed(() => {
  let callers = 0;
  const some = Math.min(snapshot.roles.count, 1000);
  for (let role = 0; role < some; role++) {
    callers += whoCanAssume(role, graph.assumptions.grantsOf(role), engine.expansion).who.length;
  }
  return callers;
});
console.log(
  JSON.stringify({
    assumptionsMilliseconds: reachStart - assumptionsStart,
    reachMilliseconds: builtAt - reachStart,
    edges: graph.forward.other.length,
    p95: {
      paths: quantile(times.paths, 0.95),
      blastRadius: quantile(times.blastRadius, 0.95),
      exposure: quantile(times.exposure, 0.95),
    },
    chokepoints: cut === null ? null : { accesses: cut.value.cut.length, milliseconds: cut.milliseconds },
    statements:
      cutStatements === null
        ? null
        : {
            statements: cutStatements.value.cut.length,
            atLeast: cutStatements.value.atLeast,
            milliseconds: cutStatements.milliseconds,
          },
    whoCanAssume: {
      roles: Math.min(snapshot.roles.count, 1000),
      callers: everyRole.value,
      milliseconds: everyRole.milliseconds,
    },
  }),
);
