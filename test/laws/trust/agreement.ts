/**
 * The law that holds the two evaluators together. For a trust policy, its grants (symbolic) and one request (concrete):
 * - who is surely let in is covered by some grant whose guard the request fulfils;
 * - who may be let in is covered too (a service by way of a wildcard apart: that it can is not documented, and which
 *   services would be is no finding);
 * - whom a proven grant covers, its guard fulfilled, is surely let in;
 * - where there is no grant at all, nobody is surely let in;
 * - a grant's example request is let in: surely where the grant is proven.
 */
import {
  type AssumeRequest,
  decideTrust,
  evaluateCondition,
  neededActions,
  type Outcome,
  parseCaller,
  type RequestContext,
  requestContext,
  unknown,
} from "../../../src/authz/concrete/index.ts";
import {
  compileTrust,
  type Guard,
  type GuardTerm,
  type Party,
  type TrustGrant,
  trustGrants,
  witnessFor,
} from "../../../src/authz/index.ts";
import { fromTemplate, isAccountId, isArn, ownAccount, toTemplate } from "../../../src/model/index.ts";
import { type Condition, conditionOperators, type PolicyDocument } from "../../../src/policy/ast.ts";
import { policyOf } from "../../support/policies.ts";
import type { RandomPolicy } from "./random-policy.ts";
import { organization, owner, roleArn } from "./world.ts";

/** A policy with both its readings: as the concrete evaluator sees it, and the symbolic answer. */
export type Subject = { readonly trust: PolicyDocument; readonly grants: readonly PreparedGrant[] };

/** Whether a term of a guard holds in a request. */
export type GuardTest = (context: RequestContext) => Outcome;

export type PreparedGrant = {
  readonly grant: TrustGrant;
  readonly guard: readonly GuardTest[];
  /** Null: the symbolic side has no example to show. */
  readonly example: AssumeRequest | null;
};

/** As the engine has it, the symbolic side reads the document with the owner's account replaced by its token. */
export function subjectOf(policy: RandomPolicy | { readonly Statement: readonly object[] }): Subject {
  if (!isAccountId(owner) || !isArn(roleArn)) throw new Error("the world's owner is no account");
  const text = fromTemplate(toTemplate(JSON.stringify(policy), owner), ownAccount);
  const compiled = compileTrust(policyOf(JSON.parse(text), "trust"));
  const role = { arn: roleArn, account: owner, tags: [] };
  const { grants } = trustGrants(compiled, { owner, organization, role });
  return {
    trust: policyOf(policy, "trust"),
    grants: grants.map((grant) => ({
      grant,
      guard: testsOf(grant.guard),
      example: witnessFor(grant, { role, organization, trust: compiled }),
    })),
  };
}

export type Disagreement = {
  readonly law:
    | "allowed without a grant"
    | "in doubt without a grant"
    | "granted and not allowed"
    | "example refused";
  readonly because: string;
};

/** What the concrete evaluator says, and where the symbolic one says otherwise. */
export type Verdict = {
  readonly decision: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Unknown";
  readonly disagreement: Disagreement | null;
  /** The request is surely let in, and no proven grant covers it: the symbolic side says *may* without need. */
  readonly needlessDoubt: boolean;
};

export function judgeRequest(subject: Subject, request: AssumeRequest): Verdict {
  const { decision, unknowns } = decideTrust({ trust: subject.trust, request, organization });
  const caller = parseCaller(request.principal, request.role ?? null);
  if (!caller.ok) throw new Error(caller.error);
  const context = requestContext(request.context, caller.value, organization);
  let possible = false;
  let proven = false;
  for (const { grant, guard } of subject.grants) {
    const covered = covers({ grant, guard }, request, context);
    if (covered !== false) possible = true;
    if (covered === true && grant.certainty.kind === "proven") proven = true;
    if (covered === true && grant.certainty.kind === "proven" && decision !== "Allowed") {
      const because = `${decision} ${unknowns.join("; ")}, yet there is a proven grant ${JSON.stringify(grant)}`;
      return { decision, needlessDoubt: false, disagreement: { law: "granted and not allowed", because } };
    }
  }
  const covering = JSON.stringify(subject.grants.map((prepared) => prepared.grant));
  if (decision === "Unknown" && !possible && mustBeTold(subject, request)) {
    const because = `${unknowns.join("; ")}; none of the grants covers it: ${covering}`;
    return { decision, needlessDoubt: false, disagreement: { law: "in doubt without a grant", because } };
  }
  if (decision !== "Allowed" || possible) {
    return { decision, disagreement: null, needlessDoubt: decision === "Allowed" && !proven };
  }
  const because = `none of the grants covers it: ${covering}`;
  return { decision, needlessDoubt: false, disagreement: { law: "allowed without a grant", because } };
}

/** Whether the doubt stays with a caller that is told in full. */
function mustBeTold({ trust }: Subject, request: AssumeRequest): boolean {
  const { principal } = request;
  if (typeof principal !== "string") return true;
  if (!principal.startsWith("arn:")) return false;
  const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(principal);
  if (role === null) return true;
  // A role without its session's name is in doubt where an Allow and a Deny both name that session; the session is not.
  const session = {
    ...request,
    principal: `arn:aws:sts::${role[1]}:assumed-role/${role[2]}/run`,
    role: principal,
  };
  const { decision } = decideTrust({ trust, request: session, organization });
  return decision === "Allowed" || decision === "Unknown";
}

