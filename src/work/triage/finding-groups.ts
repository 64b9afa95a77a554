/** Findings by what they stem from: one template behind 400 roles is one row. */
import type { z } from "zod";
import type { FindingSummary } from "../../findings/finding-list.ts";
import { severities } from "../../findings/types.ts";
import type { AcceptedAt, FindingDesk, FindingFilter } from "./finding-desk.ts";
import type { findingGroupShape } from "./triage-shape.ts";

type Group = {
  /** The worst of them, which comes first. */
  readonly first: FindingSummary;
  readonly source: number;
  readonly findings: number;
  readonly open: number;
};

export type Groups = {
  /** Worst first, then those with most findings. */
  readonly groups: readonly Group[];
  /** All of their findings, by their places among the summaries. */
  readonly members: readonly number[];
};

export function groupsOf(desk: FindingDesk, filter: FindingFilter, accepted: AcceptedAt): Groups {
  const { summaries } = desk.findings;
  const { values, ofFinding } = desk.sources;
  const findings = new Uint32Array(values.length);
  const open = new Uint32Array(values.length);
  const members: number[] = [];
  const found: { readonly first: FindingSummary; readonly source: number }[] = [];
  desk.look(filter, accepted, (at, misses, acceptance) => {
    const first = summaries[at];
    if (misses !== null || first === undefined) return;
    const source = ofFinding[at] ?? 0;
    if (findings[source] === 0) found.push({ first, source });
    findings[source] = (findings[source] ?? 0) + 1;
    if (acceptance === null) open[source] = (open[source] ?? 0) + 1;
    members.push(at);
  });
  const count = ({ source }: { readonly source: number }): number => findings[source] ?? 0;
  // Findings come worst first, so groups do: only within a severity they are put in order.
  const groups = severities.toReversed().flatMap((severity) =>
    found
      .filter(({ first }) => first.severity === severity)
      .sort((a, b) => count(b) - count(a))
      .map((one) => ({ ...one, findings: count(one), open: open[one.source] ?? 0 })),
  );
  return { groups, members };
}

/** Of some groups, those of a page. */
export function toldGroups(
  page: readonly Group[],
  members: readonly number[],
  desk: FindingDesk,
  ruleTitle: (rule: string) => string,
): readonly z.infer<typeof findingGroupShape>[] {
  const held = new Map(page.map(({ source }) => [source, { subjects: new Set(), accounts: new Set() }]));
  for (const at of members) {
    const one = held.get(desk.sources.ofFinding[at] ?? 0);
    one?.subjects.add(desk.findings.summaries[at]?.subject);
    one?.accounts.add(desk.columns.account.ofFinding[at]);
  }
  return page.map(({ first, source, findings, open }) => {
    const { id, rule, severity, subject, title } = desk.shown(first);
    const { subjects, accounts } = held.get(source) ?? {};
    return {
      example: id,
      rule,
      ruleTitle: ruleTitle(rule),
      severity,
      title,
      subject,
      source: desk.findings.source(first).kind,
      findings,
      open,
      subjects: subjects?.size ?? 0,
      accounts: accounts?.size ?? 0,
    };
  });
}
