/** Everything that is needed to ask about calls of a snapshot's principals. */
import type { Snapshot } from "../../model/index.ts";
import { assumeLens } from "../action-lens.ts";
import { PolicyLibrary } from "../caller/principal-policies.ts";
import type { OrganizationView } from "../types.ts";
import { ActionSet } from "./action-set.ts";
import { type AdministratorTest, administratorTest } from "./administrator.ts";
import { CallDecisions } from "./call-decisions.ts";
import { CallPolicyLibrary } from "./call-policies.ts";
import { SubjectLibrary } from "./subjects.ts";

export type CallEngine = {
  readonly actions: ActionSet;
  readonly subjects: SubjectLibrary;
  readonly decisions: CallDecisions;
  readonly isAdministrator: AdministratorTest;
};

/** `actions`: all that will be asked about, besides sts:AssumeRole. */
export function callEngine(
  snapshot: Snapshot,
  organization: OrganizationView,
  actions: Iterable<string>,
): CallEngine {
  const set = new ActionSet(actions);
  const policies = new CallPolicyLibrary(snapshot, set);
  const trust = new PolicyLibrary(snapshot, assumeLens, null);
  const decisions = new CallDecisions(snapshot, organization, set);
  return {
    actions: set,
    subjects: new SubjectLibrary(snapshot, set, policies, (role) => trust.sessionsMayBeTagged(role)),
    isAdministrator: administratorTest(set, policies, (subject) => decisions.standingOf(subject)),
    decisions,
  };
}
