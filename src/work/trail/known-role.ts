/** Whether anybody knows a role that is asked about: one that is gone may well be in the trail. */
import type { Arn } from "../../model/index.ts";
import { isWanted } from "../../trail/fold/keep-sessions.ts";
import type { ObservedWorld } from "./observed-world.ts";

/** By account and name, as sessions are asked for; refused calls count as well. */
export function isKnownRole({ audit, engine }: ObservedWorld, arn: Arn): boolean {
  const { roles } = engine.snapshot;
  const held = roles.byArn(arn);
  return (
    (held !== null && isWanted(roles.arn(held), arn)) ||
    audit.facts.uses.some(({ role }) => isWanted(role, arn))
  );
}
