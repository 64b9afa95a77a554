/**
 * Both sides of one call: a grant of the role's trust policy, and the caller's own policies. Their open conditions are
 * held together, so that an identity policy that asks for one external id and a trust policy that asks for another are a
 * No (IAM-SEMANTICS 3, 23–26 and the table of A2).
 */

import { patternMatches } from "../../logic/patterns.ts";
import { actionBit } from "../actions.ts";
import { testOfTerm } from "../conditions/terms.ts";
import { holdsWhenAbsent, type Test, termOf, testText } from "../conditions/test.ts";
import { matcherOf } from "../conditions/texts.ts";
import type { SessionAction } from "../keys.ts";
import type { CompiledStatement } from "../trust/compile.ts";
import type { Clause } from "../trust/drafts.ts";
import { narrow } from "../trust/narrow.ts";
import { canPass } from "../trust/possible.ts";
import { residualOf, testForPeople } from "../trust/residual.ts";
import { controllerOf, type Situation } from "../trust/situation.ts";
import type { CallerDecision, CallerEvidence, Guard, TrustGrant } from "../types.ts";
import type { IdentityStatement } from "./identity-policy.ts";
import type { NamedIdentityPolicy, PrincipalPolicies } from "./principal-policies.ts";

export type CallerCase = {
  readonly policies: PrincipalPolicies;
  readonly grant: TrustGrant;
  /** Of the call: the principal, its tags, the role. */
  readonly situation: Situation;
  readonly roleArn: string;
  readonly sameAccount: boolean;
};

/** Statements of all layers in one list, so that clauses can point to them by number. */
type Applied = { readonly statement: CompiledStatement; readonly evidence: CallerEvidence };

export function decideCaller(question: CallerCase): CallerDecision {
  const { grant, situation, policies } = question;
  const trust = residualOf(grant.guard.map(testOfTerm), situation);
  if (trust.kind === "failed") {
    return denied(
      `the trust policy asks for ${testForPeople(trust.test)}, which ${policies.arn} never meets`,
    );
  }
  const sides = layersOf(question);
  const start: Clause = {
    party: situation.party,
    matchedAs: grant.matchedAs,
    tests: trust.tests,
    doubts: [...(grant.certainty.kind === "may" ? grant.certainty.reasons : []), ...trust.doubts],
    allowedBy: [],
    narrowedBy: [],
  };
  let clauses: readonly Clause[] = [start];
  for (const step of [identityStep, boundaryStep]) {
    const next = step(clauses, sides, question);
    if (typeof next === "string") return denied(next);
    clauses = next;
  }
  const left = clauses.flatMap((clause) => {
    const narrowed = narrow(
      clause,
      sides.denies.map(({ statement }) => statement),
      actionBit["sts:AssumeRole"],
      situation,
    );
    return narrowed.kind === "left" ? narrowed.clauses : [];
  });
  if (left.length === 0) return denied("a Deny of the caller's own policies covers every such call");
  return allowed(left, sides, situation);
}

function denied(because: string): CallerDecision {
  return { kind: "denied", because };
}

/** Alternatives past this number are not told one by one. */
const mostGuards = 16;

function allowed(clauses: readonly Clause[], sides: Layers, situation: Situation): CallerDecision {
  const distinct = withoutCovered(clauses);
  const told = distinct.slice(0, mostGuards);
  const guards = told.map(
    (clause): Guard => clause.tests.map((test) => termOf(test, controllerOf(situation, test.name))),
  );
  const sure = distinct.some(({ doubts }) => doubts.length === 0);
  const reasons = sure ? [] : [...new Set(distinct.flatMap(({ doubts }) => [...doubts]))];
  const numbers = new Set(told.flatMap(({ allowedBy, narrowedBy }) => [...allowedBy, ...narrowedBy]));
  return {
    kind: "allowed",
    guards,
    certainty: sure ? { kind: "proven" } : { kind: "may", reasons },
    evidence: [...numbers].flatMap((number) => sides.all[number]?.evidence ?? []),
  };
}

