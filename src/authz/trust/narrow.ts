/**
 * Deny statements over an allowed clause. What they leave is told in the policy's own words: the contrary of one of each
 * Deny's tests, which makes alternatives where a Deny has several.
 */
import type { Region } from "../../logic/types.ts";
import { regionOf } from "../conditions/regions.ts";
import { contraryOf, type Test, testText } from "../conditions/test.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import { coverOf } from "./covers.ts";
import type { Clause } from "./drafts.ts";
import { exactView } from "./exact.ts";
import { residualOf } from "./residual.ts";
import type { Situation } from "./situation.ts";

export type Narrowed =
  /** Nothing is left; `by` are the statements that take it. */
  | { readonly kind: "denied"; readonly by: readonly number[] }
  | { readonly kind: "left"; readonly clauses: readonly Clause[] };

/** More alternatives than this are not told one by one. */
const mostAlternatives = 16;

type Denial = { readonly index: number; readonly label: string; readonly tests: readonly Test[] };

export function narrow(
  clause: Clause,
  denies: readonly CompiledStatement[],
  action: number,
  situation: Situation,
): Narrowed {
  const denials: Denial[] = [];
  const doubts: string[] = [];
  const doubtful: number[] = [];
  for (const statement of denies) {
    if ((statement.actions & action) === 0) continue;
    const denial = denialOf(statement, situation);
    if (denial === null) continue;
    if (denial.doubts.length > 0) {
      // Not surely denied, so not taken away; and not surely left either.
      doubts.push(...denial.doubts.map((doubt) => `it may be denied: ${doubt}`));
      doubtful.push(statement.index);
    } else if (denial.tests.length === 0) return { kind: "denied", by: [statement.index] };
    else denials.push({ index: statement.index, label: statement.label, tests: denial.tests });
  }
  const marked: Clause =
    doubtful.length === 0
      ? clause
      : { ...clause, doubts: [...clause.doubts, ...doubts], narrowedBy: [...clause.narrowedBy, ...doubtful] };
  return denials.length === 0
    ? { kind: "left", clauses: [marked] }
    : takeAwayOnce(marked, denials, situation);
}

/** What the same denials leave of the same conditions is the same for all principals of an organization. */
const leftBefore = new Map<string, Narrowed | "all">();
const mostRemembered = 10_000;

function takeAwayOnce(clause: Clause, denials: readonly Denial[], situation: Situation): Narrowed {
  const key = keyOf(clause.tests, denials, situation);
  if (key === null) return takeAway(clause, denials, situation);
  let left = leftBefore.get(key);
  if (left === undefined) {
    const bare: Clause = { ...clause, doubts: [], allowedBy: [], narrowedBy: [] };
    const narrowed = takeAway(bare, denials, situation);
    left = narrowed.kind === "left" && narrowed.clauses[0] === bare ? "all" : narrowed;
    if (leftBefore.size >= mostRemembered) leftBefore.clear();
    leftBefore.set(key, left);
  }
  if (left === "all") return { kind: "left", clauses: [clause] };
  if (left.kind === "denied") return left;
  return {
    kind: "left",
    clauses: left.clauses.map(({ tests, doubts, narrowedBy }) => ({
      ...clause,
      tests,
      doubts: [...clause.doubts, ...doubts],
      narrowedBy: [...clause.narrowedBy, ...narrowedBy],
    })),
  };
}

/** Null where the principal takes part: in its own keys, or in variables. */
function keyOf(held: readonly Test[], denials: readonly Denial[], situation: Situation): string | null {
  const parts: string[] = [situation.caller];
  const add = (tests: readonly Test[]): boolean =>
    tests.every((test) => {
      const value = situation.lookup(test.name);
      if (test.variables || value.kind !== "open") return false;
      const caller = test.facts.controlledBy === "principal" ? callersOf(test, situation) : "";
      // Told in the policy's own words, and with what a session needs: the same text asks for that in some calls only.
      parts.push(`${test.key} ${value.presence} ${test.facts.needs} ${caller} ${testText(test)}`);
      return caller !== null;
    });
  if (!add(held)) return null;
  for (const { index, label, tests } of denials) {
    parts.push(`${index} ${label}`);
    if (!add(tests)) return null;
  }
  return parts.join("\n\n");
}

/** ARNs of any account: `arn:aws:iam::*:root`. */
const ofAnyAccount = /^arn:[^:*?]*:[^:*?]*:[^:*?]*:\*:/;

/** Among whom the test tells principals apart, of whom no more is known than their account; null: there is more to it. */
function callersOf({ name, values }: Test, { party, world }: Situation): string | null {
  if (name !== "aws:principalarn" || party.kind !== "account") return null;
  const account = values.every((value) => ofAnyAccount.test(value)) ? "any" : party.account;
  return `${world.partition} ${account}`;
}

