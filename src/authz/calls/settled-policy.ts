/** A policy with what is known of its owner worked in: statements that can't apply to it are left out. */
import { ownAccount } from "../../model/index.ts";
import type { Condition, PolicyDocument, Statement } from "../../policy/ast.ts";
import { lensOf } from "../action-lens.ts";
import { type Test, testOf } from "../conditions/test.ts";
import { residualOf } from "../trust/residual.ts";
import type { Situation } from "../trust/situation.ts";

/** Of no action in particular: keys mean what they mean everywhere but in assumptions. */
const anyAction = lensOf("any:Action");

/** `account`: of the owner, which stands in the document as `ownAccount`. The same document where nothing is settled. */
export function settledFor(document: PolicyDocument, situation: Situation, account: string): PolicyDocument {
  if (document.statements.every(({ conditions }) => conditions.length === 0)) return document;
  const statements = document.statements.flatMap((one) => {
    const left = settled(one, document.version, situation, account);
    return left === null ? [] : [left];
  });
  const isSame = statements.length === document.statements.length;
  return isSame && statements.every((one, at) => one === document.statements[at])
    ? document
    : { ...document, statements };
}

/** Null: it can't apply. */
function settled(
  statement: Statement,
  version: string,
  situation: Situation,
  account: string,
): Statement | null {
  const conditions: Condition[] = [];
  for (const condition of statement.conditions) {
    const residual =
      condition.kind === "test" ? residualOf([testFor(condition, version, account)], situation) : null;
    if (residual?.kind === "failed") return null;
    if (residual === null || residual.tests.length > 0) conditions.push(condition);
  }
  return conditions.length === statement.conditions.length ? statement : { ...statement, conditions };
}

function testFor(condition: Condition & { readonly kind: "test" }, version: string, account: string): Test {
  const test = testOf(condition, version, anyAction);
  return { ...test, values: test.values.map((value) => value.replaceAll(ownAccount, account)) };
}
