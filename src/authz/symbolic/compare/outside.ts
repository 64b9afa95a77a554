/**
 * Is there a request that some statements match and others don't? Statements are taken apart into pieces, one action
 * pattern each; a piece that another statement plainly has too is out, and pieces that meet the same statements are asked
 * about together. So the algebra sees only what differs, mostly without the dimension of actions.
 */
import type { Region } from "../../../logic/types.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { actionRegion, actionsRegion } from "../action-regions.ts";
import type { RequestSpace } from "../request-space.ts";
import { restRegion, statementRegion } from "../statement-regions.ts";
import { type ActionIndex, mayMeet, type Relation } from "./action-index.ts";
import { type Clause, restWithin, trimmed } from "./clauses.ts";
import { guessesOf, guessesOfBoth } from "./guesses.ts";

/** `action` null: a clause with NotAction, whole. */
type Piece = { readonly clause: Clause; readonly action: string | null };

/** Pieces that meet the same clauses. */
type Group = {
  readonly key: string;
  readonly pieces: Piece[];
  readonly covers: { readonly all: readonly Clause[]; readonly some: readonly Clause[] };
  /** Null: the question has no `within`. */
  readonly within: { readonly all: readonly Clause[]; readonly some: readonly Clause[] } | null;
};

export type OutsideQuestion = {
  /** Some of these match the request, */
  readonly of: ActionIndex;
  /** some of these too (null: no matter), */
  readonly within: ActionIndex | null;
  /** and none of these. */
  readonly covers: readonly ActionIndex[];
};

/** A set of requests, as a region in whichever space it is asked for. */
export type RegionIn = (requests: RequestSpace) => Region;

/** A part of a set of requests. `effort`: pairs of patterns that the algebra may have to relate, where such are counted. */
export type Part = {
  readonly region: RegionIn;
  /** An example of the region, with an action where the region leaves it open. */
  readonly named: (request: RequestToDecide) => RequestToDecide;
  readonly effort: number;
};

/** A set of requests, with examples to try before the algebra is asked. */
export type OutsideSet = {
  /** As of a part, to begin with it at all. */
  readonly effort: number;
  readonly guesses: () => Iterable<RequestToDecide>;
  /** The set is their union; each is made when those before it had no example. */
  readonly parts: (requests: RequestSpace) => Iterable<Part>;
};

/** Sets of requests: the question's answer is their union. None: there is surely no such request. */
export function outside(question: OutsideQuestion): readonly OutsideSet[] {
  const groups = new Map<string, Group>();
  for (const clause of question.of.clauses) {
    for (const piece of piecesOf(clause, question.covers)) {
      const met = meet(piece, question);
      if (met === null) continue;
      const known = groups.get(met.key);
      if (known === undefined) groups.set(met.key, { ...met, pieces: [piece] });
      else known.pieces.push(piece);
    }
  }
  const all = Array.from(groups.values(), groupSet).filter((set) => set !== null);
  const whole = (region: RegionIn): readonly Part[] => [{ region, named: (request) => request, effort: 0 }];
  // Each group is a question of its own, so they must not be too many.
  if (all.length <= mostGroups)
    return all.map(({ region, guesses }) => ({ effort: 0, guesses, parts: () => whole(region) }));
  return [
    ...all.slice(0, mostGroups).map(({ guesses }) => ({ effort: 0, guesses, parts: () => [] })),
    {
      effort: 0,
      guesses: () => [],
      parts: () => whole((requests) => requests.space.or(...all.map(({ region }) => region(requests)))),
    },
  ];
}

const mostGroups = 40;

function piecesOf(clause: Clause, covers: readonly ActionIndex[]): readonly Piece[] {
  return actionsLeft(clause, covers).map((action) => ({ clause, action }));
}

