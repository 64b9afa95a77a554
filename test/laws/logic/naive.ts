/** What atoms mean, written anew as plainly as can be: the judge of the algebra. Shares nothing with it but the types. */
import type { AddressBlock, Interval, Pattern, PatternElement, Value } from "../../../src/logic/index.ts";

/** Unicode's own folding, by the engine of regular expressions; for letters. */
function sameCharacter(a: string, b: string, ignoreCase: boolean): boolean {
  if (a === b) return true;
  return ignoreCase && new RegExp(`^${a}$`, "iu").test(b);
}

/** Back-tracks through everything: for short texts only. */
export function naivelyMatches(pattern: Pattern, text: string): boolean {
  const characters = Array.from(text);
  const places = pattern.elements.flatMap((element): readonly (PatternElement | string)[] =>
    element.kind === "text" ? Array.from(element.text) : [element],
  );
  const from = (place: number, at: number): boolean => {
    const wanted = places[place];
    const character = characters[at];
    if (wanted === undefined) return character === undefined;
    if (typeof wanted === "string") {
      return (
        character !== undefined &&
        sameCharacter(wanted, character, pattern.ignoreCase) &&
        from(place + 1, at + 1)
      );
    }
    if (wanted.kind === "text") throw new Error("texts have been taken apart");
    if (wanted.kind === "many" && from(place + 1, at)) return true;
    if (character === undefined) return false;
    if (wanted.except !== null && sameCharacter(wanted.except, character, pattern.ignoreCase)) return false;
    return from(wanted.kind === "many" ? place : place + 1, at + 1);
  };
  return from(0, 0);
}

export type NaiveAtom =
  | { readonly kind: "present"; readonly dimension: string }
  | { readonly kind: "text"; readonly dimension: string; readonly pattern: Pattern }
  | { readonly kind: "none"; readonly dimension: string; readonly patterns: readonly Pattern[] }
  | { readonly kind: "number"; readonly dimension: string; readonly interval: Interval }
  | { readonly kind: "address"; readonly dimension: string; readonly block: AddressBlock }
  | { readonly kind: "opaque"; readonly label: string };

/** `value`: of the atom's dimension. */
export function naivelyHolds(atom: NaiveAtom, value: Value): boolean {
  const texts = value.kind === "text" ? [value.text] : value.kind === "set" ? value.texts : [];
  switch (atom.kind) {
    case "present":
      return value.kind !== "absent" && (value.kind !== "set" || value.texts.length > 0);
    case "text":
      return texts.some((text) => naivelyMatches(atom.pattern, text));
    case "none":
      return texts.some((text) => !atom.patterns.some((pattern) => naivelyMatches(pattern, text)));
    case "number": {
      if (value.kind !== "number") return false;
      const { from, fromOpen, to, toOpen } = atom.interval;
      const above = from === null || (fromOpen ? value.number > from : value.number >= from);
      return above && (to === null || (toOpen ? value.number < to : value.number <= to));
    }
    case "address": {
      if (value.kind !== "address" || value.family !== atom.block.family) return false;
      const bits = atom.block.family === 4 ? 32 : 128;
      const written = (address: bigint): string =>
        address.toString(2).padStart(bits, "0").slice(0, atom.block.prefixLength);
      return written(value.address) === written(atom.block.network);
    }
    case "opaque":
      throw new Error("an opaque label has no value");
  }
}
