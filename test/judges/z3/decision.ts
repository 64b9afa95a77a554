/** IAM's whole decision as one formula (IAM-SEMANTICS A0), with the table of A2, for one caller. */
import type { NamedPolicy, PolicySet } from "../../../src/authz/request-question.ts";
import type { PolicyDocument } from "../../../src/policy/ast.ts";
import { type Caller, isIam, isServiceLinked } from "./callers.ts";
import type { Encoder } from "./encoder.ts";
import { pinnedTo } from "./pinned.ts";
import {
  actionsBesides,
  assumesRole,
  fitsCaller,
  isAlwaysAllowed,
  isUnderResourceControl,
  mendsBucketPolicy,
  needsResourcePolicy,
  worksAcrossAccounts,
} from "./services.ts";
import { type Asked, allows, allowsByWay, denies, type ResourceAllows } from "./statements.ts";
import { all, any, type Claim, never, no, open, perhapsLimited, sure, yes } from "./terms.ts";

export type Verdict = { readonly allowed: Claim; readonly denied: Claim };

export type Situation = {
  readonly encoder: Encoder;
  readonly caller: Caller;
  readonly resourceAccount: string;
};

const documentsOf = (policies: readonly NamedPolicy[]): PolicyDocument[] =>
  policies.map(({ document }) => document);

export function decisionOn(policies: PolicySet, situation: Situation): Verdict {
  const { encoder, caller } = situation;
  const fits = sure(fitsCaller(encoder, caller));
  const first = decisionOnAction(policies, situation);
  // A call that brings tags, an identity or a context is one for each of the actions that it needs (IAM-SEMANTICS 30-33).
  const more = actionsBesides(encoder).map(({ action, when }) => ({
    when: sure(when),
    verdict: decisionOnAction(policies, { ...situation, encoder: pinnedTo(action, encoder) }),
  }));
  const allowed = all([
    fits,
    first.allowed,
    ...more.map(({ when, verdict }) => any([never(when), verdict.allowed])),
  ]);
  const denied = any([first.denied, ...more.map(({ when, verdict }) => all([when, verdict.denied]))]);
  // A call that nobody of this kind can make is refused; whether a Deny is then the reason told, AWS does not say.
  const always = sure(isAlwaysAllowed(encoder, caller));
  const refused = all([never(always), denied]);
  return {
    allowed: any([always, allowed]),
    denied: { must: all([fits, refused]).must, may: refused.may },
  };
}

function decisionOnAction(policies: PolicySet, situation: Situation): Verdict {
  const { encoder, caller } = situation;
  const asked: Asked = { encoder, caller, hasBoundary: policies.boundary !== null };
  const denied = any([
    limitedByScps(caller) ? any(levels(policies.scps).map((level) => denies(asked, level))) : no,
    isServiceLinked(caller)
      ? no
      : all([
          sure(isUnderResourceControl(encoder)),
          any(levels(policies.rcps).map((level) => denies(asked, level))),
        ]),
    isIam(caller) ? ownDenials(policies, asked) : no,
    resourceDenies(policies, situation, asked),
    policies.endpoint === null ? no : denies(asked, documentsOf(policies.endpoint)),
  ]);
  // RCPFullAWSAccess stands at every level (IAM-SEMANTICS 56), so only an empty path allows nothing.
  const isReached = isServiceLinked(caller) ? no : sure(isUnderResourceControl(encoder));
  const rcpOk = policies.rcps?.length === 0 ? never(isReached) : yes;
  const endpointOk = policies.endpoint === null ? yes : allows(asked, documentsOf(policies.endpoint));
  return { allowed: all([never(denied), rcpOk, endpointOk, sides(policies, situation, asked)]), denied };
}

