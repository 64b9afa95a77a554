/** SCPs on the caller's side and RCPs on the resource's (IAM-SEMANTICS A1, A6): they only ever limit. */
import type { ControlLevel, PolicySet } from "../request-question.ts";
import { rcpServices } from "../service-facts/rcp-services.ts";
import { isIamCaller, isServiceLinked, isServiceLinkedRole } from "./caller.ts";
import { type Judgement, judge } from "./layer.ts";
import { both, type Outcome } from "./outcome.ts";
import { attribute, textOf } from "./services/attributes.ts";
import type { Call } from "./statement-match.ts";

export type ControlSide = { readonly judgements: readonly Judgement[]; readonly allow: Outcome };

const unlimited: ControlSide = { judgements: [], allow: true };

/** Every level from the root to the account must have an Allow (IAM-SEMANTICS 5); whom SCPs leave alone: 6, 8. */
export function serviceControl({ scps }: PolicySet, call: Call): ControlSide {
  if (scps === null || !isIamCaller(call.caller) || isServiceLinked(call.caller)) return unlimited;
  const judgements = judgeLevels("scp", scps, call);
  let allow: Outcome = scps.length > 0;
  for (const level of judgements) allow = both(allow, level.allow);
  return { judgements, allow };
}

/** RCPFullAWSAccess stands at every level, so that RCPs can only deny (IAM-SEMANTICS A0, 56). */
export function resourceControl({ rcps, attributes }: PolicySet, call: Call): ControlSide {
  if (rcps === null || !isReached(call, attributes)) return unlimited;
  return { judgements: judgeLevels("rcp", rcps, call), allow: rcps.length > 0 };
}

function judgeLevels(
  layer: "scp" | "rcp",
  levels: readonly ControlLevel[],
  call: Call,
): readonly Judgement[] {
  return levels.map(({ target, policies }) => judge(layer, target, policies, call));
}

/** IAM-SEMANTICS 57, 59. */
function isReached(call: Call, attributes: PolicySet["attributes"]): boolean {
  const { action, caller, resource } = call;
  if (!rcpServices.has(action.slice(0, action.indexOf(":")))) return false;
  if (isServiceLinked(caller)) return false;
  if (caller.kind === "service" && action.startsWith("sts:") && isServiceLinkedRole(resource.arn))
    return false;
  return action !== "kms:retiregrant" && !isKeyOfAws(action, attributes);
}

/** The keys `aws/…` that services make in an account: `KeyManager` is AWS. */
function isKeyOfAws(action: string, attributes: PolicySet["attributes"]): boolean {
  return action.startsWith("kms:") && textOf(attribute(attributes, "keymanager"))?.toUpperCase() === "AWS";
}
