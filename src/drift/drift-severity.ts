/** How bad a change is, and why: who gained what, under which guard, and what was found. */
import {
  type AccessParty,
  type AlertSeverity,
  alertSeverities,
  type DriftChange,
  type FindingBrief,
} from "../model/index.ts";

export type Rated = { readonly severity: AlertSeverity; readonly reasons: readonly string[] };

/** Never less than what its worst gain says, nor than the worst finding that it opened. At least one reason. */
export function driftSeverity(changes: readonly DriftChange[], opened: readonly FindingBrief[]): Rated {
  const reasons: { readonly severity: AlertSeverity; readonly reason: string }[] = [
    ...changes.flatMap(reasonsOf),
    ...opened.map(({ severity, title }) => ({ severity, reason: `a finding opened: ${title}` })),
  ];
  const worst = reasons.reduce((rank, one) => Math.max(rank, rankOf(one.severity)), 0);
  const severity = alertSeverities[worst] ?? "info";
  const why = reasons.filter((one) => one.severity === severity).map(({ reason }) => reason);
  return { severity, reasons: why.length === 0 ? ["nobody gained access"] : [...new Set(why)].slice(0, 5) };
}

function rankOf(severity: AlertSeverity): number {
  return alertSeverities.indexOf(severity);
}

type Reason = { readonly severity: AlertSeverity; readonly reason: string };

function reasonsOf(change: DriftChange): readonly Reason[] {
  const reasons = [
    ...change.gained.map((party) => gainOf(party, change.account)),
    ...change.guards
      .filter(({ weaker }) => weaker)
      .map((one): Reason => {
        const isAboutOthers = one.change === "external-id-dropped" || one.change === "organization-dropped";
        return {
          severity: isAboutOthers || one.change === "principal-widened" ? "high" : "medium",
          reason: `${spoken(one.change)} for ${one.who}`,
        };
      }),
  ];
  if (change.more.gained > 0 && reasons.length === 0) {
    reasons.push({ severity: "medium", reason: `${change.more.gained} principals gained access` });
  }
  if (reasons.length > 0) return reasons;
  switch (change.meaning) {
    case "wider":
    case "other":
      return [
        change.kind === "control-policy"
          ? { severity: "high", reason: "a control policy forbids less than before" }
          : { severity: "medium", reason: "the policy allows more than before, to nobody that is known" },
      ];
    case "unclear":
      return [{ severity: "medium", reason: "what the change means could not be decided" }];
    case "narrower":
      return [{ severity: "info", reason: "access was taken away" }];
    case "same":
      return [];
  }
}

function gainOf({ kind, id, external, proven, guard }: AccessParty, owner: string | null): Reason {
  const maybe = proven ? "" : " (not proven)";
  if (kind === "any-account" || kind === "anonymous") {
    const severity = guard.length === 0 ? "critical" : "high";
    return {
      severity,
      reason: `anybody gained access${guard.length === 0 ? "" : ", under conditions"}${maybe}`,
    };
  }
  if (external) {
    const severity = guard.length === 0 ? "high" : "medium";
    return { severity, reason: `${id}, outside the organization, gained access${maybe}` };
  }
  const isElsewhere = owner !== null && !id.includes(owner);
  return isElsewhere
    ? { severity: "medium", reason: `${id}, of another account, gained access${maybe}` }
    : { severity: "low", reason: `${id} gained access${maybe}` };
}

function spoken(change: string): string {
  return change.replaceAll("-", " ");
}
