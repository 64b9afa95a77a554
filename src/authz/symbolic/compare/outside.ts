/**
 * Is there a request that some statements match and others don't? Statements are taken apart into pieces, one action
 * pattern each; a piece that another statement plainly has too is out, and pieces that meet the same statements are asked
 * about together. So the algebra sees only what differs, mostly without the dimension of actions.
 */
import type { Region } from "../../../logic/types.ts";
import { actionRegion, actionsRegion } from "../action-regions.ts";
import type { RequestSpace } from "../request-space.ts";
import { restRegion, statementRegion } from "../statement-regions.ts";
import { type ActionIndex, mayMeet } from "./action-index.ts";
import { type Clause, restWithin, trimmed } from "./clauses.ts";

/** `action` null: a clause with NotAction, whole. */
type Piece = { readonly clause: Clause; readonly action: string | null };

/** Pieces that meet the same clauses. */
type Group = {
  readonly pieces: Piece[];
  readonly covers: { readonly all: readonly Clause[]; readonly some: readonly Clause[] };
  /** Null: the question has no `within`. */
  readonly within: { readonly all: readonly Clause[]; readonly some: readonly Clause[] } | null;
};

export type OutsideQuestion = {
  /** Some of these match the request, */
  readonly of: readonly Clause[];
  /** some of these too (null: no matter), */
  readonly within: ActionIndex | null;
  /** and none of these. */
  readonly covers: readonly ActionIndex[];
};

/** A set of requests, as a region in whichever space it is asked for. */
export type RegionIn = (requests: RequestSpace) => Region;

/** Sets of requests: the question's answer is their union. None: there is surely no such request. */
export function outside(question: OutsideQuestion): readonly RegionIn[] {
  const groups = new Map<string, Group>();
  const ids = new Map<Clause, number>();
  const idOf = (clause: Clause): number => {
    const id = ids.get(clause) ?? ids.size;
    ids.set(clause, id);
    return id;
  };
  for (const clause of question.of) {
    for (const piece of piecesOf(clause, question.covers)) {
      const met = meet(piece, question);
      if (met === null) continue;
      const key = [met.covers.all, met.covers.some, met.within?.all ?? [], met.within?.some ?? []]
        .map((clauses) => clauses.map(idOf).join())
        .join(";");
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { ...met, pieces: [piece] });
      else known.pieces.push(piece);
    }
  }
  const all = [...groups.values()].flatMap((group) => {
    const left = groupRegion(group);
    return left === null ? [] : [{ group, left }];
  });
  // Each group is a question of its own, so they must not be too many; larger questions go on where it stops.
  if (all.length <= mostGroups) return all.map(({ left }) => left);
  return [(requests) => requests.space.or(...all.map(({ left }) => left(requests)))];
}

const mostGroups = 40;

function piecesOf(clause: Clause, covers: readonly ActionIndex[]): readonly Piece[] {
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
    return covered ? [] : [{ clause, action: null }];
  }
  const same = covers.flatMap(({ byRest }) => byRest.get(clause.restKey) ?? []);
  return clause.actions
    .filter((action) => !same.some((texts) => texts.has(action) || texts.has("*")))
    .map((action) => ({ clause, action }));
}

/** The clauses that the piece meets; null where one of them covers it, or none of `within` is met. */
function meet({ clause, action }: Piece, question: OutsideQuestion): Omit<Group, "pieces"> | null {
  const covers: { all: Clause[]; some: Clause[] } = { all: [], some: [] };
  for (const index of question.covers) {
    const { all, some } = relationOf(action, index);
    for (const other of all) {
      if (other.restKey === clause.restKey || restWithin(clause, other)) return null;
      covers.all.push(other);
    }
    covers.some.push(...some);
  }
  if (question.within === null) return { covers, within: null };
  const { all, some } = relationOf(action, question.within);
  if (all.size + some.size === 0) return null;
  return { covers, within: { all: [...all], some: [...some] } };
}

function relationOf(
  action: string | null,
  index: ActionIndex,
): { readonly all: ReadonlySet<Clause>; readonly some: ReadonlySet<Clause> } {
  return action === null ? { all: new Set(), some: new Set(index.clauses) } : index.relation(action);
}

function groupRegion({ pieces, covers, within }: Group): RegionIn | null {
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
  return (requests) => {
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
