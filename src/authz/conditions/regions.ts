/**
 * Tests as regions over the keys that stay open. One space holds all tests that are asked about together, so that the
 * same key is the same dimension in each of them.
 */
import { parseAddressBlock } from "../../logic/addresses.ts";
import type { Dimension, Interval, Pattern, PatternElement, Region, Space } from "../../logic/types.ts";
import { decide, modeOf } from "./decide.ts";
import { mayArrive } from "./parameter-form.ts";
import { readDate, readNumber } from "./read-values.ts";
import { holdsWhenAbsent, type Test, testText, undocumented } from "./test.ts";
import { matcherOf, widestPattern } from "./texts.ts";
import type { Lookup } from "./values.ts";

export type RegionMaker = {
  readonly space: Space;
  readonly lookup: Lookup;
  /** The dimension of a key, declared; null where its tests disagree on the kind of its values. */
  dimensionOf(test: Test): string | null;
  /** Whether the key's dimension is of texts: only then can it be asked which patterns match. */
  holdsText(test: Test): boolean;
  /** Labels of opaque atoms, each with the sentence that says why the outcome is not known. */
  readonly reasons: Map<string, string>;
  /**
   * Where the maker keeps facts that the algebra can't look into as dimensions of their own, so that they can be projected
   * away; the space's own opaque atoms otherwise. Variables are then also bounded: whatever their values, the rest of the
   * text has to match.
   */
  readonly fact?: (label: string, reason: string) => Region;
};

/** Chooses a kind of values for each key, and declares its dimension. */
export function regionMaker(space: Space, tests: Iterable<Test>, lookup: Lookup): RegionMaker {
  const kinds = new Map<string, Dimension["kind"] | "mixed">();
  for (const test of tests) {
    if (test.operation.family === "null") continue;
    const name = dimensionName(test);
    const kind = kindOf(test);
    const before = kinds.get(name);
    kinds.set(name, before === undefined || before === kind ? kind : "mixed");
  }
  const kindAt = (test: Test) => kinds.get(dimensionName(test)) ?? kindOfKey(test);
  // Mixed kinds share the presence alone, which a text dimension carries.
  const sharedKind = (test: Test): Dimension["kind"] => {
    const kind = kindAt(test);
    return kind === "mixed" || test.facts.multiValued ? "text" : kind;
  };
  return {
    space,
    lookup,
    reasons: new Map(),
    holdsText: (test) => sharedKind(test) === "text",
    dimensionOf(test) {
      const name = dimensionName(test);
      const kind = kindAt(test);
      const value = lookup(test.name);
      const dimension: Dimension = {
        name,
        kind: sharedKind(test),
        presence: test.facts.multiValued
          ? "set"
          : value.kind === "open" && value.presence === "always"
            ? "always"
            : "optional",
      };
      space.dimension(dimension);
      return kind === "mixed" || (test.facts.multiValued && kind !== "text") ? null : name;
    },
  };
}

/**
 * Both clocks are one: aws:EpochTime is aws:CurrentTime in seconds. And the principal's account is a part of its ARN, so
 * that conditions on both are held together.
 */
export function dimensionName(test: Test): string {
  if (test.name === "aws:epochtime") return "aws:currenttime";
  return test.name === "aws:principalaccount" ? "aws:principalarn" : test.name;
}

/** An ARN whose account matches. */
function inAccount(account: Pattern): Pattern {
  const colonFree: PatternElement = { kind: "many", except: ":" };
  return {
    elements: [
      { kind: "text", text: "arn:" },
      colonFree,
      { kind: "text", text: ":" },
      colonFree,
      { kind: "text", text: "::" },
      ...account.elements.map((element) => (element.kind === "text" ? element : { ...element, except: ":" })),
      { kind: "text", text: ":" },
      { kind: "many", except: null },
    ],
    ignoreCase: account.ignoreCase,
  };
}

/** Where only presence is asked about. */
function kindOfKey({ facts }: Test): Dimension["kind"] {
  if (facts.type === "number" || facts.type === "date") return "number";
  return facts.type === "address" ? "address" : "text";
}

function kindOf(test: Test): Dimension["kind"] {
  switch (test.operation.family) {
    case "number":
    case "date":
      return "number";
    case "address":
      return "address";
    default:
      return "text";
  }
}

/** Where the test holds. What is known of its key is put in. */
export function regionOf(maker: RegionMaker, test: Test): Region {
  const { space } = maker;
  const value = maker.lookup(test.name);
  const outcome = decide(test, value, maker.lookup, maker.fact !== undefined);
  if (outcome === "true") return space.everything;
  if (outcome === "false") return space.nothing;
  const gap = undocumented(test);
  if (gap !== null)
    return maker.fact === undefined ? opaque(maker, testText(test), gap) : gapRegion(maker, test, gap);
  if (outcome === "unknown" || value.kind === "known") {
    return opaque(maker, testText(test), `${test.key}: its value here is not known`);
  }
  const dimension = maker.dimensionOf(test);
  const name = dimensionName(test);
  if (test.operation.family === "null") {
    const present = space.present(name);
    return holdsWhenAbsent(test) ? space.not(present) : present;
  }
  const present = space.present(name);
  if (dimension === null) {
    const label = testText(test);
    const held = opaque(
      maker,
      label,
      `${test.key} is read as values of different kinds by different operators`,
    );
    return holdsWhenAbsent(test) ? space.or(space.not(present), held) : space.and(present, held);
  }
  return openRegion(maker, test, name, present);
}

/**
 * What is not documented holds only where the key is there: absence decides by itself. Of many values without a set
 * operator, the answer is known where it is the same for one of them and for all.
 */
