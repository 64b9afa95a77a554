/**
 * Sets of requests, and the questions that are asked of them. Sets that are compared have to be of one space. An answer is
 * yes or no where that holds whatever the space's facts are, and *may* where it hangs on them.
 */
import type { Answer, Region } from "../../../logic/types.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { foldAction } from "../action-regions.ts";
import { exampleRequest } from "../example-request.ts";
import { exampleActions, type RequestSpace } from "../request-space.ts";

export type RequestSet = { readonly requests: RequestSpace; readonly region: Region };

export type SetAnswer =
  | { readonly kind: "yes" }
  /** `example`: a request for which it is not so. */
  | { readonly kind: "no"; readonly example: RequestToDecide }
  /** It hangs on what is not known: one sentence each. */
  | { readonly kind: "may"; readonly reasons: readonly string[]; readonly example: RequestToDecide }
  /** It would have taken too much work to tell. */
  | { readonly kind: "capped"; readonly reason: string };

export function difference(a: RequestSet, b: RequestSet): RequestSet {
  return { requests: a.requests, region: a.requests.space.minus(a.region, b.region) };
}

export function intersection(a: RequestSet, b: RequestSet): RequestSet {
  return { requests: a.requests, region: a.requests.space.and(a.region, b.region) };
}

/** A request of the set, or null where there surely is none. */
export function witness({ requests, region }: RequestSet): Answer<RequestToDecide | null> {
  const { space, universe } = requests;
  const found = space.witness(space.and(region, universe));
  if (found.kind === "capped" || found.value === null)
    return found.kind === "capped" ? found : { kind: "exact", value: null };
  return { kind: "exact", value: spelled(requests, found.value.values) };
}

function spelled(requests: RequestSpace, values: Parameters<typeof exampleRequest>[1]): RequestToDecide {
  const spelling = new Map(exampleActions.map((action) => [foldAction(action), action]));
  const defaults = { action: "s3:GetObject", resource: "*" };
  return exampleRequest(requests, values, defaults, (action) => spelling.get(action) ?? action);
}

export function isEmpty({ requests, region }: RequestSet): SetAnswer {
  const { space, universe } = requests;
  const asked = space.and(region, universe);
  const found = space.witness(asked);
  if (found.kind === "capped") return found;
  if (found.value === null) return { kind: "yes" };
  const names = [...requests.facts.keys()];
  const hangsOn = [...found.value.values].flatMap(([name, value]) =>
    value.kind === "absent" ? [] : (requests.facts.get(name) ?? []),
  );
  const outside = space.project(space.not(asked), names);
  if (outside.kind === "capped") return outside;
  const sure = space.witness(space.and(space.not(outside.value), universe));
  if (sure.kind === "capped") return sure;
  if (sure.value !== null) return { kind: "no", example: spelled(requests, sure.value.values) };
  const reasons = hangsOn.length > 0 ? hangsOn : [...requests.facts.values()];
  return { kind: "may", reasons: [...new Set(reasons)], example: spelled(requests, found.value.values) };
}

export function isWithin(a: RequestSet, b: RequestSet): SetAnswer {
  return isEmpty(difference(a, b));
}

export function areDisjoint(a: RequestSet, b: RequestSet): SetAnswer {
  return isEmpty(intersection(a, b));
}

export function areEqual(a: RequestSet, b: RequestSet): SetAnswer {
  const there = isWithin(a, b);
  if (there.kind === "no") return there;
  const back = isWithin(b, a);
  if (back.kind === "no" || there.kind === "yes") return back;
  return there;
}
