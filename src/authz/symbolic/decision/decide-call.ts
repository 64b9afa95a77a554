/** One call of one action through every layer: the formula of IAM-SEMANTICS A0 as regions. */
import type { PolicySet } from "../../request-question.ts";
import { actionsRegion } from "../action-regions.ts";
import type { Reading } from "../reading.ts";
import type { RequestSpace } from "../request-space.ts";
import { behindAccessPoints, mayBeBlocked, mayBeGranted, mayBeListed, unsignedByUrl } from "./attributes.ts";
import { keyCalls } from "./call-kinds.ts";
import type { CallerClasses } from "./caller-classes.ts";
import { levelRegions, optionalLayer } from "./layers.ts";
import type { CallRegions } from "./needed-calls.ts";
import { ownSide } from "./own-side.ts";
import { resourceSide } from "./resource-side.ts";
import { mendsBucketPolicy, possibleAcrossAccounts, reachedByRcps, unsignedCalls } from "./service-rules.ts";

export function callRegions(
  requests: RequestSpace,
  policies: PolicySet,
  classes: CallerClasses,
  reading: Reading,
): CallRegions {
  const { space } = requests;
  const { iam, sameAccount, serviceLinked, anonymous } = classes;
  const { attributes } = policies;
  const own = ownSide(requests, policies, classes, reading);
  const resource = resourceSide(requests, policies.resource, own, classes, reading);
  const passing = { ...reading, trust: space.nothing, starIsForAll: space.everything };
  const endpoint = optionalLayer(requests, policies.endpoint, passing);
  const scp = levelRegions(requests, policies.scps, reading);
  const rcp = levelRegions(requests, policies.rcps, reading);
  const limitedByScps = space.minus(iam, serviceLinked);
  const limitedByRcps = policies.rcps === null ? space.nothing : reachedByRcps(requests, classes, attributes);
  const points = behindAccessPoints(requests, attributes, classes);
  const notKnown = "the policy of the bucket behind the access point is not known";
  const bucketAllows = space.or(space.not(points), requests.fact("bucket allows", notKnown));
  const denied = space.or(
    space.and(limitedByScps, scp.deny),
    space.and(limitedByRcps, rcp.deny),
    own.deny,
    space.minus(resource.deny, mendsBucketPolicy(requests, classes)),
    space.and(points, requests.fact("bucket denies", notKnown)),
    endpoint.deny,
  );
  // RCPs only deny: RCPFullAWSAccess is always attached (IAM-SEMANTICS 56).
  const rcpAllows = policies.rcps?.length === 0 ? space.not(limitedByRcps) : space.everything;
  const limits = space.and(space.or(space.not(limitedByScps), scp.allow), rcpAllows, endpoint.allow);

  const byIdentity = space.minus(own.all, space.or(reading.trust, keyCalls(requests)));
  const within = space.and(
    sameAccount,
    space.or(byIdentity, space.and(resource.allowInSameAccount, bucketAllows)),
  );
  const opened = space.minus(
    space.and(
      space.or(resource.allow, mayBeListed(requests, attributes)),
      bucketAllows,
      space.or(space.not(iam), possibleAcrossAccounts(requests)),
    ),
    mayBeBlocked(requests, attributes, classes),
  );
  const across = space.and(space.minus(iam, sameAccount), own.all, opened);
  const unsigned = space.or(unsignedCalls(requests), unsignedByUrl(requests, attributes));
  const withoutIdentity = space.minus(space.and(opened, space.or(space.not(anonymous), unsigned)), iam);
  const assumeRoot = actionsRegion(requests, ["sts:assumeroot"]);
  const ways = space.minus(space.or(within, across, withoutIdentity), space.and(iam, assumeRoot));
  const rootCredentials = requests.fact(
    "root credentials",
    "whether root access is enabled in the organization, and for the caller's account, is not known",
  );
  const limitsOfGrants = requests.fact(
    "limits of grants",
    "whether a permissions boundary or session policy limits what a grant gives was not confirmed",
  );
  const granted = space.and(
    mayBeGranted(requests, attributes),
    space.or(space.not(iam), own.limits, limitsOfGrants),
  );
  const allowed = space.or(ways, space.and(assumeRoot, own.all, rootCredentials), granted);
  return { allowed: space.minus(space.and(allowed, limits), denied), denied };
}