/** Keeps the alternatives that say something of their own; a sure one is not left out for a doubtful one. */
function withoutCovered(clauses: readonly Clause[]): readonly Clause[] {
  const kept: { readonly clause: Clause; readonly texts: ReadonlySet<string> }[] = [];
  const bySize = clauses.toSorted(
    (a, b) => a.tests.length - b.tests.length || a.doubts.length - b.doubts.length,
  );
  for (const clause of bySize) {
    const texts = new Set(clause.tests.map(testText));
    const covered = kept.some(
      (other) =>
        (other.clause.doubts.length === 0 || clause.doubts.length > 0) &&
        [...other.texts].every((text) => texts.has(text)),
    );
    if (!covered) kept.push({ clause, texts });
  }
  return kept.map(({ clause }) => clause);
}

type Layers = {
  readonly all: readonly Applied[];
  readonly identity: readonly Applied[];
  readonly boundary: readonly Applied[];
  readonly denies: readonly Applied[];
  /** Names of policies whose text is not at hand. */
  readonly missingIdentity: readonly string[];
  readonly missingBoundary: string | null;
};

function layersOf(question: CallerCase): Layers {
  const { policies } = question;
  const all: Applied[] = [];
  for (const policy of policies.identity) add(all, "identity", policy, question);
  if (policies.boundary !== null) add(all, "boundary", policies.boundary, question);
  const allows = all.filter(({ evidence }) => evidence.effect === "Allow");
  return {
    all,
    identity: allows.filter(({ evidence }) => evidence.layer === "identity"),
    boundary: allows.filter(({ evidence }) => evidence.layer === "boundary"),
    denies: all.filter(({ evidence }) => evidence.effect === "Deny"),
    missingIdentity: policies.identity.flatMap(({ name, policy }) => (policy === null ? [name] : [])),
    missingBoundary: policies.boundary?.policy === null ? policies.boundary.name : null,
  };
}

function add(
  all: Applied[],
  layer: CallerEvidence["layer"],
  { name, policy }: NamedIdentityPolicy,
  question: CallerCase,
): void {
  for (const statement of policy?.statements ?? []) {
    const cover = coversRole(statement, question);
    if (cover === "no") continue;
    const label = `statement ${statement.index} of ${name}`;
    const doubts = statement.doubts.map((doubt) => `${label}: ${doubt}`);
    if (cover !== "yes") doubts.push(`${label}: ${cover.doubt}`);
    all.push({
      statement: {
        index: all.length,
        label,
        effect: statement.effect,
        actions: statement.actions,
        principals: [{ kind: "anyone", text: "*", awsOnly: false }],
        principalsNegated: false,
        tests: statement.tests,
        doubts,
      },
      evidence: { layer, policy: name, statement: statement.index, effect: statement.effect },
    });
  }
}

/** Whether the statement's Resource or NotResource speaks of the role (IAM-SEMANTICS 51, 53). */
function coversRole(
  statement: IdentityStatement,
  { roleArn, situation }: { readonly roleArn: string; readonly situation: Situation },
): "yes" | "no" | { readonly doubt: string } {
  let doubt: string | null = null;
  for (const text of statement.resources) {
    const mode = { wildcards: true, ignoreCase: false, arn: true, variables: statement.variables };
    const matcher = matcherOf(text, mode, situation.lookup);
    if (matcher.kind === "opaque") doubt = matcher.reason;
    else if (matcher.kind === "pattern" && patternMatches(matcher.pattern, roleArn)) {
      return statement.resourcesNegated ? "no" : "yes";
    }
  }
  if (doubt !== null) return { doubt };
  return statement.resourcesNegated ? "yes" : "no";
}

/** The clauses, or why there are none. */
type Step = (clauses: readonly Clause[], layers: Layers, question: CallerCase) => readonly Clause[] | string;

