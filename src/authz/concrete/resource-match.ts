/** Resource and NotResource: ARN patterns with policy variables after the fifth colon (IAM-SEMANTICS 51, 53). */
import { type ArnParts, splitArn } from "../../model/index.ts";
import type { PolicyDocument, ResourceElement } from "../../policy/ast.ts";
import { arnTest } from "./arn-pattern.ts";
import { type Glob, globTest, many } from "./glob.ts";
import { either, type Outcome, opposite, unknown } from "./outcome.ts";
import { fixedGlob, readPolicyText, textInRequest } from "./policy-text.ts";
import type { RequestContext } from "./request-context.ts";

/** What a request is about; `parts` of an ARN, null for `*` and every other text. */
export type RequestedResource = { readonly arn: string; readonly parts: ArnParts | null };

export type PreparedResource = (resource: RequestedResource, context: RequestContext) => Outcome;

export function requestedResource(arn: string): RequestedResource {
  return { arn, parts: splitArn(arn) };
}

/**
 * A variable without a value makes its pattern match nothing: in Resource the statement then misses, in NotResource the
 * exclusion is gone (IAM-SEMANTICS 53). `resource` is literal, also where it is `*`.
 */
export function prepareResource(
  element: ResourceElement,
  version: PolicyDocument["version"],
): PreparedResource {
  const tests = element.patterns.map(({ text }) => preparePattern(text, version === "2012-10-17"));
  const [only] = tests;
  if (tests.length === 1 && only !== undefined && !element.negated) return only;
  return (resource, context) => {
    const matched = someMatches(tests, resource, context);
    return element.negated ? opposite(matched) : matched;
  };
}

function someMatches(
  tests: readonly PreparedResource[],
  resource: RequestedResource,
  context: RequestContext,
): Outcome {
  let matched: Outcome = false;
  for (const test of tests) {
    const outcome = test(resource, context);
    if (outcome === true) return true;
    if (outcome !== false) matched = either(matched, outcome);
  }
  return matched;
}

function preparePattern(text: string, variables: boolean): PreparedResource {
  const pattern = readPolicyText(text, { wildcards: true, variables });
  const fixed = fixedGlob(pattern);
  if (fixed !== null) return resourceTest(fixed);
  const early = hasVariableBeforeFifthColon(text);
  return (resource, context) => {
    const glob = textInRequest(pattern, context);
    if (glob === null) return false;
    if ("reason" in glob) return glob;
    const matched = resourceTest(glob)(resource);
    return early && matched === true
      ? unknown(`in ${text} a policy variable stands where AWS allows none`)
      : matched;
  };
}

function resourceTest(glob: Glob): (resource: RequestedResource) => Outcome {
  if (glob.length === 1 && glob[0] === many) return () => true;
  const onArn = arnTest(glob);
  const onText = globTest(glob);
  return (resource) => (resource.arn === "*" ? onText(resource.arn) : onArn(resource.arn, resource.parts));
}

function hasVariableBeforeFifthColon(text: string): boolean {
  return /^(?:[^:$]*:){0,4}[^:$]*\$\{/.test(text);
}

const dollar = 0x24;
const asterisk = 0x2a;
const colon = 0x3a;
const questionMark = 0x3f;

/**
 * Whether the element surely misses the resource, seen from the texts alone. Of statements about other resources of the
 * service, which most are, the patterns then need not be prepared: that took a tenth of a decision about policies that come
 * once.
 */
export function missesResource({ patterns, negated }: ResourceElement, { arn }: RequestedResource): boolean {
  if (negated) return false;
  for (const { text } of patterns) if (!differs(text, arn)) return false;
  return true;
}

/**
 * True: the two differ behind the fifth colon, and before any wildcard. Of a pattern that differs earlier, or has variables,
 * this does not tell: with too few components, or a variable whose value is not known, what it matches is open.
 */
function differs(pattern: string, arn: string): boolean {
  let colons = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const code = pattern.charCodeAt(at);
    if (code === asterisk || code === questionMark || code === dollar) return false;
    if (arn.charCodeAt(at) !== code) return colons >= 5 && !pattern.includes("${", at);
    if (code === colon) colons += 1;
  }
  return colons >= 5 && arn.length > pattern.length;
}

export function matchesResource(
  element: ResourceElement,
  version: PolicyDocument["version"],
  resource: string,
  context: RequestContext,
): Outcome {
  return prepareResource(element, version)(requestedResource(resource), context);
}
