/** A seeded source of choices: the same seed, the same choices, on every machine. */
export type Random = {
  /** In [0, limit). */
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  readonly chance: (percent: number) => boolean;
  /** Between `least` and `most` picks, repetitions allowed. */
  readonly several: <T>(items: readonly [T, ...T[]], least: number, most: number) => T[];
};

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0];
  return {
    below,
    pick,
    chance: (percent) => next() * 100 < percent,
    several: (items, least, most) =>
      Array.from({ length: least + below(most - least + 1) }, () => pick(items)),
  };
}
