/** Changes that were announced: which approval covers a change, if one does. */
import type { Approval, ChangeActor, DriftEvent } from "../../model/index.ts";
import { matches } from "./patterns.ts";

/** The same event, with the approval that it was expected by; as it was where it has one, or none covers it. */
export function withApproval(event: DriftEvent, approvals: readonly Approval[]): DriftEvent {
  if (event.expected !== null) return event;
  const approval = approvals.find((one) => covers(one, event));
  return approval === undefined
    ? event
    : { ...event, expected: { approval: approval.id, ticket: approval.ticket } };
}

/**
 * All of it has to be covered: every actor and the time of every call. Where nobody knows who did it, only an approval that allows
 * anybody covers it.
 */
function covers(approval: Approval, event: DriftEvent): boolean {
  if (approval.withdrawnAt !== null) return false;
  if (approval.account !== null && approval.account !== event.account) return false;
  if (approval.subject !== null && !matches(approval.subject, event.subject)) return false;
  const times = [event.at, ...event.events.map(({ at }) => at)];
  if (!times.every((at) => approval.from <= at && at <= approval.to)) return false;
  const { principal } = approval;
  if (principal === null) return true;
  return event.actors.length > 0 && event.actors.every((actor) => isOf(actor, principal));
}

function isOf(actor: ChangeActor, pattern: string): boolean {
  return (
    matches(pattern, actor.principal) ||
    (actor.sessionIssuer !== null && matches(pattern, actor.sessionIssuer))
  );
}
