/** What session and each need besides their options: a snapshot where there is one, and failures as messages. */
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import { readSnapshot } from "../store/index.ts";
import { lastSnapshot } from "../store/last-snapshot.ts";
import {
  type SessionFailure,
  type SourceFailure,
  type ToldRefusal,
  toldRefusal,
} from "../work/provision/sessions/index.ts";
import { failureOf } from "./collect-settings.ts";
import { type Failure, inputFailure, usageFailure } from "./exit.ts";
import { snapshotFailure } from "./inputs.ts";
import { faultsFailure, type SessionArguments } from "./session-settings.ts";
import type { Terminal } from "./terminal.ts";
import { refusalAdvice, refusalStory } from "./views/refusal-story.ts";

/** The named snapshot, or the last one written; null: there is none. The last one need not be readable. */
export async function snapshotIfAny(
  named: string | undefined,
  terminal: Terminal,
): Promise<Result<Snapshot | null, Failure>> {
  const path = named ?? lastSnapshot();
  if (path === null) return ok(null);
  const read = await readSnapshot(path);
  if (read.ok) return read;
  if (named !== undefined) return err(snapshotFailure(read.error));
  terminal.warn(`the last snapshot, ${path}, can't be read, and explains nothing`);
  return ok(null);
}

/**
 * The role's MaxSessionDuration where a snapshot is named and a duration asked for; one that is only the last written may be
 * older than the role is now. Null: not known.
 */
export function longestIfNamed(
  role: string,
  args: Pick<SessionArguments, "snapshot" | "duration">,
  snapshot: Snapshot | null,
): number | null {
  if (args.snapshot === undefined || args.duration === undefined) return null;
  const index = snapshot?.roles.byArn(role) ?? null;
  return index === null ? null : (snapshot?.roles.row(index).maxSessionSeconds ?? null);
}

/** Where AWS refused, a snapshot is read to say why. */
export async function refusalOfSession(
  failure: SessionFailure,
  named: string | undefined,
  terminal: Terminal,
): Promise<Result<ToldRefusal, Failure>> {
  if (failure.kind === "faults") return err(faultsFailure(failure.faults));
  const snapshot = await snapshotIfAny(named, terminal);
  return snapshot.ok ? ok(toldRefusal(failure, snapshot.value)) : snapshot;
}

/** On standard error, reason by reason. */
export function printRefusal(told: ToldRefusal, terminal: Terminal): void {
  const [first = "", ...others] = refusalStory(told);
  terminal.error(first, refusalAdvice(told));
  // Even with --quiet: they are the error, and neutralised.
  for (const line of others) process.stderr.write(`${line}\n`);
}

export function sourceFailure(failure: SourceFailure): Failure {
  switch (failure.kind) {
    case "no-access":
      return failureOf(failure);
    case "no-code":
      return inputFailure(
        [`${failure.serial}: a code of six digits is needed, and none was typed or given`],
        "Run it at a terminal, or give the code by ACCESSLENS_MFA_CODE.",
      );
    case "second-factor-refused":
      return inputFailure(
        [
          `${failure.serial}: AWS does not take the code (${failure.refusal.code}: ${failure.refusal.message})`,
        ],
        "A code is good once, and for half a minute. Second factors are for users' own credentials, not for sessions.",
      );
  }
}

export const noCommand = usageFailure("there is no command to run", "Write it behind --: -- aws s3 ls");
