/**
 * Is a region possible at all? Walks its diagram for a path whose literals some values fulfil. Dimensions don't depend
 * on each other, so what follows a dimension is decided once per node, whatever came before it.
 */
import type { AtomTable } from "./atoms.ts";
import type { Budget } from "./budget.ts";
import { type CellTable, impossible } from "./cells.ts";
import { type Diagram, everything, nothing } from "./diagram.ts";
import { and, or } from "./node-table.ts";

export type Verdict = "possible" | "impossible" | "capped";

/** A possible way through one dimension: the cell of its values, and the node where the rest begins. */
export type Way = { readonly cell: number; readonly next: number };

type Frame = {
  readonly node: number;
  readonly cell: number;
  /** Sides tried so far, 0 to 2. */
  tried: number;
  /** Which side goes first: the one on which the cell's example lies. */
  readonly first: boolean;
  /** No way found on from here leads anywhere, whatever the cell. */
  dead: boolean;
};

export class Search {
  readonly #atoms: AtomTable;
  readonly #cells: CellTable;
  readonly #diagram: Diagram;
  /** By node: the way that makes it possible, or null where it is impossible. */
  readonly #known = new Map<number, Way | null>();

  constructor(atoms: AtomTable, cells: CellTable, diagram: Diagram) {
    this.#atoms = atoms;
    this.#cells = cells;
    this.#diagram = diagram;
  }

  verdict(node: number, budget: Budget): Verdict {
    if (node <= everything) return node === everything ? "possible" : "impossible";
    const known = this.#known.get(node);
    if (known !== undefined) return known === null ? "impossible" : "possible";
    return this.#explore(node, budget);
  }

  /** The way found through the first dimension of a node that is possible. */
  way(node: number): Way | null {
    return this.#known.get(node) ?? null;
  }

  #frame(node: number, cell: number): Frame {
    return { node, cell, tried: 0, first: this.#cells.leansTo(cell, this.#diagram.atom(node)), dead: true };
  }

