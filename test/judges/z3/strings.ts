/**
 * Tier two: actions, resources and texts are Z3's own strings, so a question is about all requests at once. Numbers and
 * dates are reals, addresses integers. What this encoding does not take on throws {@link NotEncoded}, and is counted apart.
 */
import { addressOf, blockOf } from "./addresses.ts";
import type { Encoder, Slot } from "./encoder.ts";
import { type GlobToken, globOf } from "./glob.ts";
import { isVariable, type Part, partsOf, resolved, type Version, variablesOf } from "./policy-text.ts";
import type { KeyType } from "./random/vocabulary.ts";
import { isIn, literal, regularIgnoringCase, regularOf, regularOfArn } from "./regular.ts";
import { and, not, or, type Term } from "./terms.ts";
import {
  instantOf,
  type Positive,
  takesVariables,
  takesWildcards,
  textMatches,
  typedMatches,
} from "./value-match.ts";

export class NotEncoded extends Error {}

export type FreeKey = { readonly type: KeyType; readonly several: boolean };

const letter = '(re.union (re.range "a" "z") (re.range "0" "9"))';
/** What has six components. */
const arnShape = regularOfArn(globOf("*:*:*:*:*:*"));

/** Enough for one value that a condition asks for, one that it forbids, and one besides. */
const slotsOfSeveral = 3;

export class StringEncoder implements Encoder {
  readonly #free: ReadonlyMap<string, FreeKey>;
  /** Keys that follow from the caller. */
  readonly #derived: ReadonlyMap<string, readonly string[]>;

  constructor(free: ReadonlyMap<string, FreeKey>, derived: ReadonlyMap<string, readonly string[]>) {
    this.#free = free;
    this.#derived = derived;
  }

  declarations(): string {
    // The case of an action does not count, so that it is taken to be lower case.
    const lines = [
      "(declare-const a String)(declare-const r String)",
      `(assert ${isIn("a", `(re.++ (re.+ ${letter}) (str.to_re ":") (re.+ ${letter}))`)})`,
    ];
    for (const [key, { type }] of this.#free) {
      for (const { present, value } of this.#places(key)) {
        lines.push(`(declare-const ${present} Bool)(declare-const ${value} ${sorts[type]})`);
        if (type === "boolean") lines.push(`(assert (or (= ${value} "true") (= ${value} "false")))`);
        if (type === "address") {
          lines.push(`(declare-const ${value}-is-long Bool)(assert (<= 0 ${value}))`);
          lines.push(`(assert (< ${value} (ite ${value}-is-long ${1n << 128n} ${1n << 32n})))`);
        }
      }
    }
    return lines.join("\n");
  }

  action(pattern: string): Term {
    return pattern === "*" ? "true" : isIn("a", regularOf(globOf(pattern.toLowerCase())));
  }

  resource(pattern: string, version: Version): Term {
    if (pattern === "*") return "true";
    const parts = partsOf(pattern, version, true);
    return this.#text("r", parts, (tokens) => isIn("r", regularOfArn(tokens)), isIn("r", arnShape));
  }

