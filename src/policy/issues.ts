import type { PolicyIssue, SourceRange } from "./ast.ts";

/** More than anyone reads; a hostile text could otherwise make one for every few characters. */
const mostKept = 1000;

/** Collects what is wrong while the parts of a policy are read. */
export class Issues {
  readonly list: PolicyIssue[] = [];
  /** How many errors there were, those beyond the most that are kept included. */
  errors = 0;

  error(code: string, message: string, advice: string, range: SourceRange): void {
    this.errors += 1;
    this.#add(code, message, advice, range, "error");
  }

  warning(code: string, message: string, advice: string, range: SourceRange): void {
    this.#add(code, message, advice, range, "warning");
  }

  #add(
    code: string,
    message: string,
    advice: string,
    { start, end }: SourceRange,
    severity: PolicyIssue["severity"],
  ): void {
    if (this.list.length >= mostKept) return;
    this.list.push({ code, message, advice, range: { start, end }, severity });
  }
}

/** A text of the policy as a message shows it: in quotes, escaped and short. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
