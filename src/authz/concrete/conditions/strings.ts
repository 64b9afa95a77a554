/** String operators (IAM-SEMANTICS 49). */
import { foldCase, type Glob, globMatches } from "../glob.ts";
import { textTest } from "../policy-text.ts";
import type { Comparison } from "./comparison.ts";

function literal(negated: boolean): Comparison {
  return {
    negated,
    prepare: (policyValue, variables) => textTest(policyValue, { wildcards: false, variables }, globMatches),
  };
}

function ignoringCase(negated: boolean): Comparison {
  return {
    negated,
    prepare: (policyValue, variables) =>
      textTest(policyValue, { wildcards: false, variables }, (glob, value) =>
        globMatches(folded(glob), foldCase(value)),
      ),
  };
}

function folded(glob: Glob): Glob {
  return glob.map((piece) => (typeof piece === "string" ? foldCase(piece) : piece));
}

function wildcard(negated: boolean): Comparison {
  return {
    negated,
    prepare: (policyValue, variables) => textTest(policyValue, { wildcards: true, variables }, globMatches),
  };
}

export const stringComparisons = {
  StringEquals: literal(false),
  StringNotEquals: literal(true),
  StringEqualsIgnoreCase: ignoringCase(false),
  StringNotEqualsIgnoreCase: ignoringCase(true),
  StringLike: wildcard(false),
  StringNotLike: wildcard(true),
} as const;
