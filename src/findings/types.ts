/** What a rule reports, in the shape of FORMATS §5, and what a rule is. */

import type { Guard, Request } from "../authz/types.ts";
import type { Evidence, Who } from "../graph/index.ts";
import type { AccountId, Arn } from "../model/index.ts";

export type { Evidence, Who } from "../graph/index.ts";

export const severities = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/**
 * A concrete edit. `verified`: the engine has evaluated the edited policy again, and the finding is gone. About chains, all that
 * can be reached is evaluated again.
 */
export type Fix = {
  readonly summary: string;
  /** The edited policy, as evidence calls it; of a detached one `POLICY of HOLDER`; null where only advice can be given. */
  readonly where: string | null;
  /** The whole policy after the edit, laid out; null where only advice can be given, and where the policy goes whole. */
  readonly policy: string | null;
  readonly verified: boolean;
  /** What else goes with the edit, besides the finding's own way; null where that was not evaluated. */
  readonly alsoLost: AlsoLost | null;
};

export type AlsoLost = {
  /** The first of them. */
  readonly accesses: readonly LostAccess[];
  /** How many there are besides. */
  readonly more: number;
};

/** One way of coming from the one to the other; there may be others that stay. */
export type LostAccess = {
  /** An ARN, a service, or somebody outside as ways call them. */
  readonly from: string;
  readonly to: string;
  /** `assume`, a technique's id, or `is`: by its own policies it is the administrator. */
  readonly by: string;
};

export type Finding = {
  /** Same cause, same id, across runs: made of rule, subject and what identifies the cause, never of its place. */
  readonly id: string;
  readonly rule: RuleId;
  readonly severity: Severity;
  /** At least one; each a short sentence. */
  readonly severityReasons: readonly string[];
  readonly subject: Arn;
  readonly account: AccountId;
  readonly title: string;
  readonly who: readonly Who[];
  readonly guard: Guard;
  readonly witness: Request | null;
  readonly evidence: readonly Evidence[];
  readonly impact: readonly string[];
  readonly fix: Fix | null;
  /** `suppressed` by the suppression file, `baseline`: known before. */
  readonly status: "open" | "suppressed" | "baseline";
};

export type RuleId = string;
