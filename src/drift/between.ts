/** Two snapshots against each other: everything that the engine reads of them. */
import type { CoverageGap } from "../model/index.ts";
import { accountPairs } from "./account-pairs.ts";
import { compareAccount } from "./accounts.ts";
import { compareControls } from "./controls.ts";
import { compareCoverage } from "./coverage.ts";
import { compareIdentityCenter } from "./identity-center.ts";
import { compareOrganization } from "./organization.ts";
import { RoleWalk } from "./roles.ts";
import { compareManagedPolicies } from "./shared.ts";
import type { DriftAnswer, DriftOptions, DriftSide } from "./side.ts";
import { DriftWork } from "./work.ts";

export function driftBetween(before: DriftSide, after: DriftSide, options: DriftOptions = {}): DriftAnswer {
  const work = new DriftWork(before, after, options);
  const walk = new RoleWalk(before.snapshot, after.snapshot, work.documents);
  const pairs = accountPairs(work);
  const asked = pairs.filter(({ is }) => work.isAsked(is.id));
  for (const pair of asked) compareAccount(work, walk, pair);
  compareManagedPolicies(work, asked);
  compareOrganization(work, pairs);
  compareControls(work, pairs);
  compareIdentityCenter(work);
  compareCoverage(work);
  return answerOf(work);
}

export function answerOf(work: DriftWork): DriftAnswer {
  const { changes, textOnly, notCompared } = work;
  return { equal: changes.length === 0, changes, textOnly, notCompared, coverage: coverageOf(work) };
}

/** Of either side, each once. */
function coverageOf({ before, after }: DriftWork): readonly CoverageGap[] {
  const gaps = [...before.snapshot.coverage, ...after.snapshot.coverage];
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}
