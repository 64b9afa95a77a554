/** Resource and NotResource: ARN patterns with policy variables after the fifth colon (IAM-SEMANTICS 51, 53). */
import type { PolicyDocument, ResourceElement } from "../../policy/ast.ts";
import { arnMatches } from "./arn-pattern.ts";
import { type Glob, globMatches, many } from "./glob.ts";
import { anyOf, type Outcome, opposite, unknown } from "./outcome.ts";
import { readPolicyText, textInRequest } from "./policy-text.ts";
import type { RequestContext } from "./request-context.ts";

type PreparedResource = (resource: string, context: RequestContext) => Outcome;

/**
 * A variable without a value makes its pattern match nothing: in Resource the statement then misses, in NotResource the
 * exclusion is gone (IAM-SEMANTICS 53). `resource` is literal, also where it is `*`.
 */
export function prepareResource(
  element: ResourceElement,
  version: PolicyDocument["version"],
): PreparedResource {
  const variables = version === "2012-10-17";
  const tests = element.patterns.map(({ text }) => {
    const pattern = readPolicyText(text, { wildcards: true, variables });
    const early = pattern.hasVariables && hasVariableBeforeFifthColon(text);
    return (resource: string, context: RequestContext): Outcome => {
      const glob = textInRequest(pattern, context);
      if (glob === null) return false;
      if ("reason" in glob) return glob;
      const matched = resourceMatches(glob, resource);
      return early && matched === true
        ? unknown(`in ${text} a policy variable stands where AWS allows none`)
        : matched;
    };
  });
  return (resource, context) => {
    const matched = anyOf(tests, (test) => test(resource, context));
    return element.negated ? opposite(matched) : matched;
  };
}

function resourceMatches(glob: Glob, resource: string): Outcome {
  const isStar = glob.length === 1 && glob[0] === many;
  return isStar || (resource === "*" ? globMatches(glob, resource) : arnMatches(glob, resource));
}

function hasVariableBeforeFifthColon(text: string): boolean {
  return /^(?:[^:$]*:){0,4}[^:$]*\$\{/.test(text);
}

export function matchesResource(
  element: ResourceElement,
  version: PolicyDocument["version"],
  resource: string,
  context: RequestContext,
): Outcome {
  return prepareResource(element, version)(resource, context);
}
