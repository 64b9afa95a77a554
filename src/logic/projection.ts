/** "For some value of these dimensions": what a region says of the others. */
import type { Budget } from "./budget.ts";
import { type Diagram, everything } from "./diagram.ts";
import { or } from "./node-table.ts";
import type { Search } from "./search.ts";

/** Null when capped. `away`: the dimensions' numbers. */
export function project(
  root: number,
  away: ReadonlySet<number>,
  lastRank: number,
  diagram: Diagram,
  search: Search,
  budget: Budget,
): number | null {
  const made = new Map<number, number>();

  /** What becomes of a node at which a dimension begins. */
  function projected(entry: number): number | null {
    if (entry <= everything || search.rank(entry) > lastRank) return entry;
    const known = made.get(entry);
    if (known !== undefined) return known;
    const result = away.has(diagram.dimension(entry)) ? without(entry) : kept(entry);
    if (result !== null) made.set(entry, result);
    return result;
  }

  function without(entry: number): number | null {
    const exits = search.exits(entry, budget);
    if (exits === null) return null;
    const rest: number[] = [];
    for (const exit of exits) {
      const result = projected(exit);
      if (result === null) return null;
      rest.push(result);
    }
    return diagram.combineAll(or, rest);
  }

  function kept(entry: number): number | null {
    const dimension = diagram.dimension(entry);
    const portion = search.portion(entry, budget);
    if (portion === null) return null;
    const inside = new Map<number, number>();
    for (const node of portion) {
      const sides: number[] = [];
      for (const child of [diagram.low(node), diagram.high(node)]) {
        const side = diagram.dimension(child) === dimension ? inside.get(child) : projected(child);
        if (side === null || side === undefined) return null;
        sides.push(side);
      }
      const [low = 0, high = 0] = sides;
      inside.set(node, diagram.make(diagram.atom(node), low, high));
    }
    return inside.get(entry) ?? null;
  }

  return projected(root);
}
