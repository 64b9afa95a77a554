/** Which callers can't be confused deputies, because no program acts for somebody else in them. */
import type { TrustGrant } from "../authz/types.ts";

/** The caller must have signed in with MFA: a person, who acts for nobody else. */
export function isSafeFromConfusion(grant: TrustGrant): boolean {
  return grant.guard.some(
    (term) =>
      term.key.toLowerCase() === "aws:multifactorauthpresent" &&
      /^bool$/i.test(term.operator) &&
      term.values.length === 1 &&
      term.values[0]?.toLowerCase() === "true",
  );
}
