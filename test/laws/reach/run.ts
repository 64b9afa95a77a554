/** Random organizations by seed, each held to the laws. */
import type { OrganizationPlan } from "../../support/planned-organization.ts";
import { seeded } from "../trust/random.ts";
import { checkOrganization, type Disagreement } from "./check.ts";
import { randomOrganization } from "./random-organization.ts";
import { shrinkPlan } from "./shrink-plan.ts";

export type ReachRun = {
  readonly organizations: number;
  readonly pairs: number;
  readonly reached: number;
  readonly requests: number;
  readonly needlessDoubts: number;
  readonly broken: readonly (Disagreement & { readonly seed: number; readonly plan: OrganizationPlan })[];
};

export function runReachLaws(options: {
  readonly seed: number;
  readonly organizations: number;
  readonly stopAfter: number;
  readonly isTimeUp?: () => boolean;
}): ReachRun {
  const broken: ReachRun["broken"][number][] = [];
  const sums = { organizations: 0, pairs: 0, reached: 0, requests: 0, needlessDoubts: 0 };
  for (let at = 0; at < options.organizations && options.isTimeUp?.() !== true; at++) {
    const seed = options.seed + at;
    const plan = randomOrganization(seeded(seed));
    const checked = checkOrganization(plan);
    sums.organizations++;
    sums.pairs += checked.pairs;
    sums.reached += checked.reached;
    sums.requests += checked.requests;
    sums.needlessDoubts += checked.needlessDoubts;
    if (checked.disagreement === null) continue;
    broken.push({ seed, ...shrunk(plan, checked.disagreement) });
    if (broken.length >= options.stopAfter) break;
  }
  return { ...sums, broken };
}

function shrunk(
  plan: OrganizationPlan,
  disagreement: Disagreement,
): Disagreement & { readonly plan: OrganizationPlan } {
  let last = disagreement;
  const smallest = shrinkPlan(plan, (smaller) => {
    const found = disagreementOf(smaller);
    if (found?.law !== disagreement.law) return false;
    last = found;
    return true;
  });
  return { ...last, plan: smallest };
}

/** Null also for a plan that is none. */
function disagreementOf(plan: OrganizationPlan): Disagreement | null {
  try {
    return checkOrganization(plan).disagreement;
  } catch {
    return null;
  }
}
