/** Everything that is needed to ask about calls of a snapshot's principals. */
import type { RoleIndex, Snapshot } from "../../model/index.ts";
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

/**
 * For a snapshot that differs from the engine's in the trust policies of `roles` alone. What was read of other policies serves on: a
 * trust policy matters to it only by whether it lets sessions be tagged (IAM-SEMANTICS 30).
 */
export function callEngineAfterTrust(
  engine: CallEngine,
  { snapshot, organization }: { readonly snapshot: Snapshot; readonly organization: OrganizationView },
  roles: readonly RoleIndex[],
): CallEngine {
  const trust = new PolicyLibrary(snapshot, assumeLens, null);
  const isSame = roles.every(
    (role) => engine.subjects.sessionsMayBeTagged(role) === trust.sessionsMayBeTagged(role),
  );
  return isSame ? engine : callEngine(snapshot, organization, engine.actions.names);
}
