/** Which services a policy lets in by name: a quick look, for telling what a bucket is for. */
import { parsePolicy } from "../../policy/index.ts";

/** Service principals of the Allow statements, alphabetically; none where the text can't be read. */
export function servicePrincipalsIn(text: string): readonly string[] {
  const parsed = parsePolicy(text, { kind: "resource" });
  if (!parsed.ok) return [];
  const entries = parsed.value.statements.flatMap(({ effect, principal }) =>
    effect === "Allow" && principal !== null && !principal.negated ? principal.entries : [],
  );
  const names = entries.filter(({ type }) => type === "Service").map(({ value }) => value);
  return [...new Set(names)].toSorted();
}
