/** Numeric operators: decimal numbers, no policy variables (IAM-SEMANTICS 47, 53). */
import { type Comparison, typedComparison } from "./comparison.ts";

function readNumber(text: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
}

function numeric(negated: boolean, matches: (value: number, policyValue: number) => boolean): Comparison {
  return typedComparison({
    negated,
    type: "a number",
    readPolicyValue: readNumber,
    readRequestValue: readNumber,
    matches,
  });
}

export const numberComparisons = {
  NumericEquals: numeric(false, (value, other) => value === other),
  NumericNotEquals: numeric(true, (value, other) => value === other),
  NumericLessThan: numeric(false, (value, other) => value < other),
  NumericLessThanEquals: numeric(false, (value, other) => value <= other),
  NumericGreaterThan: numeric(false, (value, other) => value > other),
  NumericGreaterThanEquals: numeric(false, (value, other) => value >= other),
} as const;
