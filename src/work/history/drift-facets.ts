/** How many changes there are of each severity, account, actor and so on: what a filter would leave. */
import type { z } from "zod";
import { alertSeverities } from "../../model/index.ts";
import type { DriftFacts } from "./drift-facts.ts";
import { accountOf, type DriftAspect, type DriftChoice, missesOf } from "./drift-filter.ts";
import { type driftFacetsShape, driftSides } from "./drift-shape.ts";

/** Each aspect counted under the other filters, so that one sees what choosing another value of it would show. */
export function driftFacets(
  all: Iterable<DriftFacts>,
  choice: DriftChoice,
): z.infer<typeof driftFacetsShape> {
  const misses = missesOf(choice);
  const severity = new Counts<(typeof alertSeverities)[number]>();
  const side = new Counts<(typeof driftSides)[number]>();
  const kind = new Counts<DriftFacts["row"]["kind"]>();
  const about = new Counts<DriftFacts["row"]["about"][number]>();
  const account = new Counts<string>();
  const actor = new Counts<string>();
  const expected = new Counts<boolean>();
  const names = new Map<string, string | null>();
  let total = 0;
  for (const facts of all) {
    const missed = misses(facts);
    if (missed === "other") continue;
    const { row } = facts;
    if (missed === null) total++;
    const counts = (aspect: DriftAspect): boolean => missed === null || missed === aspect;
    if (counts("severity")) severity.add([row.severity]);
    if (counts("side")) side.add(row.sides);
    if (counts("kind")) kind.add([row.kind]);
    if (counts("about")) about.add(row.about);
    if (counts("account")) {
      account.add([accountOf(row)]);
      names.set(accountOf(row), row.accountName ?? names.get(accountOf(row)) ?? null);
    }
    if (counts("actor")) actor.add(row.actors);
    if (counts("expected")) expected.add([row.ticket !== null]);
  }
  return {
    total,
    severity: alertSeverities
      .map((value) => ({ value, count: severity.of(value) }))
      .filter((one) => one.count > 0)
      .reverse(),
    side: driftSides.map((value) => ({ value, count: side.of(value) })),
    kind: kind.mostFirst(),
    about: about.mostFirst(),
    account: account.mostFirst().map((one) => ({ ...one, name: names.get(one.value) ?? null })),
    actor: actor.mostFirst(),
    expected: [true, false].map((value) => ({ value, count: expected.of(value) })),
  };
}

class Counts<T extends string | boolean> {
  readonly #counts = new Map<T, number>();

  /** Each value once. */
  add(values: readonly T[]): void {
    for (const value of values) this.#counts.set(value, this.of(value) + 1);
  }

  of(value: T): number {
    return this.#counts.get(value) ?? 0;
  }

  mostFirst(): { value: T; count: number }[] {
    return [...this.#counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }
}
