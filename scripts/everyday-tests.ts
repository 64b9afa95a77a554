/**
 * The everyday suite: tests of functions, in two processes, a half of the files each, for a process for each of 350 files would spend
 * longer on loading than on testing. Journeys, which start programs of their own, are `npm run journeys`.
 */
import { spawn } from "node:child_process";

const files = [
  "src/**/*.test.ts",
  "test/conformance/**/*.test.ts",
  "test/laws/**/*.test.ts",
  "web/src/**/*.test.ts",
];

/** Whether all of a half passed. */
function run(shard: string): Promise<boolean> {
  const options = ["--test", "--test-reporter=./test/support/reporter.ts", "--test-isolation=none"];
  const child = spawn(process.execPath, [...options, `--test-shard=${shard}`, ...files], {
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code === 0)));
}

const halves = await Promise.all([run("1/2"), run("2/2")]);
if (halves.includes(false)) process.exitCode = 1;
