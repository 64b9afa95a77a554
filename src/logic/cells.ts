/**
 * Cells: what the literals on a path through one dimension leave of its values. A cell keeps only the literals that
 * matter (a wider pattern beside a narrower one does not) and an example value, so that most literals are decided by
 * looking at the example. Cells are made when a path asks for them and kept: the same literals are the same cell.
 */
import { type AtomTable, covers, disjoint, within } from "./atoms.ts";
import { emptyList, ListTable } from "./list-table.ts";
import type { Value } from "./types.ts";

/** No value is left. */
export const impossible = -1;

/** `open`: nobody has asked yet. `capped`: to tell would pass the cap. */
type Status = "open" | "found" | "none" | "capped";

type Cell = {
  readonly dimension: number;
  /** Atoms that hold, ascending in the diagram's order. */
  readonly holding: readonly number[];
  /** The list of those that do not; `wide` has its members that admit more than one text. */
  readonly failing: number;
  readonly wide: readonly number[];
  status: Status;
  /** A value for which all literals are as they should be; null until the status is `found`. */
  example: Value | null;
  /** Of a set: for each atom that holds a member, as far as known. */
  members: readonly (string | null)[];
};

type Literals = Pick<Cell, "dimension" | "holding" | "failing" | "wide">;

const absent: Value = { kind: "absent" };

export class CellTable {
  readonly #atoms: AtomTable;
  readonly #cells: Cell[] = [];
  readonly #starts = new Map<number, number>();
  readonly #lists = new ListTable();
  readonly #ids = new Map<string, number>();
  readonly #steps = new Map<number, number>();
  /** What looking for examples has taken so far, in steps of about a microsecond. */
  work = 0;
  /** Why the last capped cell is. */
  reason = "";

  constructor(atoms: AtomTable) {
    this.#atoms = atoms;
  }

  /** All values of a dimension, absence included where it may be absent. */
  start(dimension: number): number {
    const known = this.#starts.get(dimension);
    if (known !== undefined) return known;
    const always = this.#atoms.dimension(dimension)?.presence === "always";
    const literals = { dimension, holding: [], failing: emptyList, wide: [] };
    const id = this.#intern(literals, always ? null : absent, []);
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

  /**
   * The cell with one literal more, or {@link impossible} where one other literal rules it out. That all of them
   * together leave a value is {@link status}'s to say.
   */
  extend(id: number, atom: number, holds: boolean): number {
    const key = (id * 2 + (holds ? 1 : 0)) * 2 ** 22 + atom;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const cell = this.#cell(id);
    const literals = holds ? this.#holding(cell, atom) : this.#failing(cell, atom);
    const made =
      literals === "impossible"
        ? impossible
        : literals === "same"
          ? id
          : this.#extended(cell, literals, atom, holds);
    this.#steps.set(key, made);
    return made;
  }

  /** Whether a value is left; looks for one when nobody has. */
  status(id: number): Exclude<Status, "open"> {
    const cell = this.#cell(id);
    if (cell.status !== "open") return cell.status;
    const status = this.#isSet(cell.dimension) ? this.#findMembers(cell) : this.#findValue(cell);
    cell.status = status;
    return status;
  }

  #isSet(dimension: number): boolean {
    return this.#atoms.dimension(dimension)?.presence === "set";
  }

