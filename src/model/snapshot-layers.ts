/**
 * What a patched snapshot lies over. However many patches follow each other, the next one lies over the same snapshot with one list
 * of what differs: nothing grows deeper with time.
 */
import type { DocumentIndex } from "./documents.ts";
import type { AccountId } from "./identifiers.ts";
import type { AccountData, Snapshot } from "./snapshot.ts";
import type { TextColumn } from "./text-column.ts";

export type SnapshotLayer = {
  /** The snapshot at the bottom, which nobody has patched. */
  readonly bottom: Snapshot;
  /** Documents that it does not hold, in the order of their numbers after its own. */
  readonly added: readonly string[];
  /** Of accounts that differ from it, or that it does not have. */
  readonly accounts: ReadonlyMap<AccountId, AccountData | null>;
};

const layers = new WeakMap<Snapshot, SnapshotLayer>();

export function layerOf(snapshot: Snapshot): SnapshotLayer {
  return layers.get(snapshot) ?? { bottom: snapshot, added: [], accounts: new Map() };
}

export function keepLayer(snapshot: Snapshot, layer: SnapshotLayer): void {
  layers.set(snapshot, layer);
}

/** Texts by number, and numbers by text: those of a column, then others. */
export class AppendedTexts {
  readonly #bottom: TextColumn;
  readonly #added: string[];
  readonly #numbers: Map<string, number>;

  constructor(bottom: TextColumn, added: readonly string[] = []) {
    this.#bottom = bottom;
    this.#added = [...added];
    this.#numbers = new Map(added.map((text, at) => [text, bottom.length + at]));
  }

  /** Over the column, and over what was appended before where it is one that {@link AppendedTexts.column} made. */
  static over(column: TextColumn): AppendedTexts {
    const known = appended.get(column);
    return known === undefined ? new AppendedTexts(column) : new AppendedTexts(known.bottom, known.added);
  }

  get added(): readonly string[] {
    return this.#added;
  }

  numberOf(text: string): number {
    const known = numbersOf(this.#bottom).get(text) ?? this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#bottom.length + this.#added.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  /** The texts so far. */
  column(): TextColumn {
    const [bottom, added] = [this.#bottom, [...this.#added]];
    if (added.length === 0) return bottom;
    const column = {
      length: bottom.length + added.length,
      at: (index: number) =>
        index < bottom.length ? bottom.at(index) : (added[index - bottom.length] ?? ""),
    };
    appended.set(column, { bottom, added });
    return column;
  }
}

const appended = new WeakMap<
  TextColumn,
  { readonly bottom: TextColumn; readonly added: readonly string[] }
>();

/** A column's numbers are asked for once, as a pass over all of its texts takes its time. */
const known = new WeakMap<TextColumn, ReadonlyMap<string, number>>();

function numbersOf(column: TextColumn): ReadonlyMap<string, number> {
  let numbers = known.get(column);
  if (numbers === undefined) {
    const made = new Map<string, number>();
    for (let at = 0; at < column.length; at += 1) {
      const text = column.at(at);
      if (!made.has(text)) made.set(text, at);
    }
    numbers = made;
    known.set(column, numbers);
  }
  return numbers;
}

export function templatesOf(documents: Snapshot["documents"]): TextColumn {
  let column = templateColumns.get(documents);
  if (column === undefined) {
    column = { length: documents.count, at: (index) => documents.template(index as DocumentIndex) };
    templateColumns.set(documents, column);
  }
  return column;
}

const templateColumns = new WeakMap<Snapshot["documents"], TextColumn>();
