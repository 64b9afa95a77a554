/** Which patterns of a list are included in others of it. */
import { type Pattern, patternMatches, patternWithin } from "../../logic/index.ts";

/** For each pattern the place of one that includes it, or null. Of two that mean the same, the first stays. */
export function includedIn(patterns: readonly (Pattern | null)[]): readonly (number | null)[] {
  const firstOf = new Map<string, number>();
  const open: number[] = [];
  for (const [place, pattern] of patterns.entries()) {
    const key = JSON.stringify(pattern);
    if (!firstOf.has(key)) firstOf.set(key, place);
    if (pattern?.elements.some(({ kind }) => kind !== "text")) open.push(place);
  }
  const isWithin = (narrow: number, wide: number, samples: readonly string[]): boolean => {
    const a = patterns[narrow];
    const b = patterns[wide];
    if (a === null || a === undefined || b === null || b === undefined) return false;
    // Most pairs are told apart by a text of the narrow one, for a fraction of the price.
    if (!samples.every((text) => patternMatches(b, text))) return false;
    const answer = patternWithin(a, b);
    return answer.kind === "exact" && answer.value;
  };
  return patterns.map((pattern, place) => {
    if (pattern === null) return null;
    const same = firstOf.get(JSON.stringify(pattern));
    if (same !== undefined && same < place) return same;
    const samples = samplesOf(pattern);
    const by = open.find(
      (other) =>
        other !== place && isWithin(place, other, samples) && (other < place || !isWithin(other, place, [])),
    );
    return by ?? null;
  });
}

/** Texts that match the pattern, unlike each other. */
function samplesOf({ elements }: Pattern): readonly string[] {
  return ["", "~", "q"].map((filler) =>
    elements
      .map((element) =>
        element.kind === "text" ? element.text : element.kind === "one" ? filler || "z" : filler,
      )
      .join(""),
  );
}
