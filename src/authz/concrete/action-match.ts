/** Action and NotAction: case does not count, wildcards anywhere (IAM-SEMANTICS 52). */
import type { ActionElement } from "../../policy/ast.ts";
import { foldCase, globMatches, globOf } from "./glob.ts";

export function matchesAction(element: ActionElement, action: string): boolean {
  return matchesFoldedAction(element, foldCase(action));
}

/** `foldedAction`: such as `sts:assumerole`. */
export function matchesFoldedAction({ patterns, negated }: ActionElement, foldedAction: string): boolean {
  for (const { text } of patterns) if (patternMatches(text, foldedAction)) return !negated;
  return negated;
}

const asterisk = 0x2a;
const questionMark = 0x3f;

/**
 * Compared as it is written: a document remembers its answers, so that each pattern is asked once for an action. Preparing
 * the patterns took a fifth of a decision about policies that come once.
 */
function patternMatches(text: string, foldedAction: string): boolean {
  const last = text.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const code = text.charCodeAt(at);
    if (code === asterisk && at === last) return true;
    if (code === asterisk || code === questionMark || code >= 0x80) {
      return globMatches(globOf(foldCase(text)), foldedAction);
    }
    const folded = code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
    if (foldedAction.charCodeAt(at) !== folded) return false;
  }
  return text.length === foldedAction.length;
}
