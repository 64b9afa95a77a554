/** The engine that reads files: events to disk as they come, and from there in the order of time into the fold. */
import { setImmediate } from "node:timers/promises";
import {
  openSpill,
  type SpillBounds,
  type TrailFault,
  type TrailReader,
  type TrailSpill,
} from "../../logs/index.ts";
import { err, inOrder, ok, type Result, type TrailFacts, type TrailQuestion } from "../../model/index.ts";
import { type FoldBounds, type FoldedTrail, spanOf, TrailFold } from "../../trail/fold/index.ts";
import type { AskOptions, TrailEngine } from "./trail-engine.ts";

export type LocalEngineOptions = {
  readonly reader: TrailReader;
  /** What the reader reads, as the user named it. */
  readonly source: string;
  /**
   * A directory that outlives a run which is stopped or killed, so that the next one goes on with it; null: a temporary one. It is
   * removed when the question is answered.
   */
  readonly resume: string | null;
  readonly bounds?: { readonly spill: SpillBounds; readonly fold: FoldBounds };
};

export function localEngine(options: LocalEngineOptions): TrailEngine {
  return { ask: (question, asked) => ask(options, question, asked) };
}

async function ask(
  { reader, source, resume, bounds }: LocalEngineOptions,
  question: TrailQuestion,
  { signal, onProgress }: AskOptions,
): Promise<Result<TrailFacts, TrailFault>> {
  const { from, to } = spanOf(question);
  const opened = openSpill({
    directory: resume,
    source: JSON.stringify([source, from, to]),
    ...(bounds && { bounds: bounds.spill }),
  });
  if (!opened.ok) return unreadable(opened.error.message);
  const spill = opened.value;
  let isAnswered = false;
  try {
    const read = await reader.read(spill, { from, to, manifest: spill.manifest, onProgress, signal });
    if (spill.fault !== null) return unreadable(spill.fault.message);
    if (!read.ok) return read;
    const folded = await fold(spill, new TrailFold(question, bounds?.fold), signal);
    if (!folded.ok) return folded;
    isAnswered = true;
    const { skipped, accounts } = read.value;
    return ok(inOrder({ ...folded.value, skipped, accounts }));
  } finally {
    if (isAnswered || resume === null) spill.remove();
    else spill.close();
  }
}

/** So often may others have their turn, in milliseconds: whoever wants to stop this among them. */
const turnEveryMilliseconds = 50;

async function fold(
  spill: TrailSpill,
  trail: TrailFold,
  signal: AbortSignal,
): Promise<Result<FoldedTrail, TrailFault>> {
  const batches = spill.inOrder();
  let turn = performance.now();
  for (;;) {
    const next = batches.next();
    if (next.done) return next.value.ok ? ok(trail.end()) : unreadable(next.value.error.message);
    trail.add(next.value);
    if (performance.now() - turn < turnEveryMilliseconds) continue;
    await setImmediate();
    if (signal.aborted) return err({ kind: "stopped" });
    turn = performance.now();
  }
}

function unreadable(message: string): Result<never, TrailFault> {
  return err({ kind: "unreadable", message });
}