/** The owner's root user can always mend a bucket's policy (IAM-SEMANTICS 62). */
function resourceDenies({ resource }: PolicySet, situation: Situation, asked: Asked): Claim {
  const { caller, encoder, resourceAccount } = situation;
  if (resource === null) return no;
  const denied = resource === "unknown" ? open : denies(asked, [resource.document]);
  const isOwner = caller.kind === "root" && caller.account === resourceAccount;
  return isOwner ? all([never(sure(mendsBucketPolicy(encoder))), denied]) : denied;
}

function levels(given: PolicySet["scps"]): PolicyDocument[][] {
  return (given ?? []).map(({ policies }) => documentsOf(policies));
}

/** None at all: nothing limits. An empty path: there is nothing that allows. */
function everyLevelAllows(given: PolicySet["scps"], asked: Asked): Claim {
  if (given === null) return yes;
  return given.length === 0 ? no : all(levels(given).map((level) => allows(asked, level)));
}

/** Not outsiders' services, not service-linked roles; the management account is stated by the absence of SCPs. */
function limitedByScps(caller: Caller): boolean {
  return isIam(caller) && !isServiceLinked(caller);
}

function ownDenials({ identity, boundary, session }: PolicySet, asked: Asked): Claim {
  return any([
    identity === "unknown" ? open : denies(asked, documentsOf(identity)),
    boundary === null ? no : denies(asked, documentsOf(boundary)),
    session === null ? no : denies(asked, documentsOf(session)),
  ]);
}

function sides(policies: PolicySet, situation: Situation, asked: Asked): Claim {
  const { caller, encoder, resourceAccount } = situation;
  const resource = resourceSide(policies, asked);
  if (caller.kind === "federated" && isElsewhere(caller.provider, resourceAccount)) return no;
  if (!isIam(caller)) return anyWay(resource);
  const scpOk = limitedByScps(caller) ? everyLevelAllows(policies.scps, asked) : yes;
  const limits = limitsOf(policies, asked);
  const identity = all([identityAllows(policies, asked), limits]);
  if (caller.account !== resourceAccount) {
    return all([scpOk, identity, anyWay(resource), sure(worksAcrossAccounts(encoder))]);
  }
  // Named by its ARN, a user needs nothing else; of a boundary and sts:AssumeRole, AWS's pages say both (26).
  const userLimit =
    caller.kind === "user" ? any([never(sure(assumesRole(encoder))), perhapsLimited(limits)]) : yes;
  return all([
    scpOk,
    any([
      all([identity, any([never(sure(needsResourcePolicy(encoder))), resource.account])]),
      all([resource.itself, userLimit]),
      all([resource.role, limits]),
      resource.condition,
      all([resource.star, perhapsLimited(limits)]),
    ]),
  ]);
}

const silent: ResourceAllows = { itself: no, role: no, star: no, account: no, condition: no };
const notKnown: ResourceAllows = { itself: open, role: open, star: open, account: open, condition: open };

function resourceSide({ resource }: PolicySet, asked: Asked): ResourceAllows {
  if (resource === null) return silent;
  return resource === "unknown" ? notKnown : allowsByWay(asked, resource.document);
}

function anyWay({ itself, role, star, account, condition }: ResourceAllows): Claim {
  return any([itself, role, star, account, condition]);
}

/** The root user needs no policy of its own (IAM-SEMANTICS 11). */
function identityAllows({ identity }: PolicySet, asked: Asked): Claim {
  if (asked.caller.kind === "root") return yes;
  return identity === "unknown" ? open : allows(asked, documentsOf(identity));
}

function limitsOf({ boundary, session }: PolicySet, asked: Asked): Claim {
  return all([
    boundary === null ? yes : allows(asked, documentsOf(boundary)),
    session === null ? yes : allows(asked, documentsOf(session)),
  ]);
}

/** An identity provider speaks for the roles of its own account (IAM-SEMANTICS 18). */
function isElsewhere(provider: string, account: string): boolean {
  return provider.startsWith("arn:") && provider.split(":")[4] !== account;
}
