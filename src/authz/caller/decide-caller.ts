/**
 * Both sides of one call: a grant of the role's trust policy, and the caller's own policies. Their open conditions are
 * held together, so that an identity policy that asks for one external id and a trust policy that asks for another are a
 * No (IAM-SEMANTICS 3, 23–26 and the table of A2). SCPs over the caller's account limit both (5–6).
 */

import { actionBit } from "../actions.ts";
import { testOfTerm } from "../conditions/terms.ts";
import { asksForKey, type Test, termOf, testText } from "../conditions/test.ts";
import type { SessionAction } from "../keys.ts";
import type { Clause } from "../trust/drafts.ts";
import { narrow } from "../trust/narrow.ts";
import { canPass } from "../trust/possible.ts";
import { residualOf, testForPeople } from "../trust/residual.ts";
import { controllerOf, type Situation } from "../trust/situation.ts";
import type { CallerDecision } from "../types.ts";
import { type Applied, type CallerCase, type Layers, layersOf } from "./layers.ts";

export function decideCaller(question: CallerCase): CallerDecision {
  const { grant, situation, name } = question;
  const trust = residualOf(grant.guard.map(testOfTerm), situation);
  if (trust.kind === "failed") {
    return denied(`the trust policy asks for ${testForPeople(trust.test)}, which ${name} never meets`);
  }
  const sides = layersOf(question);
  const start: Clause = {
    party: situation.party,
    matchedAs: grant.matchedAs,
    tests: trust.tests,
    doubts: [
      ...(grant.certainty.kind === "may" ? grant.certainty.reasons : []),
      ...(question.membershipDoubt === null ? [] : [question.membershipDoubt]),
      ...trust.doubts,
    ],
    allowedBy: [],
    narrowedBy: [],
  };
  let clauses: readonly Clause[] = [start];
  for (const step of [identityStep, boundaryStep, denyStep, scpStep, sessionStep]) {
    const next = step(clauses, sides, question);
    if (typeof next === "string") return denied(next);
    clauses = next;
  }
  return allowed(clauses, sides, situation);
}

function denied(because: string): CallerDecision {
  return { kind: "denied", because };
}

/** Alternatives past this number are not told one by one. */
const mostGuards = 16;

function allowed(clauses: readonly Clause[], sides: Layers, situation: Situation): CallerDecision {
  const told = withoutCovered(clauses)
    .toSorted((a, b) => Math.sign(a.doubts.length) - Math.sign(b.doubts.length))
    .slice(0, mostGuards);
  const sureGuards = told.filter(({ doubts }) => doubts.length === 0).length;
  const numbers = new Set(told.flatMap(({ allowedBy, narrowedBy }) => [...allowedBy, ...narrowedBy]));
  return {
    kind: "allowed",
    guards: told.map((clause) =>
      clause.tests.map((test) => termOf(test, controllerOf(situation, test.name))),
    ),
    sureGuards,
    certainty:
      sureGuards > 0
        ? { kind: "proven" }
        : { kind: "may", reasons: [...new Set(told.flatMap(({ doubts }) => [...doubts]))] },
    evidence: [...numbers].flatMap((number) => sides.all[number]?.evidence ?? []),
  };
}

