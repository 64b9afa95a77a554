/**
 * The findings of a scan, held so that a question about all of them takes some milliseconds: an organization of 1,000 accounts has
 * tens of thousands of them.
 */
import type { FindingList, FindingSummary } from "../../findings/finding-list.ts";
import { type Suppression, suppressionList } from "../../findings/suppressions.ts";
import { type Finding, type Severity, severities } from "../../findings/types.ts";
import { type ChosenFinding, isAtLeast } from "../select-findings.ts";
import { type Column, columnOf, meantOf } from "./finding-columns.ts";

export type FindingFilter = {
  /** Null: no limit of this kind. */
  readonly rules: readonly string[] | null;
  readonly accounts: readonly string[] | null;
  readonly severities: readonly Severity[] | null;
  readonly atLeast: Severity | null;
  readonly statuses: readonly Finding["status"][] | null;
  /** Words, each of which stands in the title, the subject or the id. */
  readonly text: string | null;
  /** A finding's id: only those that stem from the same. */
  readonly like: string | null;
};

/** What is accepted, and when that is asked, in seconds since 1970. */
export type AcceptedAt = { readonly suppressions: readonly Suppression[]; readonly now: number };

/** What a filter narrows down; what is only a limit of the question has no counts of its own. */
export const dimensions = ["severity", "status", "rule", "account"] as const;
export type Dimension = (typeof dimensions)[number];

/** `at`: the finding's place among the summaries. `misses`: the one dimension that keeps it out; null: none does. */
export type See = (at: number, misses: Dimension | null, acceptance: Suppression | null) => void;

export class FindingDesk {
  readonly findings: FindingList;
  readonly columns: { readonly severity: Column; readonly rule: Column; readonly account: Column };
  readonly #shownAs: (summary: FindingSummary) => FindingSummary;
  /** Made when somebody asks for them first. */
  #sources: Column | null = null;
  #texts: readonly string[] | null = null;

  /** `shownAs`: a row as it is shown, with external IDs masked where they are. */
  constructor(findings: FindingList, shownAs: (summary: FindingSummary) => FindingSummary) {
    this.findings = findings;
    this.#shownAs = shownAs;
    this.columns = {
      severity: columnOf(findings, ({ severity }) => severity),
      rule: columnOf(findings, ({ rule }) => rule),
      account: columnOf(findings, ({ account }) => account),
    };
  }

  shown(summary: FindingSummary): FindingSummary {
    return this.#shownAs(summary);
  }

  /** Findings of one value stem from the same. */
  get sources(): Column {
    this.#sources ??= columnOf(this.findings, (summary) =>
      JSON.stringify([summary.rule, this.findings.source(summary)]),
    );
    return this.#sources;
  }

  /** How many findings stem from the same as this one, itself among them. */
  alike(id: string): number {
    const source = this.#sourceOf(id);
    return this.sources.ofFinding.reduce((count, other) => (other === source ? count + 1 : count), 0);
  }

  /** Worst first. */
  chosen(filter: FindingFilter, accepted: AcceptedAt): readonly ChosenFinding[] {
    const { summaries } = this.findings;
    const chosen: ChosenFinding[] = [];
    this.look(filter, accepted, (at, misses, acceptance) => {
      const summary = summaries[at];
      if (misses !== null || summary === undefined) return;
      chosen.push({ summary, status: acceptance === null ? "open" : "suppressed", acceptance });
    });
    return chosen;
  }

  /** Shows every finding that at most one of the filter's dimensions keeps out. */
  look(filter: FindingFilter, accepted: AcceptedAt, see: See): void {
    const { summaries } = this.findings;
    const { severity, rule, account } = this.columns;
    const list = suppressionList(accepted.suppressions, accepted.now);
    const meant = {
      least: meantOf(severity, leastOf(filter.atLeast)),
      severity: meantOf(severity, filter.severities),
      rule: meantOf(rule, filter.rules),
      account: meantOf(account, filter.accounts),
    };
    const isOpenMeant = filter.statuses?.includes("open") ?? true;
    const isAcceptedMeant = filter.statuses?.includes("suppressed") ?? true;
    const hasText = this.#textFilter(filter.text);
    const source = filter.like === null ? null : this.#sourceOf(filter.like);
    const sources = source === null ? null : this.sources.ofFinding;
    for (let at = 0; at < summaries.length; at++) {
      if (sources !== null && sources[at] !== source) continue;
      const level = severity.ofFinding[at] ?? 0;
      if (meant.least?.[level] === 0) continue;
      let missed: Dimension | null = null;
      let misses = 0;
      if (meant.severity?.[level] === 0) [missed, misses] = ["severity", misses + 1];
      if (meant.rule?.[rule.ofFinding[at] ?? 0] === 0) [missed, misses] = ["rule", misses + 1];
      if (meant.account?.[account.ofFinding[at] ?? 0] === 0) [missed, misses] = ["account", misses + 1];
      const summary = summaries[at];
      if (misses > 1 || summary === undefined || !hasText(summary, at)) continue;
      const acceptance = list.covering(summary);
      if (!(acceptance === null ? isOpenMeant : isAcceptedMeant)) {
        if (misses > 0) continue;
        missed = "status";
      }
      see(at, missed, acceptance);
    }
  }

  /** -1: there is no such finding, so that nothing is like it. */
  #sourceOf(id: string): number {
    const like = this.findings.find(id);
    const at = like === null ? -1 : this.findings.summaries.indexOf(like);
    return this.sources.ofFinding[at] ?? -1;
  }

  /** Only what is shown is searched: else external IDs could be guessed letter by letter. */
  #textFilter(text: string | null): (summary: FindingSummary, at: number) => boolean {
    // Quotes are no words: what stands in them may be masked, and is looked into only where nothing else matches.
    const words = (text ?? "")
      .toLowerCase()
      .split(/[\s"]+/)
      .filter((word) => word !== "");
    if (words.length === 0) return () => true;
    this.#texts ??= this.findings.summaries.map(searched);
    const texts = this.#texts;
    const has = (one: string): boolean => words.every((word) => one.includes(word));
    return (summary, at) => {
      const whole = texts[at] ?? "";
      if (!has(whole)) return false;
      if (!whole.includes('"') || has(whole.replace(/".*"/s, '"'))) return true;
      return has(searched(this.#shownAs(summary)));
    };
  }
}

function searched({ title, subject, id }: FindingSummary): string {
  return `${title}\n${subject}\n${id}`.toLowerCase();
}

function leastOf(least: Severity | null): readonly Severity[] | null {
  return least === null ? null : severities.filter((severity) => isAtLeast(severity, least));
}
