/** ARN operators: ArnEquals is ArnLike, ArnNotEquals is ArnNotLike (IAM-SEMANTICS 50). */
import { splitArn } from "../../../model/index.ts";
import { arnTest } from "../arn-pattern.ts";
import { textTest } from "../policy-text.ts";
import type { Comparison } from "./comparison.ts";

function arn(negated: boolean): Comparison {
  return {
    negated,
    prepare: (policyValue, variables) =>
      textTest(policyValue, { wildcards: true, variables }, (glob) => {
        const matches = arnTest(glob);
        return (value) => matches(value, splitArn(value));
      }),
  };
}

export const arnComparisons = {
  ArnEquals: arn(false),
  ArnLike: arn(false),
  ArnNotEquals: arn(true),
  ArnNotLike: arn(true),
} as const;
