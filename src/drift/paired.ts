/** Two lists matched by key: those of before first, in their order. */
export function* paired<T>(
  before: readonly T[],
  after: readonly T[],
  key: (one: T) => string,
): Iterable<readonly [T | null, T | null]> {
  // Of one snapshot made from the other: nothing differs.
  if (before === after) return;
  const left = new Map(after.map((one) => [key(one), one]));
  for (const one of before) {
    const other = left.get(key(one)) ?? null;
    left.delete(key(one));
    yield [one, other];
  }
  for (const one of left.values()) yield [null, one];
}