const identityStep: Step = (clauses, layers, question) => {
  const doubt = layers.missingIdentity.map((name) => `the snapshot does not hold the text of ${name}`);
  if (question.sameAccount && question.grant.matchedAs !== "account") {
    // Named directly or by a wildcard, the caller needs no permission of its own (IAM-SEMANTICS 23); a Deny still counts.
    return doubt.length === 0 ? clauses : clauses.map((clause) => withDoubts(clause, doubt));
  }
  const found = throughLayer(clauses, layers.identity, question.situation);
  if (doubt.length > 0) {
    return [...found, ...clauses].map((clause) => withDoubts(clause, doubt));
  }
  if (found.length > 0) return found;
  return `no identity policy of ${question.policies.arn} allows sts:AssumeRole on ${question.roleArn} under what the trust policy asks for`;
};

const boundaryStep: Step = (clauses, layers, question) => {
  const { policies, grant, sameAccount } = question;
  if (policies.boundary === null) return clauses;
  const found = throughLayer(clauses, layers.boundary, question.situation);
  if (layers.missingBoundary !== null) {
    return clauses.map((clause) =>
      withDoubts(clause, [`the snapshot does not hold the text of the boundary ${policies.boundary?.name}`]),
    );
  }
  if (found.length > 0) return found;
  const name = policies.boundary.name;
  // The table of A2: a role that is named stays within its boundary, a session that is named does not; for a user AWS's
  // pages contradict each other (26), and for wildcards the table is only partly documented.
  if (
    !sameAccount ||
    grant.matchedAs === "account" ||
    (grant.matchedAs === "named" && grant.party.kind === "role")
  ) {
    return `the boundary ${name} does not allow sts:AssumeRole on ${question.roleArn}`;
  }
  const documented =
    grant.party.kind === "session" || (grant.matchedAs === "wildcard" && grant.party.kind === "role");
  const doubt = `the boundary ${name} may block it: AWS's documentation does not settle the case`;
  return documented ? clauses : clauses.map((clause) => withDoubts(clause, [doubt]));
};

function withDoubts(clause: Clause, doubts: readonly string[]): Clause {
  return { ...clause, doubts: [...clause.doubts, ...doubts] };
}

/** What the layer's Allow statements let through, actions of the session included. */
function throughLayer(
  clauses: readonly Clause[],
  allows: readonly Applied[],
  situation: Situation,
): readonly Clause[] {
  return clauses.flatMap((clause) => {
    let left = allowedBy([clause], allows, actionBit["sts:AssumeRole"], situation);
    for (const action of neededActions(clause.tests))
      left = allowedBy(left, allows, actionBit[action], situation);
    return left;
  });
}

/** A call with tags, a source identity or a context needs more than sts:AssumeRole on both sides (IAM-SEMANTICS 30). */
function neededActions(tests: readonly Test[]): readonly SessionAction[] {
  return [
    ...new Set(
      tests.flatMap((test) => (test.facts.needs === null || holdsWhenAbsent(test) ? [] : [test.facts.needs])),
    ),
  ];
}

function allowedBy(
  clauses: readonly Clause[],
  allows: readonly Applied[],
  bit: number,
  situation: Situation,
): readonly Clause[] {
  const found: Clause[] = [];
  for (const clause of clauses) {
    const held = new Set(clause.tests.map(testText));
    for (const { statement } of allows) {
      if ((statement.actions & bit) === 0) continue;
      const residual = residualOf(statement.tests, situation);
      if (residual.kind === "failed") continue;
      const more = residual.tests.filter((test) => !held.has(testText(test)));
      const tests = [...clause.tests, ...more];
      const possible =
        more.length === 0 || clause.tests.length === 0 ? canPass(more, situation) : canPass(tests, situation);
      if (possible.kind === "exact" && !possible.value) continue;
      const doubts = [...statement.doubts, ...residual.doubts];
      if (possible.kind === "capped") doubts.push(possible.reason);
      found.push({
        ...clause,
        tests,
        doubts: [...clause.doubts, ...doubts],
        allowedBy: [...clause.allowedBy, statement.index],
      });
    }
  }
  return found;
}
