/** What an operator family tells about its operators: how one value of a policy is compared with one of a request. */
import type { Outcome } from "../outcome.ts";
import type { RequestContext } from "../request-context.ts";

/** Whether a request's value matches one value of the policy, in the operator's positive form. */
export type ValueTest = (requestValue: string, context: RequestContext) => Outcome;

export type Comparison = {
  /** True for the …Not… operators: the condition holds where no value of the policy matches (IAM-SEMANTICS 45). */
  readonly negated: boolean;
  /** `variables`: whether the policy's version knows policy variables. */
  readonly prepare: (policyValue: string, variables: boolean) => ValueTest;
};

/** For operators on typed values: both texts are read, a text that is not of the type leaves the outcome open. */
export function typedComparison<Policy, Value>(options: {
  readonly negated: boolean;
  readonly type: string;
  readonly readPolicyValue: (text: string) => Policy | null;
  readonly readRequestValue: (text: string) => Value | null;
  readonly matches: (value: Value, policyValue: Policy) => boolean;
}): Comparison {
  return {
    negated: options.negated,
    prepare: (policyText) => {
      const policyValue = options.readPolicyValue(policyText);
      if (policyValue === null) {
        const open = { reason: `the policy's value "${policyText}" is not ${options.type}` };
        return () => open;
      }
      return (requestText) => {
        const value = options.readRequestValue(requestText);
        return value === null
          ? { reason: `the request's value "${requestText}" is not ${options.type}` }
          : options.matches(value, policyValue);
      };
    },
  };
}
