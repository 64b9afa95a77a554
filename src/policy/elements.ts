/** The elements of a statement by their names, as AWS spells them. */
import type { SourceRange, Statement } from "./ast.ts";
import type { JsonMember } from "./json.ts";

export const statementElements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
] as const;

export type StatementElement = (typeof statementElements)[number];

/** The members of one statement; more than one where an element is repeated, never none. */
export type Elements = { readonly [name in StatementElement]?: readonly JsonMember[] };

export type Effect = Statement["effect"];

const exactNames = new Map<string, StatementElement>(statementElements.map((name) => [name, name]));
const lowerCaseNames = new Map<string, StatementElement>(
  statementElements.map((name) => [name.toLowerCase(), name]),
);

/** The element that a member's name stands for, in whatever case; AWS's grammar has it in one case only. */
export function statementElement(key: string): StatementElement | null {
  return exactNames.get(key) ?? lowerCaseNames.get(key.toLowerCase()) ?? null;
}

/** Where a member stands, its name included. */
export function memberRange(entry: JsonMember): SourceRange {
  return { start: entry.keyStart, end: entry.value.end };
}

/**
 * What several readings of an element have in common to say, when it is not known which of them counts: all that some
 * reading names where naming more makes an Allow wider or a Deny narrower, else what every reading names. `keyOf` is equal
 * for items that name the same.
 */
export function joinReadings<T>(
  readings: readonly (readonly T[])[],
  effect: Effect,
  negated: boolean,
  keyOf: (item: T) => string,
): readonly T[] {
  const [first = [], ...others] = readings;
  if (others.length === 0) return first;
  if (!namesMore(effect, negated)) {
    const named = others.map((items) => new Set(items.map(keyOf)));
    return first.filter((item) => named.every((keys) => keys.has(keyOf(item))));
  }
  const byKey = new Map<string, T>();
  for (const item of readings.flat()) {
    const key = keyOf(item);
    if (!byKey.has(key)) byKey.set(key, item);
  }
  return [...byKey.values()];
}

/** Whether the reading that names more is the one to keep: the widest Allow, the narrowest Deny. */
export function namesMore(effect: Effect, negated: boolean): boolean {
  return (effect === "Allow") !== negated;
}