/** Keeps the alternatives that say something of their own; a sure one is not left out for a doubtful one. */
function withoutCovered(clauses: readonly Clause[]): readonly Clause[] {
  if (clauses.length < 2) return clauses;
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

/** The clauses, or why there are none. */
type Step = (clauses: readonly Clause[], layers: Layers, question: CallerCase) => readonly Clause[] | string;

const identityStep: Step = (clauses, layers, question) => {
  if (question.ownSideUnknown !== null) {
    const doubts = [question.ownSideUnknown];
    return clauses.map((clause) => withDoubts(clause, doubts));
  }
  const doubts = layers.missingIdentity.map(missingText);
  if (!needsIdentity(question)) {
    // Named directly or by a wildcard, the caller needs no permission of its own (IAM-SEMANTICS 23); a Deny still counts.
    return doubts.length === 0 ? clauses : clauses.map((clause) => withDoubts(clause, doubts));
  }
  const found = allowedBy(clauses, layers.identity, "sts:AssumeRole", question.situation);
  if (doubts.length > 0) return [...found, ...clauses].map((clause) => withDoubts(clause, doubts));
  if (found.length > 0) return found;
  return `no identity policy of ${question.name} allows ${question.action} on ${question.targetArn} under what the trust policy asks for`;
};

function needsIdentity({ sameAccount, grant }: CallerCase): boolean {
  return !sameAccount || grant.matchedAs === "account";
}

function missingText(name: string): string {
  return `the snapshot does not hold the text of ${name}`;
}

/**
 * The table of A2: a role that is named stays within its boundary, a session that is named does not; for a user AWS's pages
 * contradict each other (26), and for wildcards the table is only partly documented.
 */
function boundaryLimits(question: CallerCase): "yes" | "no" | "not settled" {
  const { grant, policies } = question;
  if (policies.boundary === null) return "no";
  if (needsIdentity(question)) return "yes";
  if (grant.party.kind === "session") return "no";
  if (grant.matchedAs === "named") return grant.party.kind === "role" ? "yes" : "not settled";
  return grant.matchedAs === "condition" && grant.party.kind === "role" ? "no" : "not settled";
}

const boundaryStep: Step = (clauses, layers, question) => {
  const limits = boundaryLimits(question);
  if (limits === "no") return clauses;
  if (layers.missingBoundary !== null) {
    const doubt = missingText(layers.missingBoundary);
    return clauses.map((clause) => withDoubts(clause, [doubt]));
  }
  const name = question.policies.boundary?.name ?? "";
  const found = allowedBy(clauses, layers.boundary, "sts:AssumeRole", question.situation);
  if (limits === "not settled") {
    const doubt = `the boundary ${name} may block it: AWS's documentation does not settle the case`;
    return [...found, ...clauses.map((clause) => withDoubts(clause, [doubt]))];
  }
  return found.length > 0
    ? found
    : `the boundary ${name} does not allow ${question.action} on ${question.targetArn}`;
};

const denyStep: Step = (clauses, layers, { situation }) => {
  const left = withoutDenied(clauses, layers.denies, "sts:AssumeRole", situation);
  return left.length > 0 ? left : "a Deny of the caller's own policies covers every such call";
};

/** Every level has to allow, and no SCP may deny (IAM-SEMANTICS 5), however the trust policy names the caller. */
const scpStep: Step = (clauses, layers, question) => {
  const { situation, name, targetArn, action } = question;
  if (question.scps.kind === "unknown") {
    return clauses.map((clause) => withDoubts(clause, ["the organization's SCPs were not collected"]));
  }
  const within = throughLevels(clauses, layers, "sts:AssumeRole", situation);
  if (within.kind === "blocked") {
    return `no SCP at ${within.target} allows ${name} ${action} on ${targetArn}`;
  }
  const left = withoutDenied(within.clauses, layers.scpDenies, "sts:AssumeRole", situation);
  if (left.length > 0) return left;
  const names = layers.scpDenies.map(({ evidence }) => `${evidence.policy} at ${evidence.target}`);
  return `an SCP denies it: ${[...new Set(names)].join(", ")}`;
};

type Within =
  | { readonly kind: "left"; readonly clauses: readonly Clause[] }
  /** Nothing passes the level at `target`. */
  | { readonly kind: "blocked"; readonly target: string };

/** What every level lets through. */
function throughLevels(
  clauses: readonly Clause[],
  { scpLevels }: Layers,
  action: "sts:AssumeRole" | SessionAction,
  situation: Situation,
): Within {
  let left = clauses;
  for (const level of scpLevels) {
    if (level.allows.some((allow) => isOpen(allow, action))) continue;
    const allowed = allowedBy(left, level.allows, action, situation);
    const doubted = level.doubts.length === 0 ? [] : left.map((clause) => withDoubts(clause, level.doubts));
    left = withoutCovered([...allowed, ...doubted]);
    if (left.length === 0) return { kind: "blocked", target: level.target };
  }
  return { kind: "left", clauses: left };
}

/** FullAWSAccess and its like: nothing is asked. */
function isOpen({ statement }: Applied, action: "sts:AssumeRole" | SessionAction): boolean {
  return (
    (statement.actions & actionBit[action]) !== 0 &&
    statement.tests.length === 0 &&
    statement.doubts.length === 0
  );
}

function withoutDenied(
  clauses: readonly Clause[],
  applied: readonly Applied[],
  action: "sts:AssumeRole" | SessionAction,
  situation: Situation,
): readonly Clause[] {
  const denies = applied.map(({ statement }) => statement);
  return clauses.flatMap((clause) => {
    const narrowed = narrow(clause, denies, actionBit[action], situation);
    return narrowed.kind === "left" ? narrowed.clauses : [];
  });
}

const rightOf = {
  "sts:TagSession": "tagSession",
  "sts:SetSourceIdentity": "setSourceIdentity",
  "sts:SetContext": "setContext",
} as const;

/** A call with tags, a source identity or a context needs more than sts:AssumeRole on both sides (IAM-SEMANTICS 30). */
const sessionStep: Step = (clauses, layers, question) => {
  const found = clauses.flatMap((clause) => withSessionActions(clause, layers, question, []));
  return found.length > 0
    ? found
    : `the conditions ask for session tags, a source identity or a context, which are not allowed to ${question.name}`;
};

/** A statement that speaks of one of the actions can ask for a key that needs another, so this goes on until none is left. */
function withSessionActions(
  clause: Clause,
  layers: Layers,
  question: CallerCase,
  done: readonly SessionAction[],
): readonly Clause[] {
  const { grant, situation } = question;
  const next = neededActions(clause.tests).find((action) => !done.includes(action));
  if (next === undefined) return [clause];
  if (!grant.session[rightOf[next]]) return [];
  let left: readonly Clause[] = [clause];
  if (needsIdentity(question) && layers.missingIdentity.length === 0 && question.ownSideUnknown === null) {
    left = allowedBy(left, layers.identity, next, situation);
  }
  const limits = layers.missingBoundary === null ? boundaryLimits(question) : "no";
  if (limits !== "no") {
    const within = allowedBy(left, layers.boundary, next, situation);
    const doubt =
      "the boundary may block what the session asks for: AWS's documentation does not settle the case";
    left = limits === "yes" ? within : [...within, ...left.map((one) => withDoubts(one, [doubt]))];
  }
  const within = throughLevels(left, layers, next, situation);
  if (within.kind === "blocked") return [];
  return withoutDenied(within.clauses, [...layers.denies, ...layers.scpDenies], next, situation).flatMap(
    (one) => withSessionActions(one, layers, question, [...done, next]),
  );
}

function neededActions(tests: readonly Test[]): readonly SessionAction[] {
  const needed = tests.flatMap((test) =>
    test.facts.needs === null || !asksForKey(test) ? [] : [test.facts.needs],
  );
  return [...new Set(needed)];
}

function withDoubts(clause: Clause, doubts: readonly string[]): Clause {
  return { ...clause, doubts: [...clause.doubts, ...doubts] };
}

/** What the layer's Allow statements let through. */
function allowedBy(
  clauses: readonly Clause[],
  allows: readonly Applied[],
  action: "sts:AssumeRole" | SessionAction,
  situation: Situation,
): readonly Clause[] {
  const bit = actionBit[action];
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
