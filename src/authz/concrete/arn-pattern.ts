/** ARN patterns: the six components are matched one by one (IAM-SEMANTICS 50, 51). */
import type { ArnParts } from "../../model/index.ts";
import { type Glob, type GlobPiece, globTest, many } from "./glob.ts";
import { type Outcome, unknown } from "./outcome.ts";

/** A test that may be asked often. `parts`: the ARN taken apart, null for a text that is none, which nothing matches. */
export type ArnTest = (arn: string, parts: ArnParts | null) => Outcome;

/** A wildcard stays within its component; in the sixth, the resource part, it also spans `:` and `/`. */
export function arnTest(pattern: Glob): ArnTest {
  if (pattern.length === 1 && pattern[0] === many) return (_, parts) => parts !== null;
  const head = literalHead(pattern);
  if (head !== null) {
    const rest = String(pattern[0]).slice(head.length);
    const onRest = globTest(rest === "" ? pattern.slice(1) : [rest, ...pattern.slice(1)]);
    return (arn, parts) => parts !== null && arn.startsWith(head) && onRest(parts.resource);
  }
  const components = componentsOf(pattern);
  if (components === null) {
    const open = unknown("the pattern has fewer than the six components of an ARN");
    return (_, parts) => (parts === null ? false : open);
  }
  const [scheme = [], partition = [], service = [], region = [], account = [], resource = []] = components;
  const onResource = globTest(resource);
  const onScheme = globTest(scheme);
  const onPartition = globTest(partition);
  const onService = globTest(service);
  const onRegion = globTest(region);
  const onAccount = globTest(account);
  return (_, parts) =>
    parts !== null &&
    onService(parts.service) &&
    onPartition(parts.partition) &&
    onRegion(parts.region) &&
    onAccount(parts.account) &&
    onResource(parts.resource) &&
    onScheme("arn");
}

/** The first five components with their colons, where they are all in the first, literal piece; most patterns are so. */
function literalHead(pattern: Glob): string | null {
  const [first] = pattern;
  if (typeof first !== "string") return null;
  let colon = -1;
  for (let colons = 0; colons < 5; colons += 1) {
    colon = first.indexOf(":", colon + 1);
    if (colon < 0) return null;
  }
  return first.slice(0, colon + 1);
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
