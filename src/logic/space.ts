/** A space of requests: puts atoms, cells, diagram and search together behind the contract of `types.ts`. */
import { rangeOfBlock } from "./address-ranges.ts";
import { printAddressBlock } from "./addresses.ts";
import { AtomTable } from "./atoms.ts";
import { Budget } from "./budget.ts";
import { CellTable } from "./cells.ts";
import { cubesOf } from "./cubes.ts";
import { Diagram, everything, nothing } from "./diagram.ts";
import { and, or } from "./node-table.ts";
import { allNumbers, rangeOf } from "./numbers.ts";
import { formOf } from "./pattern-form.ts";
import { anything } from "./patterns.ts";
import { project } from "./projection.ts";
import { Search } from "./search.ts";
import { findText } from "./text-search.ts";
import type {
  AddressBlock,
  Answer,
  Assignment,
  Cube,
  Dimension,
  DimensionKind,
  Interval,
  Pattern,
  Region,
  Space,
  Value,
} from "./types.ts";

export type SpaceOptions = {
  /**
   * Diagram nodes, some 50 bytes each with what is remembered of them, beyond which operations are put off until a
   * question needs them. An operation that takes half as many steps is put off too.
   */
  readonly maxNodes?: number;
  /** States of an automaton for one question about texts. */
  readonly maxStates?: number;
  /** Steps of about a microsecond for one question about regions. */
  readonly maxSteps?: number;
};

/**
 * An empty space. It keeps all that it learns and frees nothing: take one per document or question family, and leave it
 * to the garbage collector. Past a cap, questions answer `capped`; operations, `contains` and `given` are exact always.
 */
export function createSpace(options: SpaceOptions = {}): Space {
  return new DiagramSpace(options);
}

class DiagramSpace implements Space {
  readonly everything = region(everything);
  readonly nothing = region(nothing);
  readonly #atoms: AtomTable;
  readonly #cells: CellTable;
  readonly #diagram: Diagram;
  readonly #search: Search;
  readonly #maxStates: number;
  readonly #maxSteps: number;

  constructor({ maxNodes = 400_000, maxStates = 10_000, maxSteps = 200_000 }: SpaceOptions) {
    this.#maxStates = maxStates;
    this.#maxSteps = maxSteps;
    this.#atoms = new AtomTable(maxStates);
    this.#cells = new CellTable(this.#atoms);
    this.#diagram = new Diagram(this.#atoms, maxNodes);
    this.#search = new Search(this.#atoms, this.#cells, this.#diagram);
  }

  dimension(dimension: Dimension): void {
    this.#atoms.declare(dimension);
  }

