/** The table of conditions against the concrete evaluator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluateCondition, type Outcome, requestContext } from "../../src/authz/concrete/index.ts";
import { policyOf } from "../support/policies.ts";
import { conditionRows } from "./tables/conditions.ts";
import type { ConditionRow, Verdict } from "./tables/row.ts";

function verdictOf(row: ConditionRow): Verdict {
  const document = policyOf(
    {
      Version: row.version ?? "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", Condition: row.condition }],
    },
    "identity",
  );
  const context = requestContext(row.context, { kind: "service", service: "example.amazonaws.com" }, null);
  const outcomes = document.statements.flatMap((statement) =>
    statement.conditions.map((condition) => evaluateCondition(condition, document.version, context)),
  );
  return outcomes.map(verdict).reduce(worse, "ok");
}

function verdict(outcome: Outcome): Verdict {
  return outcome === true ? "ok" : outcome === false ? "no" : "unknown";
}

function worse(a: Verdict, b: Verdict): Verdict {
  return a === "no" || b === "no" ? "no" : a === "unknown" ? a : b;
}

for (const row of conditionRows) {
  test(`rule ${row.rule}: ${row.says}`, () => {
    assert.equal(
      verdictOf(row),
      row.holds,
      `${JSON.stringify(row.condition)} for ${JSON.stringify(row.context)}`,
    );
  });
}
