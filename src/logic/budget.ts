/** The work that one question may take, in steps of about a microsecond. Shared by all parts that answer it. */
import type { CellTable } from "./cells.ts";
import type { Diagram } from "./diagram.ts";
import type { Answer } from "./types.ts";

export class Budget {
  readonly #cells: CellTable;
  readonly #diagram: Diagram;
  readonly #before: number;
  readonly #most: number;
  #steps = 0;

  constructor(cells: CellTable, diagram: Diagram, most: number) {
    this.#cells = cells;
    this.#diagram = diagram;
    this.#before = cells.work + diagram.work;
    this.#most = most;
  }

  /** One step more; false when it is one too many. */
  step(): boolean {
    this.#steps++;
    return !this.spent();
  }

  spent(): boolean {
    return this.#steps + this.#cells.work + this.#diagram.work - this.#before > this.#most;
  }

  /** The answer where some part came to no end: the cap that was passed, in words. */
  capped<T>(): Answer<T> {
    if (this.spent()) return { kind: "capped", reason: `it takes more than ${this.#most} steps` };
    return { kind: "capped", reason: `it takes ${this.#cells.reason}` };
  }
}
