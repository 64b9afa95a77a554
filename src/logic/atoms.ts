/**
 * The atoms of a space: what each one asks, how two of the same dimension lie to each other, and a value for a list of
 * literals. All questions about values end here; diagrams know atoms by number only.
 */
import { type AddressRange, addressesLeft, allAddresses, plainAddress } from "./address-ranges.ts";
import { allNumbers, type NumberRange, numbersLeft, plainNumber } from "./numbers.ts";
import type { PatternForm } from "./pattern-form.ts";
import { overlap } from "./pattern-overlap.ts";
import { RelationTable } from "./relation-table.ts";
import { findText, type Wanted } from "./text-search.ts";
import type { Atom, Dimension, Value } from "./types.ts";

/** An atom's values. A `text` atom of a set may ask for a member that no pattern matches. */
export type Question =
  | { readonly kind: "text"; readonly form: PatternForm }
  | { readonly kind: "none"; readonly forms: readonly PatternForm[] }
  | { readonly kind: "number"; readonly range: NumberRange }
  /** Null: every address of both families. */
  | { readonly kind: "address"; readonly range: AddressRange | null }
  | { readonly kind: "opaque" };

/** How one atom lies to another, as bits: both can't hold; where the first holds so does the other; the converse. */
export const disjoint = 1;
export const within = 2;
export const covers = 4;

export type Example =
  | { readonly kind: "found"; readonly value: Value; readonly work: number }
  | { readonly kind: "none"; readonly work: number }
  | { readonly kind: "capped"; readonly reason: string; readonly work: number };

/** Null: the dimension of one opaque label. */
type DimensionEntry = {
  readonly dimension: Dimension | null;
  readonly rank: number;
  atoms: Map<string, number>;
};

/** Relations are only a help, so they may cost little; a relation that is not found counts as none. */
const relationStates = 300;
/** Opaque labels come after all dimensions, whenever those are declared. */
const opaqueRank = 2 ** 20;
const atomsPerDimension = 2 ** 24;

export class AtomTable {
  readonly #maxStates: number;
  readonly #dimensions: DimensionEntry[] = [];
  readonly #byName = new Map<string, number>();
  readonly #byLabel = new Map<string, number>();
  readonly #questions: Question[] = [];
  readonly #shown: Atom[] = [];
  readonly #dimensionOf: number[] = [];
  /** Compared to order a diagram; never renumbered, so atoms may come at any time. */
  readonly #order: number[] = [];
  readonly #exact: (string | null)[] = [];
  readonly #relations = new RelationTable();

  constructor(maxStates: number) {
    this.#maxStates = maxStates;
  }

  declare(dimension: Dimension): void {
    const known = this.dimensionNamed(dimension.name);
    if (known === undefined) {
      if (dimension.presence === "set" && dimension.kind !== "text") {
        throw new Error(`dimension ${dimension.name}: only texts come in sets`);
      }
      this.#byName.set(dimension.name, this.#dimensions.length);
      this.#dimensions.push({ dimension, rank: this.#byName.size, atoms: new Map() });
    } else if (known.kind !== dimension.kind || known.presence !== dimension.presence) {
      throw new Error(`dimension ${dimension.name} is declared twice, as different things`);
    }
  }

  dimensionNamed(name: string): Dimension | undefined {
    return this.#dimensions[this.#byName.get(name) ?? -1]?.dimension ?? undefined;
  }

  /** By number, as {@link dimensionOf} gives it; null for an opaque label. */
  dimension(number: number): Dimension | null {
    return this.#dimensions[number]?.dimension ?? null;
  }

  numberOf(name: string): number {
    return this.#byName.get(name) ?? -1;
  }

  rank(dimension: number): number {
    return this.#dimensions[dimension]?.rank ?? 0;
  }

  /** The atom of that key in the dimension, made when it is new. */
  atom(name: string, key: string, make: () => { readonly question: Question; readonly shown: Atom }): number {
    const number = this.#byName.get(name);
    const entry = number === undefined ? undefined : this.#dimensions[number];
    if (number === undefined || entry === undefined) throw new Error(`dimension ${name} is not declared`);
    const known = entry.atoms.get(key);
    if (known !== undefined) return known;
    const { question, shown } = make();
    // "There is a value" stands first: it decides the most.
    const place = shown.kind === "present" ? 0 : entry.atoms.size + 1;
    const atom = this.#add(number, entry.rank * atomsPerDimension + place, question, shown);
    entry.atoms.set(key, atom);
    return atom;
  }

