/** Whoever answers a question about a trail: files read here, Athena, Lake. The same events bring the same facts from each. */
import type { TrailFault, TrailProgress } from "../../logs/index.ts";
import type { Result, TrailFacts, TrailQuestion } from "../../model/index.ts";

export type AskOptions = {
  /** When it is aborted, the answer is the fault "stopped", and nothing of the work is left behind. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrailProgress) => void;
};

export interface TrailEngine {
  ask(question: TrailQuestion, options: AskOptions): Promise<Result<TrailFacts, TrailFault>>;
}
