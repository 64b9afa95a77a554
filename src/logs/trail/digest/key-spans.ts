/** Which keys it takes to prove what is there: of which regions, and of which time. */

/** Milliseconds since 1970, inclusive. */
export type KeySpan = { readonly region: string; readonly from: number; readonly to: number };

/** Signed there and then; null: it doesn't tell. */
export type Signed = { readonly region: string | null; readonly time: number };

/** A key is asked for by a time around the signature's: clocks differ, and a digest ends before it is signed. */
const aroundMilliseconds = 86_400_000;

/** One a region, in order of their names. What tells no region or no time has none. */
export function keySpans(all: readonly Signed[]): readonly KeySpan[] {
  const spans = new Map<string, KeySpan>();
  for (const { region, time } of all) {
    if (region === null || Number.isNaN(time)) continue;
    const { from, to } = spans.get(region) ?? { from: time, to: time };
    spans.set(region, { region, from: Math.min(from, time), to: Math.max(to, time) });
  }
  return [...spans.values()]
    .map(({ region, from, to }) => ({
      region,
      from: from - aroundMilliseconds,
      to: to + aroundMilliseconds,
    }))
    .sort((a, b) => (a.region < b.region ? -1 : 1));
}
