/** A finding's line in a table or a list. */
import type { FindingSummary } from "../../findings/finding-list.ts";
import { maskSummary } from "../../report/mask.ts";
import type { Scan } from "../../work/scan.ts";

/** `mask`: without the external IDs that its title or reasons quote. */
export function shownSummary({ findings }: Scan, summary: FindingSummary, mask: boolean): FindingSummary {
  return mask ? maskSummary(summary, () => findings.detail(summary, "advised")) : summary;
}
