/**
 * Holds the concrete evaluator to Z3, a question at a time: every request of the question is decided by both, and Z3 is
 * asked once whether there is one that it decides otherwise. Then it is asked for a request of its own that is allowed.
 */
import type { PolicySet } from "../../../src/authz/request-question.ts";
import { policySetOf, questionOf, requestOf } from "./ask.ts";
import { callerOf, derivedKeys } from "./callers.ts";
import { decisionOn, type Verdict } from "./decision.ts";
import { type Decision, decideConcretely, decideSymbolically, type SymbolicAnswer } from "./evaluators.ts";
import { FiniteEncoder } from "./finite.ts";
import { isKnown } from "./known.ts";
import type { Choices, RandomQuestion } from "./random/questions.ts";
import { organization } from "./random/vocabulary.ts";
import { encoderOf } from "./stated.ts";
import { and, type Claim, not, or, type Term } from "./terms.ts";
import type { Z3 } from "./wasm.ts";

/** What an evaluator says of one of the question's requests. */
export type Answered = {
  readonly by: "concrete" | "symbolic";
  readonly choices: Choices;
  readonly decision: Decision;
};

export type Prepared = {
  readonly question: RandomQuestion;
  readonly policies: PolicySet;
  readonly encoder: FiniteEncoder;
  readonly verdict: Verdict;
  readonly answers: readonly Answered[];
  /** Null: the symbolic evaluator gave up. */
  readonly symbolic: SymbolicAnswer | null;
};

/** Null: the parser finds fault with one of the policies, so that they are not what AWS would have taken. */
export function prepare(question: RandomQuestion): Prepared | null {
  const { caller, subject, domain, requests } = question;
  const policies = policySetOf(question.policies, subject.service);
  if (hasFaults(policies)) return null;
  const encoder = new FiniteEncoder(domain);
  const by = callerOf(caller);
  const verdict = decisionOn(policies, { encoder, caller: by, resourceAccount: subject.account });
  const symbolic = decideSymbolically(policies, caller, subject.account, subject.service);
  // The symbolic evaluator knows of no organization: what follows from it has to be stated.
  const derived = Object.fromEntries(derivedKeys(by, organization));
  const answers = requests.flatMap((choices): Answered[] => {
    const request = requestOf(question, choices);
    const concrete = decideConcretely(questionOf(policies, request));
    const stated = { ...request, context: { ...derived, ...request.context } };
    return [
      { by: "concrete", choices, decision: concrete },
      ...(symbolic === null ? [] : [{ by: "symbolic" as const, choices, decision: symbolic.decide(stated) }]),
    ];
  });
  return { question, policies, encoder, verdict, answers, symbolic };
}

function hasFaults(policies: PolicySet): boolean {
  const { resource, identity } = policies;
  const levels = [...(policies.scps ?? []), ...(policies.rcps ?? [])].flatMap((level) => level.policies);
  const documents = [
    ...(identity === "unknown" ? [] : identity),
    ...(resource === null || resource === "unknown" ? [] : [resource]),
    ...(policies.boundary ?? []),
    ...(policies.session ?? []),
    ...levels,
    ...(policies.endpoint ?? []),
  ].map(({ document }) => document);
  return documents.some(
    ({ statements, issues }) =>
      statements.some(({ exact }) => !exact) || issues.some(({ severity }) => severity === "error"),
  );
}

/** Where the formula contradicts what the evaluator said. */
function contradicts({ allowed, denied }: Verdict, decision: Decision): Term {
  switch (decision) {
    case "Allowed":
      return not(allowed.may);
    case "ExplicitlyDenied":
      return not(denied.may);
    case "ImplicitlyDenied":
      return or([allowed.must, denied.must]);
    case "Unknown":
      return or([allowed.must, denied.must, and([not(allowed.may), not(denied.may)])]);
  }
}

function isOpen({ must, may }: Claim): boolean {
  return must !== may;
}

/** Whether AWS leaves anything about this question open, for some of its requests. */
export function mayBeOpen({ verdict }: Prepared): boolean {
  return isOpen(verdict.allowed) || isOpen(verdict.denied);
}

function chosen(encoder: FiniteEncoder, { action, resource, keys }: Choices): Term {
  return and([
    encoder.actionIs(action),
    encoder.resourceIs(resource),
    ...Object.entries(keys).map(([key, indexes]) => encoder.keyIs(key, indexes)),
  ]);
}

const selector = 8;
function number(index: number): string {
  return `#b${index.toString(2).padStart(selector, "0")}`;
}

