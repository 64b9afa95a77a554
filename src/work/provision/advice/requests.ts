/** The requests that a way has to make possible: one for each action on each resource, as the caller or its session sends them. */
import type { ActionCatalogue } from "../../../authz/action-catalogue.ts";
import { worksOn } from "../../../authz/action-resources.ts";
import { homeRegion } from "../../../aws/index.ts";
import {
  type AdviceTarget,
  type Circumstances,
  keyNeeds,
  takesNoResource,
} from "../../../provision/advice/index.ts";

export type TriedRequest = {
  readonly action: string;
  readonly resource: string;
  readonly account: string;
  readonly context: Readonly<Record<string, string>>;
};

/** Of a pattern so many actions are tried. */
const triedOfPattern = 5;

export function requestsFor(target: AdviceTarget, known: Circumstances): readonly TriedRequest[] {
  const { catalogue } = known;
  const usual = usualContext(target, known);
  const places = placesOf(target);
  const actions = target.actions.flatMap((action) => {
    if (!/[*?]/.test(action)) return [action];
    return catalogue
      .matching(action)
      .filter((facts) => places.some((place) => worksOn(facts, place)))
      .slice(0, triedOfPattern)
      .map(({ service, name }) => `${service}:${name}`);
  });
  return [...new Set(actions)].map((action) => {
    const resource = placeOf(action, places, catalogue);
    const prefix = target.grantable?.prefix ?? "";
    const lists = prefix !== "" && /^s3:List/i.test(action);
    return {
      action,
      resource,
      account: target.account,
      context: lists ? { ...usual, "s3:prefix": prefix } : usual,
    };
  });
}

/** As a request is sent: encrypted, by the caller itself, and to the region of the resource; where that is not known, to the partition's first. */
export function usualContext(
  target: AdviceTarget,
  { regionOf }: Pick<Circumstances, "regionOf">,
): Readonly<Record<string, string>> {
  return {
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    "aws:RequestedRegion": regionOf(target) ?? homeRegion(target.partition),
  };
}

/** The same, and what the key has to allow by which it is encrypted. */
export function requestsWithKey(target: AdviceTarget, known: Circumstances): readonly TriedRequest[] {
  const needs = keyNeeds(target, known.keyOf(target));
  const suffix = target.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const ofKey = (needs?.actions ?? []).map((action) => ({
    ...{ action, resource: needs?.arn ?? "", account: needs?.account ?? target.account },
    context: {
      ...usualContext(target, known),
      "kms:ViaService": `${target.service}.${needs?.region ?? ""}.${suffix}`,
    },
  }));
  return [...requestsFor(target, known), ...ofKey];
}

/** The resource itself, and an example of what is in it. */
function placesOf({ arn, grantable }: AdviceTarget): readonly string[] {
  if (grantable === null) return [arn];
  const { prefix } = grantable;
  switch (grantable.kind) {
    case "bucket":
      return [grantable.arn, `${grantable.arn}/${prefix}example`];
    case "access-point":
      return [grantable.arn, `${grantable.arn}/object/${prefix}example`];
    default:
      return [arn];
  }
}

function placeOf(action: string, places: readonly string[], catalogue: ActionCatalogue): string {
  if (takesNoResource(action, catalogue)) return "*";
  const [first = "*", inside = first] = places;
  const facts = catalogue.action(action);
  if (facts === null) return /object/i.test(action) ? inside : first;
  // Of access points AWS's list names other ARNs than of buckets.
  if (first.includes(":accesspoint/")) return /object/i.test(action) ? inside : first;
  return worksOn(facts, first) ? first : inside;
}
