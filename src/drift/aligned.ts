/**
 * Two policies written alike where the spelling means nothing: the case of condition keys, the order and repetition of values.
 * What the algebra can't look into it knows by its text, so that the same must be spelled the same on both sides.
 */
import type { Condition, PolicyDocument, Statement, TextWithRange } from "../policy/ast.ts";

export function aligned(a: PolicyDocument, b: PolicyDocument): readonly [PolicyDocument, PolicyDocument] {
  const keys = new Map<string, string>();
  for (const { statements } of [a, b])
    for (const { conditions } of statements)
      for (const condition of conditions) if (condition.kind === "test") addSpelling(keys, condition.key);
  return [respelled(a, keys), respelled(b, keys)];
}

/** Of several spellings the one with letters of both cases, as AWS writes keys. */
function addSpelling(keys: Map<string, string>, key: string): void {
  const lower = key.toLowerCase();
  const known = keys.get(lower);
  if (known === undefined || (isOneCase(known) && !isOneCase(key))) keys.set(lower, key);
}

function isOneCase(key: string): boolean {
  return key === key.toLowerCase() || key === key.toUpperCase();
}

function respelled(document: PolicyDocument, keys: ReadonlyMap<string, string>): PolicyDocument {
  const statements = document.statements.map((statement): Statement => {
    const { action, resource, conditions } = statement;
    return {
      ...statement,
      action: { ...action, patterns: distinct(action.patterns) },
      resource: resource === null ? null : { ...resource, patterns: distinct(resource.patterns) },
      conditions: conditions.map(
        (condition): Condition =>
          condition.kind === "unknown"
            ? condition
            : {
                ...condition,
                key: keys.get(condition.key.toLowerCase()) ?? condition.key,
                values: distinct(condition.values),
              },
      ),
    };
  });
  return { ...document, statements };
}

function distinct(values: readonly TextWithRange[]): readonly TextWithRange[] {
  const byText = new Map(values.map((value) => [value.text, value]));
  return [...byText.values()].toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}
