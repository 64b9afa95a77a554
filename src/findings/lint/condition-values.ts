/** What a condition's values say, as rules ask it. */
import { operatorFacts } from "../../authz/conditions/operators.ts";
import { holdsWhenAbsent, testOf } from "../../authz/conditions/test.ts";
import type { TestCondition } from "./lint-rule.ts";

const current = "2012-10-17";

/** Whether the condition holds where its key is not there (IAM-SEMANTICS 46–48). */
export function passesWhenAbsent(test: TestCondition): boolean {
  return holdsWhenAbsent(testOf(test, current));
}

export function isNegated({ operator }: TestCondition): boolean {
  return operatorFacts[operator].negated;
}

/** `ForAnyValue:StringLikeIfExists` */
export function operatorName({ operator, quantifier, ifExists }: TestCondition): string {
  return `${quantifier === null ? "" : `${quantifier}:`}${operator}${ifExists ? "IfExists" : ""}`;
}

/** The text without what is escaped or put in by variables: only here are wildcards wildcards. */
export function plainText(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, "");
}

/** `version`: the policy's; before 2012 nothing is escaped or put in. */
export function hasWildcard(text: string, version = current): boolean {
  return /[*?]/.test(version === current ? plainText(text) : text);
}
