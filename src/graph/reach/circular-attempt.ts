/** Attempts that would have to be made by the very principal whom they give. */
import type { Guard, GuardTerm } from "../../authz/types.ts";
import type { Attempt } from "./attempt.ts";

/**
 * Whether some need is met only by the target itself: an SCP may keep a role for that role's own ARN. Somebody whom an
 * administrator makes could have any other name, and not that one.
 */
export function isForTheTargetAlone({ gives, met }: Attempt): boolean {
  if (gives.kind !== "principal") return false;
  const { arn } = gives.target.kind === "role" ? gives.target.role : gives.target.user;
  return met.some(({ decision: { guards } }) => areForAlone(guards, arn));
}

/** Whether each of the alternatives asks for the ARN as the caller's: whoever is to come to it can't be it before. */
export function areForAlone(guards: readonly Guard[], arn: string): boolean {
  return guards.length > 0 && guards.every((guard) => asksFor(guard, arn));
}

function asksFor(guard: Guard, arn: string): boolean {
  return guard.some(
    (term) => isName(term) && term.values.length > 0 && term.values.every((value) => value === arn),
  );
}

function isName({ key, operator }: GuardTerm): boolean {
  return /^aws:PrincipalArn$/i.test(key) && /^(Arn|String)(Equals|Like)$/.test(operator);
}
