/** Whatever answers a trail's questions: files, Athena, Lake. All give the same for the same events. */
import type { TrailProgress } from "../../logs/trail/trail-reader.ts";
import type { Result, TrailFacts, TrailQuestion } from "../../model/index.ts";

export type TrailAsking = {
  readonly onProgress: (progress: TrailProgress) => void;
  readonly signal: AbortSignal;
};

export type TrailEngineFault =
  | { readonly kind: "stopped" }
  /** `message`: what, and where. */
  | { readonly kind: "unreadable"; readonly message: string; readonly advice: string | null };

export interface TrailEngine {
  ask(question: TrailQuestion, asking: TrailAsking): Promise<Result<TrailFacts, TrailEngineFault>>;
}
