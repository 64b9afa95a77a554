/**
 * The everyday suite. Tests of functions share two processes, a half of the files each: a process for each of 350 files would spend
 * longer on loading than on testing. Journeys start programs of their own and have a process for each file.
 */
import { spawn } from "node:child_process";

const files = {
  functions: [
    "src/**/*.test.ts",
    "test/conformance/**/*.test.ts",
    "test/laws/**/*.test.ts",
    "web/src/**/*.test.ts",
  ],
  journeys: ["test/journeys/**/*.test.ts"],
};

/** Whether all of them passed. */
function run(...options: readonly string[]): Promise<boolean> {
  const child = spawn(
    process.execPath,
    ["--test", "--test-reporter=./test/support/reporter.ts", ...options],
    { stdio: "inherit" },
  );
  return new Promise((resolve) => child.once("exit", (code) => resolve(code === 0)));
}

const halves = await Promise.all(
  ["1/2", "2/2"].map((shard) => run("--test-isolation=none", `--test-shard=${shard}`, ...files.functions)),
);
// A journey that failed may have left a server behind, which must not hold up the rest for ever: a quarter of an hour for each file.
const journeys = await run("--test-concurrency=2", "--test-timeout=900000", ...files.journeys);
if (!journeys || halves.includes(false)) process.exitCode = 1;
