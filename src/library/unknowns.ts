import type { RequestSet } from "../authz/symbolic/decision/request-sets.ts";

/** What is not known and a set of requests really hangs on: one sentence each. */
export function unknownsOf({ requests, region }: RequestSet): readonly string[] {
  const { space, facts } = requests;
  const sentences = [...facts].flatMap(([name, sentence]) => {
    const without = space.project(region, [name]);
    return without.kind === "exact" && without.value === region ? [] : [sentence];
  });
  return [...new Set(sentences)];
}
