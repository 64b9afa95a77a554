/**
 * Remembers which snapshot was written last, so that commands need not name it. One small file in the user's state folder
 * (`$XDG_STATE_HOME/accesslens`, by default `~/.local/state/accesslens`).
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

function stateFolder(environment: NodeJS.ProcessEnv): string {
  const state = environment.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return join(state, "accesslens");
}

function rememberedIn(environment: NodeJS.ProcessEnv): string {
  return join(stateFolder(environment), "last-snapshot");
}

/** The URL of the store where changes are journaled when none is named. */
export function changesStore(environment: NodeJS.ProcessEnv = process.env): string {
  return `sqlite:${join(stateFolder(environment), "changes.db")}`;
}

/** Best effort: a state folder that can't be written costs a convenience, not the snapshot. */
export function rememberSnapshot(path: string, environment: NodeJS.ProcessEnv = process.env): void {
  const file = rememberedIn(environment);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, `${resolve(path)}\n`, { mode: 0o600 });
    renameSync(beside, file);
  } catch {
    // Nothing depends on it.
  }
}

/** The absolute path of the snapshot that was written last, or null when none is remembered. */
export function lastSnapshot(environment: NodeJS.ProcessEnv = process.env): string | null {
  try {
    const path = readFileSync(rememberedIn(environment), "utf8").trim();
    return path === "" ? null : path;
  } catch {
    return null;
  }
}
