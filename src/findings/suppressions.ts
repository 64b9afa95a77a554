/** Accepted findings: what is known and tolerated, by whom it was said, why, and for how long. */
import { exactly, glob, type Pattern, patternMatches } from "../logic/index.ts";

export type Suppression = {
  /** A finding's id, or all findings of a rule whose subject matches. */
  readonly matches:
    | { readonly kind: "finding"; readonly id: string }
    | { readonly kind: "rule"; readonly rule: string; readonly subject: string };
  readonly reason: string;
  /** Seconds since 1970; from then on it counts no more. */
  readonly expires: number;
  readonly owner: string | null;
};

/** What a suppression is compared with. */
type Known = { readonly id: string; readonly rule: string; readonly subject: string };

export interface SuppressionList {
  /** The suppression that covers the finding now, or null. */
  covering(finding: Known): Suppression | null;
  /** Those that have covered nothing so far, and those that have run out: worth removing. */
  leftovers(): { readonly unused: readonly Suppression[]; readonly expired: readonly Suppression[] };
}

/** `now`: seconds since 1970. */
export function suppressionList(suppressions: readonly Suppression[], now: number): SuppressionList {
  const byId = new Map<string, Suppression>();
  const byRule: { readonly suppression: Suppression; readonly rule: Pattern; readonly subject: Pattern }[] =
    [];
  for (const suppression of suppressions) {
    if (suppression.expires <= now) continue;
    const { matches } = suppression;
    if (matches.kind === "finding") byId.set(matches.id, suppression);
    else byRule.push({ suppression, rule: exactly(matches.rule), subject: glob(matches.subject) });
  }
  const used = new Set<Suppression>();
  return {
    covering(finding) {
      const found =
        byId.get(finding.id) ??
        byRule.find(
          ({ rule, subject }) =>
            patternMatches(rule, finding.rule) && patternMatches(subject, finding.subject),
        )?.suppression ??
        null;
      if (found !== null) used.add(found);
      return found;
    },
    leftovers: () => ({
      unused: suppressions.filter((suppression) => suppression.expires > now && !used.has(suppression)),
      expired: suppressions.filter((suppression) => suppression.expires <= now),
    }),
  };
}
