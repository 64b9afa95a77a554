/** Which findings are chosen, one by one or in groups; a filter that changes lets all of them go. */
import { useEffect, useState } from "preact/hooks";

export type Selection = {
  readonly ids: readonly string[];
  has(id: string): boolean;
  add(ids: readonly string[]): void;
  remove(ids: readonly string[]): void;
  clear(): void;
};

/** `scope`: what is chosen from. */
export function useSelection(scope: string): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setChosen(new Set()), [scope]);
  return {
    ids: [...chosen],
    has: (id) => chosen.has(id),
    add: (ids) => setChosen((before) => new Set([...before, ...ids])),
    remove: (ids) => setChosen((before) => before.difference(new Set(ids))),
    clear: () => setChosen(new Set()),
  };
}
