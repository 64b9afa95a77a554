/**
 * Values for the variables of policies. A variable ties two dimensions, which the algebra leaves open; once its key has a
 * value it is plain text, so a difference can still be shown by example.
 */
import type { PolicyDocument } from "../../../policy/ast.ts";
import { variableNames } from "../../conditions/texts.ts";

export type GivenValues = ReadonlyMap<string, readonly string[]>;

const plausible: ReadonlyMap<string, string> = new Map([
  ["aws:principalaccount", "111122223333"],
  ["aws:resourceaccount", "111122223333"],
  ["aws:sourceaccount", "111122223333"],
  ["aws:userid", "AIDAEXAMPLEEXAMPLE1234"],
  ["aws:principalarn", "arn:aws:iam::111122223333:user/example"],
]);

/** Ways to give all variables a value: plausible ones, ones that the policies ask for, different ones, none. */
export function givenValues(documents: readonly PolicyDocument[]): readonly GivenValues[] {
  const names = namesIn(documents);
  if (names.size === 0) return [];
  const asked = comparedWith(documents);
  const each = (value: (name: string, index: number) => readonly string[]): GivenValues =>
    new Map([...names].map((name, index) => [name, value(name, index)]));
  return [
    each((name) => [plausible.get(name) ?? "example"]),
    each((name) => [asked.get(name) ?? plausible.get(name) ?? "example"]),
    each((_, index) => [`example${index + 1}`]),
    each(() => []),
  ];
}

function namesIn(documents: readonly PolicyDocument[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { version, statements } of documents) {
    if (version !== "2012-10-17") continue;
    const note = (text: string): void => {
      if (text.includes("${"))
        for (const name of variableNames(text)) if (!/[*?]/.test(name)) names.add(name);
    };
    for (const { resource, conditions } of statements) {
      for (const { text } of resource?.patterns ?? []) note(text);
      for (const condition of conditions) {
        if (condition.kind === "test") for (const { text } of condition.values) note(text);
      }
    }
  }
  return names;
}

/** The first plain text that a condition compares each key with. */
function comparedWith(documents: readonly PolicyDocument[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { statements } of documents) {
    for (const { conditions } of statements) {
      for (const condition of conditions) {
        if (condition.kind !== "test") continue;
        const text = condition.values.map((value) => value.text).find((value) => !/[*?$]/.test(value));
        const name = condition.key.toLowerCase();
        if (text !== undefined && !found.has(name)) found.set(name, text);
      }
    }
  }
  return found;
}
