/** What the rules about chains say about an organization, as whole findings. */

import { emptyIntent, type Intent } from "../../src/findings/intent.ts";
import type { ReachRule } from "../../src/findings/rule.ts";
import type { Finding } from "../../src/findings/types.ts";
import { scanSnapshot } from "../../src/work/scan.ts";
import { type OrganizationPlan, snapshotOf } from "./planned-organization.ts";

export function chainFindings(
  rule: ReachRule,
  plan: OrganizationPlan,
  intent: Partial<Intent> = {},
): readonly Finding[] {
  const config = { rules: [rule], intent: { ...emptyIntent, ...intent } };
  const { findings } = scanSnapshot(snapshotOf(plan), config, { chains: true });
  return findings.summaries.map((summary) => findings.detail(summary, "tried"));
}

/** Severity and subject's name of each. */
export function told(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ severity, subject }) => `${severity} ${subject.slice(subject.lastIndexOf("/") + 1)}`,
  );
}
