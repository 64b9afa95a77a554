/**
 * Regions as a hash-consed decision diagram: a node asks one atom and goes on to `low` (it does not hold) or `high`.
 *
 * INVARIANT: on every path atoms ascend by {@link AtomTable.order}, so one dimension's atoms stand together.
 * INVARIANT: operands are older than what is made of them, so node numbers ascend from the leaves to the root.
 *
 * Two things keep it small. Under a node, atoms of its dimension that its answer decides are not asked again (a name is
 * not also another name): without that, n names with n conditions would make 2ⁿ nodes. And a conjunction or disjunction
 * that would still take too many nodes is *suspended*: it stays a node of its own, opened only along the paths that a
 * question walks. So nothing is ever approximated, and no operation fails.
 */
import { type AtomTable, covers, disjoint, within } from "./atoms.ts";
import { and, NodeTable, type Operation, or } from "./node-table.ts";

export const nothing = 0;
export const everything = 1;

/** A decision is restricted only in diagrams of a dimension up to this size: beyond, the check costs more than it saves. */
const restrictedNodes = 1_000;

export class Diagram {
  readonly nodes: NodeTable;
  readonly #atoms: AtomTable;
  readonly #maxNodes: number;
  readonly #complements = new Map<number, number>();
  readonly #restricted = new Map<number, number>();
  /** Suspended nodes that have been opened: atom, low, high. */
  readonly #opened = new Map<number, Opened>();

  /** What combining has taken so far, in steps of about a microsecond. */
  #effort = 0;
  /** What simplifying and suspended nodes have taken so far, in the same steps. */
  work = 0;

  constructor(atoms: AtomTable, maxNodes: number) {
    this.#atoms = atoms;
    this.#maxNodes = maxNodes;
    this.nodes = new NodeTable();
  }

  /** The atom that the node asks; not for {@link nothing} and {@link everything}. */
  atom(node: number): number {
    const atom = this.nodes.atom(node);
    return atom >= 0 ? atom : this.#open(node).atom;
  }

  low(node: number): number {
    return this.nodes.atom(node) >= 0 ? this.nodes.low(node) : this.#open(node).low;
  }

  high(node: number): number {
    return this.nodes.atom(node) >= 0 ? this.nodes.high(node) : this.#open(node).high;
  }

  /** The dimension whose atom the node asks, by number; -1 of {@link nothing} and {@link everything}. */
  dimension(node: number): number {
    return node <= everything ? -1 : this.#atoms.dimensionOf(this.atom(node));
  }

  make(atom: number, low: number, high: number): number {
    return low === high ? low : this.nodes.make(atom, low, high);
  }

  combine(operation: Operation, a: number, b: number): number {
    return this.combineAll(operation, [a, b]);
  }

  /** Halves first: a thousand alternatives, one by one, would each walk all those before. */
  combineAll(operation: Operation, all: readonly number[]): number {
    const end = this.#effort + this.#maxNodes / 2;
    let round = all;
    while (round.length > 1) {
      const next: number[] = [];
      for (let at = 0; at < round.length; at += 2) {
        const [a = nothing, b] = round.slice(at, at + 2);
        next.push(
          b === undefined ? a : (this.#apply(operation, a, b, end) ?? this.#suspend(operation, a, b)),
        );
      }
      round = next;
    }
    return round[0] ?? (operation === and ? everything : nothing);
  }

  complement(root: number): number {
    if (root <= everything) return 1 - root;
    const known = this.#complements.get(root);
    if (known !== undefined) return known;
    for (const node of this.below(root, (node) => !this.#complements.has(node))) {
      const atom = this.nodes.atom(node);
      const low = this.#complementOf(this.nodes.low(node));
      const high = this.#complementOf(this.nodes.high(node));
      const made =
        atom >= 0
          ? this.nodes.make(atom, low, high)
          : this.nodes.suspend(this.nodes.operation(node) === and ? or : and, low, high);
      this.#complements.set(node, made);
      this.#complements.set(made, node);
    }
    return this.#complementOf(root);
  }

  #complementOf(node: number): number {
    return node <= everything ? 1 - node : (this.#complements.get(node) ?? nothing);
  }

  /** All nodes from which the root is made but the leaves, operands first; just some where there are more than `most`. */
  below(
    root: number,
    goOn: (node: number) => boolean = () => true,
    most = Number.POSITIVE_INFINITY,
  ): readonly number[] {
    const seen = new Set<number>();
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node <= everything || seen.has(node) || !goOn(node)) continue;
      seen.add(node);
      if (seen.size > most) break;
      open.push(this.nodes.low(node), this.nodes.high(node));
    }
    return [...seen].sort((a, b) => a - b);
  }

