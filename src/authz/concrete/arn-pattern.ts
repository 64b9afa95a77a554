/** ARN patterns: the six components are matched one by one (IAM-SEMANTICS 50, 51). */
import { splitArn } from "../../model/index.ts";
import { type Glob, type GlobPiece, globMatches, many } from "./glob.ts";
import { type Outcome, unknown } from "./outcome.ts";

/** A wildcard stays within its component; in the sixth, the resource part, it also spans `:` and `/`. */
export function arnMatches(pattern: Glob, arn: string): Outcome {
  const parts = splitArn(arn);
  if (parts === null) return false;
  if (pattern.length === 1 && pattern[0] === many) return true;
  const components = componentsOf(pattern);
  if (components === null) return unknown("the pattern has fewer than the six components of an ARN");
  const [scheme = [], partition = [], service = [], region = [], account = [], resource = []] = components;
  return (
    globMatches(scheme, "arn") &&
    globMatches(partition, parts.partition) &&
    globMatches(service, parts.service) &&
    globMatches(region, parts.region) &&
    globMatches(account, parts.account) &&
    globMatches(resource, parts.resource)
  );
}

/** Null where the pattern has fewer than six. Only literal colons divide. */
function componentsOf(pattern: Glob): readonly Glob[] | null {
  const components: GlobPiece[][] = [[]];
  for (const piece of pattern) {
    if (typeof piece !== "string") {
      components.at(-1)?.push(piece);
      continue;
    }
    let rest = piece;
    while (components.length < 6) {
      const colon = rest.indexOf(":");
      if (colon < 0) break;
      if (colon > 0) components.at(-1)?.push(rest.slice(0, colon));
      components.push([]);
      rest = rest.slice(colon + 1);
    }
    if (rest !== "") components.at(-1)?.push(rest);
  }
  return components.length === 6 ? components : null;
}
