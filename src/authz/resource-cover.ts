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
