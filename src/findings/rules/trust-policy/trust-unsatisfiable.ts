import type { DeadEnd } from "../../../authz/types.ts";
import type { Statement } from "../../../policy/ast.ts";
import type { Draft, StatementEdit, TrustRule, TrustView } from "../../rule.ts";

export const trustUnsatisfiable: TrustRule = {
  kind: "trust",
  id: "trust-unsatisfiable",
  title: "Trust that nobody can use",
  rationale:
    "The statement looks as if it let somebody in, and never does: its conditions exclude each other or the principal " +
    "(a vendor that must belong to our organization), it names another partition, its actions do not fit the principal, " +
    "or another statement denies all of it. Whoever reads it is misled, and the usual repair under pressure is to widen " +
    "it too far.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    "Access Analyzer MISMATCHED_ACTION_FOR_PRINCIPAL",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.hasDeadEnd,

  *check(view): Iterable<Draft> {
    const seen = new Set<string>();
    for (const deadEnd of view.deadEnds) {
      // Principals that are gone have a rule of their own.
      if (deadEnd.cause === "deleted-principal" || deadEnd.cause === "not-existing") continue;
      const statement = view.document.statements[deadEnd.statement];
      const cause = `${deadEnd.cause} ${deadEnd.principal ?? (statement === undefined ? "" : identity(statement, view))}`;
      if (seen.has(cause)) continue;
      seen.add(cause);
      const letsNobodyIn = view.grants.length === 0;
      yield {
        cause,
        severity: letsNobodyIn ? "medium" : "low",
        reasons: [
          deadEnd.because,
          letsNobodyIn ? "Nobody at all can assume the role." : "Other ways into the role work.",
        ],
        title: titleOf(deadEnd),
        grants: [],
        statements: [deadEnd.statement],
      };
    }
  },

  fix: (view, draft) => ({
    summary: "Take out what can never match; if the access is wanted, put it in a statement of its own.",
    edits: view.deadEnds
      .filter((deadEnd) => draft.statements.includes(deadEnd.statement) && titleOf(deadEnd) === draft.title)
      .slice(0, 1)
      .map(
        ({ statement, principal }): StatementEdit =>
          principal === null
            ? { kind: "remove-statement", statement }
            : { kind: "remove-principal", statement, value: principal },
      ),
  }),
};

function titleOf(deadEnd: DeadEnd): string {
  const whom = deadEnd.principal === null ? "A statement" : `The trust in ${deadEnd.principal}`;
  switch (deadEnd.cause) {
    case "foreign-partition":
      return `${whom} can never match: it belongs to another partition`;
    case "contradiction":
      return `${whom} can never match: its conditions exclude each other or the principal`;
    case "denied":
      return `${whom} is denied by another statement`;
    case "action-mismatch":
      return `${whom} can never match: the actions do not fit the principal`;
    case "deleted-principal":
    case "not-existing":
      return `${whom} leads nowhere`;
  }
}

/** What the statement says, without its place: the finding keeps its id when statements before it come and go. */
function identity(statement: Statement, view: TrustView): string {
  const principals = statement.principal?.entries.map((entry) => entry.value) ?? [];
  const conditions = statement.conditions.map((condition) =>
    condition.kind === "test"
      ? `${condition.operator} ${condition.key} ${condition.values.map((value) => value.text).join(",")}`
      : condition.text,
  );
  return view.concrete([statement.sid ?? "", ...principals, ...conditions].join(";"));
}
