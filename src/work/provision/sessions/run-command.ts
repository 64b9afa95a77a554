/** Runs somebody's command with a session's credentials: in place of this program, or beside others of its kind. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

export type CommandEnd =
  | { readonly kind: "ended"; readonly exitCode: number; readonly signal: NodeJS.Signals | null }
  /** It could not be started: the system's code, such as ENOENT. */
  | { readonly kind: "not-started"; readonly code: string };

type Environment = Readonly<Record<string, string>>;

/** From the outside, a command that a signal ended has 128 and the signal's number, as shells tell it. */
function endOf(code: number | null, signal: NodeJS.Signals | null): CommandEnd {
  return { kind: "ended", exitCode: signal === null ? (code ?? 0) : 128 + constants.signals[signal], signal };
}

/** Settles when the command is over and its output read. */
function settled(child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) resolve({ kind: "not-started", code: error.code ?? error.name });
    });
    child.once("close", (code, signal) => resolve(endOf(code, signal)));
  });
}

const forwarded = ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGCONT"] as const;

/** The command has this process's streams, and gets its signals. A terminal sends an interrupt to both by itself. */
export async function runInPlace(
  [command, ...args]: readonly [string, ...string[]],
  environment: Environment,
): Promise<CommandEnd> {
  const child = spawn(command, args, { env: environment, stdio: "inherit" });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const interrupt = (): void => {
    // With any stream at a terminal, the interrupt came from there to both: a second one makes some end in the middle of their work.
    if (!streamsOf(process).some(({ isTTY }) => isTTY === true)) child.kill("SIGINT");
  };
  for (const signal of forwarded) process.on(signal, forward);
  process.on("SIGINT", interrupt);
  try {
    return await settled(child);
  } finally {
    for (const signal of forwarded) process.off(signal, forward);
    process.off("SIGINT", interrupt);
  }
}

function streamsOf({ stdin, stdout, stderr }: NodeJS.Process): readonly { readonly isTTY?: boolean }[] {
  return [stdin, stdout, stderr];
}

/** What it answers with is waited for before more is read. */
export type Listener = (stream: "stdout" | "stderr", chunk: Buffer) => Promise<void> | null;

/** Time for a command to end by itself when it is told to, in milliseconds. */
const grace = 5000;

/**
 * The command reads nothing; what it writes goes to the listener. When `stop` is aborted it is told to end, with all that it started,
 * and ended after five seconds.
 */
export async function runBeside(
  [command, ...args]: readonly [string, ...string[]],
  environment: Environment,
  listener: Listener,
  stop: AbortSignal,
): Promise<CommandEnd> {
  // A group of its own, so that what it starts can be ended with it.
  const child = spawn(command, args, { env: environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk: Buffer) => {
      const busy = listener(stream, chunk);
      if (busy === null) return;
      child[stream].pause();
      void busy.then(() => child[stream].resume());
    });
  }
  let last: NodeJS.Timeout | null = null;
  const end = (): void => {
    signalGroup(child, "SIGTERM");
    last = setTimeout(() => signalGroup(child, "SIGKILL"), grace);
  };
  if (stop.aborted) end();
  stop.addEventListener("abort", end, { once: true });
  try {
    return await settled(child);
  } finally {
    stop.removeEventListener("abort", end);
    if (last !== null) clearTimeout(last);
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}