  slots(key: string): readonly Slot[] {
    const derived = this.#derived.get(key);
    if (derived !== undefined) return derived.map((value) => this.#fixedSlot(value));
    const free = this.#free.get(key);
    if (free === undefined) return [{ present: "false", matches: () => "false" }];
    return this.#places(key).map(({ present, value }) => ({
      present,
      matches: (operator, wanted, version) =>
        takesVariables(operator)
          ? this.#textMatches(value, operator, wanted, version)
          : typedTerm(value, operator, wanted),
    }));
  }

  #places(key: string): readonly { readonly present: Term; readonly value: Term }[] {
    const count = this.#free.get(key)?.several === true ? slotsOfSeveral : 1;
    const name = key.replaceAll(/[^a-z0-9]/g, "-");
    return Array.from({ length: count }, (_, i) => ({ present: `has-${name}-${i}`, value: `${name}-${i}` }));
  }

  #fixedSlot(value: string): Slot {
    return {
      present: "true",
      matches: (operator, wanted, version) => {
        if (!takesVariables(operator)) return String(typedMatches(operator, wanted, value));
        const parts = partsOf(wanted, version, takesWildcards(operator));
        if (variablesOf(parts).some((key) => this.#free.has(key))) {
          return this.#textMatches(literal(value), operator, wanted, version);
        }
        const tokens = resolved(parts, (key) => this.#onlyValue(key));
        return String(tokens !== null && textMatches(operator, tokens, value));
      },
    };
  }

  #onlyValue(key: string): string | null {
    const values = this.#derived.get(key);
    return key.endsWith("orgpaths") ? null : (values?.[0] ?? null);
  }

  #textMatches(value: Term, operator: Positive, wanted: string, version: Version): Term {
    const parts = partsOf(wanted, version, takesWildcards(operator));
    const ignoresCase = operator === "StringEqualsIgnoreCase";
    if (ignoresCase && variablesOf(parts).some((key) => this.#free.has(key))) {
      throw new NotEncoded("a variable whose case does not count");
    }
    const shape = operator.startsWith("Arn") ? isIn(value, arnShape) : "true";
    const matches = (tokens: readonly GlobToken[]): Term => {
      switch (operator) {
        case "StringLike":
          return isIn(value, regularOf(tokens));
        case "ArnEquals":
        case "ArnLike":
          return isIn(value, regularOfArn(tokens));
        case "StringEqualsIgnoreCase":
          return isIn(value, regularIgnoringCase(plainText(tokens)));
        default:
          return `(= ${value} ${literal(plainText(tokens))})`;
      }
    };
    return this.#text(value, parts, matches, shape);
  }

  /**
   * Variables of the caller's keys are replaced; a free one is put together with the text around it, and `shape` must hold
   * besides.
   */
  #text(
    value: Term,
    parts: readonly Part[],
    matches: (tokens: readonly GlobToken[]) => Term,
    shape: Term,
  ): Term {
    const free = variablesOf(parts).filter((key) => this.#free.has(key));
    if (free.length === 0) {
      const tokens = resolved(parts, (key) => this.#onlyValue(key));
      return tokens === null ? "false" : matches(tokens);
    }
    const [key] = free;
    const place = key === undefined ? undefined : this.#places(key)[0];
    const spec = key === undefined ? undefined : this.#free.get(key);
    if (place === undefined || spec === undefined || free.length > 1)
      throw new NotEncoded("several variables");
    if (spec.type !== "text") throw new NotEncoded("a variable that is no text");
    const without = resolved(parts, (name) => (name === key ? null : this.#onlyValue(name)));
    const withoutValue = without === null ? "false" : matches(without);
    if (spec.several) return withoutValue;
    if (parts.some((part) => part.kind === "one" || part.kind === "many")) {
      throw new NotEncoded("a variable beside a wildcard");
    }
    const pieces = parts.map((part) => {
      if (!isVariable(part)) return part.kind === "character" ? literal(part.is) : "";
      if (part.key === key) return place.value;
      return literal(this.#onlyValue(part.key) ?? part.fallback ?? "");
    });
    if (parts.some((part) => isVariable(part) && part.key !== key && this.#onlyValue(part.key) === null)) {
      throw new NotEncoded("a variable of a key that is not there");
    }
    const whole = pieces.length === 1 ? (pieces[0] ?? '""') : `(str.++ ${pieces.join(" ")})`;
    return or([
      and([place.present, shape, `(= ${value} ${whole})`]),
      and([not(place.present), withoutValue]),
    ]);
  }
}

const sorts = {
  text: "String",
  arn: "String",
  boolean: "String",
  number: "Real",
  date: "Real",
  address: "Int",
  binary: "String",
} as const satisfies Record<KeyType, string>;

function plainText(tokens: readonly GlobToken[]): string {
  return tokens.map((token) => (token.kind === "character" ? token.is : "")).join("");
}

const relations: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "<=",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
};

function typedTerm(value: Term, operator: Positive, wanted: string): Term {
  switch (operator) {
    case "Bool":
      return `(= ${value} ${literal(wanted.toLowerCase())})`;
    case "BinaryEquals":
      return `(= ${value} ${literal(wanted)})`;
    case "IpAddress": {
      const block = blockOf(wanted);
      if (block === null || addressOf(wanted.split("/")[0] ?? "") === null) return "false";
      const family = block.bits === 128 ? `${value}-is-long` : `(not ${value}-is-long)`;
      return and([family, `(<= ${block.first} ${value})`, `(<= ${value} ${block.last})`]);
    }
    default: {
      const isDate = operator.startsWith("Date");
      const relation = relations[operator.slice(isDate ? "Date".length : "Numeric".length)];
      if (relation === undefined) throw new NotEncoded(operator);
      const bound = isDate ? instantOf(wanted) : Number(wanted);
      return `(${relation} ${value} ${bound < 0 ? `(- ${real(-bound)})` : real(bound)})`;
    }
  }
}

function real(number: number): string {
  return Number.isInteger(number) ? `${number}.0` : String(number);
}