function gapRegion(maker: RegionMaker, test: Test, gap: string): Region {
  const { space } = maker;
  const fact = opaque(maker, testText(test), gap);
  const dimension = maker.dimensionOf(test);
  const present = space.present(dimensionName(test));
  const absent = holdsWhenAbsent(test) ? space.not(present) : space.nothing;
  const { family } = test.operation;
  const isText = family === "text" || family === "arn" || family === "boolean";
  const byOne: Test = { ...test, quantifier: "ForAnyValue", ifExists: false };
  const byAll: Test = { ...test, quantifier: "ForAllValues", ifExists: false };
  if (dimension === null || !test.facts.multiValued || !isText || undocumented(byOne) !== null) {
    return space.or(absent, space.and(present, fact));
  }
  const some = setRegion(maker, byOne, dimension, present);
  const every = space.and(present, setRegion(maker, byAll, dimension, present));
  return space.or(absent, space.and(some, every), space.and(present, space.or(some, every), fact));
}

function openRegion(maker: RegionMaker, test: Test, name: string, present: Region): Region {
  const { space } = maker;
  const { negated } = test.operation;
  const absentHolds = holdsWhenAbsent(test);
  if (test.facts.multiValued) return setRegion(maker, test, name, present);
  const any = space.or(...test.values.map((wanted) => valueRegion(maker, test, wanted, name)));
  const held = negated ? space.minus(present, any) : space.and(present, any);
  return absentHolds ? space.or(space.not(present), held) : held;
}

/** Any value of a set, or all of them; the empty set passes `ForAllValues` alone (IAM-SEMANTICS 48). */
function setRegion(maker: RegionMaker, test: Test, name: string, present: Region): Region {
  const { space } = maker;
  const patterns: Pattern[] = [];
  const open: { readonly text: string; readonly reason: string }[] = [];
  for (const wanted of test.values) {
    const matcher = matcherOf(wanted, modeOf(test), maker.lookup);
    if (matcher.kind === "pattern") patterns.push(matcher.pattern);
    if (matcher.kind !== "opaque") continue;
    const reason = `${test.key}: ${matcher.reason}`;
    if (maker.fact === undefined) return opaque(maker, testText(test), reason);
    open.push({ text: wanted, reason });
  }
  const kind = `${test.operation.family} ${test.operation.wildcards} ${test.operation.ignoreCase}\n${test.name}`;
  // What variables add to the patterns, and what they take away from what none of them matches.
  const inside = open.map(({ text, reason }) =>
    space.and(present, opaque(maker, `some inside ${kind}\n${text}`, reason)),
  );
  const outside = open.map(({ reason }) =>
    opaque(maker, `some outside ${kind}\n${[...test.values].sort().join("\n")}`, reason),
  );
  const someInside = (): Region =>
    space.or(...patterns.map((pattern) => space.matches(name, pattern)), ...inside);
  const someOutside = (): Region =>
    space.and(patterns.length === 0 ? present : space.matchesNone(name, patterns), ...outside);
  if (test.quantifier === "ForAllValues") {
    return space.not(test.operation.negated ? someInside() : someOutside());
  }
  const some = test.operation.negated ? someOutside() : someInside();
  return test.ifExists ? space.or(space.not(present), some) : some;
}

function valueRegion(maker: RegionMaker, test: Test, wanted: string, name: string): Region {
  const { space } = maker;
  switch (test.operation.family) {
    case "text":
    case "arn":
    case "boolean": {
      const matcher = matcherOf(wanted, modeOf(test), maker.lookup);
      if (matcher.kind === "never") return space.nothing;
      if (matcher.kind === "opaque") {
        const { family, wildcards, ignoreCase } = test.operation;
        const label = `${family} ${wildcards} ${ignoreCase}\n${test.name}\n${matcher.label}`;
        const held = opaque(maker, label, `${test.key}: ${matcher.reason}`);
        const widest = maker.fact === undefined ? null : widestPattern(wanted, modeOf(test));
        return widest === null ? held : space.and(held, space.matches(name, widest));
      }
      // Policies by themselves are compared over all texts, calls as they arrive.
      if (maker.fact === undefined && !mayArrive(test.name, matcher.pattern)) return space.nothing;
      const ofAccount = test.name === "aws:principalaccount";
      return space.matches(name, ofAccount ? inAccount(matcher.pattern) : matcher.pattern);
    }
    case "number":
    case "date": {
      const value = test.operation.family === "date" ? readDate(wanted) : readNumber(wanted);
      if (value === null) return space.nothing;
      const inSeconds = test.operation.family === "number" && test.name === "aws:epochtime";
      return space.between(name, intervalOf(test, inSeconds ? value * 1000 : value));
    }
    case "address": {
      const block = parseAddressBlock(wanted);
      return block.ok ? space.within(name, block.value) : space.nothing;
    }
    case "null":
      return space.nothing;
  }
}

function intervalOf(test: Test, value: number): Interval {
  const closed = { fromOpen: false, toOpen: false };
  switch (test.operation.comparison) {
    case "=":
      return { from: value, to: value, ...closed };
    case "<":
      return { from: null, to: value, ...closed, toOpen: true };
    case "<=":
      return { from: null, to: value, ...closed };
    case ">":
      return { from: value, to: null, ...closed, fromOpen: true };
    case ">=":
      return { from: value, to: null, ...closed };
  }
}

function opaque(maker: RegionMaker, label: string, reason: string): Region {
  maker.reasons.set(label, reason);
  if (maker.fact !== undefined) return maker.fact(label, reason);
  return maker.space.opaque(label);
}
