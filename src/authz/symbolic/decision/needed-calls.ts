/**
 * What a request needs besides its own action: an assumption with tags, a source identity or a context needs a permission
 * for each (IAM-SEMANTICS 30–33), a function's URL needs two actions (63).
 */
import type { Region } from "../../../logic/types.ts";
import { makeTest } from "../../conditions/test.ts";
import { sessionPermissions } from "../../service-facts/session-permissions.ts";
import { actionsRegion, foldAction } from "../action-regions.ts";
import { actionDimension, type RequestSpace } from "../request-space.ts";
import { trustCalls } from "./call-kinds.ts";

/** What one call comes to. */
export type CallRegions = { readonly allowed: Region; readonly denied: Region };

/** A key that asks for the permission, and that no policy tests. */
export function otherKeyFor(permission: string): string {
  return `another key for ${permission}`;
}

/** `besides`: how calls are decided that are needed besides an assumption. */
export function withNeededCalls(
  requests: RequestSpace,
  call: CallRegions,
  besides: () => CallRegions,
): CallRegions {
  const byUrl = withFunctionCall(requests, call);
  return withSessionPermissions(requests, byUrl, besides);
}

function withSessionPermissions(
  requests: RequestSpace,
  call: CallRegions,
  besides: () => CallRegions,
): CallRegions {
  const { space } = requests;
  const trust = trustCalls(requests);
  const needed = besides();
  let { allowed, denied } = call;
  for (const { action, beginnings } of sessionPermissions) {
    const tested = [...requests.keys.keys()].filter((key) => beginnings.some((each) => key.startsWith(each)));
    const brings = space.or(
      requests.trait(otherKeyFor(action)),
      ...tested.map((key) => requests.present(key)),
    );
    const folded = foldAction(action);
    const needs = space.minus(space.and(trust, brings), actionsRegion(requests, [folded]));
    const asked = (region: Region): Region =>
      space.given(region, actionDimension, { kind: "text", text: folded });
    allowed = space.and(allowed, space.or(space.not(needs), asked(needed.allowed)));
    denied = space.or(denied, space.and(needs, asked(needed.denied)));
  }
  return { allowed, denied };
}

const invokeByUrl = "lambda:invokefunctionurl";
const invokedViaUrl = "lambda:invokedviafunctionurl";

/** A call by URL is a call of the function too, which its key says unless the request states another value. */
function withFunctionCall(requests: RequestSpace, call: CallRegions): CallRegions {
  const { space } = requests;
  const url = actionsRegion(requests, [invokeByUrl]);
  const asked = (region: Region): Region => {
    const second = space.given(region, actionDimension, { kind: "text", text: "lambda:invokefunction" });
    if (!requests.keys.has(invokedViaUrl)) return second;
    const stated = requests.present(invokedViaUrl);
    const said = space.given(second, invokedViaUrl, { kind: "text", text: "true" });
    return space.or(space.and(stated, second), space.minus(said, stated));
  };
  return {
    allowed: space.and(call.allowed, space.or(space.not(url), asked(call.allowed))),
    denied: space.or(call.denied, space.and(url, asked(call.denied))),
  };
}

/** Calls that come by a function's URL. */
export function callsByUrl(requests: RequestSpace): Region {
  const { space } = requests;
  const said = requests.holds(makeTest("lambda:InvokedViaFunctionUrl", "StringEqualsIgnoreCase", ["true"]));
  return space.or(
    actionsRegion(requests, [invokeByUrl]),
    space.and(said, actionsRegion(requests, ["lambda:invokefunction"])),
  );
}