/** The clause's actions that no other has which says the same otherwise; null stands for all those of NotAction. */
export function actionsLeft(clause: Clause, covers: readonly ActionIndex[]): readonly (string | null)[] {
  if (clause.negated) {
    const covered = covers.some(({ clauses }) =>
      clauses.some(
        (other) =>
          (other.restKey === clause.restKey || restWithin(clause, other)) &&
          (other.negated
            ? other.actions.every((text) => clause.actions.includes(text))
            : other.actions.includes("*")),
      ),
    );
    return covered ? [] : [null];
  }
  let left = clause.actions;
  for (const index of covers) left = index.actionsLeft(clause, left);
  return left;
}

/** The clauses that the piece meets; null where none of `within` is met. */
function meet({ action }: Piece, question: OutsideQuestion): Omit<Group, "pieces"> | null {
  const covers: { all: Clause[]; some: Clause[] } = { all: [], some: [] };
  const keys: string[] = [];
  for (const index of question.covers) {
    const { all, some, key } = relationOf(action, index);
    covers.all.push(...all);
    covers.some.push(...some);
    keys.push(key);
  }
  if (question.within === null) return { covers, within: null, key: keys.join("|") };
  const { all, some, key } = relationOf(action, question.within);
  if (all.size + some.size === 0) return null;
  return { covers, within: { all: [...all], some: [...some] }, key: [...keys, key].join("|") };
}

function relationOf(action: string | null, index: ActionIndex): Relation {
  return action === null
    ? { all: new Set(), some: new Set(index.clauses), key: "whole" }
    : index.relation(action);
}

type GroupSet = Pick<OutsideSet, "guesses"> & { readonly region: RegionIn };

function groupSet({ pieces, covers, within }: Group): GroupSet | null {
  const byClause = new Map<Clause, (string | null)[]>();
  for (const { clause, action } of pieces) {
    const known = byClause.get(clause);
    if (known === undefined) byClause.set(clause, [action]);
    else known.push(action);
  }
  const left = [...byClause].flatMap(([clause, actions]) => {
    const statement = trimmed(clause, covers.all);
    return statement === null ? [] : [{ clause, statement, actions }];
  });
  if (left.length === 0) return null;
  const needsActions = covers.some.length > 0 || (within?.some.length ?? 0) > 0;
  const region: RegionIn = (requests) => {
    const { space } = requests;
    const rests = (clauses: readonly Clause[]): Region =>
      space.or(...clauses.map(({ statement, version }) => restRegion(requests, statement, version)));
    const wholes = (clauses: readonly Clause[], actions: readonly (string | null)[]): Region =>
      space.or(...clauses.map((clause) => metRegion(requests, clause, actions)));
    const actions = pieces.map(({ action }) => action);
    const asked = space.or(
      ...left.map(({ clause, statement, actions: own }) =>
        space.and(
          askedActions(requests, clause, needsActions ? own : own.slice(0, 1)),
          restRegion(requests, statement, clause.version),
        ),
      ),
    );
    const met =
      within === null ? space.everything : space.or(rests(within.all), wholes(within.some, actions));
    const covered = space.or(rests(covers.all), wholes(covers.some, actions));
    return space.minus(space.and(asked, met), covered);
  };
  const asked = left.slice(0, 3);
  const met = [...(within?.all ?? []), ...(within?.some ?? [])].slice(0, 5);
  return { region, guesses: () => (within === null ? guessesOf(asked) : guessesOfBoth(asked, met)) };
}

/** Where all pieces meet the same clauses whole, one action stands for all. */
function askedActions(requests: RequestSpace, clause: Clause, actions: readonly (string | null)[]): Region {
  const texts = actions.filter((action) => action !== null);
  return texts.length < actions.length
    ? actionRegion(requests, clause.statement.action)
    : actionsRegion(requests, texts);
}

/** A clause's statement with those of its actions that the pieces may have. */
function metRegion(requests: RequestSpace, clause: Clause, actions: readonly (string | null)[]): Region {
  const { statement, version } = clause;
  const [only] = actions;
  if (clause.negated || actions.length !== 1 || only === null || only === undefined) {
    return statementRegion(requests, statement, version);
  }
  const texts = clause.actions.filter((text) => mayMeet(only, text));
  return requests.space.and(actionsRegion(requests, texts), restRegion(requests, statement, version));
}