/** Null: the example is let in. */
export function refusedExample(
  subject: Subject,
  { grant, example }: PreparedGrant,
): (Disagreement & { readonly request: AssumeRequest }) | null {
  if (example === null) return null;
  const { decision, unknowns } = decideTrust({ trust: subject.trust, request: example, organization });
  const fits = decision === "Allowed" || (decision === "Unknown" && grant.certainty.kind === "may");
  if (fits && example.action === grant.action) return null;
  const because = `${decision} ${unknowns.join("; ")}, for the example of ${JSON.stringify(grant)}`;
  return { law: "example refused", because, request: example };
}

export function covers(
  { grant, guard }: Omit<PreparedGrant, "example">,
  request: AssumeRequest,
  context: RequestContext,
): Outcome {
  if (grant.action !== request.action) return false;
  const ofParty = coversParty(grant.party, request, context);
  if (ofParty === false) return false;
  for (const action of neededActions(request).slice(1)) {
    if (action === "sts:TagSession" && !grant.session.tagSession) return false;
    if (action === "sts:SetSourceIdentity" && !grant.session.setSourceIdentity) return false;
    if (action === "sts:SetContext" && !grant.session.setContext) return false;
  }
  let holds: Outcome = ofParty;
  for (const test of guard) {
    const outcome = test(context);
    if (outcome === false) return false;
    if (outcome !== true) holds = outcome;
  }
  return holds;
}

function coversParty(party: Party, request: AssumeRequest, context: RequestContext): Outcome {
  const { principal } = request;
  if (typeof principal !== "string") {
    if (party.kind !== "federated") return false;
    const protocol = principal.federated.includes(":saml-provider/") ? "saml" : "oidc";
    // A wildcard's party is every provider of the protocol.
    return party.provider === principal.federated || (party.provider === "*" && party.protocol === protocol);
  }
  if (isMalformed(context)) return false;
  // Of an account's principals its roles and users assume roles, never the root user or a federated one.
  if (/:root$|:federated-user\//.test(principal)) return false;
  const one = (key: string): string | null => {
    const values = context.values(key);
    return values !== null && !("reason" in values) ? (values[0] ?? null) : null;
  };
  switch (party.kind) {
    case "role":
    case "user":
      // Without a stated role, a session's is known by its name alone.
      return (
        one("aws:principalarn") === party.arn ||
        (request.role === undefined && isSomeSessionOf(party.arn, principal))
      );
    case "session":
      return (
        principal === party.arn || (isSomeSessionOf(principal, party.arn) && unknown("which session it is"))
      );
    case "account":
      return one("aws:principalaccount") === party.account;
    case "organization":
      return one("aws:principalorgid") === party.id;
    case "organizational-unit":
      return holdsOn("aws:PrincipalOrgPaths", "ForAnyValue:StringLike", party.path, context);
    case "any-account":
      return principal.startsWith(request.resource.arn.slice(0, request.resource.arn.indexOf(":", 4) + 1));
    case "service":
      return principal === party.service;
    case "federated":
      return false;
  }
}

/** Whether a role is the one of the session: a request by a role is one by some session of it. */
function isSomeSessionOf(role: string, session: string): boolean {
  const name = /:role\/(?:.*\/)?([^/]+)$/.exec(role)?.[1];
  const account = role.split(":")[4];
  const start = `arn:aws:sts::${account}:assumed-role/${name}/`.toLowerCase();
  return name !== undefined && session.toLowerCase().startsWith(start);
}

/** STS asks no policy about such a call (IAM-SEMANTICS 28). */
function isMalformed(context: RequestContext): boolean {
  return ["sts:externalid", "sts:rolesessionname", "sts:sourceidentity"].some((key) => {
    const values = context.values(key);
    return values !== null && !("reason" in values) && !values.every((text) => /^[\w+=,.@:/-]+$/.test(text));
  });
}

function holdsOn(key: string, operator: string, value: string, context: RequestContext): boolean {
  return testOf({ key, operator, values: [value], controlledBy: "principal" })(context) === true;
}

export function testsOf(guard: Guard): readonly GuardTest[] {
  return guard.map(testOf);
}

/** A term is written as in a policy of Version 2012-10-17, but for one whose values are literal. */
function testOf(term: GuardTerm): GuardTest {
  const condition = conditionOf(term);
  const version = term.literal === true ? "2008-10-17" : "2012-10-17";
  return (context) => evaluateCondition(condition, version, context);
}

function conditionOf(term: GuardTerm): Condition {
  const range = { start: 0, end: 0 };
  const parts = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(term.operator);
  const operator = conditionOperators.find((known) => known === parts?.[2]);
  if (operator === undefined) throw new Error(`a guard with the operator ${term.operator}`);
  const quantifier = parts?.[1];
  return {
    kind: "test",
    operator,
    quantifier: quantifier === "ForAnyValue" || quantifier === "ForAllValues" ? quantifier : null,
    ifExists: parts?.[3] !== undefined,
    key: term.key,
    values: term.values.map((text) => ({ text, range })),
    range,
  };
}
