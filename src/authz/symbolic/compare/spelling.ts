/** Folded actions back in the spelling that people know. */
import { patternMatches } from "../../../logic/index.ts";
import type { PolicyDocument } from "../../../policy/ast.ts";
import { actionPattern, foldAction } from "../action-regions.ts";
import { exampleActions } from "../request-space.ts";

/** As one of the policies writes it, or what stands before the first wildcard of a pattern that matches it. */
export function spellingOf(documents: readonly PolicyDocument[]): (action: string) => string {
  return (action) => {
    let best = "";
    for (const text of writtenActions(documents)) {
      const folded = foldAction(text);
      if (folded === action) return text;
      const end = text.search(/[*?]/);
      if (end <= best.length || !action.startsWith(folded.slice(0, end))) continue;
      if (patternMatches(actionPattern(folded), action)) best = text.slice(0, end);
    }
    return best + action.slice(best.length);
  };
}

function* writtenActions(documents: readonly PolicyDocument[]): Generator<string> {
  for (const { statements } of documents) {
    for (const { action } of statements) for (const { text } of action.patterns) yield text;
  }
  yield* exampleActions;
}
