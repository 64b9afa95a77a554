/** Edges of which a few go and a few come: the rows that do not change are copied whole. */
import type { Edge, Edges } from "../edge-table.ts";

/** Positions of edges, by the node that they start from. */
export type DroppedEdges = ReadonlyMap<number, ReadonlySet<number>>;

export function spliceEdges(edges: Edges, dropped: DroppedEdges, added: Iterable<Edge>): Edges {
  return spliced(
    edges,
    dropped,
    Map.groupBy(added, ({ from }) => from),
    (row) => row,
  );
}

/**
 * The same change of the edges grouped by where they end: what {@link turned} would make of what {@link spliceEdges} gives.
 * `dropped`: positions in `forward`.
 */
export function spliceTurned(
  backward: Edges,
  forward: Edges,
  dropped: DroppedEdges,
  added: Iterable<Edge>,
): Edges {
  const gone = new Map<number, Set<number>>();
  for (const [from, places] of dropped) {
    for (const at of places) {
      const to = forward.other[at] ?? 0;
      const inRow = gone.get(to) ?? new Set();
      gone.set(
        to,
        inRow.add(placeOf(backward, to, from, forward.kind[at] ?? 0, forward.proven[at] ?? 0, inRow)),
      );
    }
  }
  const come = Map.groupBy(added, ({ to }) => to);
  const turnedCome = new Map([...come].map(([to, edges]) => [to, edges.map(turnedEdge)]));
  return spliced(backward, gone, turnedCome, (row) => row.toSorted((a, b) => a.to - b.to));
}

function turnedEdge({ from, to, ...edge }: Edge): Edge {
  return { from: to, to: from, ...edge };
}

/** Nodes of which other edges come than go: most are dropped only to come again. */
export function* changedRows(edges: Edges, dropped: DroppedEdges, added: Iterable<Edge>): Iterable<number> {
  const come = Map.groupBy(added, ({ from }) => from);
  for (const from of new Set([...dropped.keys(), ...come.keys()])) {
    const gone = [...(dropped.get(from) ?? [])].map((at) =>
      [edges.other[at], edges.kind[at], edges.proven[at]].join(),
    );
    const now = (come.get(from) ?? []).map(({ to, kind, proven }) => [to, kind, proven ? 1 : 0].join());
    if (gone.sort().join(" ") !== now.sort().join(" ")) yield from;
  }
}

/** Where the edge stands in its end's row; of several that are alike, the first that is not taken. */
function placeOf(
  { start, other, kind, proven }: Edges,
  row: number,
  from: number,
  isKind: number,
  isProven: number,
  taken: ReadonlySet<number>,
): number {
  for (let at = start[row] ?? 0; at < (start[row + 1] ?? 0); at++) {
    if (other[at] === from && kind[at] === isKind && proven[at] === isProven && !taken.has(at)) return at;
  }
  throw new RangeError(`no edge from ${from} to ${row}`);
}

/** `come`: by row. `ordered`: how the edges of a row that changes stand, given those that stay and then those that come. */
function spliced(
  edges: Edges,
  dropped: DroppedEdges,
  come: ReadonlyMap<number, readonly Edge[]>,
  ordered: (row: readonly Edge[]) => readonly Edge[],
): Edges {
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
  let done = 0;
  for (const row of rows) {
    copy(done, row);
    start[row] = next;
    for (const edge of ordered([...staying(edges, row, dropped.get(row)), ...(come.get(row) ?? [])])) {
      other[next] = edge.to;
      kind[next] = edge.kind;
      proven[next] = edge.proven ? 1 : 0;
      next++;
    }
    done = row + 1;
  }
  copy(done, edges.nodes);
  start[edges.nodes] = next;
  return { nodes: edges.nodes, start, other, kind, proven };
}

function* staying(edges: Edges, row: number, gone: ReadonlySet<number> | undefined): Iterable<Edge> {
  for (let at = edges.start[row] ?? 0; at < (edges.start[row + 1] ?? 0); at++) {
    if (gone?.has(at) === true) continue;
    const [to, kind, proven] = [edges.other[at] ?? 0, edges.kind[at] ?? 0, edges.proven[at] === 1];
    yield { from: row, to, kind, proven };
  }
}
