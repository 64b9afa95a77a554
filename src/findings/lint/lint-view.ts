/** A parsed policy together with its JSON, so that rules can point at names and operators, and what its actions are. */
import type { ActionCatalogue, ActionFacts } from "../../authz/action-catalogue.ts";
import type { PolicyDocument, PolicyKind, Statement } from "../../policy/ast.ts";
import type { JsonObject } from "../../policy/json.ts";
import { statementNodes } from "../../policy/parse.ts";
import type { LintView, PlacedCondition, StatementView } from "./lint-rule.ts";
import type { StatementAlgebra } from "./statement-algebra.ts";

export function lintView(
  text: string,
  root: JsonObject,
  document: PolicyDocument,
  kind: PolicyKind,
  catalogue: ActionCatalogue,
  algebraOf: (document: PolicyDocument) => StatementAlgebra,
): LintView {
  const nodes = statementNodes(root);
  let statements: readonly StatementView[] | null = null;
  let algebra: StatementAlgebra | null = null;
  return {
    text,
    kind,
    root,
    document,
    catalogue,
    get statements() {
      statements ??= document.statements.flatMap((statement) => {
        const node = nodes[statement.index];
        return node !== undefined && isReadable(statement, document)
          ? [statementView(statement, node, catalogue)]
          : [];
      });
      return statements;
    },
    get algebra() {
      algebra ??= algebraOf(document);
      return algebra;
    },
  };
}

/** Issues after which a part of the statement stands for what could not be read. */
const guesses: ReadonlySet<string> = new Set([
  "wrong-type",
  "contradicting-elements",
  "missing-element",
  "duplicate-key",
  "unknown-principal-type",
  "unknown-effect",
]);

function isReadable({ exact, range }: Statement, { issues }: PolicyDocument): boolean {
  return (
    exact ||
    !issues.some(
      ({ code, range: { start, end } }) => guesses.has(code) && start >= range.start && end <= range.end,
    )
  );
}

function statementView(statement: Statement, node: JsonObject, catalogue: ActionCatalogue): StatementView {
  const { patterns, negated } = statement.action;
  let covered: readonly ActionFacts[] | null = null;
  return {
    statement,
    node,
    conditions: placedConditions(statement, node),
    conditionNode: conditionNode(node),
    get actions() {
      covered ??= coveredActions(statement, catalogue);
      return covered;
    },
    get actionsAreKnown() {
      return !negated && patterns.every(({ text }) => catalogue.matching(text).length > 0);
    },
  };
}

function coveredActions({ action }: Statement, catalogue: ActionCatalogue): readonly ActionFacts[] {
  // The catalogue keeps its answers: nothing is copied where one pattern says it all.
  const all = action.patterns.find(({ text }, _, { length }) => text === "*" || length === 1);
  if (!action.negated && all !== undefined) return catalogue.matching(all.text);
  const named = new Set(action.patterns.flatMap(({ text }) => catalogue.matching(text)));
  return action.negated ? catalogue.matching("*").filter((facts) => !named.has(facts)) : [...named];
}

function conditionNode(node: JsonObject): JsonObject | null {
  const value = node.members.find(({ key }) => key === "Condition")?.value;
  return value?.kind === "object" ? value : null;
}

function placedConditions(statement: Statement, node: JsonObject): readonly PlacedCondition[] {
  const tests = new Map(
    statement.conditions.flatMap((test) => (test.kind === "test" ? [[test.range.start, test] as const] : [])),
  );
  return (conditionNode(node)?.members ?? []).flatMap((operator) => {
    const { value } = operator;
    return value.kind !== "object"
      ? []
      : value.members.flatMap((key) => {
          const test = tests.get(key.keyStart);
          return test === undefined ? [] : [{ test, operator, siblings: value.members, key }];
        });
  });
}
