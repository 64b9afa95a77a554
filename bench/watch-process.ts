/** A watch as a process of its own, and how much memory it took at most. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export type Watching = {
  /** Since the process began: milliseconds until it was watching. */
  readonly readyMilliseconds: number;
  /** Resolves with what it wrote on standard error; rejects where it fails. */
  readonly ended: Promise<string>;
  /** Of the process so far, or in all once it has ended. */
  peakMegabytes(): number;
  /** CPU time so far, or in all once it has ended; seconds. */
  cpuSeconds(): number;
  end(): Promise<string>;
};

export async function startWatch(args: readonly string[]): Promise<Watching> {
  const started = performance.now();
  const profile = process.env.WATCH_PROFILE;
  const own = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const child = spawn(process.execPath, [...own, "dist/accesslens.js", "watch", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const usage = followUsage(child);
  let told = "";
  let isReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    told += text;
    if (told.includes("watching ")) isReady();
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.on("close", (status) => {
      usage.stop();
      if (status === 0) resolve(told);
      else reject(new Error(`accesslens watch ended with ${status}: ${told.slice(-2000)}`));
    });
  });
  await Promise.race([ready, ended]);
  return {
    readyMilliseconds: performance.now() - started,
    ended,
    peakMegabytes: () => usage.look().peakMegabytes,
    cpuSeconds: () => usage.look().cpuSeconds,
    end() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

type Usage = { readonly peakMegabytes: number; readonly cpuSeconds: number };

/** The operating system forgets it when the process is gone: looked at until then. */
function followUsage({ pid }: ChildProcess): { readonly look: () => Usage; readonly stop: () => void } {
  let last: Usage = { peakMegabytes: 0, cpuSeconds: 0 };
  const look = (): Usage => {
    try {
      const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      // In hundredths of a second on any Linux.
      const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
      if (peak !== undefined) last = { peakMegabytes: Number(peak) / 1024, cpuSeconds };
    } catch {
      // It is gone: what was seen last stands.
    }
    return last;
  };
  const timer = setInterval(look, 100);
  return { look, stop: () => clearInterval(timer) };
}
