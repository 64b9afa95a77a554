/** Which changes are looked at, and what another choice of one filter would show. */
import { type AlertSeverity, alertSeverities } from "../../model/index.ts";
import type { DriftFacts } from "./drift-facts.ts";
import type { DriftRow } from "./drift-shape.ts";

/** Null, and of texts an empty one: whatever it is. */
export type DriftChoice = {
  readonly accounts: readonly string[] | null;
  readonly severities: readonly AlertSeverity[] | null;
  readonly atLeast: AlertSeverity | null;
  readonly kinds: readonly DriftRow["kind"][] | null;
  readonly about: readonly DriftRow["about"][number][] | null;
  readonly sides: readonly DriftRow["sides"][number][] | null;
  /** Principals, letter by letter. */
  readonly actors: readonly string[] | null;
  /** Part of the actor's ARN or of its session issuer's, without regard to case. */
  readonly actor: string;
  readonly subject: string | null;
  readonly expected: boolean | null;
  /** Times of the change, both included. */
  readonly from: number | null;
  readonly to: number | null;
  /** Words, each of which stands in title, subject, id or ticket. */
  readonly text: string;
};

export type DriftAspect = "severity" | "side" | "kind" | "about" | "account" | "actor" | "expected";

/** What the account of a change is called where it concerns the organization. */
const organizationWide = "organization";

export function accountOf({ account }: DriftRow): string {
  return account ?? organizationWide;
}

type Test = { readonly aspect: DriftAspect | null; passes(facts: DriftFacts): boolean };

/** Null: it meets all filters; an aspect: it misses that one alone; `other`: it is not to be looked at. */
export type Misses = DriftAspect | "other" | null;

/** The tests of a choice, worked out once. */
export function missesOf(choice: DriftChoice): (facts: DriftFacts) => Misses {
  const tests = testsOf(choice);
  return (facts) => {
    let missed: Misses = null;
    for (const { aspect, passes } of tests) {
      if (passes(facts)) continue;
      if (aspect === null || missed !== null) return "other";
      missed = aspect;
    }
    return missed;
  };
}

function testsOf(choice: DriftChoice): readonly Test[] {
  const { atLeast, subject, expected, from, to } = choice;
  const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
  const actor = choice.actor.trim().toLowerCase();
  const least = atLeast === null ? 0 : alertSeverities.indexOf(atLeast);
  const tests: Test[] = [];
  const add = (aspect: DriftAspect | null, passes: Test["passes"]) => tests.push({ aspect, passes });
  const oneOf = <T>(
    aspect: DriftAspect,
    values: readonly T[] | null,
    of: (row: DriftRow) => readonly T[],
  ) => {
    if (values === null) return;
    const wanted = new Set(values);
    add(aspect, ({ row }) => of(row).some((value) => wanted.has(value)));
  };
  oneOf("severity", choice.severities, ({ severity }) => [severity]);
  oneOf("side", choice.sides, ({ sides }) => sides);
  oneOf("kind", choice.kinds, ({ kind }) => [kind]);
  oneOf("about", choice.about, ({ about }) => about);
  oneOf("account", choice.accounts, (row) => [accountOf(row)]);
  oneOf("actor", choice.actors, ({ actors }) => actors);
  if (expected !== null) add("expected", ({ row }) => (row.ticket !== null) === expected);
  if (least > 0) add(null, ({ row }) => alertSeverities.indexOf(row.severity) >= least);
  if (subject !== null) add(null, ({ row }) => row.subject === subject);
  if (from !== null) add(null, ({ row }) => row.at >= from);
  if (to !== null) add(null, ({ row }) => row.at <= to);
  if (actor !== "") add(null, ({ searchedActors }) => searchedActors.includes(actor));
  if (words.length > 0) add(null, ({ searched }) => words.every((word) => searched.includes(word)));
  return tests;
}
