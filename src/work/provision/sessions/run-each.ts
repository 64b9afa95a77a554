/** One command in many accounts: a session for each, so many at once, and a result for each; one that fails stops none of the others. */
import pLimit from "p-limit";
import { isDue } from "../../../aws/index.ts";
import type { Result, Snapshot } from "../../../model/index.ts";
import { commandEnvironment } from "../../../provision/sessions/index.ts";
import type { ChosenAccount } from "./choose-accounts.ts";
import type { EachResult } from "./each-shape.ts";
import { InOrder } from "./in-order.ts";
import { KeptOutput, OutputLines } from "./output-lines.ts";
import { runBeside } from "./run-command.ts";
import type { SessionFailure, TakenSession } from "./session-source.ts";
import { toldRefusal } from "./tell-refusal.ts";

export type EachTarget = {
  readonly account: ChosenAccount;
  /** The role's ARN. */
  readonly role: string;
  /** Null: as the session's. */
  readonly region: string | null;
};

export type EachJob = {
  readonly targets: readonly EachTarget[];
  readonly command: readonly [string, ...string[]];
  readonly atOnce: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  take(role: string): Promise<Result<TakenSession, SessionFailure>>;
  /** Read when AWS refuses for the first time; null: there is none. */
  snapshot(): Promise<Snapshot | null>;
  /** A line, not neutralised: of the first as it comes, of each other one when those before it have ended. Null: nobody asks. */
  readonly told: ((target: EachTarget, stream: "stdout" | "stderr", line: string) => void) | null;
  /** In the order of the targets. */
  ended(target: EachTarget, result: EachResult): void;
  /** Aborted: nothing new is begun, and what runs is ended. */
  readonly stop: AbortSignal;
  /** Of each stream of each command, so many bytes are kept for its result. */
  readonly mostBytes: number;
};

/** In the order of the targets. */
export async function runEach(job: EachJob): Promise<readonly EachResult[]> {
  const limit = pLimit(job.atOnce);
  const sessionOf = sharedSessions(job);
  const order = new InOrder();
  const release = (): void => order.release();
  job.stop.addEventListener("abort", release, { once: true });
  try {
    return await Promise.all(
      job.targets.map((target, index) =>
        limit(async () => {
          const result = await runOne(target, job, sessionOf, { order, index });
          order.tell(index, 0, () => job.ended(target, result));
          order.end(index);
          return result;
        }),
      ),
    );
  } finally {
    job.stop.removeEventListener("abort", release);
  }
}

type Turn = { readonly order: InOrder; readonly index: number };

/** One for all regions of an account, as long as it lasts: commands may run for hours before it is another one's turn. */
function sharedSessions(job: Pick<EachJob, "take">): EachJob["take"] {
  const sessions = new Map<string, ReturnType<EachJob["take"]>>();
  return async (role) => {
    for (;;) {
      const under = sessions.get(role);
      if (under === undefined) {
        const made = job.take(role);
        sessions.set(role, made);
        return made;
      }
      const known = await under;
      if (!known.ok) return known;
      const { credentials, seconds } = known.value;
      if (!isDue(credentials.expiration.getTime(), seconds, Date.now())) return known;
      // Of several that waited for it, the first takes it anew.
      if (sessions.get(role) === under) sessions.delete(role);
    }
  };
}

async function runOne(
  target: EachTarget,
  job: EachJob,
  sessionOf: EachJob["take"],
  turn: Turn,
): Promise<EachResult> {
  const without = resultWithout(target);
  const stopped: EachResult = { ...without, state: "stopped", why: "it was not begun any more" };
  if (job.stop.aborted) return stopped;
  const session = await sessionOf(target.role);
  if (job.stop.aborted) return stopped;
  return session.ok
    ? runWithSession(target, session.value, job, turn)
    : refusedResult(without, session.error, job);
}

async function refusedResult(
  without: EachResult,
  failure: SessionFailure,
  job: EachJob,
): Promise<EachResult> {
  if (failure.kind === "faults") {
    return { ...without, state: "not-started", why: failure.faults.map(({ message }) => message).join("; ") };
  }
  const refused = toldRefusal(failure, await job.snapshot());
  return { ...without, state: "refused", why: `${refused.code}: ${refused.message}`, refused };
}

async function runWithSession(
  target: EachTarget,
  session: TakenSession,
  job: EachJob,
  { order, index }: Turn,
): Promise<EachResult> {
  const { account } = target;
  const region = target.region ?? (job.environment.AWS_REGION === undefined ? session.region : null);
  const environment = commandEnvironment(
    job.environment,
    { ...session.credentials, region },
    {
      ACCESSLENS_ACCOUNT_ID: account.id,
      ...(account.name === null ? {} : { ACCESSLENS_ACCOUNT_NAME: account.name.replaceAll("\0", "") }),
    },
  );
  const kept = { stdout: new KeptOutput(job.mostBytes), stderr: new KeptOutput(job.mostBytes) };
  const told = (stream: "stdout" | "stderr", line: string): void => {
    const { told: tell } = job;
    if (tell !== null) order.tell(index, line.length, () => tell(target, stream, line));
  };
  const lines = {
    stdout: new OutputLines((line) => told("stdout", line)),
    stderr: new OutputLines((line) => told("stderr", line)),
  };
  const end = await runBeside(
    job.command,
    environment,
    (stream, chunk) => {
      kept[stream].add(chunk);
      lines[stream].add(chunk);
      return job.stop.aborted ? null : order.room(index);
    },
    job.stop,
  );
  lines.stdout.end();
  lines.stderr.end();
  const output = {
    stdout: kept.stdout.text(),
    stderr: kept.stderr.text(),
    truncated: kept.stdout.truncated || kept.stderr.truncated,
  };
  const without = { ...resultWithout(target), ...output };
  if (end.kind === "not-started") {
    return { ...without, state: "not-started", why: `${job.command[0]} could not be started: ${end.code}` };
  }
  const { exitCode, signal } = end;
  return job.stop.aborted
    ? { ...without, state: "stopped", exitCode, signal, why: "it was told to end" }
    : { ...without, state: "ended", exitCode, signal };
}

function resultWithout({ account, role, region }: EachTarget): EachResult {
  return {
    account: account.id,
    name: account.name,
    region,
    role,
    state: "ended",
    exitCode: null,
    signal: null,
    stdout: "",
    stderr: "",
    truncated: false,
    why: null,
    refused: null,
  };
}
