/** The review of a week: what outsiders can, what trust is new, what nobody used, and what was remarkable. */
import type { FindingSummary } from "../../../findings/finding-list.ts";
import type { Suppression } from "../../../findings/suppressions.ts";
import { compareWithAnalyzers } from "../../../graph/access-analyzer/index.ts";
import type { DriftChange } from "../../../model/index.ts";
import type { Scan } from "../../scan.ts";
import { selectFindings } from "../../select-findings.ts";
import type { ObservedWorld } from "../observed-world.ts";
import { auditAnswer, isoTime, unusedAnswer } from "../trail-answers.ts";
import { outsiderDays } from "./outsider-days.ts";
import type { ReviewAnswer } from "./review-shape.ts";

/** Rules about who comes in from outside, and under what. */
const outsiderRules: readonly string[] = [
  "external-access",
  "stale-external-trust",
  "external-id-missing",
  "external-id-weak",
  "external-id-shared",
  "oidc-condition-missing",
  "oidc-subject-broad",
  "saml-audience-missing",
  "cognito-broad",
  "organization-bound-missing",
  "outsider-reaches-administrator",
  "vendor-reaches-further",
  "ci-reaches-administrator",
];

export type ReviewQuestion = {
  readonly snapshot: string;
  readonly before: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly to: number;
  /** Unused means in so many days before `to`. */
  readonly days: number;
  readonly evidence: number;
  readonly suppressions: readonly Suppression[];
  /** A finding as it may be shown: its title may quote external IDs. */
  readonly shown: (summary: FindingSummary) => FindingSummary;
};

/** `changes`: as they may be shown; null: not compared. */
export async function weeklyReview(
  scan: Scan,
  world: ObservedWorld,
  changes: readonly DriftChange[] | null,
  question: ReviewQuestion,
): Promise<ReviewAnswer> {
  const { since, to, days, evidence, shown } = question;
  const { unused, notWatched } = await unusedAnswer(world, { roles: null, days, asOf: to });
  const { exceptions, ...coverage } = auditAnswer(world, { evidence, kinds: null });
  const { open, accepted } = outsiders(scan.findings.summaries, question);
  return {
    snapshot: question.snapshot,
    before: question.before,
    since: isoTime(since),
    to: isoTime(to),
    ...coverage,
    external: open
      .map(shown)
      .map(({ id, rule, severity, subject, title }) => ({ id, rule, severity, subject, title })),
    accepted,
    analyzer: analyzerOf(scan),
    newTrust: changes === null ? null : changes.filter(isGain).map(toldGain),
    outsiders: outsiderDays(world, question),
    days,
    unused,
    notWatched,
    exceptions: exceptions
      .filter(({ last }) => Date.parse(last) >= since)
      .map((one) => ({ ...one, new: Date.parse(one.first) >= since })),
  };
}

function outsiders(
  summaries: readonly FindingSummary[],
  { suppressions, to }: ReviewQuestion,
): { readonly open: readonly FindingSummary[]; readonly accepted: number } {
  const choice = { rules: outsiderRules, accounts: null, atLeast: null, baseline: [], suppressions };
  const { chosen } = selectFindings(summaries, { ...choice, now: Math.floor(to / 1000) });
  const open = chosen.filter(({ status }) => status === "open").map(({ summary }) => summary);
  return { open, accepted: chosen.length - open.length };
}

function analyzerOf({ reach, engine }: Scan): ReviewAnswer["analyzer"] {
  const compared = reach === null ? null : compareWithAnalyzers(reach, engine.expansion);
  if (compared === null) return null;
  const { analyzers, accesses } = compared;
  const differ = accesses.flatMap(({ resource, principal, state, why }) =>
    state === "agreed" ? [] : { resource, principal, state, why },
  );
  return { analyzers, agreed: accesses.length - differ.length, differ };
}

function isGain({ gained, guards }: DriftChange): boolean {
  return gained.length > 0 || guards.some(({ weaker }) => weaker);
}

function toldGain({ subject, kind, summary, gained }: DriftChange) {
  return { subject, kind, summary, outside: gained.some(({ external }) => external) };
}
