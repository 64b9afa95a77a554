/** Requests that no policy can make possible, nor any Deny a reason against (IAM-SEMANTICS 4, 18, 34, 38, 40, 68). */
import type { Region } from "../../../logic/types.ts";
import { partitions } from "../../service-facts/partitions.ts";
import { actionsRegion } from "../action-regions.ts";
import { arnPattern, plainText } from "../arn-patterns.ts";
import { principalDimension, withPrincipalArn } from "../principal-texts.ts";
import { type RequestSpace, resourceDimension } from "../request-space.ts";
import { refusedParameter, trustCalls } from "./call-kinds.ts";
import type { CallerClasses } from "./caller-classes.ts";

/** Refused before any policy is asked. */
export function refusedCalls(
  requests: RequestSpace,
  classes: CallerClasses,
  resourceAccount: string,
): Region {
  const { space } = requests;
  return space.or(
    acrossPartitions(requests, classes),
    notTaken(requests, classes),
    providersElsewhere(requests, classes, resourceAccount),
    space.and(trustCalls(requests), requests.trait(refusedParameter)),
  );
}

function acrossPartitions({ space }: RequestSpace, { iam }: CallerClasses): Region {
  const within = partitions.map((partition) => {
    const arn = arnPattern({ partition });
    return space.and(
      space.matches(principalDimension, withPrincipalArn(arn)),
      space.matches(resourceDimension, arn),
    );
  });
  const anyArn = space.matches(resourceDimension, arnPattern({}));
  return space.minus(space.and(iam, anyArn), space.or(...within));
}

/** Callers whom the action does not take. */
function notTaken(requests: RequestSpace, classes: CallerClasses): Region {
  const { space } = requests;
  const { anonymous, federated, federatedUser, rootUser, saml, user } = classes;
  const on = (...actions: readonly string[]): Region => actionsRegion(requests, actions);
  const sts = on("sts:*");
  return space.or(
    space.minus(federated, sts),
    space.and(anonymous, sts),
    space.minus(space.and(federatedUser, sts), on("sts:getcalleridentity")),
    space.minus(on("sts:assumerolewithsaml"), saml),
    space.minus(on("sts:assumerolewithwebidentity"), space.minus(federated, saml)),
    space.and(rootUser, on("sts:assumerole", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext")),
    space.and(federated, on("sts:assumerole")),
    space.and(rootUser, on("sts:assumeroot")),
    space.minus(on("sts:getsessiontoken", "sts:getfederationtoken"), space.or(user, rootUser)),
  );
}

/** An identity provider with an ARN has to live in the account of the role. */
function providersElsewhere(
  { space }: RequestSpace,
  { federated }: CallerClasses,
  resourceAccount: string,
): Region {
  const providers = (shape: { readonly account?: string }): Region => {
    const { elements } = arnPattern(shape);
    return space.matches(principalDimension, {
      elements: [plainText("federated "), ...elements],
      ignoreCase: false,
    });
  };
  return space.minus(space.and(federated, providers({})), providers({ account: resourceAccount }));
}
