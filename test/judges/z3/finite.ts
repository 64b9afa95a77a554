/**
 * Tier one: every dimension is a finite list, and a request one choice of each. Which choices a pattern matches is found
 * by trying the naive matcher on all of them; Z3 decides everything that follows.
 */
import type { Encoder, Slot } from "./encoder.ts";
import { globMatches, globOf } from "./glob.ts";
import { partsOf, resolved, type Version, variablesOf } from "./policy-text.ts";
import { and, not, or, type Term } from "./terms.ts";
import {
  arnMatches,
  type Positive,
  takesVariables,
  takesWildcards,
  textMatches,
  typedMatches,
} from "./value-match.ts";

/**
 * Of a key: all values that it may have (`null`: absent), or that several of them may be there at once; or that just
 * these are there.
 */
export type KeyDomain =
  | { readonly kind: "one"; readonly values: readonly (string | null)[] }
  | { readonly kind: "given"; readonly values: readonly string[] }
  | { readonly kind: "several"; readonly values: readonly string[] };

export type Domain = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Lower-case keys. A key that is not listed is absent. */
  readonly keys: ReadonlyMap<string, KeyDomain>;
};

/** One value out of a list, as a bit vector that counts the list. */
export type Choice = { readonly name: string; readonly size: number };

export function is(choice: Choice, index: number): Term {
  return choice.size === 1 ? "true" : `(= ${choice.name} ${bits(index, widthOf(choice))})`;
}

function widthOf({ size }: Choice): number {
  return Math.max(1, Math.ceil(Math.log2(size)));
}

function bits(index: number, width: number): string {
  return `#b${index.toString(2).padStart(width, "0")}`;
}

function oneOf(choice: Choice, indexes: readonly number[]): Term {
  if (indexes.length === choice.size) return "true";
  if (indexes.length * 2 <= choice.size) return or(indexes.map((index) => is(choice, index)));
  const taken = new Set(indexes);
  const others = Array.from({ length: choice.size }, (_, i) => i).filter((i) => !taken.has(i));
  return not(or(others.map((index) => is(choice, index))));
}

function indexesWhere<T>(items: readonly T[], holds: (item: T) => boolean): number[] {
  return items.flatMap((item, i) => (holds(item) ? [i] : []));
}

export class FiniteEncoder implements Encoder {
  readonly domain: Domain;
  readonly action$: Choice;
  readonly resource$: Choice;
  readonly #keys: ReadonlyMap<string, { readonly domain: KeyDomain; readonly choice: Choice }>;

  /** What patterns match, for the keys that are free; shared between encoders that differ in derived keys alone. */
  readonly #matched: Map<string, Term>;

