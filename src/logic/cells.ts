/**
 * Cells: what the literals on a path through one dimension leave of its values. A cell keeps only the literals that
 * matter (a wider pattern beside a narrower one does not) and an example value, so that most literals are decided by
 * looking at the example. Cells are made when a path asks for them and kept: the same literals are the same cell.
 */
import { type AtomTable, covers, disjoint, within } from "./atoms.ts";
import type { Value } from "./types.ts";

/** No value is left. */
export const impossible = -1;

type Cell = {
  readonly dimension: number;
  /** Atoms that hold, and that do not, ascending in the diagram's order. */
  readonly holding: readonly number[];
  readonly failing: number;
  /** Null: the work to find one would pass the cap, so it is not known whether a value is left. */
  readonly example: Value | null;
  /** Of a set: one member for each atom that holds. */
  readonly members: readonly string[];
};

const absent: Value = { kind: "absent" };

export class CellTable {
  readonly #atoms: AtomTable;
  readonly #cells: Cell[] = [];
  readonly #starts = new Map<number, number>();
  readonly #lists = new ListTable();
  /** By dimension and list of holding atoms, then by list of failing atoms. */
  readonly #ids = new Map<string, number>();
  readonly #steps = new Map<number, number>();
  /** What making cells has taken so far, in steps of about a microsecond. */
  work = 0;
  /** Why the last cell without an example has none. */
  reason = "";

  constructor(atoms: AtomTable) {
    this.#atoms = atoms;
  }

  /** All values of a dimension, absence included where it may be absent. */
  start(dimension: number): number {
    const known = this.#starts.get(dimension);
    if (known !== undefined) return known;
    const always = this.#atoms.dimension(dimension)?.presence === "always";
    const found = always ? this.#atoms.example(dimension, [], []) : null;
    const example = found === null ? absent : found.kind === "found" ? found.value : null;
    const id = this.#cells.push({ dimension, holding: [], failing: emptyList, example, members: [] }) - 1;
    this.#starts.set(dimension, id);
    return id;
  }

