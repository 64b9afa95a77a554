/** Which resources an action takes, by the ARN patterns of the action data, and what a Resource pattern has of them. */

import { type Pattern, patternMatches, patternsOverlap } from "../logic/index.ts";
import type { ActionFacts } from "./action-catalogue.ts";
import { matcherOf } from "./conditions/texts.ts";
import { absent } from "./conditions/values.ts";

/** Null: the text is no ARN. A variable may be anything. */
export function resourcePattern(text: string): Pattern | null {
  const matcher = matcherOf(
    text.replaceAll(/\$\{[^}]*\}/g, "*"),
    { wildcards: true, ignoreCase: false, arn: true, variables: false },
    () => absent,
  );
  return matcher.kind === "pattern" ? matcher.pattern : null;
}

/** The data has some two thousand. */
const compiled = new Map<string, Pattern>();

/** What one of the data's ARN patterns matches. */
export function arnPattern(text: string): Pattern {
  let pattern = compiled.get(text);
  if (pattern === undefined) {
    pattern = withoutSlash(text, resourcePattern(text) ?? { elements: [], ignoreCase: false });
    compiled.set(text, pattern);
  }
  return pattern;
}

/** A bucket's name holds no slash: objects are another resource (IAM-SEMANTICS 62). */
function withoutSlash(text: string, pattern: Pattern): Pattern {
  if (text !== "arn:*:s3:::*") return pattern;
  return {
    ...pattern,
    elements: pattern.elements.map((element) =>
      element.kind === "many" && element.except === null ? { kind: "many", except: "/" } : element,
    ),
  };
}

/** `resource`: of {@link resourcePattern}. */
export function fitsPattern(facts: ActionFacts, resource: Pattern): boolean {
  return facts.resources.some(({ arnPatterns }) =>
    arnPatterns.some((text) => patternsOverlap(arnPattern(text), resource)),
  );
}

/** Whether the resource of a request is one that the action works on: an ARN, or `*` for actions that take no resource. */
export function worksOn(facts: ActionFacts, arn: string): boolean {
  if (facts.resources.length === 0) return arn === "*";
  return facts.resources.some(({ arnPatterns }) =>
    arnPatterns.some((text) => patternMatches(arnPattern(text), arn)),
  );
}

/** The resources of one account that the action works on, as sets of which all have to hold; none where it takes no resource. */
export function ownedResources(
  facts: ActionFacts,
  partition: string,
  account: string,
): readonly (readonly Pattern[])[] {
  return facts.resources.flatMap(({ arnPatterns }) =>
    arnPatterns.map((text) => {
      const [arn, , service, region, owner, ...rest] = text.split(":");
      const own = [arn, partition, service, region, owner === "*" ? account : owner, ...rest].join(":");
      return [arnPattern(text), resourcePattern(own)].filter((pattern) => pattern !== null);
    }),
  );
}

/** Whether one of the actions works on it; each ARN pattern is looked at once, however many actions have it. */
export function fitsSome(actions: readonly ActionFacts[], resource: Pattern): boolean {
  const seen = new Set<string>();
  for (const { resources } of actions) {
    for (const { arnPatterns } of resources) {
      for (const text of arnPatterns) {
        if (seen.has(text)) continue;
        seen.add(text);
        if (patternsOverlap(arnPattern(text), resource)) return true;
      }
    }
  }
  return false;
}

/**
 * Whether requests for the action are about the resource `*`: it takes none, or none that it requires. Where AWS lists
 * alternatives, as an object or an access point's, none of them is required, so such actions count too.
 */
export function takesStar({ resources }: ActionFacts): boolean {
  return resources.every(({ required }) => !required);
}

/** `s3:GetObject` */
export function fullName({ service, name }: ActionFacts): string {
  return `${service}:${name}`;
}
