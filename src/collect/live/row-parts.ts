/** Parts of rows that many services have, in the services' different spellings. */

type AnyTag = {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
};

/** `{"tags": {…}}` of a call that tells tags: where it gives no list, there are none. */
export function tagsFrom(tags: readonly AnyTag[] = []): {
  readonly tags: Readonly<Record<string, string>>;
} {
  const pairs = tags.flatMap(({ Key, Value, key, value }): [string, string][] => {
    const name = Key ?? key;
    return name === undefined ? [] : [[name, Value ?? value ?? ""]];
  });
  return { tags: Object.fromEntries(pairs) };
}

/** Members that AWS gave a value: what is empty or absent is left out. */
export function told(
  members: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const pairs = Object.entries(members).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === "" ? [] : [[name, value]],
  );
  return Object.fromEntries(pairs);
}

/** Lists of at most `size`, for calls that take so many things at once. */
export function inBatches<T>(items: readonly T[], size: number): readonly T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size));
  return batches;
}
