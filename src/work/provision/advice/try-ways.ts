/** Each way tried on the ground that there is: what it would write, whether that is enough, and who else could then. */
import type { WayKind } from "../../../provision/advice/index.ts";
import { type Engine, engineOf } from "../../engine.ts";
import { exposureScope, exposures } from "./exposure.ts";
import { prove } from "./proof.ts";
import {
  callerPolicy,
  type PolicyPlan,
  policyPlans,
  withCallerPolicy,
  withKeyGrant,
  withPolicies,
} from "./put-in.ts";
import { callerSide, grantCommand, joinedReady, pretty } from "./ready.ts";
import { directChecks, type Trial, type TrialScope, withGivenSide } from "./trial.ts";
import { tryAccessPoint } from "./try-access-point.ts";
import { tryRole } from "./try-role.ts";

export function tryWay(kind: WayKind, scope: TrialScope): Trial {
  switch (kind) {
    case "identity-policy":
      return tryIdentityPolicy(scope);
    case "resource-policy":
      return tryResourcePolicy(scope);
    case "key-grant":
      return tryKeyGrant(scope);
    case "access-point":
      return tryAccessPoint(scope);
    case "role":
      return tryRole(scope);
  }
}

function tryIdentityPolicy({ question, known, ground, before }: TrialScope): Trial {
  const text = callerPolicy(question, known);
  const after = withCallerPolicy(ground.snapshot, question, text);
  const tried = directChecks(question, known, ground.snapshot);
  return {
    ...prove(tried, after),
    ...{ ready: callerSide(question, text), policies: [], tried, reasons: [] },
    exposes: exposures(tried, exposureScope(before, after)),
  };
}

function tryResourcePolicy(scope: TrialScope): Trial {
  const { question, known, ground, before } = scope;
  const policies = question.targets.flatMap((target) =>
    policyPlans(question, target, known, ground.snapshot),
  );
  const text = callerPolicy(question, known);
  const after = withCallerPolicy(withPolicies(ground.snapshot, policies), question, text);
  const tried = directChecks(question, known, ground.snapshot);
  const isService = question.caller.kind === "service";
  const statements = policies.map(({ resource, after: whole }, index) => ({
    name: `resource-policy${policies.length === 1 ? "" : `-${index + 1}`}.json`,
    what: `the policy of ${resource} as it would be: no command of AccessLens writes it for a service`,
    text: pretty(whole),
  }));
  const commands = question.targets.map((target) => grantCommand(question, target));
  return {
    ...withGivenSide(prove(tried, after), tried, text, scope),
    ready: isService
      ? { commands: [], files: statements }
      : joinedReady({ commands, files: [] }, callerSide(question, text)),
    ...{ policies, tried, reasons: [] },
    exposes: exposures(tried, exposureScope(withoutUnknown(before, policies), after)),
  };
}

const nothing = JSON.stringify({ Version: "2012-10-17", Statement: [] });

/** What is not known of a policy is not told as something that is gained: the difference is made from none. */
function withoutUnknown(before: Engine, policies: readonly PolicyPlan[]): Engine {
  const unknown = policies.filter(({ isKnown }) => !isKnown).map((plan) => ({ ...plan, after: nothing }));
  return unknown.length === 0 ? before : engineOf(withPolicies(before.snapshot, unknown), before.config);
}

function tryKeyGrant(scope: TrialScope): Trial {
  const { question, known, ground, before } = scope;
  const text = callerPolicy(question, known);
  const granted = question.targets.reduce(
    (snapshot, target) => withKeyGrant(snapshot, question, target, known.catalogue),
    ground.snapshot,
  );
  const after = withCallerPolicy(granted, question, text);
  const tried = directChecks(question, known, ground.snapshot);
  const commands = question.targets.map((target) => grantCommand(question, target, { via: "grant" }));
  return {
    ...withGivenSide(prove(tried, after), tried, text, scope),
    ...{ ready: joinedReady({ commands, files: [] }, callerSide(question, text)), policies: [], tried },
    reasons: [],
    exposes: exposures(tried, exposureScope(before, after)),
  };
}
