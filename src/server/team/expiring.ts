/** Things that are known by a random id, for some time: sessions, and sign-ins that have begun. They live in memory alone. */
import { newSecret } from "../secrets.ts";

export interface Expiring<T> {
  /** Of 256 random bits. */
  add(value: T): string;
  /** Null: there is none, or its time is over. */
  get(id: string): T | null;
  /** The same, and it is gone: nobody gets it twice. */
  take(id: string): T | null;
}

/** `most`: the oldest go where there are more. `now`: milliseconds. */
export function expiring<T>({
  seconds,
  most,
  now,
}: {
  readonly seconds: number;
  readonly most: number;
  readonly now: () => number;
}): Expiring<T> {
  // In the order in which they end, since all live as long.
  const held = new Map<string, { readonly value: T; readonly until: number }>();
  const removeEnded = (): void => {
    const time = now();
    for (const [id, { until }] of held) {
      if (until > time && held.size <= most) return;
      held.delete(id);
    }
  };
  const get = (id: string): T | null => {
    const found = held.get(id);
    return found !== undefined && found.until > now() ? found.value : null;
  };
  return {
    add(value) {
      const id = newSecret();
      held.set(id, { value, until: now() + seconds * 1000 });
      removeEnded();
      return id;
    },
    get,
    take(id) {
      const found = get(id);
      held.delete(id);
      return found;
    },
  };
}
