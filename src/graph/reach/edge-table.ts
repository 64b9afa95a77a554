/** Edges in typed arrays: collected in any order, then grouped by where they start and by where they end. */

/** What an edge stands for, besides techniques (which count from {@link firstTechnique}). */
export const edgeKind = { is: 0, assume: 1 } as const;

export const firstTechnique = 2;

export type Edges = {
  readonly nodes: number;
  /** Edges of node `n` stand from `start[n]` to before `start[n + 1]`. */
  readonly start: Uint32Array;
  readonly other: Uint32Array;
  /** {@link edgeKind}, or a technique's number from {@link firstTechnique} on. */
  readonly kind: Uint16Array;
  /** 1: proven, 0: may. */
  readonly proven: Uint8Array;
};

export type Edge = {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly proven: boolean;
};

export class EdgeTable {
  #from = new Uint32Array(1024);
  #to = new Uint32Array(1024);
  #kind = new Uint16Array(1024);
  #proven = new Uint8Array(1024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(from: number, to: number, kind: number, proven: boolean): void {
    if (this.#count === this.#from.length) this.#grow();
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#kind[this.#count] = kind;
    this.#proven[this.#count] = proven ? 1 : 0;
    this.#count++;
  }

  /** In the order in which they were added. */
  *all(): Iterable<Edge> {
    for (let at = 0; at < this.#count; at++) {
      yield {
        from: this.#from[at] ?? 0,
        to: this.#to[at] ?? 0,
        kind: this.#kind[at] ?? 0,
        proven: this.#proven[at] === 1,
      };
    }
  }

  /** Grouped by where they start. */
  edges(nodes: number): Edges {
    return grouped(nodes, this.#count, this.#from, this.#to, this.#kind, this.#proven);
  }

  #grow(): void {
    const grown = <T extends Uint32Array | Uint16Array | Uint8Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    const size = this.#from.length * 2;
    this.#from = grown(this.#from, new Uint32Array(size));
    this.#to = grown(this.#to, new Uint32Array(size));
    this.#kind = grown(this.#kind, new Uint16Array(size));
    this.#proven = grown(this.#proven, new Uint8Array(size));
  }
}

/** Those edges alone that `keep` says yes to; between the same nodes. */
export function edgesWhere(edges: Edges, keep: (from: number, to: number, kind: number) => boolean): Edges {
  const kept = new EdgeTable();
  for (let node = 0; node < edges.nodes; node++) {
    for (let edge = edges.start[node] ?? 0; edge < (edges.start[node + 1] ?? 0); edge++) {
      const to = edges.other[edge] ?? 0;
      const kind = edges.kind[edge] ?? 0;
      if (keep(node, to, kind)) kept.add(node, to, kind, edges.proven[edge] === 1);
    }
  }
  return kept.edges(edges.nodes);
}

/** The same edges grouped by where they end; `other` is where they start. */
export function turned({ nodes, start, other, kind, proven }: Edges): Edges {
  const from = new Uint32Array(other.length);
  for (let node = 0; node < nodes; node++) from.fill(node, start[node], start[node + 1]);
  return grouped(nodes, other.length, other, from, kind, proven);
}

function grouped(
  nodes: number,
  count: number,
  by: Uint32Array,
  others: Uint32Array,
  kinds: Uint16Array,
  provens: Uint8Array,
): Edges {
  const start = new Uint32Array(nodes + 1);
  for (let at = 0; at < count; at++) {
    const node = (by[at] ?? 0) + 1;
    start[node] = (start[node] ?? 0) + 1;
  }
  for (let node = 0; node < nodes; node++) start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  const next = start.slice();
  const other = new Uint32Array(count);
  const kind = new Uint16Array(count);
  const proven = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    const node = by[at] ?? 0;
    const place = next[node] ?? 0;
    next[node] = place + 1;
    other[place] = others[at] ?? 0;
    kind[place] = kinds[at] ?? 0;
    proven[place] = provens[at] ?? 0;
  }
  return { nodes, start, other, kind, proven };
}
