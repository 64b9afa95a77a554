/** What every request of a principal brings, of the keys that its layers' conditions and variables ask for. */
import { variableNames } from "../conditions/texts.ts";
import { keyFacts } from "../keys.ts";
import type { RequestToDecide } from "../request-question.ts";
import type { PrincipalLayers } from "../what-can/layers.ts";

/** Keys that the evaluators derive from the principal. */
const derived: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principaltype",
  "aws:username",
  "aws:userid",
]);

export function knownContext(layers: PrincipalLayers): RequestToDecide["context"] {
  const context: Record<string, string | readonly string[]> = {};
  for (const [name, texts] of knownValues(layers)) {
    const [first] = texts;
    if (derived.has(name) || first === undefined) continue;
    context[name] = keyFacts(name).multiValued ? texts : first;
  }
  return context;
}

/** By lower-case name; an empty list is absent. */
export function knownValues(layers: PrincipalLayers): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const name of keysIn(layers)) {
    const value = layers.lookup(name);
    if (value.kind !== "open") values.set(name, value.kind === "known" ? value.texts : []);
  }
  return values;
}

function keysIn({ identity, boundary, controls, resourceControls }: PrincipalLayers): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (text: string): void => {
    if (!text.includes("${")) return;
    for (const name of variableNames(text)) if (!/[*?]/.test(name)) names.add(name.toLowerCase());
  };
  const levels = [...controls, ...resourceControls].flatMap(({ policies }) => policies);
  for (const { document } of [...identity, ...(boundary === null ? [] : [boundary]), ...levels]) {
    for (const { resource, conditions } of document.statements) {
      for (const { text } of resource?.patterns ?? []) note(text);
      for (const condition of conditions) {
        if (condition.kind === "unknown") continue;
        names.add(condition.key.toLowerCase());
        for (const { text } of condition.values) note(text);
      }
    }
  }
  return names;
}
