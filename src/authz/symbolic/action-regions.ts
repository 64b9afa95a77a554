/** Action and NotAction as regions: case does not count, so the dimension's values are folded (IAM-SEMANTICS 52). */
import { foldText } from "../../logic/case-folding.ts";
import { glob } from "../../logic/index.ts";
import type { Pattern, Region } from "../../logic/types.ts";
import type { ActionElement } from "../../policy/ast.ts";
import { actionDimension, type RequestSpace } from "./request-space.ts";

const folded = new Map<string, string>();

/** An action, or a pattern of actions, as the dimension has it. */
export function foldAction(text: string): string {
  let found = folded.get(text);
  if (found === undefined) {
    found = foldText(text);
    if (folded.size < 50_000) folded.set(text, found);
  }
  return found;
}

const patterns = new Map<string, Pattern>();

/** The pattern of a folded text; kept, because what is compiled of a pattern hangs on its object. */
export function actionPattern(text: string): Pattern {
  let found = patterns.get(text);
  if (found === undefined) {
    found = glob(text);
    if (patterns.size < 20_000) patterns.set(text, found);
  }
  return found;
}

export function actionsRegion({ space }: RequestSpace, texts: Iterable<string>): Region {
  return space.or(...Array.from(texts, (text) => space.matches(actionDimension, actionPattern(text))));
}

export function actionRegion(requests: RequestSpace, element: ActionElement): Region {
  const named = actionsRegion(requests, new Set(element.patterns.map(({ text }) => foldAction(text))));
  return element.negated ? requests.space.not(named) : named;
}
