import type { PolicyIssue, SourceRange } from "./ast.ts";

/** Collects what is wrong while the parts of a policy are read. */
export class Issues {
  readonly list: PolicyIssue[] = [];

  error(code: string, message: string, advice: string, range: SourceRange): void {
    this.list.push({
      code,
      message,
      advice,
      range: { start: range.start, end: range.end },
      severity: "error",
    });
  }

  warning(code: string, message: string, advice: string, range: SourceRange): void {
    this.list.push({
      code,
      message,
      advice,
      range: { start: range.start, end: range.end },
      severity: "warning",
    });
  }
}