/** The Deny's tests for this party; null: it does not concern it. */
function denialOf(
  statement: CompiledStatement,
  situation: Situation,
): { readonly tests: readonly Test[]; readonly doubts: readonly string[] } | null {
  const cover = coverOf(statement, situation);
  if (cover.kind === "none") return null;
  const residual = residualOf(statement.tests, situation);
  if (residual.kind === "failed") return null;
  const doubts = [...statement.doubts, ...residual.doubts];
  if (cover.kind === "unknown") doubts.push(cover.reason);
  if (statement.principalsNegated) {
    doubts.push(
      `${statement.label} denies by NotPrincipal, which also denies every principal with a permissions boundary`,
    );
  }
  if (cover.kind !== "some") return { tests: residual.tests, doubts };
  const membership = residualOf([cover.test], situation);
  if (membership.kind === "failed") return null;
  return { tests: [...membership.tests, ...residual.tests], doubts };
}

function takeAway(clause: Clause, denials: readonly Denial[], situation: Situation): Narrowed {
  const contraries = denials.map(({ tests }) => tests.map((test) => contraryOf(test)));
  const all = [
    ...clause.tests,
    ...denials.flatMap(({ tests }) => tests),
    ...contraries.flat().flatMap((tests) => tests ?? []),
  ];
  const { maker, passing } = exactView(situation, all);
  const { space } = maker;
  const allowed = passing(clause.tests);
  const relevant: number[] = [];
  const taken: Region[] = [];
  for (const [position, { tests }] of denials.entries()) {
    const region = space.and(...tests.map((test) => regionOf(maker, test)));
    const apart = space.areDisjoint(allowed, region);
    if (apart.kind === "exact" && apart.value) continue;
    relevant.push(position);
    taken.push(region);
  }
  const by = relevant.flatMap((position) => denials[position]?.index ?? []);
  if (relevant.length === 0) return { kind: "left", clauses: [clause] };
  const left = space.minus(allowed, space.or(...taken));
  const nothing = space.isEmpty(left);
  if (nothing.kind === "exact" && nothing.value) return { kind: "denied", by };

  const narrowedBy = [...clause.narrowedBy, ...by];
  const capped =
    nothing.kind === "capped" ? [`the work of telling what is denied was cut short: ${nothing.reason}`] : [];
  let alternatives: readonly Clause[] = [{ ...clause, narrowedBy, doubts: [...clause.doubts, ...capped] }];
  for (const position of relevant) {
    const next = alternatives.flatMap((alternative) => {
      const options = contraries[position] ?? [];
      return options.map((contrary): Clause => {
        if (contrary !== null) return { ...alternative, tests: withTests(alternative.tests, contrary) };
        const doubt = `${denials[position]?.label ?? "a statement"} denies a part that can't be told as a condition`;
        return { ...alternative, doubts: [...alternative.doubts, doubt] };
      });
    });
    const possible = next.filter((alternative) => {
      const empty = space.isEmpty(passing(alternative.tests));
      return empty.kind === "capped" || !empty.value;
    });
    if (possible.length > mostAlternatives)
      return { kind: "left", clauses: [summary(clause, denials, relevant, contraries)] };
    alternatives = withoutCovered(possible);
  }
  return { kind: "left", clauses: alternatives };
}

function withTests(tests: readonly Test[], more: readonly Test[]): readonly Test[] {
  const texts = new Set(tests.map(testText));
  return [...tests, ...more.filter((test) => !texts.has(testText(test)))];
}

/** An alternative with all the tests of another, and more, adds nothing. */
function withoutCovered(clauses: readonly Clause[]): readonly Clause[] {
  const texts = clauses.map((clause) => new Set(clause.tests.map(testText)));
  return clauses.filter((_, i) => {
    const mine = texts[i];
    return !texts.some(
      (other, j) =>
        j !== i &&
        mine !== undefined &&
        [...other].every((text) => mine.has(text)) &&
        (other.size < mine.size || j < i) &&
        (clauses[j]?.doubts.length ?? 0) <= (clauses[i]?.doubts.length ?? 0),
    );
  });
}

/** Too many alternatives: what single tests deny is told, the rest is a doubt. */
function summary(
  clause: Clause,
  denials: readonly Denial[],
  relevant: readonly number[],
  contraries: readonly (readonly (readonly Test[] | null)[])[],
): Clause {
  let tests = clause.tests;
  const doubts = [...clause.doubts];
  for (const position of relevant) {
    const [only, ...others] = contraries[position] ?? [];
    if (only !== undefined && only !== null && others.length === 0) tests = withTests(tests, only);
    else doubts.push(`${denials[position]?.label ?? "a statement"} denies a part that is not told here`);
  }
  const by = relevant.flatMap((position) => denials[position]?.index ?? []);
  return { ...clause, tests, doubts, narrowedBy: [...clause.narrowedBy, ...by] };
}
