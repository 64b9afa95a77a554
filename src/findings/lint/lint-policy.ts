/**
 * Lints one policy: the grammar's issues, then every rule of its kind. In: a policy's text and what is known of AWS's
 * actions. Out: findings in the order of their places. Never throws, whatever the text.
 *
 * Start reading at `lint-rule.ts`; the rules are listed in `lint-catalogue.ts`.
 */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { PolicyDocument, PolicyKind, SourceRange } from "../../policy/ast.ts";
import { type JsonError, LineIndex, parsePolicy, readJson } from "../../policy/index.ts";
import { grammarFindings } from "./grammar-findings.ts";
import { lintRules } from "./lint-catalogue.ts";
import type { LintSeverity, TextEdit } from "./lint-rule.ts";
import { lintView } from "./lint-view.ts";
import { type StatementAlgebra, statementAlgebra } from "./statement-algebra.ts";

export type LintFinding = {
  readonly code: string;
  readonly severity: LintSeverity;
  readonly message: string;
  readonly advice: string;
  readonly position: LintPosition;
  /** A text replacement that removes the finding, where one is safe. */
  readonly edit: TextEdit | null;
  readonly reference: string;
};

/** Lines and columns from 1, offsets from 0; the end is the first place after it. */
export type LintPosition = {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly range: SourceRange;
};

export type LintOptions = {
  readonly kind: PolicyKind;
  readonly catalogue: ActionCatalogue;
  /** Compares statements; by default the sound comparison of `statement-algebra.ts`. */
  readonly algebra?: (document: PolicyDocument) => StatementAlgebra;
};

/** An error for a text that is no JSON object. */
export function lintPolicy(
  text: string,
  { kind, catalogue, algebra = statementAlgebra }: LintOptions,
): Result<readonly LintFinding[], JsonError> {
  const parsed = parsePolicy(text, { kind });
  if (!parsed.ok) return parsed;
  const json = readJson(text);
  if (!json.ok) return err(json.error);
  const lines = new LineIndex(text);
  const findings: LintFinding[] = [];
  const add = (
    found: { readonly range: SourceRange; readonly message: string; readonly advice: string },
    code: string,
    severity: LintSeverity,
    reference: string,
    edit: TextEdit | null,
  ): void => {
    const { start, end } = found.range;
    const from = lines.at(start);
    const to = lines.at(end);
    findings.push({
      code,
      severity,
      message: found.message,
      advice: found.advice,
      position: {
        ...from,
        endLine: to.line,
        endColumn: to.column,
        range: { start, end },
      },
      edit,
      reference,
    });
  };
  for (const { code, severity, reference, edit, ...found } of grammarFindings(text, parsed.value)) {
    add(found, code, severity, reference, edit);
  }
  if (json.value.kind === "object") {
    const view = lintView(text, json.value, parsed.value, kind, catalogue, algebra);
    for (const rule of lintRules) {
      if (rule.kinds !== undefined && !rule.kinds.includes(kind)) continue;
      for (const draft of rule.check(view)) {
        add(draft, rule.code, draft.severity ?? rule.severity, rule.reference, draft.edit ?? null);
      }
    }
  }
  return ok(findings.toSorted((a, b) => a.position.range.start - b.position.range.start));
}
