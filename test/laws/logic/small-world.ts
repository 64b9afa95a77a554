/**
 * A world small enough to look at every request: a few dimensions of each sort, a few values of each, and random
 * expressions over them, built as a region and as a table of truth.
 */
import fc from "fast-check";
import type {
  Assignment,
  Dimension,
  Pattern,
  PatternElement,
  Region,
  Space,
  Value,
} from "../../../src/logic/index.ts";
import { type NaiveAtom, naivelyHolds } from "./naive.ts";

export type Expression =
  | { readonly kind: "atom"; readonly atom: NaiveAtom }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "and" | "or" | "minus"; readonly left: Expression; readonly right: Expression };

export const dimensions: readonly Dimension[] = [
  { name: "always", kind: "text", presence: "always" },
  { name: "optional", kind: "text", presence: "optional" },
  { name: "set", kind: "text", presence: "set" },
  { name: "number", kind: "number", presence: "optional" },
  { name: "address", kind: "address", presence: "optional" },
];
export const label = "two keys are alike";

function texts(longest: number): readonly string[] {
  const letters = ["a", "b", "A", "z"];
  const all = [""];
  for (let from = 0, length = 0; length < longest; length++) {
    const to = all.length;
    for (const text of all.slice(from, to)) for (const letter of letters) all.push(text + letter);
    from = to;
  }
  return all;
}

const absent: Value = { kind: "absent" };
const short = texts(1);
const values: Readonly<Record<string, readonly Value[]>> = {
  always: texts(3).map((text) => ({ kind: "text", text })),
  optional: [absent, ...texts(2).map((text): Value => ({ kind: "text", text }))],
  set: [
    absent,
    ...texts(2).map((text): Value => ({ kind: "set", texts: [text] })),
    ...short.flatMap((a) => texts(2).map((b): Value => ({ kind: "set", texts: [a, b] }))),
  ],
  number: [absent, ...[-1, 0, 0.5, 1, 1.5, 2, 3, 4].map((number): Value => ({ kind: "number", number }))],
  address: [
    absent,
    ...Array.from(
      { length: 10 },
      (_, at): Value => ({ kind: "address", family: 4, address: 0xc0000200n + BigInt(at) }),
    ),
    { kind: "address", family: 6, address: 1n },
    { kind: "address", family: 6, address: 2n },
  ],
};

const wildcard = (kind: "one" | "many"): fc.Arbitrary<PatternElement> =>
  fc.record({ kind: fc.constant(kind), except: fc.constantFrom(null, null, null, "a") });
const element: fc.Arbitrary<PatternElement> = fc.oneof(
  fc.constantFrom("a", "b", "A", "ab").map((text): PatternElement => ({ kind: "text", text })),
  wildcard("one"),
  wildcard("many"),
);
export const patterns: fc.Arbitrary<Pattern> = fc.record({
  elements: fc.array(element, { maxLength: 4 }),
  ignoreCase: fc.constantFrom(false, false, true),
});

function atomsOf(dimension: Dimension): fc.Arbitrary<NaiveAtom> {
  const at = { dimension: fc.constant(dimension.name) };
  const present = fc.record({ kind: fc.constant("present" as const), ...at });
  switch (dimension.kind) {
    case "text":
      return fc.oneof(
        { weight: 1, arbitrary: present },
        { weight: 6, arbitrary: fc.record({ kind: fc.constant("text" as const), ...at, pattern: patterns }) },
        {
          weight: dimension.presence === "set" ? 3 : 1,
          arbitrary: fc.record({
            kind: fc.constant("none" as const),
            ...at,
            patterns: fc.array(patterns, { maxLength: 3 }),
          }),
        },
      );
    case "number": {
      const bound = fc.constantFrom(null, 0, 1, 2, 3);
      const interval = fc.record({ from: bound, fromOpen: fc.boolean(), to: bound, toOpen: fc.boolean() });
      return fc.oneof(present, fc.record({ kind: fc.constant("number" as const), ...at, interval }));
    }
    case "address": {
      const v4 = fc
        .record({ prefix: fc.constantFrom(0, 1, 28, 29, 30, 31, 32), at: fc.nat({ max: 9 }) })
        .map((made) => {
          const host = BigInt(32 - made.prefix);
          const network = ((0xc0000200n + BigInt(made.at)) >> host) << host;
          return { family: 4 as const, network, prefixLength: made.prefix };
        });
      const v6 = fc.constantFrom(
        { family: 6 as const, network: 0n, prefixLength: 0 },
        { family: 6 as const, network: 0n, prefixLength: 127 },
        { family: 6 as const, network: 2n, prefixLength: 128 },
      );
      const block = fc.oneof({ weight: 4, arbitrary: v4 }, { weight: 1, arbitrary: v6 });
      return fc.oneof(present, fc.record({ kind: fc.constant("address" as const), ...at, block }));
    }
  }
}

export type World = { readonly used: readonly Dimension[]; readonly expressions: readonly Expression[] };

