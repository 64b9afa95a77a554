/** Contexts in which a grant most likely holds: what its conditions ask for, and what keeps its exceptions away. */
import type { Condition, Statement } from "../../policy/ast.ts";
import { operatorFacts } from "../conditions/operators.ts";
import { keyFacts } from "../keys.ts";
import type { RequestToDecide } from "../request-question.ts";
import { contextOf, someValue } from "../symbolic/compare/guesses.ts";

type Context = RequestToDecide["context"];

/** `known`: what every request of the principal brings. */
export function contextGuesses(
  known: Context,
  allows: readonly Statement[],
  denies: readonly Statement[],
): readonly Context[] {
  const asked = contextOf(
    allows.flatMap(({ conditions }) => conditions),
    "example",
  );
  const away: Record<string, string | readonly string[]> = {};
  for (const { conditions } of denies) {
    for (const condition of conditions) {
      const value = condition.kind === "test" ? contrary(condition) : null;
      if (value === null || condition.kind !== "test") continue;
      away[condition.key] = keyFacts(condition.key).multiValued ? [value] : value;
      break;
    }
  }
  return [merged(away, asked, known), merged(asked, known), merged(away, known), known];
}

/** Later ones win; names of keys are compared without regard to case. */
function merged(...contexts: readonly Context[]): Context {
  const found = new Map<string, readonly [string, string | readonly string[]]>();
  for (const context of contexts) {
    for (const [key, value] of Object.entries(context)) found.set(key.toLowerCase(), [key, value]);
  }
  return Object.fromEntries(found.values());
}

/** A value for which the condition does not hold; null: best left out, or nobody knows. */
function contrary(condition: Extract<Condition, { readonly kind: "test" }>): string | null {
  const { operator, ifExists, key, values } = condition;
  const { family, negated } = operatorFacts[operator];
  const text = values[0]?.text;
  if (text === undefined) return null;
  if (family === "null") return /^true$/i.test(text) ? someValue(key) : null;
  if (negated) return text.replaceAll("*", "example").replaceAll("?", "x");
  if (family === "boolean") return /^true$/i.test(text) ? "false" : "true";
  return ifExists ? someValue(key) : null;
}
