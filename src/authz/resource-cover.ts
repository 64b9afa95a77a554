/** Whether a Resource or NotResource element speaks of a resource (IAM-SEMANTICS 51, 53). */
import { patternMatches } from "../logic/patterns.ts";
import { matcherOf } from "./conditions/texts.ts";
import { type Lookup, open } from "./conditions/values.ts";

export type ResourceTexts = {
  readonly texts: readonly string[];
  /** NotResource. */
  readonly negated: boolean;
  /** Texts may hold policy variables. */
  readonly variables: boolean;
};

export type Cover = "yes" | "no" | { readonly doubt: string };

/** `arn`: the resource's, or `*` for an action that takes none. */
export function coverOf(
  { texts, negated, variables }: ResourceTexts,
  arn: string,
  lookup: Lookup = () => open,
): Cover {
  let doubt: string | null = null;
  for (const text of texts) {
    const plain = variables ? null : plainlyCovers(text, arn);
    if (plain !== null) {
      if (plain) return negated ? "no" : "yes";
      continue;
    }
    // What is no ARN is compared as it is: the star of actions that take no resource.
    const isArn = text.startsWith("arn:") && arn !== "*";
    const matcher = matcherOf(text, { wildcards: true, ignoreCase: false, arn: isArn, variables }, lookup);
    if (matcher.kind === "opaque") doubt = matcher.reason;
    else if (matcher.kind === "pattern" && patternMatches(matcher.pattern, arn))
      return negated ? "no" : "yes";
  }
  if (doubt !== null) return { doubt };
  return negated ? "yes" : "no";
}

/**
 * The two commonest forms, told without making a pattern: an ARN without wildcards, and one whose only wildcard is a star at
 * the end, behind the first five components. Null: it is neither. Policies of a large organization hold hundreds of thousands
 * of these, each used a few times.
 */
function plainlyCovers(text: string, arn: string): boolean | null {
  if (text === "*" || !text.startsWith("arn:")) return null;
  const wild = firstWildcard(text);
  if (wild < 0) return componentsBefore(text, text.length) >= 5 ? text === arn : null;
  if (wild !== text.length - 1 || text[wild] !== "*" || componentsBefore(text, wild) < 5) return null;
  return arn.startsWith(text.slice(0, wild));
}

function firstWildcard(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 42 || code === 63) return at;
  }
  return -1;
}

function componentsBefore(text: string, end: number): number {
  let colons = 0;
  for (let at = 0; at < end; at++) if (text.charCodeAt(at) === 58) colons++;
  return colons;
}
