/**
 * Both sides of an assumption: the role's trust policy and the caller's own policies (IAM-SEMANTICS A2, 3, 23–27).
 * Before SCP and RCP.
 */
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import type { OrganizationView } from "../types.ts";
import { type AssumeRequest, assumeCalls } from "./assume-call.ts";
import { isIamCaller } from "./caller.ts";
import { allNeeded, type Decision, decide } from "./decision.ts";
import { type Judgement, judge, type Layer, type NamedPolicy } from "./layer.ts";
import { anyOf, both, either, type Outcome, unknown } from "./outcome.ts";
import type { NamedAs } from "./principal-match.ts";
import { forEachSession } from "./role-sessions.ts";
import type { CallToJudge } from "./statement-match.ts";

/** The policies on the caller's side. */
type CallerPolicies = {
  /** Inline, managed and group policies. Null: not known. */
  readonly identity: readonly NamedPolicy[] | null;
  /** Null: the caller has no permissions boundary. */
  readonly boundary: NamedPolicy | null;
  /** Null: the session was made without session policies. */
  readonly session: readonly NamedPolicy[] | null;
};

type AssumeQuestion = {
  readonly trust: PolicyDocument;
  readonly caller: CallerPolicies;
  /** `resource.account` is the owner of the role. */
  readonly request: AssumeRequest;
  /** Null: no organization is known. */
  readonly organization: OrganizationView | null;
};

export function decideAssume(question: AssumeQuestion): Decision {
  const { trust, caller, request, organization } = question;
  const calls = assumeCalls(request, organization, caller.boundary !== null);
  if ("decision" in calls) return calls;
  return forEachSession(trust, calls.caller, (session) =>
    allNeeded(calls.by(session).map((call) => decideCall(trust, caller, call))),
  );
}

function decideCall(trust: PolicyDocument, policies: CallerPolicies, call: CallToJudge): Decision {
  const role = judge("trust", [{ name: "trust policy", document: trust }], call);
  // Services and federated callers have no identity side (IAM-SEMANTICS 34).
  if (!isIamCaller(call.caller)) return decide([role], role.allow, ["trust"]);
  const own = ownSide(policies, call);
  const sameAccount = call.caller.account === call.resource.account;
  const allowed = sameAccount ? inSameAccount(role, own) : both(role.allow, own.all);
  const missing = role.allow === false ? (["trust"] as const) : own.missing;
  return decide([role, ...own.judgements], allowed, missing);
}

type OwnSide = {
  readonly judgements: readonly Judgement[];
  readonly boundary: Outcome;
  readonly session: Outcome;
  /** Identity, boundary and session together. */
  readonly all: Outcome;
  readonly missing: readonly Layer[];
};

function ownSide(policies: CallerPolicies, call: CallToJudge): OwnSide {
  const identity = policies.identity === null ? null : judge("identity", policies.identity, call);
  const boundary = policies.boundary === null ? null : judge("boundary", [policies.boundary], call);
  const session = policies.session === null ? null : judge("session", policies.session, call);
  const allows = {
    identity: identity?.allow ?? unknown("the caller's identity policies are not known"),
    boundary: boundary?.allow ?? true,
    session: session?.allow ?? true,
  };
  return {
    judgements: [identity, boundary, session].filter((judgement) => judgement !== null),
    boundary: allows.boundary,
    session: allows.session,
    all: both(allows.identity, both(allows.boundary, allows.session)),
    missing: (["identity", "boundary", "session"] as const).filter((layer) => allows[layer] === false),
  };
}

/** Each Allow of the trust policy opens its own way in; how it names the caller says what else is needed (A2). */
function inSameAccount(role: Judgement, own: OwnSide): Outcome {
  const allows = role.matched.filter((match) => match.evidence.effect === "Allow");
  return anyOf(allows, (match) =>
    both(
      match.outcome,
      match.namings.length === 0
        ? own.all
        : anyOf(match.namings, (naming) =>
            both(naming.outcome, ownSideNeeded(naming.as, match.statement, own)),
          ),
    ),
  );
}

function ownSideNeeded(namedAs: NamedAs, statement: Statement, own: OwnSide): Outcome {
  switch (namedAs) {
    case "account":
      return own.all;
    case "role":
    case "user-of-session":
      return both(own.boundary, own.session);
    case "user":
      // A2's first row and AWS's page on trust policies contradict each other (IAM-SEMANTICS 26).
      return either(
        own.boundary,
        unknown("AWS's documentation contradicts itself on a named user's boundary"),
      );
    case "session":
    case "federated-user":
    case "service":
    case "federated":
      return true;
    case "everyone":
      return demandsPrincipalArn(statement) || either(both(own.boundary, own.session), limitsOfEveryone);
  }
}

const limitsOfEveryone = unknown(
  'whether a permissions boundary or session policy limits a caller let in by "*" was not confirmed',
);

/** The star with a condition on `aws:PrincipalArn` is a row of its own in A2: boundary and session do not limit it. */
function demandsPrincipalArn({ conditions }: Statement): boolean {
  return conditions.some(
    (condition) =>
      condition.kind === "test" &&
      condition.key.toLowerCase() === "aws:principalarn" &&
      !condition.ifExists &&
      condition.quantifier !== "ForAllValues" &&
      ["ArnEquals", "ArnLike", "StringEquals", "StringLike"].includes(condition.operator),
  );
}
