/**
 * A file of the import format that is put together from values of other files. Each value keeps its own text, so that a
 * fault that is found in the whole is told at the place that it has in the file it came from.
 */
import { lineAndColumn } from "../../../policy/index.ts";
import { type FileOutcome, JsonValue, type Place, parseJsonFile } from "../json-file.ts";

/** A value that was made from one of a file, where faults of it are told. */
export class Made {
  readonly value: unknown;
  readonly from: JsonValue;

  constructor(value: unknown, from: JsonValue) {
    this.value = value;
    this.from = from;
  }
}

/** Members that are undefined are left out. */
export type Composed =
  | JsonValue
  | Made
  | readonly Composed[]
  | null
  | { readonly [member: string]: Composed | undefined };

/** `name`: what the whole is called in messages about what is missing in it. */
export function composedFile(name: string, whole: Composed): FileOutcome {
  const text = new ComposedText();
  text.add(whole);
  return parseJsonFile(text.whole(), name, (offset) => text.placeOf(offset, name));
}

type Piece = {
  readonly start: number;
  readonly end: number;
  readonly from: JsonValue;
  readonly isOwn: boolean;
};

class ComposedText {
  readonly #texts: string[] = [];
  readonly #pieces: Piece[] = [];
  #length = 0;

  add(part: Composed): void {
    if (part === null) this.#put("null");
    else if (part instanceof JsonValue) {
      this.#piece(part.file.text.slice(part.node.start, part.node.end), part, true);
    } else if (part instanceof Made) this.#piece(JSON.stringify(part.value), part.from, false);
    else if (isList(part)) this.#enclose("[", part, (item) => this.add(item), "]");
    else {
      const members = Object.entries(part);
      this.#enclose("{", members.filter(isThere), (member) => this.#member(member), "}");
    }
  }

  whole(): string {
    return this.#texts.join("");
  }

  /** What was made around the pieces is told at the first piece after it. */
  placeOf(offset: number, name: string): Place {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pieces[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const piece = this.#pieces[low] ?? this.#pieces.at(-1);
    if (piece === undefined) return { file: name, position: null };
    const { file, node } = piece.from;
    const inside = piece.isOwn ? Math.min(Math.max(offset - piece.start, 0), node.end - node.start) : 0;
    return { file: file.name, position: lineAndColumn(file.text, node.start + inside) };
  }

  #member([name, part]: readonly [string, Composed]): void {
    this.#put(`${JSON.stringify(name)}:`);
    this.add(part);
  }

  #enclose<T>(open: string, items: readonly T[], add: (item: T) => void, close: string): void {
    this.#put(open);
    for (const [index, item] of items.entries()) {
      if (index > 0) this.#put(",");
      add(item);
    }
    this.#put(close);
  }

  #piece(text: string, from: JsonValue, isOwn: boolean): void {
    this.#pieces.push({ start: this.#length, end: this.#length + text.length, from, isOwn });
    this.#put(text);
  }

  #put(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
  }
}

function isList(part: Composed): part is readonly Composed[] {
  return Array.isArray(part);
}

function isThere(member: readonly [string, Composed | undefined]): member is [string, Composed] {
  return member[1] !== undefined;
}
