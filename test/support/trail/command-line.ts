/** The built command line as a process of its own, for tests that stop it. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** `environment`: beside this process's. */
export function startCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(process.execPath, ["dist/accesslens.js", ...args], {
    env: { ...process.env, ...environment },
  });
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const exit = once(child, "exit");
  assert.ok(child.stdout !== null && child.stderr !== null);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: (await exit)[0], stdout, stderr };
}

/** The command that has been started is interrupted as by Ctrl-C, once `isTime`. */
export async function interrupted(child: ChildProcess, isTime: () => boolean): Promise<Ended> {
  const end = ended(child);
  while (!isTime() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  return end;
}
