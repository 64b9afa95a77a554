/** Runs whole processes and measures them: wall time, CPU time and peak memory, as the operating system accounts them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Measurement = {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
};

// Loaded into the measured process: it notes its own usage when it exits, which costs it nothing before.
const noteUsage = `data:text/javascript,${encodeURIComponent(
  'import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(process.env.ACCESSLENS_USAGE,JSON.stringify(process.resourceUsage())))',
)}`;

/** Runs `node ARGS`, which must end with one of the expected exit codes. */
export function measure(args: readonly string[], expected: readonly number[] = [0]): Measurement {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
  try {
    const usageFile = join(folder, "usage.json");
    const started = performance.now();
    const child = spawnSync(process.execPath, ["--import", noteUsage, ...args], {
      encoding: "utf8",
      maxBuffer: 1 << 30,
      env: { ...process.env, ACCESSLENS_USAGE: usageFile },
    });
    const wallSeconds = (performance.now() - started) / 1000;
    if (child.status === null || !expected.includes(child.status)) {
      throw new Error(`node ${args.join(" ")} ended with ${child.status}: ${child.stderr.slice(-2000)}`);
    }
    const usage: { readonly userCPUTime: number; readonly systemCPUTime: number; readonly maxRSS: number } =
      JSON.parse(readFileSync(usageFile, "utf8"));
    return {
      wallSeconds,
      cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      peakMegabytes: usage.maxRSS / 1024,
      stdout: child.stdout,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The run with the median wall time; an odd number of runs. */
export function medianRun(runs: number, run: () => Measurement): Measurement {
  const all = Array.from({ length: runs }, run).sort((a, b) => a.wallSeconds - b.wallSeconds);
  const middle = all[all.length >> 1];
  if (middle === undefined) throw new Error("a median needs a run");
  return middle;
}
