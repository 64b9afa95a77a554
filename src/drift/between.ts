/** Two snapshots against each other: everything that the engine reads of them. */
import type { CoverageGap, DriftChange } from "../model/index.ts";
import { accountPairs } from "./account-pairs.ts";
import { compareAccount } from "./accounts.ts";
import { compareControls } from "./controls.ts";
import { compareCoverage } from "./coverage.ts";
import { findingsOfChanges, noFindings } from "./findings.ts";
import { compareIdentityCenter } from "./identity-center.ts";
import { compareOrganization } from "./organization.ts";
import { Powers } from "./powers.ts";
import { RoleWalk } from "./roles.ts";
import { compareManagedPolicies } from "./shared.ts";
import type { DriftAnswer, DriftOptions, DriftSide } from "./side.ts";
import { DriftWork } from "./work.ts";

export function driftBetween(before: DriftSide, after: DriftSide, options: DriftOptions = {}): DriftAnswer {
  const work = new DriftWork(before, after, options, new Powers(options.catalogue ?? null));
  const walk = new RoleWalk(before.snapshot, after.snapshot, work.documents);
  const pairs = accountPairs(work);
  const asked = pairs.filter(({ is }) => work.isAsked(is.id));
  for (const pair of asked) compareAccount(work, walk, pair);
  compareManagedPolicies(work, asked);
  compareOrganization(work, pairs);
  compareControls(work, pairs);
  compareIdentityCenter(work);
  compareCoverage(work);
  return answerOf(work, options, { isWhole: true });
}

/** `options`: whether rules run over what changed. `isWhole`: everything was compared. */
export function answerOf(
  work: DriftWork,
  { findings = true }: DriftOptions,
  { isWhole }: { readonly isWhole: boolean },
): DriftAnswer {
  const { textOnly, notCompared } = work;
  const judged = findings
    ? findingsOfChanges(work.before, work.after, work.changes, isWhole)
    : { ...noFindings, changes: work.changes };
  return {
    equal: work.changes.length === 0,
    changes: judged.changes.toSorted(mostUrgentFirst),
    findings: { opened: judged.opened, closed: judged.closed },
    textOnly,
    notCompared: [...notCompared, ...(findings ? [together] : [findingsAreNotCompared])],
    coverage: coverageOf(work),
  };
}

export const findingsAreNotCompared = "findings";

const together =
  "findings that hang on many policies together, and chains: rules ran over what changed, one by one";

/** What lets outsiders in, then what lets anybody in or weakens a guard, then the rest; in each by subject. */
function mostUrgentFirst(a: DriftChange, b: DriftChange): number {
  const weight = ({ gained, guards, lost }: DriftChange): number =>
    gained.some(({ external }) => external) || guards.some(({ weaker }) => weaker)
      ? 0
      : gained.length > 0
        ? 1
        : lost.length > 0
          ? 2
          : 3;
  return weight(a) - weight(b) || order(a.subject, b.subject) || order(a.kind, b.kind);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of either side, each once. */
function coverageOf({ before, after }: DriftWork): readonly CoverageGap[] {
  const gaps = [...before.snapshot.coverage, ...after.snapshot.coverage];
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}
