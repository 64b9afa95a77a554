/**
 * What a resource says beside its policy, as far as regions tell it: which requests its grants, lists and settings could
 * change. Their sense is a fact: a request that one of them could change is *may*.
 */
import type { Region } from "../../../logic/types.ts";
import { makeTest } from "../../conditions/test.ts";
import type { PolicySet } from "../../request-question.ts";
import { actionsRegion } from "../action-regions.ts";
import { anyText, plainText } from "../arn-patterns.ts";
import type { RequestSpace } from "../request-space.ts";
import { onResource } from "./call-kinds.ts";
import type { CallerClasses } from "./caller-classes.ts";
import { callsByUrl } from "./needed-calls.ts";

type Attributes = PolicySet["attributes"];

/** Of the names, lower case, the first that is there. */
function attribute(attributes: Attributes, ...names: readonly string[]): unknown {
  const key = Object.keys(attributes).find((each) => names.includes(each.toLowerCase()));
  return key === undefined ? undefined : attributes[key];
}

export function attributeText(attributes: Attributes, name: string): string | null {
  const value = attribute(attributes, name);
  return typeof value === "string" ? value : null;
}

function isRecord(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function factOf(requests: RequestSpace, what: string): Region {
  return requests.fact(
    `attribute ${what}`,
    `the resource's ${what} may change it, and the policy does not tell how`,
  );
}

/** What grants of a key may give. */
export function mayBeGranted(requests: RequestSpace, attributes: Attributes): Region {
  const { space } = requests;
  const grants = attribute(attributes, "grants");
  if (grants !== "unknown" && !(Array.isArray(grants) && grants.length > 0)) return space.nothing;
  return space.and(actionsRegion(requests, ["kms:*"]), factOf(requests, "grants"));
}

/** What access control lists may give. */
export function mayBeListed(requests: RequestSpace, attributes: Attributes): Region {
  const { space } = requests;
  const list = attribute(attributes, "acl", "accesscontrollist", "accesscontrolpolicy");
  const isOff = attributeText(attributes, "objectownership")?.toLowerCase() === "bucketownerenforced";
  if (isOff || (list !== "unknown" && !isRecord(list))) return space.nothing;
  return space.and(actionsRegion(requests, ["s3:*"]), factOf(requests, "access control lists"));
}

/** Callers whom a public-access block may cut off: all but the owner's own and services. */
export function mayBeBlocked(
  requests: RequestSpace,
  attributes: Attributes,
  { sameAccount, service }: CallerClasses,
): Region {
  const { space } = requests;
  const has = Object.keys(attributes).some((name) => /publicaccessblock/i.test(name));
  if (!has) return space.nothing;
  return space.minus(
    space.and(actionsRegion(requests, ["s3:*"]), factOf(requests, "public-access block")),
    space.or(sameAccount, service),
  );
}

/** Requests through an access point of whose bucket the policy is not told, or its network. */
export function behindAccessPoints(
  requests: RequestSpace,
  attributes: Attributes,
  { sameAccount }: CallerClasses,
): Region {
  const { space } = requests;
  const through = onResource(requests, "s3", plainText("accesspoint/"), anyText);
  const isTold = attribute(attributes, "bucketpolicy", "vpcconfiguration") !== undefined;
  return isTold ? through : space.minus(through, sameAccount);
}

/** Calls of a function's URL that need no signature. */
export function unsignedByUrl(requests: RequestSpace, attributes: Attributes): Region {
  const { space } = requests;
  const byUrl = callsByUrl(requests);
  const url = attribute(attributes, "functionurl", "functionurlconfig");
  const collected = isRecord(url) ? attributeText(url, "authtype") : null;
  if (collected !== null && collected !== "unknown") return collected === "NONE" ? byUrl : space.nothing;
  const open = requests.fact("url auth type", "the auth type of the function's URL is not known");
  if (collected === "unknown") return space.and(byUrl, open);
  const isNone = requests.holds(makeTest("lambda:FunctionUrlAuthType", "StringEquals", ["NONE"]));
  const isStated = requests.present("lambda:functionurlauthtype");
  const isUnknown = requests.holds(makeTest("lambda:FunctionUrlAuthType", "StringEquals", ["unknown"]));
  return space.and(byUrl, space.or(isNone, space.and(open, space.or(space.not(isStated), isUnknown))));
}
