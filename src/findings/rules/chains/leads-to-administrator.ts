/** Whether a role that is no administrator leads to one. */
import { farAway } from "../../../graph/reach/index.ts";
import type { RoleIndex } from "../../../model/index.ts";
import type { ReachView } from "../../rule.ts";

/** An administrator needs no way; and one who only may be is told by its own trust policy as well. */
export function leadsToAdministrator(
  role: RoleIndex,
  { toAdministrators: { any, proven } }: ReachView,
): boolean {
  if (proven[role] === 0 || (any[role] === 0 && proven[role] === farAway)) return false;
  return any[role] !== farAway;
}
