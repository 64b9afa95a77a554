/**
 * Tier two: the symbolic evaluator against Z3 over all strings. Of two policies, "within" asks Z3 to find no request, and
 * "not within" asks it to find one; of a whole decision, Z3 is asked whether anything is allowed.
 */
import { callerOf, derivedKeys } from "./callers.ts";
import { decisionOn } from "./decision.ts";
import { type Comparison, type PairQuestion, pairQuestions } from "./evaluators.ts";
import { claimOf, type PairConflict, type PreparedPair } from "./judge-pairs.ts";
import type { Prepared } from "./judge-requests.ts";
import { isKnown } from "./known.ts";
import { runNative } from "./native.ts";
import { callersOf, type RandomPair } from "./random/pairs.ts";
import { type FreeKey, NotEncoded, StringEncoder } from "./strings.ts";
import { and, or, type Term } from "./terms.ts";

export type StringsFound<Conflict> = {
  readonly conflict: Conflict | null;
  readonly agreed: number;
  /** Z3 said `unknown`, or took too long: no evidence. */
  readonly undecided: number;
  readonly notEncoded: number;
};

const millisecondsEach = 700;

type Asked = { readonly question: PairQuestion; readonly script: string };

export function judgeStrings(prepared: PreparedPair): StringsFound<PairConflict> {
  const { said } = prepared;
  const asked: Asked[] = [];
  let notEncoded = 0;
  for (const question of pairQuestions) {
    if (!said[question].within && said[question].example === null) continue;
    try {
      asked.push({ question, script: scriptOf(prepared, question) });
    } catch (error) {
      if (!(error instanceof NotEncoded)) throw error;
      notEncoded += 1;
    }
  }
  const answers =
    runNative(asked.map(({ script }) => script).join("(reset)\n"), asked.length * millisecondsEach * 2) ?? [];
  let agreed = 0;
  let undecided = 0;
  let conflict: PairConflict | null = null;
  for (const [i, { question }] of asked.entries()) {
    const answer = answers[i];
    if (answer !== "sat" && answer !== "unsat") undecided += 1;
    else if ((answer === "unsat") === said[question].within) agreed += 1;
    else conflict ??= { question, because: because(said[question]) };
  }
  return { conflict, agreed, undecided, notEncoded };
}

function because({ within, example }: Comparison[PairQuestion]): string {
  return within
    ? "within, and Z3 finds a request over all strings"
    : `Z3 finds no such request, whatever the strings; the example is ${JSON.stringify(example)}`;
}

/**
 * Of "within", requests as they are made: what follows from the caller is not free. Of "not within", whatever can be
 * stated, so that a difference is denied only where there can be none.
 */
function scriptOf({ pair, a, b, said }: PreparedPair, question: PairQuestion): string {
  const { within } = said[question];
  const free = freeKeysOf(pair, !within);
  const terms = new Set<Term>();
  let declarations = "";
  for (const caller of callersOf(pair.kind).map(callerOf)) {
    const encoder = new StringEncoder(free, within ? derivedKeys(caller, null) : new Map());
    declarations = encoder.declarations();
    const { must, may } = claimOf(a, b, encoder, caller, question);
    terms.add(within ? must : may);
  }
  return script(declarations, or([...terms]));
}

/**
 * The whole decision as a region, against Z3 over all strings: where the region says that no request to the service may be
 * allowed, Z3 must find none; where it has an example, Z3 must find one.
 */
export function judgeSetStrings({ question, policies, symbolic }: Prepared): StringsFound<string> {
  const nothing = { conflict: null, agreed: 0, undecided: 0, notEncoded: 0 };
  const said = symbolic?.someAllowed;
  if (said === null || said === undefined || isKnown(question)) return nothing;
  if (said.is && said.example === null) return nothing;
  const { subject } = question;
  const caller = callerOf(question.caller);
  const encoder = new StringEncoder(freeKeysOf(question, false), derivedKeys(caller, null));
  let term: Term;
  try {
    const { allowed } = decisionOn(policies, { encoder, caller, resourceAccount: subject.account });
    term = and([said.is ? allowed.may : allowed.must, encoder.action(`${subject.service}:*`)]);
  } catch (error) {
    if (!(error instanceof NotEncoded)) throw error;
    return { ...nothing, notEncoded: 1 };
  }
  const [answer] = runNative(script(encoder.declarations(), term), 2 * millisecondsEach) ?? [];
  if (answer !== "sat" && answer !== "unsat") return { ...nothing, undecided: 1 };
  if ((answer === "sat") === said.is) return { ...nothing, agreed: 1 };
  const because = said.is
    ? `Z3 allows nothing, whatever the strings; the example is ${JSON.stringify(said.example)}`
    : "the region allows nothing, and Z3 finds a request over all strings";
  return { ...nothing, conflict: because };
}

function script(declarations: string, term: Term): string {
  return `(set-option :timeout ${millisecondsEach})\n${declarations}\n(assert ${term})\n(check-sat)\n`;
}

/** The organization of an account that nobody knows is free in any case. */
function freeKeysOf(
  { subject }: Pick<RandomPair, "subject">,
  withDerived: boolean,
): ReadonlyMap<string, FreeKey> {
  const free = subject.keys
    .filter(({ key, derived }) => withDerived || derived !== true || key.startsWith("aws:PrincipalOrg"))
    .map(({ key, type, several }): readonly [string, FreeKey] => [
      key.toLowerCase(),
      { type, several: several === true },
    ]);
  // Variables may speak of the caller where no condition does.
  const derived = withDerived
    ? derivedTexts.map((key) => [key, { type: "text", several: false }] as const)
    : [];
  return new Map<string, FreeKey>([...derived, ...free]);
}

const derivedTexts = [
  "aws:username",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principaltype",
] as const;