/** Two dimensions and some expressions over them and one opaque label. */
export function worlds(count: number): fc.Arbitrary<World> {
  return fc.subarray([...dimensions], { minLength: 1, maxLength: 2 }).chain((used) => {
    const atom = fc.oneof(...used.map((dimension) => ({ weight: 5, arbitrary: atomsOf(dimension) })), {
      weight: 1,
      arbitrary: fc.constant<NaiveAtom>({ kind: "opaque", label }),
    });
    const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.record({ kind: fc.constant("atom" as const), atom }),
        fc.record({ kind: fc.constant("not" as const), of: tie("expression") }),
        fc.record({
          kind: fc.constantFrom("and", "or", "minus"),
          left: tie("expression"),
          right: tie("expression"),
        }),
        fc.record({ kind: fc.constantFrom("and", "or"), left: tie("expression"), right: tie("expression") }),
      ),
    }));
    // As policies do it: many literals, one after the other.
    const step = fc.record({ kind: fc.constantFrom("and" as const, "or", "or", "minus"), atom });
    const chain = fc
      .tuple(atom, fc.array(step, { minLength: 3, maxLength: 10 }))
      .map(([start, steps]) =>
        steps.reduce<Expression>(
          (left, { kind, atom: next }) => ({ kind, left, right: { kind: "atom", atom: next } }),
          { kind: "atom", atom: start },
        ),
      );
    const both = fc.record({ kind: fc.constantFrom("and", "or", "minus"), left: chain, right: chain });
    return fc.record({
      used: fc.constant(used),
      expressions: fc.array(fc.oneof(expression, chain, both), { minLength: count, maxLength: count }),
    });
  });
}

export type Request = { readonly values: Assignment; readonly opaque: ReadonlyMap<string, boolean> };

/** Every request of the world, or every n-th where there are more than `most`. */
export function requestsOf(used: readonly Dimension[], most: number): readonly Request[] {
  let all: Request[] = [false, true].map((held) => ({ values: new Map(), opaque: new Map([[label, held]]) }));
  for (const { name } of used) {
    all = all.flatMap(({ values: before, opaque }) =>
      (values[name] ?? []).map((value) => ({ values: new Map([...before, [name, value]]), opaque })),
    );
  }
  const step = Math.ceil(all.length / most);
  return all.filter((_, at) => at % step === 0);
}

/** Where a request does not name a dimension, any value will do. */
function whereverNotNamed(dimension: string): Value {
  return dimension === "always" ? { kind: "text", text: "anything" } : absent;
}

/** The expression where the opaque fact is known. */
export function withFact(expression: Expression, held: boolean): Expression {
  const always: Expression = { kind: "atom", atom: { kind: "none", dimension: "always", patterns: [] } };
  switch (expression.kind) {
    case "atom":
      if (expression.atom.kind !== "opaque") return expression;
      return held ? always : { kind: "not", of: always };
    case "not":
      return { kind: "not", of: withFact(expression.of, held) };
    default:
      return {
        kind: expression.kind,
        left: withFact(expression.left, held),
        right: withFact(expression.right, held),
      };
  }
}

export function isTrue(expression: Expression, request: Request): boolean {
  switch (expression.kind) {
    case "atom": {
      const { atom } = expression;
      if (atom.kind === "opaque") return request.opaque.get(atom.label) === true;
      return naivelyHolds(atom, request.values.get(atom.dimension) ?? whereverNotNamed(atom.dimension));
    }
    case "not":
      return !isTrue(expression.of, request);
    case "and":
      return isTrue(expression.left, request) && isTrue(expression.right, request);
    case "or":
      return isTrue(expression.left, request) || isTrue(expression.right, request);
    case "minus":
      return isTrue(expression.left, request) && !isTrue(expression.right, request);
  }
}

export function regionOf(space: Space, expression: Expression): Region {
  switch (expression.kind) {
    case "atom":
      return atomRegion(space, expression.atom);
    case "not":
      return space.not(regionOf(space, expression.of));
    case "and":
      return space.and(regionOf(space, expression.left), regionOf(space, expression.right));
    case "or":
      return space.or(regionOf(space, expression.left), regionOf(space, expression.right));
    case "minus":
      return space.minus(regionOf(space, expression.left), regionOf(space, expression.right));
  }
}

function atomRegion(space: Space, atom: NaiveAtom): Region {
  switch (atom.kind) {
    case "present":
      return space.present(atom.dimension);
    case "text":
      return space.matches(atom.dimension, atom.pattern);
    case "none":
      return space.matchesNone(atom.dimension, atom.patterns);
    case "number":
      return space.between(atom.dimension, atom.interval);
    case "address":
      return space.within(atom.dimension, atom.block);
    case "opaque":
      return space.opaque(atom.label);
  }
}

/** In words that a failing test can print. */
export function printed(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "bigint" ? `0x${part.toString(16)}` : part instanceof Map ? [...part] : part,
  );
}
