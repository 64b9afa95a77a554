/** What single services add to the decision, as predicates over requests (IAM-SEMANTICS 40, 57, 59, 61, 63, 64, 68). */
import type { Region } from "../../../logic/types.ts";
import type { PolicySet } from "../../request-question.ts";
import { crossAccountActions } from "../../service-facts/cross-account-actions.ts";
import { rcpServices } from "../../service-facts/rcp-services.ts";
import { unsignedServices } from "../../service-facts/unsigned-services.ts";
import { actionsRegion } from "../action-regions.ts";
import { anyText, arnPattern, plainText } from "../arn-patterns.ts";
import { type RequestSpace, resourceDimension } from "../request-space.ts";
import { attributeText } from "./attributes.ts";
import type { CallerClasses } from "./caller-classes.ts";

function actionsOf(services: Iterable<string>): readonly string[] {
  return Array.from(services, (service) => `${service}:*`);
}

/** Where a service lists what other accounts can be given, nothing else. */
export function possibleAcrossAccounts(requests: RequestSpace): Region {
  const { space } = requests;
  const listed = [...crossAccountActions.values()].flatMap((actions) => [...actions]);
  const listing = actionsRegion(requests, actionsOf(crossAccountActions.keys()));
  return space.or(space.not(listing), actionsRegion(requests, listed));
}

/** Services whose requests need no signature. */
export function unsignedCalls(requests: RequestSpace): Region {
  return actionsRegion(requests, actionsOf(unsignedServices));
}

/** Tells its caller who it is, whatever any policy says. */
export function alwaysAllowed(requests: RequestSpace, { iam }: CallerClasses): Region {
  return requests.space.and(iam, actionsRegion(requests, ["sts:getcalleridentity"]));
}

/** The requests that RCPs reach. */
export function reachedByRcps(
  requests: RequestSpace,
  { serviceLinked, service }: CallerClasses,
  attributes: PolicySet["attributes"],
): Region {
  const { space, catalogue } = requests;
  const supported = actionsRegion(requests, actionsOf(catalogue?.rcpServices ?? rcpServices));
  const linkedRoles = space.and(
    actionsRegion(requests, ["sts:*"]),
    space.matches(
      resourceDimension,
      arnPattern({ service: "iam", region: "", resource: [plainText("role/aws-service-role/"), anyText] }),
    ),
  );
  const isOfAws = attributeText(attributes, "keymanager")?.toUpperCase() === "AWS";
  return space.minus(
    supported,
    space.or(
      serviceLinked,
      space.and(service, linkedRoles),
      actionsRegion(requests, isOfAws ? ["kms:*"] : ["kms:retiregrant"]),
    ),
  );
}

/** The owner's root user can always mend a bucket policy (IAM-SEMANTICS 62). */
export function mendsBucketPolicy(requests: RequestSpace, { rootUser, sameAccount }: CallerClasses): Region {
  const mending = ["s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"];
  return requests.space.and(rootUser, sameAccount, actionsRegion(requests, mending));
}
