/** Identity policies and boundaries, cut down to the statements about assuming roles; compiled once for all owners. */
import { ownAccount } from "../../model/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { type ActionLens, assumeLens } from "../action-lens.ts";
import { type Test, testOf } from "../conditions/test.ts";

export type IdentityStatement = {
  /** Position in its document. */
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  /** See `actionBits`; never 0. */
  readonly actions: number;
  readonly resources: readonly string[];
  /** NotResource. */
  readonly resourcesNegated: boolean;
  /** Resources may hold policy variables. */
  readonly variables: boolean;
  readonly tests: readonly Test[];
  readonly doubts: readonly string[];
};

export type IdentityPolicy = {
  readonly statements: readonly IdentityStatement[];
  readonly namesOwner: boolean;
};

export const emptyIdentityPolicy: IdentityPolicy = { statements: [], namesOwner: false };

export function compileIdentity(document: PolicyDocument, lens: ActionLens = assumeLens): IdentityPolicy {
  const statements = document.statements.flatMap((statement) =>
    compileStatement(statement, document.version, lens),
  );
  const namesOwner = statements.some(
    ({ resources, tests }) =>
      resources.some((text) => text.includes(ownAccount)) ||
      tests.some(({ values }) => values.some((value) => value.includes(ownAccount))),
  );
  return { statements, namesOwner };
}

function compileStatement(
  statement: Statement,
  version: string,
  lens: ActionLens,
): readonly IdentityStatement[] {
  const actions = lens.bits(statement.action);
  if (actions === 0) return [];
  const tests: Test[] = [];
  const doubts: string[] = [];
  for (const condition of statement.conditions) {
    if (condition.kind === "test") tests.push(testOf(condition, version, lens));
    else doubts.push(`a condition is not understood: ${condition.reason}`);
  }
  if (!statement.exact) doubts.push("the statement is not well-formed");
  const resources = statement.resource?.patterns.map(({ text }) => text) ?? ["*"];
  return [
    {
      index: statement.index,
      effect: statement.effect,
      actions,
      resources,
      resourcesNegated: statement.resource?.negated ?? false,
      variables: version === "2012-10-17" && resources.some((text) => text.includes("${")),
      tests,
      doubts,
    },
  ];
}

/** The policy as its owner has it. */
export function ofOwner(policy: IdentityPolicy, owner: string): IdentityPolicy {
  if (!policy.namesOwner) return policy;
  const fill = (text: string): string => text.replaceAll(ownAccount, owner);
  return {
    namesOwner: false,
    statements: policy.statements.map((statement) => ({
      ...statement,
      resources: statement.resources.map(fill),
      tests: statement.tests.map((test) => ({ ...test, values: test.values.map(fill) })),
    })),
  };
}
