/** Edges of which a few go and a few come: the rows that do not change are copied whole. */
import type { Edge, Edges } from "../edge-table.ts";

/** Positions of edges, by the node that they start from. */
export type DroppedEdges = ReadonlyMap<number, ReadonlySet<number>>;

export function spliceEdges(edges: Edges, dropped: DroppedEdges, added: Iterable<Edge>): Edges {
  const come = Map.groupBy(added, ({ from }) => from);
  const rows = [...new Set([...dropped.keys(), ...come.keys()])].sort((a, b) => a - b);
  let count = edges.other.length;
  for (const gone of dropped.values()) count -= gone.size;
  for (const one of come.values()) count += one.length;
  const start = new Uint32Array(edges.nodes + 1);
  const other = new Uint32Array(count);
  const kind = new Uint16Array(count);
  const proven = new Uint8Array(count);
  let next = 0;
  /** Rows from `first` to before `end`, as they are. */
  const copy = (first: number, end: number): void => {
    const from = edges.start[first] ?? 0;
    const to = edges.start[end] ?? 0;
    for (let row = first; row < end; row++) start[row] = (edges.start[row] ?? 0) - from + next;
    other.set(edges.other.subarray(from, to), next);
    kind.set(edges.kind.subarray(from, to), next);
    proven.set(edges.proven.subarray(from, to), next);
    next += to - from;
  };
  const put = (to: number, what: number, sure: number): void => {
    other[next] = to;
    kind[next] = what;
    proven[next] = sure;
    next++;
  };
  let done = 0;
  for (const row of rows) {
    copy(done, row);
    start[row] = next;
    const gone = dropped.get(row);
    for (let at = edges.start[row] ?? 0; at < (edges.start[row + 1] ?? 0); at++) {
      if (gone?.has(at) !== true) put(edges.other[at] ?? 0, edges.kind[at] ?? 0, edges.proven[at] ?? 0);
    }
    for (const edge of come.get(row) ?? []) put(edge.to, edge.kind, edge.proven ? 1 : 0);
    done = row + 1;
  }
  copy(done, edges.nodes);
  start[edges.nodes] = next;
  return { nodes: edges.nodes, start, other, kind, proven };
}
