/** Action and NotAction: case does not count, wildcards anywhere (IAM-SEMANTICS 52). */
import type { ActionElement } from "../../policy/ast.ts";
import { foldCase, globOf, globTest } from "./glob.ts";

/** A test that may be asked about many actions; it takes them with their case folded, such as `sts:assumerole`. */
export function prepareAction(element: ActionElement): (foldedAction: string) => boolean {
  const tests = element.patterns.map((pattern) => globTest(globOf(foldCase(pattern.text))));
  return (foldedAction) => tests.some((matches) => matches(foldedAction)) !== element.negated;
}

export function matchesAction(element: ActionElement, action: string): boolean {
  return prepareAction(element)(foldCase(action));
}
