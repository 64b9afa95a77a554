/** Everything that is needed to ask about calls of a snapshot's principals. */
import type { Snapshot } from "../../model/index.ts";
import { assumeLens } from "../action-lens.ts";
import { PolicyLibrary } from "../caller/principal-policies.ts";
import type { OrganizationView } from "../types.ts";
import { ActionSet } from "./action-set.ts";
import { CallDecisions } from "./call-decisions.ts";
import { SubjectLibrary } from "./subjects.ts";

export type CallEngine = {
  readonly actions: ActionSet;
  readonly subjects: SubjectLibrary;
  readonly decisions: CallDecisions;
};

/** `actions`: all that will be asked about, besides sts:AssumeRole. */
export function callEngine(
  snapshot: Snapshot,
  organization: OrganizationView,
  actions: Iterable<string>,
): CallEngine {
  const set = new ActionSet(actions);
  const policies = new PolicyLibrary(snapshot, assumeLens, null);
  return {
    actions: set,
    subjects: new SubjectLibrary(snapshot, set, (role) => policies.sessionsMayBeTagged(role)),
    decisions: new CallDecisions(snapshot, organization, set),
  };
}