  /** The root with each node made anew of its changed operands, where `change` does not say what it becomes. */
  rebuild(
    root: number,
    change: (node: number, changed: (operand: number) => number) => number | null,
  ): number {
    const made = new Map<number, number>();
    const changed = (operand: number): number => made.get(operand) ?? operand;
    for (const node of this.below(root)) {
      const own = change(node, changed);
      if (own !== null) {
        made.set(node, own);
        continue;
      }
      const low = changed(this.nodes.low(node));
      const high = changed(this.nodes.high(node));
      const atom = this.nodes.atom(node);
      if (low === this.nodes.low(node) && high === this.nodes.high(node)) continue;
      made.set(
        node,
        atom >= 0 ? this.make(atom, low, high) : this.combine(this.nodes.operation(node), low, high),
      );
    }
    return changed(root);
  }

  /** Put off, unless a glance at the operands' own operands shows the result. */
  #suspend(operation: Operation, a: number, b: number): number {
    return (
      this.#glance(operation, a, b) ?? this.#glance(operation, b, a) ?? this.nodes.suspend(operation, a, b)
    );
  }

  #glance(operation: Operation, a: number, b: number): number | null {
    const { nodes } = this;
    const zero = operation === and ? nothing : everything;
    const contrary = this.#complements.get(b);
    if (contrary === a) return zero;
    if (a <= everything || nodes.atom(a) >= 0) return null;
    const [left, right] = [nodes.low(a), nodes.high(a)];
    const same = nodes.operation(a) === operation;
    // (x ∧ y) ∧ x and (x ∨ y) ∧ x; then (x ∧ y) ∧ ¬x and (x ∨ y) ∧ ¬x.
    if (left === b || right === b) return same ? a : b;
    if (contrary === undefined || (left !== contrary && right !== contrary)) return null;
    return same ? zero : this.#suspend(operation, left === contrary ? right : left, b);
  }

  /** Null: it takes more effort than allowed. An explicit stack, as paths may be longer than the call stack is deep. */
  #apply(operation: Operation, a: number, b: number, end: number): number | null {
    const { nodes } = this;
    const quick = nodes.quick(operation, a, b);
    if (quick >= 0) return quick;
    if (nodes.atom(a) < 0 || nodes.atom(b) < 0 || nodes.size >= this.#maxNodes) return null;
    // Of each pending step: operands, atom, then the results so far.
    const stack: Pending[] = [this.#split(operation, a, b)];
    let result = 0;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const low = top.low >= 0 ? top.low : nodes.quick(operation, top.a0, top.b0);
      const needLow = low < 0;
      const high = needLow ? -1 : nodes.quick(operation, top.a1, top.b1);
      top.low = low;
      if (!needLow && high >= 0) {
        result = this.make(top.atom, low, high);
        nodes.remember(operation, top.a, top.b, result);
        stack.pop();
        continue;
      }
      const left = needLow ? top.a0 : top.a1;
      const right = needLow ? top.b0 : top.b1;
      if (nodes.atom(left) < 0 || nodes.atom(right) < 0) {
        nodes.remember(operation, left, right, this.#suspend(operation, left, right));
        continue;
      }
      if (nodes.size > this.#maxNodes || this.#effort++ > end) return null;
      stack.push(this.#split(operation, left, right));
    }
    return result;
  }

  #split(operation: Operation, a: number, b: number): Pending {
    const atomA = this.atom(a);
    const atomB = this.atom(b);
    const order = this.#atoms.order(atomA) - this.#atoms.order(atomB);
    if (order > 0) return this.#split(operation, b, a);
    const [low, high] = [this.low(a), this.high(a)];
    const decided = operation === and ? nothing : everything;
    // The other operand's side does not matter where this one decides: names alone are never compared.
    const side = (mine: number, holds: boolean): number =>
      order === 0
        ? holds
          ? this.high(b)
          : this.low(b)
        : mine === decided
          ? mine
          : this.restrict(b, atomA, holds);
    return { a, b, atom: atomA, a0: low, a1: high, b0: side(low, false), b1: side(high, true), low: -1 };
  }

  /**
   * The same region among requests where the atom, earlier than all of the node's, holds or does not: atoms that this
   * decides are left out. Only a simplification, so it may leave some in.
   */
  restrict(root: number, atom: number, holds: boolean): number {
    if (root <= everything) return root;
    const raw = this.nodes.atom(root);
    if (raw < 0) return this.#restrictSuspended(root, atom, holds);
    const dimension = this.#atoms.dimensionOf(atom);
    if (this.#atoms.dimensionOf(raw) !== dimension) return root;
    const exact = this.#atoms.exact(atom) !== null;
    // One name less decides nothing about others; one name decides all others, so a single walk does.
    if (exact) return holds ? this.#follow(root, atom, dimension) : root;
    const key = (atom * 2 + (holds ? 1 : 0)) * 2 ** 30 + root;
    const known = this.#restricted.get(key);
    if (known !== undefined) return known;
    const made = this.#restrictAll(root, atom, holds, dimension);
    if (this.#restricted.size > this.#maxNodes) this.#restricted.clear();
    this.#restricted.set(key, made);
    return made;
  }

  #restrictSuspended(root: number, atom: number, holds: boolean): number {
    const { nodes } = this;
    const made = new Map<number, number>();
    const restricted = (node: number): number => made.get(node) ?? this.restrict(node, atom, holds);
    const suspended = this.below(root, (node) => nodes.atom(node) < 0);
    this.work += suspended.length;
    for (const node of suspended) {
      const [low, high] = [restricted(nodes.low(node)), restricted(nodes.high(node))];
      made.set(node, this.#suspend(nodes.operation(node), low, high));
    }
    return restricted(root);
  }

  #follow(root: number, atom: number, dimension: number): number {
    let node = root;
    while (node > everything) {
      const next = this.nodes.atom(node);
      if (next < 0) return this.restrict(node, atom, true);
      if (this.#atoms.dimensionOf(next) !== dimension) return node;
      const holds = next === atom || (this.#atoms.relation(atom, next) & within) !== 0;
      node = holds ? this.nodes.high(node) : this.nodes.low(node);
    }
    return node;
  }

  #restrictAll(root: number, atom: number, holds: boolean, dimension: number): number {
    const { nodes } = this;
    const inside = (node: number): boolean =>
      nodes.atom(node) >= 0 && this.#atoms.dimensionOf(nodes.atom(node)) === dimension;
    const below = this.below(root, inside, restrictedNodes);
    this.#effort += below.length / 8;
    this.work += below.length / 8;
    if (below.length > restrictedNodes) return root;
    const made = new Map<number, number>();
    const changed = (node: number): number => made.get(node) ?? node;
    for (const node of below) {
      const low = changed(nodes.low(node));
      const high = changed(nodes.high(node));
      const decided = this.#decides(atom, holds, nodes.atom(node));
      made.set(node, decided === null ? this.make(nodes.atom(node), low, high) : decided ? high : low);
    }
    return changed(root);
  }

  /** What the one atom's answer says of the other: it holds, it does not, or nothing (null). */
  #decides(atom: number, holds: boolean, other: number): boolean | null {
    if (atom === other) return holds;
    const relation = this.#atoms.relation(atom, other);
    if (!holds) return (relation & covers) !== 0 ? false : null;
    if ((relation & within) !== 0) return true;
    return (relation & disjoint) !== 0 ? false : null;
  }

  /** A suspended node's first atom and what is left on both its sides, suspended again. */
  #open(node: number): Opened {
    const known = this.#opened.get(node);
    if (known !== undefined) return known;
    const { nodes } = this;
    // Operands first, so that no call goes deeper than one step.
    for (const each of this.below(node, (other) => nodes.atom(other) < 0 && !this.#opened.has(other))) {
      const operation = nodes.operation(each);
      const { atom, a0, a1, b0, b1 } = this.#split(operation, nodes.low(each), nodes.high(each));
      this.#opened.set(each, {
        atom,
        low: this.#suspend(operation, a0, b0),
        high: this.#suspend(operation, a1, b1),
      });
      this.work++;
    }
    return this.#open(node);
  }
}

type Opened = { readonly atom: number; readonly low: number; readonly high: number };

type Pending = {
  readonly a: number;
  readonly b: number;
  readonly atom: number;
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
  /** -1: not known yet. */
  low: number;
};
