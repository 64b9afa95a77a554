/** Several policies of one principal as one: every Allow and every Deny counts as before (IAM-SEMANTICS 1). */
import type { Condition, PolicyDocument, Statement, TextWithRange } from "../../policy/ast.ts";
import { policyOf } from "../everything.ts";

export function joinedPolicies(documents: readonly PolicyDocument[]): PolicyDocument {
  const [only] = documents;
  if (documents.length === 1 && only !== undefined) return only;
  const statements = documents
    .flatMap((document) => document.statements.map((statement) => ofNewVersion(statement, document.version)))
    .map((statement, index) => ({ ...statement, index }));
  return policyOf(statements);
}

/** Only the version of 2012 has variables; in it the text `${` is written `${$}{` (IAM-SEMANTICS 53). */
function ofNewVersion(statement: Statement, version: PolicyDocument["version"]): Statement {
  if (version === "2012-10-17") return statement;
  const { resource, conditions } = statement;
  return {
    ...statement,
    resource: resource === null ? null : { ...resource, patterns: resource.patterns.map(literal) },
    conditions: conditions.map(
      (condition): Condition =>
        condition.kind === "unknown" ? condition : { ...condition, values: condition.values.map(literal) },
    ),
  };
}

function literal<T extends TextWithRange>(part: T): T {
  return part.text.includes("${") ? { ...part, text: part.text.replaceAll("${", "${$}{") } : part;
}
