/** A region as disjoint conjunctions: one for each path that some values fulfil. */
import type { AtomTable } from "./atoms.ts";
import type { Budget } from "./budget.ts";
import { type CellTable, impossible } from "./cells.ts";
import { type Diagram, everything } from "./diagram.ts";
import type { Search } from "./search.ts";
import type { Answer, Cube } from "./types.ts";

type Parts = {
  readonly atoms: AtomTable;
  readonly cells: CellTable;
  readonly diagram: Diagram;
  readonly search: Search;
};

type Reached = { readonly node: number; readonly cell: number; readonly done: Cube };

export function cubesOf(root: number, limit: number, parts: Parts, budget: Budget): Answer<readonly Cube[]> {
  const { cells, diagram, search } = parts;
  const cubes: Cube[] = [];
  const verdict = search.verdict(root, budget);
  if (verdict === "capped") return budget.capped();
  if (verdict === "impossible") return { kind: "exact", value: [] };
  if (root === everything) return { kind: "exact", value: [[]] };
  const stack: Reached[] = [{ node: root, cell: cells.start(diagram.dimension(root)), done: [] }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const dimension = diagram.dimension(top.node);
    const atom = diagram.atom(top.node);
    // What is pushed last comes first: "it holds" reads better at the front.
    for (const holds of [false, true]) {
      if (!budget.step()) return budget.capped();
      const node = holds ? diagram.high(top.node) : diagram.low(top.node);
      const cell = cells.extend(top.cell, atom, holds);
      if (cell === impossible) continue;
      const status = cells.status(cell);
      if (status === "none") continue;
      if (node > everything && diagram.dimension(node) === dimension) {
        stack.push({ node, cell, done: top.done });
        continue;
      }
      const rest = search.verdict(node, budget);
      if (rest === "impossible") continue;
      if (rest === "capped" || status === "capped") return budget.capped();
      const done = [...top.done, ...literals(cell, parts)];
      if (node === everything) cubes.push(done);
      else stack.push({ node, cell: cells.start(diagram.dimension(node)), done });
      if (cubes.length > limit) return { kind: "capped", reason: `there are more than ${limit} cases` };
    }
  }
  return { kind: "exact", value: cubes };
}

/** A cell keeps only the literals that the others don't imply. */
function literals(cell: number, { atoms, cells }: Parts): Cube {
  return [
    ...cells.holding(cell).map((atom) => ({ atom: atoms.shown(atom), holds: true })),
    ...cells.failing(cell).map((atom) => ({ atom: atoms.shown(atom), holds: false })),
  ];
}
