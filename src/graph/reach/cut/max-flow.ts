/**
 * The greatest flow from a source to a sink, and the smallest cut that it proves (Ford and Fulkerson), by Dinic's method:
 * shortest ways first, whole layers at a time.
 */

/** More than any flow over edges that can be cut. */
export const endless = 0x3fffffff;

export class FlowNetwork {
  readonly #nodes: number;
  /** Edges in pairs: an edge, and its way back. */
  #to: Int32Array;
  #capacity: Int32Array;
  #next: Int32Array;
  readonly #head: Int32Array;
  #count = 0;

  constructor(nodes: number) {
    this.#nodes = nodes;
    this.#head = new Int32Array(nodes).fill(-1);
    this.#to = new Int32Array(1024);
    this.#capacity = new Int32Array(1024);
    this.#next = new Int32Array(1024);
  }

  add(from: number, to: number, capacity: number): void {
    this.#put(from, to, capacity);
    this.#put(to, from, 0);
  }

  #put(from: number, to: number, capacity: number): void {
    if (this.#count === this.#to.length) {
      const size = this.#count * 2;
      this.#to = grown(this.#to, size);
      this.#capacity = grown(this.#capacity, size);
      this.#next = grown(this.#next, size);
    }
    this.#to[this.#count] = to;
    this.#capacity[this.#count] = capacity;
    this.#next[this.#count] = this.#head[from] ?? -1;
    this.#head[from] = this.#count++;
  }

  /** Can be asked once: the flow stays in the network. */
  greatestFlow(source: number, sink: number): number {
    let flow = 0;
    const level = new Int32Array(this.#nodes);
    const current = new Int32Array(this.#nodes);
    while (this.#layer(source, sink, level)) {
      current.set(this.#head);
      for (let pushed = this.#push(source, sink, level, current); pushed > 0; ) {
        flow += pushed;
        if (flow >= endless) return flow;
        pushed = this.#push(source, sink, level, current);
      }
    }
    return flow;
  }

  /** After the flow: the nodes on the source's side of the cut that lies nearest to it. */
  sourceSide(source: number): Uint8Array {
    const side = new Uint8Array(this.#nodes);
    const waiting = [source];
    side[source] = 1;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (let edge = this.#head[node] ?? -1; edge >= 0; edge = this.#next[edge] ?? -1) {
        const to = this.#to[edge] ?? 0;
        if ((this.#capacity[edge] ?? 0) <= 0 || side[to] === 1) continue;
        side[to] = 1;
        waiting.push(to);
      }
    }
    return side;
  }

  #layer(source: number, sink: number, level: Int32Array): boolean {
    level.fill(-1);
    level[source] = 0;
    const queue = [source];
    for (const node of queue) {
      for (let edge = this.#head[node] ?? -1; edge >= 0; edge = this.#next[edge] ?? -1) {
        const to = this.#to[edge] ?? 0;
        if ((this.#capacity[edge] ?? 0) <= 0 || (level[to] ?? 0) >= 0) continue;
        level[to] = (level[node] ?? 0) + 1;
        queue.push(to);
      }
    }
    return (level[sink] ?? -1) >= 0;
  }

  /** One way through the layers, without recursion: ways can be as long as the graph. */
  #push(source: number, sink: number, level: Int32Array, current: Int32Array): number {
    const way: number[] = [];
    let node = source;
    while (node !== sink) {
      const edge = current[node] ?? -1;
      if (edge < 0) {
        // A dead end: nothing goes through this node in this round.
        const back = way.pop();
        if (back === undefined) return 0;
        level[node] = -1;
        node = this.#to[back ^ 1] ?? 0;
        current[node] = this.#next[current[node] ?? 0] ?? -1;
        continue;
      }
      const to = this.#to[edge] ?? 0;
      if ((this.#capacity[edge] ?? 0) > 0 && level[to] === (level[node] ?? 0) + 1) {
        way.push(edge);
        node = to;
      } else current[node] = this.#next[edge] ?? -1;
    }
    let pushed = endless;
    for (const edge of way) pushed = Math.min(pushed, this.#capacity[edge] ?? 0);
    for (const edge of way) {
      this.#capacity[edge] = (this.#capacity[edge] ?? 0) - pushed;
      this.#capacity[edge ^ 1] = (this.#capacity[edge ^ 1] ?? 0) + pushed;
    }
    return pushed;
  }
}

function grown(old: Int32Array, size: number): Int32Array {
  const made = new Int32Array(size);
  made.set(old);
  return made;
}