  opaque(label: string): number {
    const known = this.#byLabel.get(label);
    if (known !== undefined) return known;
    const rank = opaqueRank + this.#byLabel.size;
    this.#dimensions.push({ dimension: null, rank, atoms: new Map() });
    const shown: Atom = { kind: "opaque", label };
    const atom = this.#add(this.#dimensions.length - 1, rank * atomsPerDimension, { kind: "opaque" }, shown);
    this.#byLabel.set(label, atom);
    return atom;
  }

  #add(dimension: number, order: number, question: Question, shown: Atom): number {
    this.#questions.push(question);
    this.#shown.push(shown);
    this.#dimensionOf.push(dimension);
    this.#order.push(order);
    const single = this.dimension(dimension)?.presence !== "set";
    this.#exact.push(question.kind === "text" && single ? question.form.exact : null);
    return this.#order.length - 1;
  }

  order(atom: number): number {
    return this.#order[atom] ?? 0;
  }

  dimensionOf(atom: number): number {
    return this.#dimensionOf[atom] ?? 0;
  }

  shown(atom: number): Atom {
    const shown = this.#shown[atom];
    if (shown === undefined) throw new Error(`no atom ${atom}`);
    return shown;
  }

  #question(atom: number): Question {
    const question = this.#questions[atom];
    if (question === undefined) throw new Error(`no atom ${atom}`);
    return question;
  }

  /** The one text that an atom of a dimension with single values admits, where that is so. */
  exact(atom: number): string | null {
    return this.#exact[atom] ?? null;
  }

  holds(atom: number, value: Value): boolean {
    const question = this.#question(atom);
    switch (value.kind) {
      case "absent":
        return false;
      case "text":
        return admits(question, value.text);
      case "set":
        return value.texts.some((text) => admits(question, text));
      case "number": {
        if (question.kind !== "number") return false;
        const { from, to } = question.range;
        return from <= value.number && value.number <= to;
      }
      case "address": {
        if (question.kind !== "address") return false;
        const { range } = question;
        if (range === null) return true;
        return range.family === value.family && range.from <= value.address && value.address <= range.to;
      }
    }
  }

  /** Bits of {@link disjoint}, {@link within}, {@link covers}, of two different atoms of one dimension. */
  relation(a: number, b: number): number {
    const exactA = this.exact(a);
    const exactB = this.exact(b);
    if (exactA !== null && exactB !== null) return disjoint;
    if (exactA !== null) return admits(this.#question(b), exactA) ? within : disjoint;
    if (exactB !== null) return admits(this.#question(a), exactB) ? covers : disjoint;
    const [left, right] = [this.#question(a), this.#question(b)];
    // Ranges are compared faster than looked up.
    const ranges = rangeRelation(left, right);
    if (ranges >= 0) return ranges;
    const known = this.#relations.get(a, b);
    if (known >= 0) return known;
    const single = this.dimension(this.dimensionOf(a))?.presence !== "set";
    const found = relate(left, right, single);
    this.#relations.set(a, b, found);
    this.#relations.set(b, a, turned(found));
    return found;
  }

  /** One value for which all the literals hold. Of a set dimension: one member for the single positive literal. */
  example(dimension: number, holding: readonly number[], failing: readonly number[]): Example {
    const declared = this.dimension(dimension);
    if (declared === null) return { kind: "found", value: { kind: "absent" }, work: 0 };
    switch (declared.kind) {
      case "text":
        return this.#exampleText(declared, holding, failing);
      case "number":
        return this.#exampleNumber(holding, failing);
      case "address":
        return this.#exampleAddress(holding, failing);
    }
  }

  #exampleText(dimension: Dimension, holding: readonly number[], failing: readonly number[]): Example {
    const sides = [
      ...holding.map((atom) => whenTrue(this.#question(atom))),
      ...failing.map((atom) => whenFalse(this.#question(atom))),
    ];
    const found = findText(joined(sides), this.#maxStates, dimension.examples);
    if (found.kind !== "found") return found;
    return { kind: "found", value: { kind: "text", text: found.text }, work: found.work };
  }

  #exampleNumber(holding: readonly number[], failing: readonly number[]): Example {
    const range = (atom: number): NumberRange => {
      const question = this.#question(atom);
      return question.kind === "number" ? question.range : allNumbers;
    };
    const wholes = holding.map(range);
    const whole = {
      from: Math.max(allNumbers.from, ...wholes.map(({ from }) => from)),
      to: Math.min(allNumbers.to, ...wholes.map(({ to }) => to)),
    };
    const left = whole.from > whole.to ? [] : numbersLeft(whole, failing.map(range));
    const number = plainNumber(left);
    const work = 1 + failing.length / 8;
    return number === null
      ? { kind: "none", work }
      : { kind: "found", value: { kind: "number", number }, work };
  }

  #exampleAddress(holding: readonly number[], failing: readonly number[]): Example {
    const ranges = (atom: number): readonly AddressRange[] => {
      const question = this.#question(atom);
      return question.kind === "address" && question.range !== null ? [question.range] : allAddresses;
    };
    const holes = failing.flatMap(ranges);
    const wholes = holding.map(ranges).reduce(intersection, allAddresses);
    const address = plainAddress(wholes.flatMap((whole) => addressesLeft(whole, holes)));
    const work = 1 + failing.length / 2;
    return address === null
      ? { kind: "none", work }
      : { kind: "found", value: { kind: "address", ...address }, work };
  }
}

function intersection(
  some: readonly AddressRange[],
  others: readonly AddressRange[],
): readonly AddressRange[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      const from = a.from > b.from ? a.from : b.from;
      const to = a.to < b.to ? a.to : b.to;
      return a.family === b.family && from <= to ? [{ family: a.family, from, to }] : [];
    }),
  );
}

function admits(question: Question, text: string): boolean {
  if (question.kind === "text") return question.form.matches(text);
  return question.kind === "none" && !question.forms.some((form) => form.matches(text));
}

function whenTrue(question: Question): Wanted {
  if (question.kind === "text") return { all: [[question.form]], none: [] };
  return { all: [], none: question.kind === "none" ? question.forms : [] };
}

function whenFalse(question: Question): Wanted {
  if (question.kind === "text") return { all: [], none: [question.form] };
  return { all: question.kind === "none" ? [question.forms] : [], none: [] };
}

function joined(sides: readonly Wanted[]): Wanted {
  return { all: sides.flatMap(({ all }) => all), none: sides.flatMap(({ none }) => none) };
}

function turned(relation: number): number {
  return (relation & disjoint) | (relation & within ? covers : 0) | (relation & covers ? within : 0);
}

/** -1: not ranges. */
function rangeRelation(a: Question, b: Question): number {
  if (a.kind === "number" && b.kind === "number") {
    return compared(a.range.from, a.range.to, b.range.from, b.range.to);
  }
  if (a.kind !== "address" || b.kind !== "address") return -1;
  if (a.range === null) return covers;
  if (b.range === null) return within;
  if (a.range.family !== b.range.family) return disjoint;
  return compared(a.range.from, a.range.to, b.range.from, b.range.to);
}

function compared<T extends number | bigint>(aFrom: T, aTo: T, bFrom: T, bTo: T): number {
  if (aTo < bFrom || bTo < aFrom) return disjoint;
  return (aFrom >= bFrom && aTo <= bTo ? within : 0) | (bFrom >= aFrom && bTo <= aTo ? covers : 0);
}

function relate(a: Question, b: Question, single: boolean): number {
  // Two members of a set may match what no single text matches.
  if (single && a.kind === "text" && b.kind === "text" && !overlap(a.form, b.form)) return disjoint;
  return (isWithin(a, b) ? within : 0) | (isWithin(b, a) ? covers : 0);
}

function isWithin(a: Question, b: Question): boolean {
  if (a.kind === "text" && b.kind === "text") {
    const quick = quicklyWithin(a.form, b.form);
    if (quick !== null) return quick;
  }
  return findText(joined([whenTrue(a), whenFalse(b)]), relationStates).kind === "none";
}

/** Null: it takes a search to tell. */
function quicklyWithin(a: PatternForm, b: PatternForm): boolean | null {
  if (b.matchesAll) return true;
  if (a.exact !== null) return b.matches(a.exact);
  // From here on `a` has texts that differ at any of its wildcards.
  if (b.exact !== null || a.minLength < b.minLength || a.maxLength > b.maxLength) return false;
  if (a.ignoreCase || b.ignoreCase) return null;
  if (!a.prefix.startsWith(b.prefix) || !a.suffix.endsWith(b.suffix)) return false;
  const last = b.tokens.at(-1);
  const prefixOnly = b.tokens.findIndex(({ kind }) => kind !== "char") === b.tokens.length - 1;
  return prefixOnly && last?.kind === "many" && last.code < 0 ? true : null;
}
