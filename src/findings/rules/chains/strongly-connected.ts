/**
 * Parts of a graph in which every node comes to every other (Tarjan, "Depth-first search and linear graph algorithms", 1972);
 * without recursion, because a chain may be longer than the stack.
 */
import type { Edges } from "../../../graph/reach/index.ts";

const unseen = 0;

/** Parts of two nodes and more that some start comes to, over the edges that count. */
export function stronglyConnected(
  edges: Edges,
  starts: Iterable<number>,
  counts: (kind: number, to: number) => boolean,
): readonly (readonly number[])[] {
  return new Components(edges, counts).find(starts);
}

class Components {
  readonly #edges: Edges;
  readonly #counts: (kind: number, to: number) => boolean;
  /** When the node was first seen, from 1. */
  readonly #seen: Uint32Array;
  /** The earliest node that is come to from it and whose part is not told yet. */
  readonly #low: Uint32Array;
  /** The next edge to look at, of nodes on the way. */
  readonly #next: Uint32Array;
  readonly #isOpen: Uint8Array;
  /** Seen, and of no part that was told: INVARIANT, those whose bit in `#isOpen` is set. */
  readonly #open: number[] = [];
  readonly #parts: (readonly number[])[] = [];
  #moment = 0;

  constructor(edges: Edges, counts: (kind: number, to: number) => boolean) {
    this.#edges = edges;
    this.#counts = counts;
    this.#seen = new Uint32Array(edges.nodes);
    this.#low = new Uint32Array(edges.nodes);
    this.#next = edges.start.slice();
    this.#isOpen = new Uint8Array(edges.nodes);
  }

  find(starts: Iterable<number>): readonly (readonly number[])[] {
    for (const node of starts) {
      if (this.#seen[node] === unseen) this.#walk(node);
    }
    return this.#parts;
  }

  #walk(start: number): void {
    const way = [start];
    this.#enter(start);
    for (let node = way.at(-1); node !== undefined; node = way.at(-1)) {
      const further = this.#further(node);
      if (further !== null) {
        this.#enter(further);
        way.push(further);
        continue;
      }
      way.pop();
      const before = way.at(-1);
      if (before !== undefined) this.#lower(before, this.#low[node] ?? 0);
      if (this.#low[node] === this.#seen[node]) this.#close(node);
    }
  }

  #enter(node: number): void {
    this.#moment++;
    this.#seen[node] = this.#moment;
    this.#low[node] = this.#moment;
    this.#isOpen[node] = 1;
    this.#open.push(node);
  }

  /** The next node that was not seen; null: all edges were looked at. */
  #further(node: number): number | null {
    const { start, other, kind } = this.#edges;
    for (let edge = this.#next[node] ?? 0; edge < (start[node + 1] ?? 0); edge++) {
      const to = other[edge] ?? 0;
      if (!this.#counts(kind[edge] ?? 0, to)) continue;
      if (this.#seen[to] === unseen) {
        this.#next[node] = edge + 1;
        return to;
      }
      if (this.#isOpen[to] === 1) this.#lower(node, this.#seen[to] ?? 0);
    }
    this.#next[node] = start[node + 1] ?? 0;
    return null;
  }

  #lower(node: number, moment: number): void {
    this.#low[node] = Math.min(this.#low[node] ?? 0, moment);
  }

  #close(root: number): void {
    const part: number[] = [];
    for (;;) {
      const node = this.#open.pop() ?? root;
      this.#isOpen[node] = 0;
      part.push(node);
      if (node === root) break;
    }
    if (part.length > 1) this.#parts.push(part);
  }
}