  constructor(domain: Domain, matched: Map<string, Term> = new Map()) {
    this.domain = domain;
    this.#matched = matched;
    this.action$ = { name: "a", size: domain.actions.length };
    this.resource$ = { name: "r", size: domain.resources.length };
    this.#keys = new Map(
      [...domain.keys].map(([key, keyDomain], i) => [
        key,
        { domain: keyDomain, choice: { name: `k${i}`, size: keyDomain.values.length } },
      ]),
    );
  }

  /** The same dimensions, with keys besides that have one value each. */
  with(derived: ReadonlyMap<string, readonly string[]>): FiniteEncoder {
    const more = [...derived].map(([key, values]): readonly [string, KeyDomain] => [
      key,
      { kind: "one", values: values.slice(0, 1) },
    ]);
    const keys = new Map([...this.domain.keys, ...more.filter(([key]) => !this.domain.keys.has(key))]);
    return new FiniteEncoder({ ...this.domain, keys }, this.#matched);
  }

  /** Declares the dimensions, and keeps each within its list. */
  declarations(): string {
    const lines: string[] = [];
    const add = (choice: Choice): void => {
      const width = widthOf(choice);
      lines.push(`(declare-const ${choice.name} (_ BitVec ${width}))`);
      if (choice.size < 2 ** width) lines.push(`(assert (bvult ${choice.name} ${bits(choice.size, width)}))`);
    };
    add(this.action$);
    add(this.resource$);
    for (const { domain, choice } of this.#keys.values()) {
      if (domain.kind === "one") add(choice);
      else if (domain.kind === "several")
        for (const i of domain.values.keys()) lines.push(`(declare-const ${choice.name}_${i} Bool)`);
    }
    return lines.join("\n");
  }

  actionIs(index: number): Term {
    return is(this.action$, index);
  }

  resourceIs(index: number): Term {
    return is(this.resource$, index);
  }

  /** `values`: of a key that may have one, that one's index (0 may be absence); else the indexes of those there. */
  keyIs(key: string, indexes: readonly number[]): Term {
    const known = this.#known(key);
    const { domain, choice } = known;
    if (domain.kind === "one") return is(choice, indexes[0] ?? 0);
    if (domain.kind === "given") return "true";
    return and(
      domain.values.map((_, i) =>
        indexes.includes(i) ? `${choice.name}_${i}` : `(not ${choice.name}_${i})`,
      ),
    );
  }

  action(pattern: string): Term {
    return this.#once(`action ${pattern}`, [], () => {
      const glob = globOf(pattern.toLowerCase());
      return oneOf(
        this.action$,
        indexesWhere(this.domain.actions, (action) => globMatches(glob, action.toLowerCase())),
      );
    });
  }

  resource(pattern: string, version: Version): Term {
    const parts = partsOf(pattern, version, true);
    const variables = variablesOf(parts);
    return this.#once(`resource ${version} ${pattern}`, variables, () =>
      or(
        this.#readings(variables).map(({ when, valueFor }) => {
          const tokens = resolved(parts, valueFor);
          if (tokens === null) return "false";
          const matched = indexesWhere(this.domain.resources, (arn) => arnMatches(tokens, arn));
          return and([when, oneOf(this.resource$, matched)]);
        }),
      ),
    );
  }

  /** `find` hangs on nothing but the name, the free dimensions, and those of the variables that have one value. */
  #once(name: string, variables: readonly string[], find: () => Term): Term {
    const fixed = variables.map((key) => {
      const domain = this.#keys.get(key)?.domain;
      return domain?.kind === "one" && domain.values.length === 1 ? domain.values[0] : null;
    });
    const whole = `${name} ${JSON.stringify(fixed)}`;
    const known = this.#matched.get(whole);
    if (known !== undefined) return known;
    const found = find();
    this.#matched.set(whole, found);
    return found;
  }

  slots(key: string): readonly Slot[] {
    const known = this.#keys.get(key);
    if (known === undefined) return [{ present: "false", matches: () => "false" }];
    const { domain, choice } = known;
    if (domain.kind === "one") {
      const { values } = domain;
      const present = oneOf(
        choice,
        indexesWhere(values, (value) => value !== null),
      );
      const matches: Slot["matches"] = (operator, wanted, version) => {
        const find = (): Term =>
          or(
            this.#tests(operator, wanted, version).map(({ when, test }) => {
              const matched = indexesWhere(values, (value) => value !== null && test(value));
              return and([when, oneOf(choice, matched)]);
            }),
          );
        // A key of one value may be a derived one, which another caller has otherwise.
        if (values.length === 1) return find();
        const variables = variablesOf(partsOf(wanted, version, true));
        return this.#once(`${key} ${operator} ${version} ${wanted}`, variables, find);
      };
      return [{ present, matches }];
    }
    return domain.values.map((value, i) => ({
      present: domain.kind === "given" ? "true" : `${choice.name}_${i}`,
      matches: (operator, wanted, version) =>
        or(this.#tests(operator, wanted, version).map(({ when, test }) => (test(value) ? when : "false"))),
    }));
  }

  /** What the policy's value asks for, by the values that its variables may have. */
  #tests(
    operator: Positive,
    wanted: string,
    version: Version,
  ): { readonly when: Term; readonly test: (value: string) => boolean }[] {
    if (!takesVariables(operator)) {
      return [{ when: "true", test: (value) => typedMatches(operator, wanted, value) }];
    }
    const parts = partsOf(wanted, version, takesWildcards(operator));
    return this.#readings(variablesOf(parts)).map(({ when, valueFor }) => {
      const tokens = resolved(parts, valueFor);
      return { when, test: (value) => tokens !== null && textMatches(operator, tokens, value) };
    });
  }

  /** Every way in which the keys may have values together. A key that may have several has none in a variable. */
  #readings(
    keys: readonly string[],
  ): { readonly when: Term; readonly valueFor: (key: string) => string | null }[] {
    let readings: { readonly when: Term; readonly values: ReadonlyMap<string, string | null> }[] = [
      { when: "true", values: new Map() },
    ];
    for (const key of keys) {
      const known = this.#keys.get(key);
      if (known === undefined || known.domain.kind !== "one") continue;
      const { choice, domain } = known;
      readings = readings.flatMap(({ when, values }) =>
        domain.values.map((value, i) => ({
          when: and([when, is(choice, i)]),
          values: new Map([...values, [key, value]]),
        })),
      );
    }
    return readings.map(({ when, values }) => ({ when, valueFor: (key) => values.get(key) ?? null }));
  }

  #known(key: string) {
    const known = this.#keys.get(key);
    if (known === undefined) throw new Error(`no such key in this domain: ${key}`);
    return known;
  }
}
