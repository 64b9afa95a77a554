/** Resource and NotResource as regions: ARNs component by component, and the resource `*` (IAM-SEMANTICS 51, 53). */
import { exactly, glob, patternMatches } from "../../logic/index.ts";
import type { Region } from "../../logic/types.ts";
import type { PolicyDocument, ResourceElement } from "../../policy/ast.ts";
import { matcherOf, type TextMode, widestPattern } from "../conditions/texts.ts";
import { type RequestSpace, resourceDimension } from "./request-space.ts";

const literalStar = exactly("*");

export function resourceRegion(
  requests: RequestSpace,
  element: ResourceElement,
  version: PolicyDocument["version"],
): Region {
  const { space } = requests;
  const variables = version === "2012-10-17";
  const texts = new Set(element.patterns.map(({ text }) => text));
  const named = texts.has("*")
    ? space.everything
    : space.or(...Array.from(texts, (text) => textRegion(requests, text, variables)));
  return element.negated ? space.not(named) : named;
}

function textRegion(requests: RequestSpace, text: string, variables: boolean): Region {
  const { space, maker } = requests;
  const mode: TextMode = { wildcards: true, ignoreCase: false, arn: true, variables };
  const matcher = matcherOf(text, mode, maker.lookup);
  if (matcher.kind === "never") return space.nothing;
  if (matcher.kind === "pattern") {
    const arns = space.matches(resourceDimension, matcher.pattern);
    return matchesStar(text) ? space.or(arns, space.matches(resourceDimension, literalStar)) : arns;
  }
  const fact = requests.fact(`resource ${variables} ${text}`, `Resource: ${matcher.reason}`);
  const widest = variables ? widestPattern(text, mode) : null;
  return space.and(fact, space.matches(resourceDimension, widest ?? glob(text)));
}

/** `*` is literal where it is the resource of a request; `**` and `?` match it, no ARN does. */
function matchesStar(text: string): boolean {
  return text.length < 8 && !text.includes("$") && patternMatches(glob(text), "*");
}
