/** Action and NotAction: case does not count, wildcards anywhere (IAM-SEMANTICS 52). */
import type { ActionElement } from "../../policy/ast.ts";
import { foldCase, globMatches, globOf } from "./glob.ts";

/** A test that may be asked about many actions; it takes them as written, such as `sts:AssumeRole`. */
export function prepareAction(element: ActionElement): (action: string) => boolean {
  const globs = element.patterns.map((pattern) => globOf(foldCase(pattern.text)));
  return (action) => {
    const lower = foldCase(action);
    return globs.some((glob) => globMatches(glob, lower)) !== element.negated;
  };
}

export function matchesAction(element: ActionElement, action: string): boolean {
  return prepareAction(element)(action);
}
