/** What can be reached: building the graph, and asking it. */
import { type Measurement, measure } from "./measure.ts";

export type ReachFigures = {
  readonly assumptionsMilliseconds: number;
  readonly reachMilliseconds: number;
  readonly edges: number;
  readonly p95: { readonly paths: number; readonly blastRadius: number; readonly exposure: number };
  readonly chokepoints: { readonly accesses: number; readonly milliseconds: number } | null;
  readonly statements: {
    readonly statements: number;
    readonly atLeast: number;
    readonly milliseconds: number;
  } | null;
  readonly whoCanAssume: { readonly roles: number; readonly callers: number; readonly milliseconds: number };
};

export function measureReach(
  snapshot: string,
  mode: "cold" | "cache",
): { readonly run: Measurement; readonly figures: ReachFigures } {
  const run = measure(["bench/reach-questions.ts", snapshot, mode]);
  // What the script prints is of this shape.
  const figures: ReachFigures = JSON.parse(run.stdout);
  return { run, figures };
}

export type UpdateFigures = {
  readonly prepareMilliseconds: number;
  readonly updates: number;
  readonly medianMilliseconds: number;
  readonly p95Milliseconds: number;
  /** Why some changes had the graph built anew. */
  readonly rebuilt: readonly string[];
  /** The same with all findings, those about chains too. */
  readonly withFindings: { readonly medianMilliseconds: number; readonly p95Milliseconds: number };
};

/** The graph is taken from the cache beside the snapshot. */
export function measureUpdates(snapshot: string): UpdateFigures {
  // What the script prints is of this shape.
  return JSON.parse(measure(["bench/reach-updates.ts", snapshot]).stdout);
}
