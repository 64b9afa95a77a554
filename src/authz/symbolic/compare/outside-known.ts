/**
 * The question of `outside.ts` among known requests. Statements are taken apart into sets of listed actions that meet the
 * same statements whole, so that the algebra is asked about conditions and resources only; then one form of resources after
 * the other, in lots, because the data has some two thousand.
 */
import type { Region } from "../../../logic/types.ts";
import type { Statement } from "../../../policy/ast.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { foldAction } from "../action-regions.ts";
import { type RequestSpace, resourceDimension } from "../request-space.ts";
import { restRegion } from "../statement-regions.ts";
import type { Relation } from "./action-index.ts";
import { type Clause, trimmed } from "./clauses.ts";
import { guessesOf, guessesOfBoth } from "./guesses.ts";
import { formsRegion, type KnownActions, type Taken, type TakenForms, takes } from "./known-actions.ts";
import { actionsLeft, type OutsideQuestion, type OutsideSet, type Part } from "./outside.ts";

/** A clause's actions that meet the same clauses. */
type Group = {
  readonly clause: Clause;
  readonly actions: string[];
  readonly covers: readonly Relation[];
  /** Null: the question has no `within`. */
  readonly within: Relation | null;
};

/** Sets of known requests: the question's answer among them is their union. */
export function* knownOutside(question: OutsideQuestion, known: KnownActions): Generator<OutsideSet> {
  const { of, covers, within } = question;
  const indexes = [of, ...covers, ...(within === null ? [] : [within])];
  const negated = indexes.reduce((sum, index) => sum + index.negated, 0);
  const seen = new Set<string>();
  for (const clause of of.clauses) {
    const before = seen.size;
    const actions = [...knownActionsLeft(clause, question, known)];
    for (const action of actions) seen.add(action);
    if (negated > 0) yield onlyEffort(((seen.size - before) * negated) / actionsPerPair);
    for (const group of groupsOf(clause, actions, question)) {
      const set = groupSet(group, known);
      if (set !== null) yield set;
    }
  }
}

/** So many actions are held against a list of NotAction for the work of one pair of patterns. */
const actionsPerPair = 50;

function onlyEffort(effort: number): OutsideSet {
  return { effort, guesses: () => [], parts: () => [] };
}

function groupsOf(
  clause: Clause,
  actions: readonly string[],
  { of, covers, within }: OutsideQuestion,
): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const action of actions) {
    if (clause.negated && !of.relation(action).all.has(clause)) continue;
    const met = within?.relation(action) ?? null;
    if (met?.all.size === 0) continue;
    const covering = covers.map((index) => index.relation(action));
    const key = [...covering, ...(met === null ? [] : [met])].map((relation) => relation.key).join("|");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { clause, actions: [action], covers: covering, within: met });
    else group.actions.push(action);
  }
  return groups.values();
}

/** Listed actions that others don't plainly cover, undivided by all clauses; of NotAction, those too that it lists. */
function knownActionsLeft(
  clause: Clause,
  { of, covers, within }: OutsideQuestion,
  known: KnownActions,
): Iterable<string> {
  const indexes = within === null ? covers : [...covers, within];
  const isWhole = (text: string): boolean => indexes.every((index) => index.relation(text).some.size === 0);
  const left = actionsLeft(clause, covers);
  if (!left.includes(null)) {
    return known.undivided(
      left.filter((text) => text !== null),
      isWhole,
    );
  }
  const isOurs = (text: string): boolean => !of.relation(text).some.has(clause);
  return known.undivided(["*"], (pattern) => isWhole(pattern) && isOurs(pattern));
}

/** A clause's statement as far as others don't plainly cover it, and the clauses that matter to it. */
type Asked = {
  readonly clause: Clause;
  readonly statement: Statement;
  readonly covers: readonly Clause[];
  readonly within: readonly Clause[] | null;
  readonly forms: TakenForms;
};

function groupSet({ clause, actions, covers, within }: Group, known: KnownActions): OutsideSet | null {
  const covering = covers.flatMap(({ all }) => [...all]);
  const statement = trimmed(clause, covering);
  if (statement === null) return null;
  const met = within === null ? null : [...within.all];
  const forms = known.forms(actions, statement.resource);
  const asked: Asked = { clause, statement, covers: covering, within: met, forms };
  return {
    effort: sizeOf(asked),
    guesses: () => guesses(asked, known),
    parts: (requests) => parts(asked, requests),
  };
}

function* guesses({ statement, within, forms }: Asked, known: KnownActions): Generator<RequestToDecide> {
  const first = forms.first();
  if (first === null) return;
  const asked = [{ statement, actions: [foldAction(first.action)] }];
  const found = within === null ? guessesOf(asked) : guessesOfBoth(asked, within.slice(0, 5));
  for (const request of found) yield* known.fitting({ ...request, action: first.action });
}

/** So many forms are asked about at once: more would mostly be asked in vain, as an example is among the first. */
const lot = 32;
/** For so few, it does not pay to ask first whether any resource at all would do. */
const fewForms = 4;

function* parts(asked: Asked, requests: RequestSpace): Generator<Part> {
  const { forms } = asked;
  const size = sizeOf(asked);
  const part = (taken: readonly Taken[]): Part => ({
    region: (space) => space.space.and(bareRegion(asked, space), formsRegion(space, taken)),
    named: (request) => named(request, taken),
    effort: size * taken.length,
  });
  if (clausesOf(asked).every(({ resource }) => resource.universal)) {
    const first = forms.first();
    if (first !== null) yield part([first]);
    return;
  }
  const all = forms.all();
  if (all.length > fewForms) {
    const { space, universe } = requests;
    const anywhere = space.witness(space.and(bareRegion(asked, requests), universe));
    if (anywhere.kind === "exact") {
      if (anywhere.value === null) return;
      const resource = anywhere.value.values.get(resourceDimension);
      const there = resource?.kind === "text" ? all.filter((taken) => takes(taken, resource.text)) : [];
      if (there.length > 0) yield part(there.slice(0, 1));
    }
  }
  for (let from = 0; from < all.length; from += lot) yield part(all.slice(from, from + lot));
}

/** The clause's requests that the others leave, whatever the resource's form. */
function bareRegion({ clause, statement, covers, within }: Asked, requests: RequestSpace): Region {
  const { space } = requests;
  const rests = (clauses: readonly Clause[]): Region =>
    space.or(...clauses.map((each) => restRegion(requests, each.statement, each.version)));
  const own = restRegion(requests, statement, clause.version);
  return space.minus(within === null ? own : space.and(own, rests(within)), rests(covers));
}

function clausesOf({ clause, covers, within }: Asked): readonly Clause[] {
  return [clause, ...covers, ...(within ?? [])];
}

/** How many texts the clauses have. */
function sizeOf(asked: Asked): number {
  return clausesOf(asked).reduce((sum, { statement: { principal, resource, conditions } }) => {
    const values = conditions.map((condition) => (condition.kind === "test" ? condition.values.length : 1));
    return (
      sum +
      (principal?.entries.length ?? 0) +
      (resource?.patterns.length ?? 0) +
      values.reduce((a, b) => a + b, 1)
    );
  }, 0);
}

function named(request: RequestToDecide, among: readonly Taken[]): RequestToDecide {
  const taken = among.find((each) => takes(each, request.resource.arn));
  return { ...request, action: taken?.action ?? request.action };
}
