/** What `accesslens fix` answers, as programs are given it: `schemas/fix.schema.json` says the same. */
import type { FindingSummary } from "../../../findings/finding-list.ts";
import type { AlsoLost } from "../../../findings/types.ts";
import type { DriftChange } from "../../../model/index.ts";
import type { StatementChange } from "../../../provision/index.ts";
import type { FixResult } from "./apply-fixes.ts";
import type { FixPlan, PlannedFix } from "./plan-fixes.ts";
import type { SeenByTrail } from "./seen-by-trail.ts";

export type ToldFinding = Pick<FindingSummary, "id" | "rule" | "severity" | "title"> & {
  readonly subject: string;
};

export type ToldFix = {
  readonly policy: string;
  readonly kind: PlannedFix["place"]["kind"];
  readonly account: string;
  readonly state: PlannedFix["state"] | FixResult["state"];
  readonly why: string | null;
  readonly advice: string | null;
  readonly findings: readonly (ToldFinding & { readonly summary: string })[];
  readonly before: string | null;
  readonly after: string | null;
  readonly statements: readonly StatementChange[];
  /** The same the other way around. */
  readonly inverse: readonly StatementChange[];
  readonly changes: readonly DriftChange[];
  readonly alsoLost: AlsoLost | null;
  /** What a trail says of it; null: none was given. */
  readonly seen: SeenByTrail | null;
  /** Its id in the journal. */
  readonly change: string | null;
  readonly notes: readonly string[];
};

export type FixAnswer = {
  readonly snapshot: string;
  /** Whether it was asked to be written. */
  readonly applied: boolean;
  /** The account that goes first. */
  readonly canary: string | null;
  readonly fixes: readonly ToldFix[];
  readonly notApplicable: readonly (ToldFinding & { readonly why: string; readonly advice: string })[];
};

/** `results` null: it is only planned. */
export function fixAnswer(
  snapshot: string,
  plan: FixPlan,
  canary: string | null,
  results: readonly FixResult[] | null,
): FixAnswer {
  const told = plan.fixes.map((fix): ToldFix => {
    const { why = null, advice = null } = fix.reason ?? {};
    return toldFix(fix, { state: fix.state, why, advice, change: null, notes: [] });
  });
  return {
    ...{ snapshot, canary, applied: results !== null },
    fixes: results?.map((result) => toldFix(result.fix, result)) ?? told,
    notApplicable: plan.notApplicable.map(({ summary, why, advice }) => ({
      ...toldFinding(summary),
      ...{ why, advice },
    })),
  };
}

function toldFix(
  { policy, place, account, findings, before, after, statements, changes, alsoLost, seen }: PlannedFix,
  { state, why, advice, change, notes }: Pick<ToldFix, "state" | "why" | "advice" | "change" | "notes">,
): ToldFix {
  return {
    ...{ policy, kind: place.kind, account, state, why, advice },
    findings: findings.map(({ summary, fixed }) => ({
      ...toldFinding(summary),
      summary: fixed.kind === "fixed" ? fixed.summary : "",
    })),
    ...{ before, after, statements },
    inverse: statements.map((one) => ({ before: one.after, after: one.before })),
    ...{ changes, alsoLost, seen: seen ?? null, change, notes },
  };
}

function toldFinding({ id, rule, severity, subject, title }: FindingSummary): ToldFinding {
  return { id, rule, severity, subject, title };
}