  #explore(entry: number, budget: Budget): Verdict {
    const dimension = this.#diagram.dimension(entry);
    const stack = [this.#frame(entry, this.#cells.start(dimension))];
    const seen = new Set<number>();
    let capped = false;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (!budget.step()) return "capped";
      if (top.tried === 2) {
        stack.pop();
        if (top.dead) this.#known.set(top.node, null);
        else {
          const parent = stack.at(-1);
          if (parent !== undefined) parent.dead = false;
        }
        continue;
      }
      const holds = (top.tried === 0) === top.first;
      top.tried++;
      const next = holds ? this.#diagram.high(top.node) : this.#diagram.low(top.node);
      if (next === nothing || this.#known.get(next) === null) continue;
      const cell = this.#cells.extend(top.cell, this.#diagram.atom(top.node), holds);
      const other = holds ? this.#diagram.low(top.node) : this.#diagram.high(top.node);
      // On a one-way road nothing is saved by looking early whether it is open.
      if (cell === impossible || (other !== nothing && this.#cells.status(cell) === "none")) {
        top.dead = false;
        continue;
      }
      if (next !== everything && this.#diagram.dimension(next) === dimension) {
        const key = next * 2 ** 28 + cell;
        if (seen.has(key)) top.dead = false;
        else stack.push(this.#frame(next, cell));
        seen.add(key);
        continue;
      }
      const status = this.#cells.status(cell);
      const verdict = status === "found" ? this.verdict(next, budget) : status;
      if (verdict === "none") top.dead = false;
      if (verdict === "possible") {
        this.#known.set(entry, { cell, next });
        return "possible";
      }
      if (verdict === "capped") {
        capped = true;
        top.dead = false;
      }
    }
    if (capped) return "capped";
    this.#known.set(entry, null);
    return "impossible";
  }

  /** All nodes after the node's first dimension to which some of that dimension's values lead; null when capped. */
  exits(entry: number, budget: Budget): readonly number[] | null {
    const dimension = this.#diagram.dimension(entry);
    const portion = this.portion(entry, budget);
    if (portion === null) return null;
    const pending = new Pending(portion, this.#diagram, dimension);
    const doubtful = new Set<number>();
    const stack = [{ node: entry, cell: this.#cells.start(dimension) }];
    const seen = new Set<number>();
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (!budget.step()) return null;
      if (pending.settled(top.node)) continue;
      const atom = this.#diagram.atom(top.node);
      for (const holds of [false, true]) {
        const next = holds ? this.#diagram.high(top.node) : this.#diagram.low(top.node);
        if (pending.settled(next)) continue;
        const cell = this.#cells.extend(top.cell, atom, holds);
        if (cell === impossible) continue;
        const inside = next > everything && this.#diagram.dimension(next) === dimension;
        const other = holds ? this.#diagram.low(top.node) : this.#diagram.high(top.node);
        const status = inside && other === nothing ? "found" : this.#cells.status(cell);
        if (status === "none") continue;
        if (inside) {
          const key = next * 2 ** 28 + cell;
          if (!seen.has(key)) stack.push({ node: next, cell });
          seen.add(key);
        } else if (status === "capped") doubtful.add(next);
        else if (next === everything) return [everything];
        else {
          pending.settle(next);
          this.#settleCovered(pending);
        }
      }
    }
    return [...doubtful].every((exit) => pending.settled(exit)) ? [...pending.found] : null;
  }

  /**
   * Exits within the union of those found add nothing. Looked for after 1, 2, 4, 8 and 16 finds: overlapping patterns
   * bring the widest exit early, names without overlap bring a thousand exits of which none covers another.
   */
  #settleCovered(pending: Pending): void {
    const count = pending.found.size;
    if (count > 16 || (count & (count - 1)) !== 0) return;
    const others = this.#diagram.complement(this.#diagram.combineAll(or, [...pending.found]));
    for (const exit of pending.open()) {
      if (this.#diagram.combine(and, exit, others) === nothing) pending.settle(exit, false);
    }
  }

  /** The nodes of the entry's dimension below it, children first; null when capped. */
  portion(entry: number, budget: Budget): readonly number[] | null {
    const dimension = this.#diagram.dimension(entry);
    const done = new Set<number>();
    const stack = [entry];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (!budget.step()) return null;
      const open = [this.#diagram.low(node), this.#diagram.high(node)].filter(
        (child) => !done.has(child) && this.#diagram.dimension(child) === dimension,
      );
      if (open.length > 0) stack.push(...open);
      else {
        stack.pop();
        done.add(node);
      }
    }
    return [...done];
  }

  /** An atom's rank among dimensions: what a projection goes by. */
  rank(node: number): number {
    return this.#atoms.rank(this.#diagram.dimension(node));
  }
}

/** Which nodes lead only to exits that have been found already: nothing new is to be had from them. */
class Pending {
  readonly found = new Set<number>();
  readonly #parents = new Map<number, number[]>();
  readonly #left = new Map<number, number>();
  readonly #settled = new Set<number>([nothing]);
  readonly #exits = new Set<number>();

  constructor(portion: readonly number[], diagram: Diagram, dimension: number) {
    for (const node of portion) {
      let left = 0;
      for (const child of new Set([diagram.low(node), diagram.high(node)])) {
        if (this.#settled.has(child)) continue;
        left++;
        if (diagram.dimension(child) !== dimension) this.#exits.add(child);
        const parents = this.#parents.get(child);
        if (parents === undefined) this.#parents.set(child, [node]);
        else parents.push(node);
      }
      this.#left.set(node, left);
      if (left === 0 && diagram.dimension(node) === dimension) this.#settled.add(node);
    }
  }

  settled(node: number): boolean {
    return this.#settled.has(node);
  }

  /** The exits that are not settled. */
  open(): readonly number[] {
    return [...this.#exits].filter((exit) => !this.#settled.has(exit));
  }

  /** `found`: some value leads there; else it adds nothing to those that are found. */
  settle(exit: number, found = true): void {
    if (found) this.found.add(exit);
    const open = [exit];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (this.#settled.has(node)) continue;
      this.#settled.add(node);
      for (const parent of this.#parents.get(node) ?? []) {
        const left = (this.#left.get(parent) ?? 0) - 1;
        this.#left.set(parent, left);
        if (left === 0) open.push(parent);
      }
    }
  }
}
