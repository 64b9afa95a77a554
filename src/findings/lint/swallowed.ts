/** Statements without an effect of their own. Found once for a policy; of two that say the same, the first stays. */
import type { LintView, StatementView } from "./lint-rule.ts";

export type Swallowed = {
  /** No request matches. */
  readonly dead: readonly StatementView[];
  /** Allow statements of which everything is denied. */
  readonly denied: readonly StatementView[];
  /** What they say is said by others of the same effect. */
  readonly covered: readonly StatementView[];
};

/** Longer policies than AWS takes are not worth the comparisons. */
const mostStatements = 150;
const mostPatterns = 1000;

const found = new WeakMap<LintView, Swallowed>();

export function swallowed(view: LintView): Swallowed {
  let answer = found.get(view);
  if (answer === undefined) {
    answer = find(view);
    found.set(view, answer);
  }
  return answer;
}

function find(view: LintView): Swallowed {
  const { algebra } = view;
  const statements = view.statements.filter(({ statement }) => statement.action.patterns.length > 0);
  const left = new Set(statements);
  const take = (statement: StatementView, isSwallowed: boolean | null): boolean => {
    if (isSwallowed === true) left.delete(statement);
    return isSwallowed === true;
  };
  const dead = statements.filter((one) => take(one, algebra.matchesNothing(one.statement.index)));
  const patterns = statements.reduce(
    (sum, { statement: { action, resource } }) =>
      sum + action.patterns.length + (resource?.patterns.length ?? 0),
    0,
  );
  if (left.size > mostStatements || patterns > mostPatterns) return { dead, denied: [], covered: [] };
  const indexes = (effect: "Allow" | "Deny", but: StatementView): readonly number[] =>
    [...left].flatMap((one) => (one !== but && one.statement.effect === effect ? [one.statement.index] : []));
  const denied = [...left].filter(
    (one) =>
      one.statement.effect === "Allow" &&
      take(one, algebra.isCovered(one.statement.index, indexes("Deny", one))),
  );
  // From the last, so that the first of equal ones stays.
  const covered = [...left]
    .toReversed()
    .filter((one) => take(one, algebra.isCovered(one.statement.index, indexes(one.statement.effect, one))));
  return { dead, denied, covered };
}
