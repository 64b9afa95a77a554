/**
 * Calls about something whose name the caller may choose: is there one for which all of them are allowed? The patterns of
 * all statements that take part cut the names into finitely many kinds; one of each is tried.
 */
import {
  createSpace,
  glob,
  type Pattern,
  patternMatches,
  patternsOverlap,
  type Region,
} from "../../logic/index.ts";
import type { IdentityStatement } from "../caller/identity-policy.ts";
import { matcherOf } from "../conditions/texts.ts";
import { open } from "../conditions/values.ts";
import type { CallerDecision } from "../types.ts";

export type Form = {
  /** An ARN with `*` for whatever may be chosen. */
  readonly text: string;
  /** One of the form, with names that no policy is likely to know. */
  readonly example: string;
};

export type AnyResource =
  | { readonly kind: "allowed"; readonly arn: string; readonly decisions: readonly CallerDecision[] }
  | { readonly kind: "denied"; readonly because: string };

type Question = {
  readonly form: Form;
  /** Everything that says something about the actions; asked for only where the example is refused. */
  statements(): readonly IdentityStatement[];
  /** The decisions about all of the actions on one resource. */
  decide(arn: string): readonly CallerDecision[];
};

/** Kinds of names past this number are not tried. */
const mostKinds = 64;

export function anyResource(question: Question): AnyResource {
  const { form, decide } = question;
  const first = tried(form.example, decide);
  if (first.kind === "proven") return first.answer;
  let may = first.kind === "may" ? first.answer : null;
  const patterns = patternsOf(question.statements(), form);
  let kinds = 0;
  for (const arn of namesOf(patterns, form)) {
    kinds++;
    if (kinds > mostKinds) break;
    const next = tried(arn, decide);
    if (next.kind === "proven") return next.answer;
    if (next.kind === "may") may ??= next.answer;
  }
  if (may !== null) return may;
  if (kinds > mostKinds) {
    const reason = `its policies tell more than ${mostKinds} kinds of names of ${form.text} apart, and not all were tried`;
    return { kind: "allowed", arn: form.example, decisions: [doubtful(reason)] };
  }
  return { kind: "denied", because: first.kind === "denied" ? first.because : "" };
}

function doubtful(reason: string): CallerDecision {
  const certainty = { kind: "may", reasons: [reason] } as const;
  return { kind: "allowed", guards: [[]], sureGuards: 0, certainty, evidence: [] };
}

type Tried =
  | { readonly kind: "proven" | "may"; readonly answer: Extract<AnyResource, { kind: "allowed" }> }
  | { readonly kind: "denied"; readonly because: string };

function tried(arn: string, decide: Question["decide"]): Tried {
  const decisions = decide(arn);
  let isProven = true;
  for (const decision of decisions) {
    if (decision.kind === "denied") return decision;
    if (decision.certainty.kind === "may") isProven = false;
  }
  return { kind: isProven ? "proven" : "may", answer: { kind: "allowed", arn, decisions } };
}

/** Those that tell things of the form apart. Where a variable decides, the decision tells the doubt. */
function patternsOf(statements: readonly IdentityStatement[], form: Form): readonly Pattern[] {
  const whole = glob(form.text);
  const byText = new Map<string, Pattern>();
  for (const { resources, variables } of statements) {
    for (const text of resources) {
      if (text === "*" || byText.has(text)) continue;
      const mode = { wildcards: true, ignoreCase: false, arn: text.startsWith("arn:"), variables };
      const matcher = matcherOf(text, mode, () => open);
      if (matcher.kind === "pattern" && patternsOverlap(matcher.pattern, whole)) {
        byText.set(text, matcher.pattern);
      }
    }
  }
  return [...byText.values()];
}

const dimension = "resource";
const limits = { maxNodes: 20_000, maxStates: 20_000, maxSteps: 20_000 };

/** One name of each kind that is possible, those that more patterns match first. */
function* namesOf(patterns: readonly Pattern[], form: Form): Iterable<string> {
  if (patterns.length === 0) return;
  const space = createSpace(limits);
  space.dimension({ name: dimension, kind: "text", presence: "always", examples: [form.example] });
  const start = space.matches(dimension, segmentPattern(form.text));
  function* split(region: Region, at: number): Iterable<string> {
    const pattern = patterns[at];
    const empty = space.isEmpty(region);
    if (empty.kind === "exact" && empty.value) return;
    if (pattern === undefined) {
      const found = space.witness(region);
      const value = found.kind === "exact" ? found.value?.values.get(dimension) : undefined;
      if (value?.kind === "text" && patternMatches(glob(form.text), value.text)) yield value.text;
      return;
    }
    const matching = space.matches(dimension, pattern);
    yield* split(space.and(region, matching), at + 1);
    yield* split(space.minus(region, matching), at + 1);
  }
  yield* split(start, 0);
}

/** Stars do not cross the colons of an ARN's first five parts. */
function segmentPattern(text: string): Pattern {
  const mode = { wildcards: true, ignoreCase: false, arn: true, variables: false };
  const matcher = matcherOf(text, mode, () => open);
  return matcher.kind === "pattern" ? matcher.pattern : glob(text);
}
