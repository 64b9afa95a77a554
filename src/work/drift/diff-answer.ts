/** What `accesslens diff` answers, as programs are given it: `schemas/diff.schema.json` says the same. */
import type { CoverageGap } from "../../model/index.ts";
import type { WholeDrift } from "./chains.ts";

export type DiffAnswer = {
  /** The paths as they were given. */
  readonly before: string;
  readonly after: string;
  /** How many differ in text alone. */
  readonly textOnlyCount: number;
  /** What could not be read on either side. */
  readonly coverage: readonly (Omit<CoverageGap, "account"> & { readonly account: string | null })[];
} & Omit<WholeDrift, "coverage">;

/** `textOnly`: whether what differs in text alone is listed, too. */
export function diffAnswer(
  before: string,
  after: string,
  drift: WholeDrift,
  { textOnly }: { readonly textOnly: boolean },
): DiffAnswer {
  const { equal, changes, findings, chains, notCompared, coverage } = drift;
  return {
    before,
    after,
    equal,
    changes,
    findings,
    chains,
    textOnly: textOnly ? drift.textOnly : [],
    textOnlyCount: drift.textOnly.length,
    notCompared,
    coverage,
  };
}
