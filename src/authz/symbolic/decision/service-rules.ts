/** What single services add to the decision, as predicates over requests (IAM-SEMANTICS 25, 40, 57, 59, 61, 62, 68). */
import { glob } from "../../../logic/index.ts";
import type { Region } from "../../../logic/types.ts";
import type { PolicySet } from "../../request-question.ts";
import { actionsRegion } from "../action-regions.ts";
import { type RequestSpace, resourceDimension } from "../request-space.ts";
import type { CallerClasses } from "./caller-classes.ts";

const assumeActions = [
  "sts:assumerole",
  "sts:assumerolewithsaml",
  "sts:assumerolewithwebidentity",
  "sts:tagsession",
  "sts:setsourceidentity",
  "sts:setcontext",
];

/** A role's trust and a key's policy have to allow in every case; identity policies alone never suffice. */
export function needsResourcePolicy(requests: RequestSpace): Region {
  const { space } = requests;
  const on = (pattern: string): Region => space.matches(resourceDimension, glob(pattern));
  return space.or(
    space.and(actionsRegion(requests, assumeActions), on("arn:*:iam::*:role/*")),
    space.and(actionsRegion(requests, ["kms:*"]), on("arn:*:kms:*:*:key/*")),
  );
}

/** Across accounts, keys can be used, and little else. */
const kmsAcrossAccounts = [
  "kms:encrypt",
  "kms:decrypt",
  "kms:reencrypt*",
  "kms:generatedatakey*",
  "kms:generatemac",
  "kms:verifymac",
  "kms:sign",
  "kms:verify",
  "kms:derivesharedsecret",
  "kms:creategrant",
  "kms:describekey",
  "kms:getkeyrotationstatus",
  "kms:getpublickey",
  "kms:listgrants",
  "kms:retiregrant",
  "kms:revokegrant",
];

export function possibleAcrossAccounts(requests: RequestSpace): Region {
  const { space } = requests;
  const kms = actionsRegion(requests, ["kms:*"]);
  return space.or(space.not(kms), actionsRegion(requests, kmsAcrossAccounts));
}

/** Unsigned requests exist for these services only. */
export function possibleUnsigned(requests: RequestSpace): Region {
  return actionsRegion(requests, ["s3:*", "sns:*", "sqs:*"]);
}

/** Tells its caller who it is, whatever any policy says. */
export function alwaysAllowed(requests: RequestSpace, { iam }: CallerClasses): Region {
  return requests.space.and(iam, actionsRegion(requests, ["sts:getcalleridentity"]));
}

/** The requests that RCPs reach. Which services those are is data; without it, it is a fact. */
export function reachedByRcps(requests: RequestSpace, { serviceLinked }: CallerClasses): Region {
  const { space, catalogue } = requests;
  const supported =
    catalogue === null || catalogue === undefined
      ? requests.fact("rcp services", "which services' resources RCPs reach is not known here")
      : actionsRegion(
          requests,
          Array.from(catalogue.rcpServices, (service) => `${service}:*`),
        );
  const exempt = space.or(serviceLinked, actionsRegion(requests, ["kms:retiregrant"]));
  return space.minus(supported, exempt);
}

export type ByAttributes = {
  /** Allowed besides, unless denied. */
  readonly added: Region;
  /** What is allowed has to pass this too. */
  readonly passed: Region;
};

/**
 * What a resource says beside its policy. Its sense is not in the regions: grants may allow, block settings may stop, and
 * a request that this could change is *may*.
 */
export function byAttributes(requests: RequestSpace, attributes: PolicySet["attributes"]): ByAttributes {
  const { space } = requests;
  const names = Object.keys(attributes);
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const fact = (what: string): Region =>
    requests.fact(`attribute ${what}`, `what the resource's ${what} change is not told by its policy`);
  return {
    added: has(/grant|acl/i)
      ? space.and(actionsRegion(requests, ["kms:*", "s3:*"]), fact("grants"))
      : space.nothing,
    passed: has(/block|public/i)
      ? space.or(space.not(actionsRegion(requests, ["s3:*"])), fact("block settings"))
      : space.everything,
  };
}

/** An identity provider with an ARN has to live in the account of the role (IAM-SEMANTICS 18). */
export function providersElsewhere(requests: RequestSpace, resourceAccount: string): Region {
  const { space } = requests;
  const provider = (account: string): Region =>
    space.matches("principal", glob(`federated arn:*:iam::${account}:*`));
  return space.minus(provider("*"), provider(resourceAccount));
}
