/** Which findings of a scan are asked for, and what is known about each: accepted, known before, or open. */
import type { FindingSummary } from "../findings/finding-list.ts";
import { type Suppression, suppressionList } from "../findings/suppressions.ts";
import { type Finding, type Severity, severities } from "../findings/types.ts";

export type FindingChoice = {
  /** Null: no limit of this kind. */
  readonly rules: readonly string[] | null;
  readonly accounts: readonly string[] | null;
  readonly atLeast: Severity | null;
  readonly suppressions: readonly Suppression[];
  readonly baseline: readonly Suppression[];
  /** Seconds since 1970: decides what has expired. */
  readonly now: number;
};

export type ChosenFinding = {
  readonly summary: FindingSummary;
  readonly status: Finding["status"];
  /** Why it is accepted; null when open. */
  readonly acceptance: Suppression | null;
};

export type Selection = {
  readonly chosen: readonly ChosenFinding[];
  readonly expired: readonly Suppression[];
  readonly unused: readonly Suppression[];
};

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least);
}

export function selectFindings(summaries: readonly FindingSummary[], choice: FindingChoice): Selection {
  const suppressed = suppressionList(choice.suppressions, choice.now);
  const known = suppressionList(choice.baseline, choice.now);
  const rules = choice.rules === null ? null : new Set(choice.rules);
  const accounts = choice.accounts === null ? null : new Set(choice.accounts);
  const chosen: ChosenFinding[] = [];
  for (const summary of summaries) {
    // Asked of every finding, so that only entries without any finding count as unused.
    const suppression = suppressed.covering(summary);
    const before = known.covering(summary);
    if (rules !== null && !rules.has(summary.rule)) continue;
    if (accounts !== null && !accounts.has(summary.account)) continue;
    if (choice.atLeast !== null && !isAtLeast(summary.severity, choice.atLeast)) continue;
    const status = suppression !== null ? "suppressed" : before !== null ? "baseline" : "open";
    chosen.push({ summary, status, acceptance: suppression ?? before });
  }
  const leftovers = suppressed.leftovers();
  return { chosen, expired: [...leftovers.expired, ...known.leftovers().expired], unused: leftovers.unused };
}