  present(name: string): Region {
    const { kind, presence } = this.#declared(name);
    if (presence === "always") return this.everything;
    const atom = this.#atoms.atom(name, "present", () => ({
      question:
        kind === "text"
          ? { kind, form: formOf(anything) }
          : kind === "number"
            ? { kind, range: allNumbers }
            : { kind, range: null },
      shown: { kind: "present", dimension: name },
    }));
    return this.#asking(atom);
  }

  matches(name: string, pattern: Pattern): Region {
    this.#declared(name, "text");
    const form = formOf(pattern);
    if (form.matchesAll) return this.present(name);
    const atom = this.#atoms.atom(name, form.key, () => ({
      question: { kind: "text", form },
      shown: { kind: "text", dimension: name, pattern },
    }));
    return this.#asking(atom);
  }

  matchesNone(name: string, patterns: readonly Pattern[]): Region {
    const { presence } = this.#declared(name, "text");
    if (presence !== "set")
      return this.minus(this.present(name), this.or(...patterns.map((each) => this.matches(name, each))));
    const forms = patterns.map(formOf);
    if (forms.length === 0) return this.present(name);
    if (findText({ all: [], none: forms }, this.#maxStates).kind === "none") return this.nothing;
    const key = `none${[...new Set(forms.map((form) => JSON.stringify(form.key)))].sort()}`;
    const atom = this.#atoms.atom(name, key, () => ({
      question: { kind: "none", forms },
      shown: { kind: "none", dimension: name, patterns },
    }));
    return this.#asking(atom);
  }

  within(name: string, block: AddressBlock): Region {
    this.#declared(name, "address");
    const range = rangeOfBlock(block);
    const key = printAddressBlock({ ...block, network: range.from });
    const atom = this.#atoms.atom(name, key, () => ({
      question: { kind: "address", range },
      shown: { kind: "address", dimension: name, block: { ...block, network: range.from } },
    }));
    return this.#asking(atom);
  }

  between(name: string, interval: Interval): Region {
    this.#declared(name, "number");
    const range = rangeOf(interval);
    if (range === null) return this.nothing;
    if (range.from === allNumbers.from && range.to === allNumbers.to) return this.present(name);
    const atom = this.#atoms.atom(name, `${range.from} ${range.to}`, () => ({
      question: { kind: "number", range },
      shown: { kind: "number", dimension: name, interval },
    }));
    return this.#asking(atom);
  }

  opaque(label: string): Region {
    return this.#asking(this.#atoms.opaque(label));
  }

  and(...regions: readonly Region[]): Region {
    return region(this.#diagram.combineAll(and, regions));
  }

  or(...regions: readonly Region[]): Region {
    return region(this.#diagram.combineAll(or, regions));
  }

  not(of: Region): Region {
    return region(this.#diagram.complement(of));
  }

  minus(a: Region, b: Region): Region {
    return region(this.#diagram.combine(and, a, this.#diagram.complement(b)));
  }

  isEmpty(of: Region): Answer<boolean> {
    const budget = this.#budget();
    const verdict = this.#search.verdict(of, budget);
    return verdict === "capped" ? budget.capped() : { kind: "exact", value: verdict === "impossible" };
  }

  witness(
    of: Region,
  ): Answer<{ readonly values: Assignment; readonly opaque: ReadonlyMap<string, boolean> } | null> {
    const empty = this.isEmpty(of);
    if (empty.kind === "capped") return empty;
    if (empty.value) return { kind: "exact", value: null };
    const values = new Map<string, Value>();
    const opaque = new Map<string, boolean>();
    for (let node: number = of; node > everything; ) {
      const way = this.#search.way(node);
      const example = way === null ? null : this.#cells.example(way.cell);
      if (way === null || example === null) throw new Error("a possible region has a way through it");
      const shown = this.#atoms.shown(this.#diagram.atom(node));
      if (shown.kind === "opaque") opaque.set(shown.label, this.#cells.holding(way.cell).length > 0);
      else values.set(shown.dimension, example);
      node = way.next;
    }
    return { kind: "exact", value: { values, opaque } };
  }

  isWithin(a: Region, b: Region): Answer<boolean> {
    return this.isEmpty(this.minus(a, b));
  }

  areEqual(a: Region, b: Region): Answer<boolean> {
    if (a === b) return { kind: "exact", value: true };
    const there = this.isWithin(a, b);
    if (there.kind === "exact" && !there.value) return there;
    const back = this.isWithin(b, a);
    return there.kind === "exact" || (back.kind === "exact" && !back.value) ? back : there;
  }

  areDisjoint(a: Region, b: Region): Answer<boolean> {
    return this.isEmpty(this.and(a, b));
  }

  project(of: Region, away: readonly string[]): Answer<Region> {
    const numbers = new Set(away.map((name) => this.#numberOf(name)));
    const lastRank = Math.max(-1, ...Array.from(numbers, (number) => this.#atoms.rank(number)));
    const budget = this.#budget();
    const projected = project(of, numbers, lastRank, this.#diagram, this.#search, budget);
    return projected === null ? budget.capped() : { kind: "exact", value: region(projected) };
  }

  given(of: Region, dimension: string, value: Value): Region {
    const number = this.#numberOf(dimension);
    const { nodes } = this.#diagram;
    const made = this.#diagram.rebuild(of, (node, changed) => {
      const atom = nodes.atom(node);
      if (atom < 0 || this.#atoms.dimensionOf(atom) !== number) return null;
      return changed(this.#atoms.holds(atom, value) ? nodes.high(node) : nodes.low(node));
    });
    return region(made);
  }

  contains(of: Region, values: Assignment, opaque?: ReadonlyMap<string, boolean>): boolean {
    const { nodes } = this.#diagram;
    const holds = (atom: number): boolean => {
      const shown = this.#atoms.shown(atom);
      if (shown.kind === "opaque") return opaque?.get(shown.label) === true;
      const value = values.get(shown.dimension);
      return value !== undefined && this.#atoms.holds(atom, value);
    };
    const follow = (from: number): number => {
      let node = from;
      while (node > everything && nodes.atom(node) >= 0)
        node = holds(nodes.atom(node)) ? nodes.high(node) : nodes.low(node);
      return node;
    };
    const start = follow(of);
    if (start <= everything) return start === everything;
    // What is suspended is decided operands first.
    const decided = this.#diagram.rebuild(start, (node, changed) =>
      nodes.atom(node) < 0 ? null : changed(holds(nodes.atom(node)) ? nodes.high(node) : nodes.low(node)),
    );
    return decided === everything;
  }

  opaqueLabels(of: Region): readonly string[] {
    const { nodes } = this.#diagram;
    const atoms = new Set(this.#diagram.below(of).map((node) => nodes.atom(node)));
    return [...atoms]
      .filter((atom) => atom >= 0 && this.#dependsOn(of, atom))
      .flatMap((atom) => {
        const shown = this.#atoms.shown(atom);
        return shown.kind === "opaque" ? [shown.label] : [];
      });
  }

  /** Of an opaque atom, whether its answer makes a difference to any request; true when that can't be told. */
  #dependsOn(of: Region, atom: number): boolean {
    if (this.#atoms.shown(atom).kind !== "opaque") return false;
    const { nodes } = this.#diagram;
    const [held, failed] = [true, false].map((holds) =>
      region(
        this.#diagram.rebuild(of, (node, changed) => {
          if (nodes.atom(node) !== atom) return null;
          return changed(holds ? nodes.high(node) : nodes.low(node));
        }),
      ),
    );
    if (held === undefined || failed === undefined) return true;
    const equal = this.areEqual(held, failed);
    return equal.kind === "capped" || !equal.value;
  }

  cubes(of: Region, limit: number): Answer<readonly Cube[]> {
    const parts = { atoms: this.#atoms, cells: this.#cells, diagram: this.#diagram, search: this.#search };
    return cubesOf(of, limit, parts, this.#budget());
  }

  #budget(): Budget {
    return new Budget(this.#cells, this.#diagram, this.#maxSteps);
  }

  #asking(atom: number): Region {
    return region(this.#diagram.make(atom, nothing, everything));
  }

  #numberOf(name: string): number {
    this.#declared(name);
    return this.#atoms.numberOf(name);
  }

  #declared(name: string, kind?: DimensionKind): Dimension {
    const declared = this.#atoms.dimensionNamed(name);
    if (declared === undefined) throw new Error(`dimension ${name} is not declared`);
    if (kind !== undefined && declared.kind !== kind) throw new Error(`dimension ${name} holds no ${kind}`);
    return declared;
  }
}

/** The one place where a node's number becomes a region. */
function region(node: number): Region {
  return node as Region;
}
