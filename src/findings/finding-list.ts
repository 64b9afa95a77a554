/**
 * What a scan found, worst first. A summary is cheap; the whole finding (evidence, witness, who, verified fix) is made
 * when it is asked for, because most are never read.
 */
import { findingId } from "./finding-id.ts";
import { type FindingSource, sourceOf } from "./finding-source.ts";
import type { Found } from "./found.ts";
import type { RuleContext } from "./rule.ts";
import type { Finding, Severity } from "./types.ts";

export type FindingSummary = Pick<
  Finding,
  "id" | "rule" | "severity" | "severityReasons" | "subject" | "account" | "title"
>;

/**
 * Whether edits against a chain are tried, which evaluates again all that can be reached (some seconds for each finding of
 * a large organization), or only advised.
 */
export type ChainFixes = "tried" | "advised";

export interface FindingList {
  readonly count: number;
  /** Worst first, then by rule and subject: the same snapshot gives the same order. */
  readonly summaries: readonly FindingSummary[];
  /** Null: there is none with this id. An abbreviation is taken if it is the only one that begins so. */
  find(id: string): FindingSummary | null;
  /** The whole finding. */
  detail(summary: FindingSummary, chainFixes: ChainFixes): Finding;
  /** What it stems from: findings of one rule with one source are the same mistake, made once. */
  source(summary: FindingSummary): FindingSource;
  readonly counts: Readonly<Record<Severity, number>>;
}

export function findingList(
  found: readonly Found[],
  context: RuleContext,
  detail: (found: Found, summary: FindingSummary, chainFixes: ChainFixes) => Finding,
): FindingList {
  const pairs = found.map((one) => ({ one, summary: summaryOf(one, context) }));
  pairs.sort((a, b) => compare(a.summary, b.summary));
  const byId = new Map<string, { readonly one: Found; readonly summary: FindingSummary }>();
  for (const pair of pairs) {
    // The same cause told twice (a rule that sees it in two statements) is one finding: the worse one stays.
    if (!byId.has(pair.summary.id)) byId.set(pair.summary.id, pair);
  }
  const summaries = [...byId.values()].map(({ summary }) => summary);
  const counts = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const { severity } of summaries) counts[severity]++;
  const foundOf = ({ id }: FindingSummary): Found => {
    const pair = byId.get(id);
    if (pair === undefined) throw new Error(`finding ${id} belongs to another list`);
    return pair.one;
  };
  return {
    count: summaries.length,
    summaries,
    counts,
    find(id) {
      const exact = byId.get(id);
      if (exact !== undefined) return exact.summary;
      const alike = id.length < 4 ? [] : summaries.filter((summary) => summary.id.startsWith(id));
      return alike.length === 1 ? (alike[0] ?? null) : null;
    },
    detail: (summary, chainFixes) => detail(foundOf(summary), summary, chainFixes),
    source: (summary) => sourceOf(foundOf(summary), summary.subject, context.snapshot),
  };
}

function summaryOf(found: Found, context: RuleContext): FindingSummary {
  const { draft, rule } = found;
  const declared = context.intent.rules[rule]?.severity;
  const { subject, account } = placeOf(found, context);
  return {
    id: findingId(rule, subject, draft.cause),
    rule,
    severity: declared ?? draft.severity,
    severityReasons:
      declared === undefined || declared === draft.severity
        ? draft.reasons
        : [
            ...draft.reasons,
            `accesslens.yaml sets the severity of this rule; it would be ${draft.severity}.`,
          ],
    subject,
    account,
    title: draft.title,
  };
}

function placeOf(found: Found, context: RuleContext): Pick<Finding, "subject" | "account"> {
  switch (found.kind) {
    case "identity":
      return { subject: found.holder.arn, account: found.holder.account };
    case "reach":
    case "control":
      return { subject: found.draft.subject, account: found.draft.account };
    case "trust":
    case "role":
    case "organization":
      return { subject: context.arnOf(found.role), account: context.accountOf(found.role) };
  }
}

function compare(a: FindingSummary, b: FindingSummary): number {
  return (
    rank(b.severity) - rank(a.severity) ||
    order(a.rule, b.rule) ||
    order(a.subject, b.subject) ||
    order(a.id, b.id)
  );
}

const ranks: Readonly<Record<Severity, number>> = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };

function rank(severity: Severity): number {
  return ranks[severity];
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