const named: Verdict = {
  allowed: { must: "allowed-must", may: "allowed-may" },
  denied: { must: "denied-must", may: "denied-may" },
};

function definitionsOf({ encoder, verdict }: Prepared): string {
  return `${encoder.declarations()}
(declare-const q (_ BitVec ${selector}))
(define-fun allowed-must () Bool ${verdict.allowed.must})
(define-fun allowed-may () Bool ${verdict.allowed.may})
(define-fun denied-must () Bool ${verdict.denied.must})
(define-fun denied-may () Bool ${verdict.denied.may})
`;
}

function conflictsOf({ question, encoder, answers }: Prepared): Term {
  return or(
    answers.map(({ by, choices, decision }, i) =>
      // A region that says *may* without need is counted, and no disagreement.
      (by === "symbolic" && decision === "Unknown") || isKnown(question)
        ? "false"
        : and([`(= q ${number(i)})`, chosen(encoder, choices), contradicts(named, decision)]),
    ),
  );
}

export type Conflict = {
  readonly answered: Answered | null;
  /** What Z3's formula says. */
  readonly instead: string;
};

export type Found = {
  readonly conflict: Conflict | null;
  /** Whether any request of the domain at all is allowed. */
  readonly someAllowed: boolean;
};

export function findConflict(z3: Z3, prepared: Prepared): Found {
  const conflict = `(assert ${conflictsOf(prepared)})`;
  const [conflicting, allowed] = z3.run(
    `(push)${definitionsOf(prepared)}
(push)${conflict}(check-sat)(pop)
(push)(assert allowed-must)(check-sat)(pop)
(pop)`,
  );
  const someAllowed = allowed === "sat";
  if (conflicting === "unsat") {
    const ofSet = setConflict(z3, prepared, someAllowed);
    return { conflict: ofSet === null ? null : { answered: null, instead: ofSet }, someAllowed };
  }
  const told = z3
    .run(
      `(push)${definitionsOf(prepared)}${conflict}(check-sat)
(eval q)(eval allowed-must)(eval allowed-may)(eval denied-must)(eval denied-may)(pop)`,
    )
    .slice(1);
  const [q = "", ...rest] = told;
  const answered = prepared.answers[Number(`0${q.slice(1)}`)] ?? null;
  return { conflict: { answered, instead: instead(rest) }, someAllowed };
}

/** The symbolic evaluator on all requests at once: is there one that is allowed, and is its example one? */
function setConflict(
  z3: Z3,
  { question, policies, symbolic }: Prepared,
  someAllowed: boolean,
): string | null {
  const said = symbolic?.someAllowed;
  if (said === null || said === undefined || isKnown(question)) return null;
  if (!said.is) return someAllowed ? "symbolic says that nothing is allowed, and Z3 finds a request" : null;
  const { example } = said;
  if (example === null) return null;
  const { allowed } = decisionOn(policies, {
    encoder: encoderOf(example),
    caller: callerOf(example),
    resourceAccount: question.subject.account,
  });
  const [taken] = z3.run(`(push)(assert ${allowed.may})(check-sat)(pop)`);
  return taken === "sat" ? null : `Z3 does not allow symbolic's example ${JSON.stringify(example)}`;
}

function instead([allowedMust, allowedMay, deniedMust, deniedMay]: readonly string[]): Decision | string {
  if (allowedMust === "true") return "Allowed";
  if (deniedMust === "true") return "ExplicitlyDenied";
  if (allowedMay === "false")
    return deniedMay === "false" ? "ImplicitlyDenied" : "denied in one way or the other";
  return "Unknown";
}

export type Openness = {
  /** How many of the requests AWS's documents leave open. */
  readonly open: number;
  /** Of those, what the concrete evaluator decides all the same. */
  readonly decided: number;
};

export function openRequests(z3: Z3, prepared: Prepared): Openness {
  const isOpenNow = "(and allowed-may (not allowed-must) (not denied-must))";
  const concrete = prepared.answers.filter(({ by }) => by === "concrete");
  const checks = concrete.map(
    ({ choices }) => `(push)(assert ${chosen(prepared.encoder, choices)})(check-sat)(pop)`,
  );
  const answers = z3.run(`(push)${definitionsOf(prepared)}(assert ${isOpenNow})${checks.join("\n")}(pop)`);
  const open = concrete.filter((_, i) => answers[i] === "sat");
  return { open: open.length, decided: open.filter(({ decision }) => decision !== "Unknown").length };
}