  #cell(id: number): Cell {
    const cell = this.#cells[id];
    if (cell === undefined) throw new Error(`no cell ${id}`);
    return cell;
  }

  example(id: number): Value | null {
    return this.#cell(id).example;
  }

  holding(id: number): readonly number[] {
    return this.#cell(id).holding;
  }

  failing(id: number): readonly number[] {
    return this.#lists.items(this.#cell(id).failing);
  }

  /** Whether the atom holds for the cell's example: that side is possible for sure. */
  leansTo(id: number, atom: number): boolean {
    const { example } = this.#cell(id);
    return example !== null && this.#atoms.holds(atom, example);
  }

  /** The cell with one literal more, or {@link impossible}. */
  extend(id: number, atom: number, holds: boolean): number {
    const key = (id * 2 + (holds ? 1 : 0)) * 2 ** 22 + atom;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const cell = this.#cell(id);
    const made = holds ? this.#holding(id, cell, atom) : this.#failing(id, cell, atom);
    this.#steps.set(key, made);
    return made;
  }

  #isSet(dimension: number): boolean {
    return this.#atoms.dimension(dimension)?.presence === "set";
  }

  #holding(id: number, cell: Cell, atom: number): number {
    const failing = this.#lists.items(cell.failing);
    const kept: number[] = [];
    const members: string[] = [];
    for (const [at, other] of cell.holding.entries()) {
      const relation = this.#atoms.relation(atom, other);
      if ((relation & disjoint) !== 0) return impossible;
      if ((relation & covers) !== 0) return id;
      if ((relation & within) !== 0) continue;
      kept.push(other);
      members.push(cell.members[at] ?? "");
    }
    const set = this.#isSet(cell.dimension);
    const stillFailing: number[] = [];
    for (const other of failing) {
      const relation = this.#atoms.relation(atom, other);
      if ((relation & within) !== 0) return impossible;
      if (set || (relation & disjoint) === 0) stillFailing.push(other);
    }
    const list = stillFailing.length === failing.length ? cell.failing : this.#lists.of(stillFailing);
    if (set) {
      const member = this.#member(cell.dimension, atom, stillFailing);
      if (member === impossible) return impossible;
      return this.#intern(cell.dimension, [...kept, atom], list, () =>
        this.#setExample(member, members, cell),
      );
    }
    const holding = [...kept, atom];
    return this.#intern(cell.dimension, holding, list, () => {
      if (cell.example !== null && this.#atoms.holds(atom, cell.example))
        return { example: cell.example, members: [] };
      return this.#solved(cell.dimension, holding, stillFailing);
    });
  }

  #failing(id: number, cell: Cell, atom: number): number {
    for (const other of cell.holding) {
      const relation = this.#atoms.relation(atom, other);
      if ((relation & covers) !== 0) return impossible;
      if ((relation & disjoint) !== 0) return id;
    }
    const kept: number[] = [];
    const failing = this.#lists.items(cell.failing);
    for (const other of failing) {
      const relation = this.#atoms.relation(atom, other);
      if ((relation & within) !== 0) return id;
      if ((relation & covers) === 0) kept.push(other);
    }
    const list =
      kept.length === failing.length ? this.#lists.with(cell.failing, atom) : this.#lists.of([...kept, atom]);
    const { dimension, holding } = cell;
    if (this.#isSet(dimension)) return this.#setWithout(cell, atom, [...kept, atom], list);
    return this.#intern(dimension, holding, list, () => {
      if (cell.example !== null && !this.#atoms.holds(atom, cell.example))
        return { example: cell.example, members: [] };
      return this.#solved(dimension, holding, [...kept, atom]);
    });
  }

  /** A set where no member may match the atom: members that did are looked for anew. */
  #setWithout(cell: Cell, atom: number, failing: readonly number[], list: number): number {
    const members: (string | null)[] = [];
    for (const [at, held] of cell.holding.entries()) {
      const before = cell.members[at];
      const good = before !== undefined && !this.#atoms.holds(atom, { kind: "text", text: before });
      const member = good ? before : this.#member(cell.dimension, held, failing);
      if (member === impossible) return impossible;
      members.push(member);
    }
    return this.#intern(cell.dimension, cell.holding, list, () => setOf(members));
  }

  #member(dimension: number, atom: number, failing: readonly number[]): string | null | typeof impossible {
    const found = this.#atoms.example(dimension, [atom], failing);
    this.work += found.work;
    if (found.kind === "none") return impossible;
    if (found.kind === "capped") this.reason = found.reason;
    return found.kind === "found" && found.value.kind === "text" ? found.value.text : null;
  }

  #setExample(member: string | null, members: readonly string[], before: Cell): Solved {
    return before.example === null ? { example: null, members: [] } : setOf([...members, member]);
  }

  #solved(dimension: number, holding: readonly number[], failing: readonly number[]): Solved | null {
    const found = this.#atoms.example(dimension, holding, failing);
    this.work += found.work;
    if (found.kind === "none") return null;
    if (found.kind === "capped") this.reason = found.reason;
    return { example: found.kind === "found" ? found.value : null, members: [] };
  }

  #intern(
    dimension: number,
    holding: readonly number[],
    failing: number,
    solve: () => Solved | null,
  ): number {
    const key = `${dimension}:${failing}:${holding.join()}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const solved = solve();
    const id =
      solved === null ? impossible : this.#cells.push({ dimension, holding, failing, ...solved }) - 1;
    this.#ids.set(key, id);
    return id;
  }
}

type Solved = { readonly example: Value | null; readonly members: readonly string[] };

function setOf(members: readonly (string | null)[]): Solved {
  const known = members.filter((member) => member !== null);
  if (known.length < members.length) return { example: null, members: [] };
  const texts = [...new Set(known)];
  return { example: texts.length === 0 ? absent : { kind: "set", texts }, members: known };
}

const emptyList = 0;

/** Lists of atoms that share their beginnings: a path of a thousand literals makes a thousand lists. */
class ListTable {
  readonly #before: number[] = [-1];
  readonly #last: number[] = [-1];
  readonly #ids = new Map<number, number>();

  with(list: number, atom: number): number {
    const key = list * 2 ** 22 + atom;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#before.push(list);
    this.#last.push(atom);
    const id = this.#before.length - 1;
    this.#ids.set(key, id);
    return id;
  }

  of(atoms: readonly number[]): number {
    return atoms.reduce((list, atom) => this.with(list, atom), emptyList);
  }

  items(list: number): readonly number[] {
    const items: number[] = [];
    for (let at = list; at > emptyList; at = this.#before[at] ?? emptyList) items.push(this.#last[at] ?? 0);
    return items.reverse();
  }
}
