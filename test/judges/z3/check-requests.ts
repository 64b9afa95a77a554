/** Runs the judge over seeded random questions: the concrete evaluator against Z3, request by request. */
import { seeded } from "../../laws/trust/random.ts";
import { requestOf } from "./ask.ts";
import type { Decision } from "./evaluators.ts";
import {
  type Conflict,
  findConflict,
  mayBeOpen,
  openRequests,
  type Prepared,
  prepare,
} from "./judge-requests.ts";
import { isKnown } from "./known.ts";
import { type RandomQuestion, randomQuestion } from "./random/questions.ts";
import { shrink, smallerQuestions } from "./shrink.ts";
import type { Z3 } from "./wasm.ts";

export type BrokenRequest = Conflict & { readonly seed: number; readonly question: RandomQuestion };

export type RequestRun = {
  /** Questions of policies, and requests decided about them: those are the cases. */
  readonly questions: number;
  readonly cases: number;
  /** By the concrete evaluator. */
  readonly decided: Readonly<Record<Decision, number>>;
  /** Of the cases, those that the symbolic evaluator decided too. */
  readonly symbolic: number;
  /** Of those, *may*. */
  readonly symbolicUnknown: number;
  /** Left out besides, for a disagreement that is known (`known.ts`). */
  readonly setAside: number;
  /** What AWS's documents leave open: any answer agrees, so these are no evidence. */
  readonly open: number;
  /** Of those, what the concrete evaluator decides all the same. */
  readonly decidedOpen: number;
  /** Policies with which the parser finds fault: not asked. */
  readonly faulty: number;
  /** Questions with a request of Z3's own choice that is allowed. */
  readonly satisfiable: number;
  readonly broken: readonly BrokenRequest[];
};

export type RunOptions = {
  /** The first question's; the next has the next. */
  readonly seed: number;
  readonly cases: number;
  readonly requestsPerQuestion: number;
  readonly stopAfter: number;
  readonly isTimeUp?: () => boolean;
};

export function checkRequests(z3: Z3, options: RunOptions): RequestRun {
  const decided = { Allowed: 0, ExplicitlyDenied: 0, ImplicitlyDenied: 0, Unknown: 0 };
  const broken: BrokenRequest[] = [];
  let setAside = 0;
  let [questions, cases, symbolic, symbolicUnknown, open, decidedOpen, faulty, satisfiable] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ];
  for (let seed = options.seed; cases < options.cases; seed += 1) {
    if (broken.length >= options.stopAfter || options.isTimeUp?.() === true) break;
    const count = Math.min(options.requestsPerQuestion, options.cases - cases);
    const prepared = prepare(randomQuestion(seeded(seed), count));
    if (prepared === null) {
      faulty += 1;
      continue;
    }
    questions += 1;
    cases += count;
    for (const { by, decision } of prepared.answers) {
      if (by === "concrete") decided[decision] += 1;
      else if (isKnown(prepared.question)) setAside += 1;
      else {
        symbolic += 1;
        if (decision === "Unknown") symbolicUnknown += 1;
      }
    }
    const found = findConflict(z3, prepared);
    if (found.someAllowed) satisfiable += 1;
    if (mayBeOpen(prepared)) {
      const found = openRequests(z3, prepared);
      open += found.open;
      decidedOpen += found.decided;
    }
    if (found.conflict !== null) broken.push(smallest(z3, prepared, found.conflict, seed));
  }
  return {
    questions,
    cases,
    decided,
    symbolic,
    symbolicUnknown,
    setAside,
    open,
    decidedOpen,
    faulty,
    satisfiable,
    broken,
  };
}

function smallest(z3: Z3, { question }: Prepared, conflict: Conflict, seed: number): BrokenRequest {
  const wanted = conflict.answered;
  const about = (smaller: RandomQuestion): Conflict | null => {
    const prepared = prepare(smaller);
    const found = prepared === null ? null : findConflict(z3, prepared).conflict;
    const isSame = found?.answered?.by === wanted?.by && found?.answered?.decision === wanted?.decision;
    return isSame ? found : null;
  };
  const one = { ...question, requests: wanted === null ? question.requests.slice(0, 1) : [wanted.choices] };
  const small = shrink(one, smallerQuestions, (smaller) => about(smaller) !== null);
  return { ...(about(small) ?? conflict), seed, question: small };
}

/** For people: the minimal case. */
export function tellBroken({ seed, question, answered, instead }: BrokenRequest): string {
  const layers = Object.entries(question.policies)
    .filter(([layer, policies]) => {
      const isUsual = layer === "identity" || layer === "unknown";
      return policies !== null && !(isUsual && JSON.stringify(policies) === "[]");
    })
    .map(([layer, policies]) => `  ${layer.padEnd(9)} ${JSON.stringify(policies)}`);
  const request =
    answered === null
      ? { ...question.caller, account: question.subject.account }
      : requestOf(question, answered.choices);
  const said = answered === null ? instead : `${answered.by} said ${answered.decision}, Z3 ${instead}`;
  return [`seed ${seed}: ${said}`, `  request   ${JSON.stringify(request)}`, ...layers].join("\n");
}
