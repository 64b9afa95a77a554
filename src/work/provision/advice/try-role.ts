/** A role in the resources' account, or one in each, tried. */
import { externalIdToCome, reason, roleFor } from "../../../provision/advice/index.ts";
import { planRoles, withRoleStates } from "../../../provision/roles/index.ts";
import { exposureScope, exposures, roleExposure } from "./exposure.ts";
import { type Check, prove } from "./proof.ts";
import { withCallerPolicy } from "./put-in.ts";
import { callerSide, joinedReady, roleReady } from "./ready.ts";
import { requestsWithKey, usualContext } from "./requests.ts";
import { type Trial, type TrialScope, withGivenSide } from "./trial.ts";

export function tryRole(scope: TrialScope): Trial {
  const { question, known, ground, before, roleName } = scope;
  const role = roleFor(question, known, roleName);
  if (role === null) throw new Error("no role can be declared for this caller");
  const plan = planRoles({
    ...{ set: role.set, snapshot: ground.snapshot, catalogue: known.catalogue, adopt: false },
    unread: () => null,
  });
  const roles = withRoleStates(
    ground.snapshot,
    plan.roles.flatMap(({ account, role: { name }, desired: state }) =>
      account === null || state === null ? [] : [{ account: account.id, name, state }],
    ),
  );
  const [hub] = plan.hubs;
  const text = hub?.policy ?? null;
  const after = withCallerPolicy(roles, question, text);
  const tried = plan.roles.flatMap(({ arn, accountId, role: { name } }): Check[] => {
    const session = arn.replace(/:iam:(.*):role\/.*$/, `:sts:$1:assumed-role/${name}/advice`);
    const own = question.targets.filter(({ account }) => account === accountId);
    return [
      ...assumption(scope, arn, accountId, role.relationship),
      ...own
        .flatMap((target) => requestsWithKey(target, known))
        .map((request) => ({ ...request, principal: session, role: arn })),
    ];
  });
  const errors = plan.roles.filter(({ state }) => state === "error").map(({ why }) => why);
  const quota = errors.find((why) => /\bAWS takes\b/.test(why));
  const proof = withGivenSide(prove(tried, after), tried, text, scope);
  const scopeOf = exposureScope(before, after);
  return {
    state: errors.length > 0 ? "blocked" : proof.state,
    blockedBy: unique([...errors.map((why) => `The role can't be planned: ${why}.`), ...proof.blockedBy]),
    unknown: proof.unknown,
    ready: joinedReady(roleReady(role, question.targets[0]?.account ?? ""), callerSide(question, text)),
    ...{ policies: [], tried },
    reasons: quota === undefined ? [] : [reason("role-quota", { why: quota })],
    exposes: [
      ...plan.roles.map(({ arn }) => roleExposure(arn, scopeOf)),
      ...exposures(
        tried.filter(({ action }) => action !== "sts:AssumeRole"),
        scopeOf,
      ),
    ],
  };
}

/** A root user assumes no role: of a whole account, the plan's proof stands for it. */
function assumption(
  { question: { caller, targets }, known }: TrialScope,
  role: string,
  account: string,
  relationship: string | null,
): readonly Check[] {
  if (caller.kind !== "role" && caller.kind !== "user") return [];
  const [target] = targets;
  const stated: Record<string, string> = relationship === null ? {} : { "sts:ExternalId": externalIdToCome };
  const context = { ...(target === undefined ? {} : usualContext(target, known)), ...stated };
  return [{ principal: caller.text, action: "sts:AssumeRole", resource: role, account, context }];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
