/** A service-linked role: AWS alone acts as it, so that nobody starts a way there. */
import type { ReachView } from "../../rule.ts";

export function isActedByAws(principal: number, { graph: { snapshot } }: ReachView): boolean {
  return principal < snapshot.roles.count && snapshot.roles.path(principal).startsWith("/aws-service-role/");
}
