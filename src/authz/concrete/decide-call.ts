/** One call of one action, through every layer: the formula of IAM-SEMANTICS A0. */
import type { DecisionLayer, NamedPolicy, PolicySet, RequestDecision } from "../request-question.ts";
import type { Request } from "../types.ts";
import { isIamCaller } from "./caller.ts";
import { type CallerSide, callerSide, missingOf } from "./caller-side.ts";
import { resourceControl, serviceControl } from "./control-policies.ts";
import { decide } from "./decision.ts";
import { type Judgement, judge } from "./layer.ts";
import { both, either, type Outcome, opposite, unknown } from "./outcome.ts";
import { isOwnAccount, judgeResource, needsResourceAllow, waysInSameAccount } from "./resource-side.ts";
import { listMayAllow } from "./services/access-control-list.ts";
import { judgeBucket } from "./services/access-point.ts";
import { takesAnonymous } from "./services/anonymous.ts";
import { hasAttributes } from "./services/attributes.ts";
import { cutsOthersOff } from "./services/block-public-access.ts";
import { whyNotAcrossAccounts } from "./services/cross-account.ts";
import { grantsFor } from "./services/key-grants.ts";
import type { Call } from "./statement-match.ts";

/** `context`: of the request as stated. */
export function decideCall(policies: PolicySet, call: Call, context: Request["context"]): RequestDecision {
  const rcp = resourceControl(policies, call);
  const scp = serviceControl(policies, call);
  const resource = judgeResource(policies, call);
  const own = isIamCaller(call.caller) ? callerSide(policies, call) : null;
  const endpoint = policies.endpoint === null ? null : judgeEndpoint(policies.endpoint, call);
  const ways = waysIn(policies, call, context, resource, own);
  const judgements: Judgement[] = [...rcp.judgements, ...scp.judgements];
  if (resource !== null) judgements.push(resource);
  if (ways.bucket !== null) judgements.push(ways.bucket);
  if (own !== null) judgements.push(...own.judgements);
  if (endpoint !== null) judgements.push(endpoint);
  const limits = both(rcp.allow, both(scp.allow, endpoint?.allow ?? true));
  return decide({
    judgements,
    allowed: both(limits, ways.allowed),
    further: ways.further,
    notes: ways.notes,
    missing: () => {
      const missing: DecisionLayer[] = [];
      if (rcp.allow === false) missing.push("rcp");
      if (scp.allow === false) missing.push("scp");
      if (ways.allowed === false) missing.push(...ways.missing());
      if (endpoint?.allow === false) missing.push("endpoint");
      return missing;
    },
  });
}

/** Neither a resource's policy nor a trust policy: its `*` is everybody who passes. */
function judgeEndpoint(endpoint: readonly NamedPolicy[], call: Call): Judgement {
  return judge("endpoint", null, endpoint, { ...call, isTrust: false, starIsForAll: true });
}

/** What lets the caller in, the limits around it apart. */
type Ways = {
  readonly allowed: Outcome;
  /** The policy of the bucket behind an access point. */
  readonly bucket: Judgement | null;
  readonly further: RequestDecision["because"];
  readonly notes: readonly string[];
  readonly missing: () => readonly DecisionLayer[];
};

function waysIn(
  policies: PolicySet,
  call: Call,
  context: Request["context"],
  resource: Judgement | null,
  own: CallerSide | null,
): Ways {
  const { attributes } = policies;
  const special = hasAttributes(attributes);
  const isOwn = isOwnAccount(call.caller, call.owner);
  const notes: string[] = [];
  const bucket = special || !isOwn ? judgeBucket(call, attributes, isOwn) : null;
  const blocked = special && !isOwn && call.caller.kind !== "service" ? isCutOff(policies, call) : false;
  const granted = special ? grantsFor(call, attributes, context) : noGrants;
  const fromResource = isOwn ? null : allowsOthers(call, attributes, resource, bucket, notes);
  const open = fromResource === null ? null : both(fromResource, opposite(blocked));
  const without = withoutGrants(call, attributes, own, resource, bucket, open, notes);
  const allowed = either(without, throughGrant(granted.outcome, own));
  if (blocked === true && fromResource !== false) {
    notes.push(
      "RestrictPublicBuckets is on and the policy is public, so that it lets in nobody from outside.",
    );
  }
  return {
    allowed,
    bucket,
    further: granted.evidence,
    notes,
    missing: () => {
      const missing: DecisionLayer[] = [];
      const resourceAllows = open ?? resource?.allow ?? false;
      if (blocked === true && fromResource !== false) missing.push("block-public-access");
      else if (resourceAllows === false && hasResourceSide(call, resource, isOwn)) {
        missing.push("resource");
      }
      if (own !== null) missing.push(...missingOf(own));
      return missing.length > 0 ? missing : ["resource"];
    },
  };
}

/** Whether the resource's side could have allowed: within the account a resource without policy has none. */
function hasResourceSide(call: Call, resource: Judgement | null, isOwn: boolean): boolean {
  if (call.action === "sts:assumeroot") return false;
  return resource !== null || !isOwn || needsResourceAllow(call);
}

const noGrants = { outcome: false, evidence: [] } as const;

function isCutOff(policies: PolicySet, call: Call): Outcome {
  const { resource, attributes } = policies;
  return resource === null || resource === "unknown"
    ? false
    : cutsOthersOff(call, resource.document, attributes);
}

/** Whether the resource's side lets in a caller from outside its account, however it is named. */
function allowsOthers(
  call: Call,
  attributes: PolicySet["attributes"],
  resource: Judgement | null,
  bucket: Judgement | null,
  notes: string[],
): Outcome {
  const listed = listMayAllow(call, attributes);
  const allow = either(resource?.allow ?? false, listed);
  const through = bucket === null ? allow : both(allow, bucket.allow);
  if (through === false || !isIamCaller(call.caller)) return through;
  const reason = whyNotAcrossAccounts(call);
  if (reason === null) return through;
  notes.push(reason);
  return false;
}

function withoutGrants(
  call: Call,
  attributes: PolicySet["attributes"],
  own: CallerSide | null,
  resource: Judgement | null,
  bucket: Judgement | null,
  open: Outcome | null,
  notes: string[],
): Outcome {
  if (own === null) {
    if (open === null || open === false || call.caller.kind !== "anonymous") return open ?? false;
    const taken = takesAnonymous(call, attributes);
    if (taken === false) notes.push("The service takes no requests without a signature.");
    return both(open, taken);
  }
  if (call.action === "sts:assumeroot") return both(own.all, rootCredentials);
  // Across accounts both sides must allow, however the resource's policy names the caller (IAM-SEMANTICS 3).
  if (open !== null) return both(own.all, open);
  const byIdentity = needsResourceAllow(call) ? false : own.all;
  if (byIdentity === true || resource === null) return byIdentity;
  const byResource = waysInSameAccount(resource, own, call);
  return either(byIdentity, bucket === null ? byResource : both(byResource, bucket.allow));
}

/** There is no trust policy to read (IAM-SEMANTICS 38). */
const rootCredentials = unknown(
  "whether root access is enabled in the organization, and for the caller's account, is not known",
);

/** Boundary and session policy of the grantee (IAM-SEMANTICS 61 is silent). */
function throughGrant(granted: Outcome, own: CallerSide | null): Outcome {
  if (granted === false || own === null) return granted;
  return both(granted, either(both(own.boundary, own.session), limitsOfGrants));
}

const limitsOfGrants = unknown(
  "whether a permissions boundary or session policy limits what a grant gives was not confirmed",
);
