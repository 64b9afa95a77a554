/** String operators (IAM-SEMANTICS 49). */
import { foldCase, type Glob, globTest } from "../glob.ts";
import { textTest } from "../policy-text.ts";
import type { Comparison } from "./comparison.ts";

function literal(negated: boolean): Comparison {
  return {
    negated,
    prepare: (policyValue, variables) => textTest(policyValue, { wildcards: false, variables }, globTest),
  };
}

function ignoringCase(negated: boolean): Comparison {
  return {
    negated,
    prepare: (policyValue, variables) =>
      textTest(policyValue, { wildcards: false, variables }, (glob) => {
        const matches = globTest(folded(glob));
        return (value) => matches(foldCase(value));
      }),
  };
}

function folded(glob: Glob): Glob {
  return glob.map((piece) => (typeof piece === "string" ? foldCase(piece) : piece));
}

function wildcard(negated: boolean): Comparison {
  return {
    negated,
    prepare: (policyValue, variables) => textTest(policyValue, { wildcards: true, variables }, globTest),
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
