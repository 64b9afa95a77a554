/** The native `z3` program: reads SMT-LIB, prints an answer a line. */
import { spawnSync } from "node:child_process";

export function hasNativeZ3(): boolean {
  return spawnSync("z3", ["--version"]).status === 0;
}

/** Null: it took too long altogether. */
export function runNative(commands: string, milliseconds: number): readonly string[] | null {
  const { status, stdout, stderr, error } = spawnSync("z3", ["-in", "-smt2"], {
    input: commands,
    encoding: "utf8",
    timeout: milliseconds,
    maxBuffer: 1 << 28,
  });
  if (error !== undefined && status === null) return null;
  const bad = stdout
    .split("\n")
    .find((line) => line.startsWith("(error") && !line.includes("model is not available"));
  if (bad !== undefined) throw new Error(`${bad}\n${stderr}\n${commands}`);
  return stdout.trim().split("\n");
}
