/**
 * A query that runs elsewhere, waited for: asked about less and less often, stopped when it scans more than it may or when nobody waits
 * for it any more.
 */
import { type Clock, refusalOf } from "../../aws/index.ts";
import { err, ok, type Result } from "../../model/index.ts";
import type { TrailFault } from "../trail/trail-reader.ts";
import { bytesInWords, type ScanBudget, scanInWords } from "./scan-budget.ts";

export type QueryState =
  | { readonly kind: "running" | "done"; readonly scanned: number | null }
  /** `why`: the engine's words. */
  | { readonly kind: "failed"; readonly why: string };

export type RunningQuery = {
  /** For people: `Athena's query 1234`. */
  readonly name: string;
  state(): Promise<QueryState>;
  /** Asked for once; the query may have ended meanwhile. */
  stop(): Promise<void>;
};

export type QueryWait = {
  readonly budget: ScanBudget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (scanned: number) => void;
};

const [firstPause, longestPause] = [250, 5000];

/** What it scanned, when it is done. */
export async function finished(query: RunningQuery, wait: QueryWait): Promise<Result<number, TrailFault>> {
  const { budget, clock, signal } = wait;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    if (signal.aborted) return (await stopped(query)) ?? err({ kind: "stopped" });
    const state = await query.state();
    if (state.kind === "failed")
      return err({ kind: "unreadable", message: `${query.name} failed: ${state.why}` });
    const scanned = state.scanned ?? 0;
    // A query that is done is paid for: its answer is taken.
    if (state.kind === "done") return ok(scanned);
    wait.onProgress(scanned);
    if (budget.mostBytes !== null && scanned > budget.mostBytes) {
      const message = tooMuch(query.name, scanned, budget, budget.mostBytes);
      return (await stopped(query)) ?? err({ kind: "unreadable", message });
    }
    await sleepUnless(signal, clock, pause);
  }
}

/** Null: it has ended. Whoever may ask a question need not be allowed to stop it, and then it is paid for. */
async function stopped(query: RunningQuery): Promise<Result<never, TrailFault> | null> {
  try {
    await query.stop();
    return null;
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    const state = await query.state();
    // Engines refuse to stop what has ended.
    return state.kind === "running"
      ? err({
          kind: "unreadable",
          message: `${query.name} can't be stopped, and runs on: ${refusal.message}`,
        })
      : null;
  }
}

function tooMuch(name: string, scanned: number, budget: ScanBudget, most: number): string {
  return `${name} was stopped: it had scanned ${scanInWords(scanned, budget)}, and no more than ${bytesInWords(most)} is allowed. Ask for a shorter time, or allow more (--max-scan).`;
}

async function sleepUnless(signal: AbortSignal, clock: Clock, milliseconds: number): Promise<void> {
  if (signal.aborted) return;
  let onAbort = () => {};
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve;
    signal.addEventListener("abort", onAbort, { once: true });
  });
  await Promise.race([clock.sleep(milliseconds), aborted]);
  signal.removeEventListener("abort", onAbort);
}
