/** Why a finding is accepted, as answers tell it. */
import type { Suppression } from "../../findings/suppressions.ts";

export type Accepted = {
  readonly reason: string;
  /** YYYY-MM-DD: the last day on which it counts. */
  readonly expires: string;
  readonly owner: string | null;
  /** `finding`: by an entry of its own; `rule`: by one for a rule and a subject, which may cover others, too. */
  readonly entry: "finding" | "rule";
};

export function acceptanceOf(suppression: Suppression | null): Accepted | null {
  if (suppression === null) return null;
  const { reason, expires, owner, matches } = suppression;
  return {
    reason,
    expires: new Date(expires * 1000).toISOString().slice(0, 10),
    owner,
    entry: matches.kind,
  };
}
