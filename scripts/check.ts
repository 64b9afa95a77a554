/** Everything that can be said about the sources without running them; `npm run check` before every commit. */
import { spawnSync } from "node:child_process";

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["format and lint", "biome", "ci", "--error-on-warnings", "--colors=off"],
  ["types", process.execPath, "node_modules/@typescript/native/bin/tsc", "-p", "tsconfig.json"],
  [
    "types of the pages",
    process.execPath,
    "node_modules/@typescript/native/bin/tsc",
    "-p",
    "web/tsconfig.json",
  ],
  [
    "types of their tests",
    process.execPath,
    "node_modules/@typescript/native/bin/tsc",
    "-p",
    "test/browser/tsconfig.json",
  ],
  [
    "module borders",
    "depcruise",
    "--config",
    ".dependency-cruiser.cjs",
    "--output-type",
    "err",
    "src",
    "web/src",
  ],
  ["dead code", "knip"],
  ["licences", process.execPath, "scripts/check-licences.ts"],
];

let failed = false;
for (const [name, command, ...args] of steps) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (status !== 0) {
    failed = true;
    console.log(`${stdout}${stderr}`);
  }
}
process.exitCode = failed ? 1 : 0;
