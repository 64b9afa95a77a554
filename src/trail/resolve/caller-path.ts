/** Whether a trail tells a caller's ARN whole: of a session the console tells the name of its role and not the path. */
import type { ResolvedCaller } from "./resolve.ts";

/** A role of which neither the trail nor the snapshot tells the path. */
export function isPathUntold({ caller, standing }: ResolvedCaller): boolean {
  return caller.kind === "role" && caller.id === null && standing.kind === "not-held";
}

/** Whether a policy that names this role or user may mean the caller. */
export function mayBeNamed(named: string, caller: ResolvedCaller): boolean {
  if (named === caller.arn) return true;
  return isPathUntold(caller) && named.replace(/:role\/.*\//s, ":role/") === caller.arn;
}
