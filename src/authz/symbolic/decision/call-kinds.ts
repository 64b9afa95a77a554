/** Calls that have rules of their own, as regions over action and resource (IAM-SEMANTICS 25, 28, 61). */
import type { PatternElement, Region } from "../../../logic/types.ts";
import { sessionPermissions } from "../../service-facts/session-permissions.ts";
import { actionsRegion, foldAction } from "../action-regions.ts";
import { anyText, arnPattern, plainText } from "../arn-patterns.ts";
import { type RequestSpace, resourceDimension } from "../request-space.ts";

const assumeActions = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"] as const;

export function onResource(
  { space }: RequestSpace,
  service: string,
  ...resource: readonly PatternElement[]
): Region {
  return space.matches(resourceDimension, arnPattern({ service, resource }));
}

/** Calls that assume a role, and on a role those that an assumption needs besides. */
export function trustCalls(requests: RequestSpace): Region {
  const { space } = requests;
  const besides = sessionPermissions.map(({ action }) => foldAction(action));
  return space.or(
    actionsRegion(requests, assumeActions),
    space.and(actionsRegion(requests, besides), onResource(requests, "iam", plainText("role/"), anyText)),
  );
}

/** A key's policy has to allow in every case; identity policies alone never suffice. */
export function keyCalls(requests: RequestSpace): Region {
  const { space } = requests;
  const keys = arnPattern({ resource: [plainText("key/"), anyText] });
  return space.and(actionsRegion(requests, ["kms:*"]), space.matches(resourceDimension, keys));
}

/** A parameter that STS does not take as it is stands in no key, so that the regions only know that there is one. */
export const refusedParameter = "a parameter that STS refuses";
