/** The parser's issues as findings, with an edit where the right spelling is plain. */
import { conditionOperators, type PolicyDocument, type PolicyIssue } from "../../policy/ast.ts";
import type { LintSeverity, TextEdit } from "./lint-rule.ts";
import { nearestName } from "./nearest-name.ts";

const reference = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

type GrammarFinding = PolicyIssue & {
  readonly severity: LintSeverity;
  readonly reference: string;
  readonly edit: TextEdit | null;
};

export function grammarFindings(text: string, document: PolicyDocument): readonly GrammarFinding[] {
  return document.issues.map((issue) => {
    const edit = editFor(text, issue);
    const near = issue.code === "unknown-operator" && edit !== null ? `; did you mean ${edit.text}?` : "";
    return { ...issue, message: `${issue.message}${near}`, reference, edit };
  });
}

function editFor(text: string, { code, range, advice }: PolicyIssue): TextEdit | null {
  switch (code) {
    case "element-case": {
      const right = /^Write (\w+)\.$/.exec(advice)?.[1];
      const end = text.indexOf('"', range.start + 1) + 1;
      return right === undefined || end === 0
        ? null
        : { range: { start: range.start, end }, text: JSON.stringify(right) };
    }
    case "unknown-effect": {
      const right = /^"(allow|deny)"$/i.exec(text.slice(range.start, range.end))?.[1]?.toLowerCase();
      return right === undefined ? null : { range, text: right === "allow" ? '"Allow"' : '"Deny"' };
    }
    case "unknown-operator":
      return operatorEdit(text.slice(range.start, range.end), range);
    default:
      return null;
  }
}

function operatorEdit(written: string, range: PolicyIssue["range"]): TextEdit | null {
  const match = /^"((?:ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?"$/i.exec(written);
  const name = match?.[2];
  if (name === undefined) return null;
  const near = nearestName(name, conditionOperators);
  // Null takes neither a set operator nor IfExists.
  if (near === null || (near === "Null" && (match?.[1] !== undefined || match?.[3] !== undefined)))
    return null;
  return { range, text: JSON.stringify(`${match?.[1] ?? ""}${near}${match?.[3] ?? ""}`) };
}