  /** What is left of the cell's literals beside an atom that holds. */
  #holding(cell: Cell, atom: number): Literals | "impossible" | "same" {
    const { dimension } = cell;
    const holding: number[] = [];
    for (const other of cell.holding) {
      const relation = this.#atoms.relation(atom, other);
      if ((relation & disjoint) !== 0) return "impossible";
      if ((relation & covers) !== 0) return "same";
      if ((relation & within) === 0) holding.push(other);
    }
    holding.push(atom);
    const exact = this.#atoms.exact(atom) !== null;
    // One text is in or out of everything else, and differs from all other single texts.
    const failing = exact ? cell.wide : this.#lists.items(cell.failing);
    const kept: number[] = [];
    for (const other of failing) {
      const relation = this.#atoms.relation(atom, other);
      if ((relation & within) !== 0) return "impossible";
      if ((relation & disjoint) === 0) kept.push(other);
    }
    if (exact) return { dimension, holding, failing: emptyList, wide: [] };
    if (kept.length === failing.length) return { ...this.#literals(cell), holding };
    return { dimension, holding, failing: this.#lists.of(kept), wide: this.#wideOf(kept) };
  }

  /** What is left of the cell's literals beside an atom that does not hold. */
  #failing(cell: Cell, atom: number): Literals | "impossible" | "same" {
    for (const other of cell.holding) {
      const relation = this.#atoms.relation(atom, other);
      if ((relation & covers) !== 0) return "impossible";
      if ((relation & disjoint) !== 0) return "same";
    }
    for (const other of cell.wide) if ((this.#atoms.relation(atom, other) & within) !== 0) return "same";
    if (this.#atoms.exact(atom) !== null) {
      return { ...this.#literals(cell), failing: this.#lists.with(cell.failing, atom) };
    }
    const failing = this.#lists.items(cell.failing);
    const kept = failing.filter((other) => (this.#atoms.relation(atom, other) & covers) === 0);
    if (kept.length === failing.length) {
      const list = this.#lists.with(cell.failing, atom);
      return { ...this.#literals(cell), failing: list, wide: [...cell.wide, atom] };
    }
    kept.push(atom);
    return { ...this.#literals(cell), failing: this.#lists.of(kept), wide: this.#wideOf(kept) };
  }

  #literals({ dimension, holding, failing, wide }: Cell): Literals {
    return { dimension, holding, failing, wide };
  }

  #wideOf(atoms: readonly number[]): readonly number[] {
    return atoms.filter((atom) => this.#atoms.exact(atom) === null);
  }

  /** The new cell; what is known of the old one's example serves the new one where the literal agrees. */
  #extended(before: Cell, literals: Literals, atom: number, holds: boolean): number {
    const { example } = before;
    const agrees = example !== null && this.#atoms.holds(atom, example) === holds;
    if (!this.#isSet(literals.dimension)) return this.#intern(literals, agrees ? example : null, []);
    const fits = (text: string, wanted: number): boolean => this.#atoms.holds(wanted, { kind: "text", text });
    const members = literals.holding.map((held) => {
      const member = before.members[before.holding.indexOf(held)] ?? null;
      return member === null || (!holds && fits(member, atom)) ? null : member;
    });
    if (literals.holding.length === 0) return this.#intern(literals, absent, members);
    return this.#intern(literals, setOf(members), members);
  }

  #intern(literals: Literals, example: Value | null, members: readonly (string | null)[]): number {
    const key = `${literals.dimension}:${literals.failing}:${literals.holding.join()}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const status = example === null ? "open" : "found";
    const id = this.#cells.push({ ...literals, status, example, members }) - 1;
    this.#ids.set(key, id);
    return id;
  }

  #findValue(cell: Cell): Exclude<Status, "open"> {
    const found = this.#atoms.example(cell.dimension, cell.holding, this.#lists.items(cell.failing));
    this.work += found.work;
    if (found.kind === "capped") this.reason = found.reason;
    if (found.kind === "found") cell.example = found.value;
    return found.kind;
  }

  /** Members don't depend on each other: each must match its own atom, and none that fails. */
  #findMembers(cell: Cell): Exclude<Status, "open"> {
    const failing = this.#lists.items(cell.failing);
    let capped = false;
    const members = [...cell.members];
    for (const [at, held] of cell.holding.entries()) {
      if (members[at] !== null) continue;
      const found = this.#atoms.example(cell.dimension, [held], failing);
      this.work += found.work;
      if (found.kind === "none") return "none";
      if (found.kind === "found" && found.value.kind === "text") members[at] = found.value.text;
      else {
        capped = true;
        if (found.kind === "capped") this.reason = found.reason;
      }
    }
    cell.members = members;
    cell.example = setOf(members);
    return capped ? "capped" : "found";
  }
}

/** Null while a member is not known. */
function setOf(members: readonly (string | null)[]): Value | null {
  const texts = new Set<string>();
  for (const member of members) {
    if (member === null) return null;
    texts.add(member);
  }
  return { kind: "set", texts: [...texts] };
}
