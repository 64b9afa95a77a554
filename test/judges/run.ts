/**
 * All judges, one after the other: trust policies (two evaluators), what can be reached (a plain search), whole decisions
 * (Z3), the difference of snapshots (Z3), and the trail's SQL (DuckDB; Trino by itself: `trail-sql.ts`).
 *
 *   node test/judges/run.ts [--cases 1000000] [--decisions 100000] [--strings 2000]
 *     [--organizations 1500] [--rewrites 10000] [--edits 10000] [--seed 1] [--seconds 420] [--workers 2]
 *
 * `--seconds` is each judge's budget. Exits 1 when one of them does.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    cases: text,
    decisions: text,
    strings: text,
    organizations: text,
    rewrites: text,
    edits: text,
    seed: text,
    seconds: text,
    workers: text,
  },
});
const { cases, decisions, strings, organizations, rewrites, edits, ...common } = values;

function judge(file: string, options: Readonly<Record<string, string | undefined>>): boolean {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  console.log(`== ${file} ${given.join(" ")}`);
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawnSync(process.execPath, [path, ...given], { stdio: "inherit" }).status === 0;
}

const agreed = [
  judge("trust.ts", { ...common, cases }),
  judge("reach.ts", { ...common, organizations }),
  judge("decisions.ts", { ...common, cases: decisions, strings }),
  judge("drift.ts", { ...common, rewrites, edits }),
  judge("trail-sql.ts", { ...common, trino: "0" }),
];
process.exitCode = agreed.every((one) => one) ? 0 : 1;
