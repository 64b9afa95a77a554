/**
 * A record as it stands in bytes, looked at as if it had been parsed: members are taken from the text when they are asked for.
 * One view for all records: it shows the one that was told last.
 */
import type { RecordFields } from "../../record/record-members.ts";
import { Form, foundNumbers, type Member, memberCount, numberedMembers } from "./numbered-members.ts";

const notAscii = /[\u0080-\u00ff]/;

export class RecordView {
  readonly record: RecordFields;
  readonly #forms = new Uint8Array(memberCount);
  readonly #spots = new Int32Array(memberCount);
  #text = "";
  #textStart = 0;
  #isAscii = true;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor() {
    this.record = this.#viewOf(numberedMembers);
  }

  /** The records shown from now on stand in these bytes; `text` is those from `textStart`, one letter a byte. */
  open(bytes: Buffer, textStart: number, text: string, isAscii: boolean): void {
    this.#bytes = bytes;
    this.#textStart = textStart;
    this.#text = text;
    this.#isAscii = isAscii;
  }

  /** Shows the record that begins at `start`, as `found[from, to)` tells it. */
  show(start: number, found: Int32Array, from: number, to: number): void {
    this.#start = start;
    const forms = this.#forms;
    const spots = this.#spots;
    forms.fill(Form.none);
    for (let index = from; index < to; index += foundNumbers) {
      const told = found[index] ?? 0;
      forms[told >> 2] = told & 3;
      spots[told >> 2] = found[index + 1] ?? 0;
    }
  }

  #viewOf(members: readonly Member[]): Readonly<Record<string, unknown>> {
    const view: Record<string, unknown> = {};
    for (const member of members) {
      Object.defineProperty(view, member.name, { get: this.#getterOf(member), enumerable: true });
    }
    return view;
  }

  #getterOf({ number, members }: Member): () => unknown {
    if (members !== null) {
      const view = this.#viewOf(members);
      return () => this.#inner(number, view);
    }
    return () => this.#value(number);
  }

  #inner(number: number, view: object): object | undefined {
    return this.#forms[number] === Form.members ? view : undefined;
  }

  #value(number: number): unknown {
    const form = this.#forms[number];
    if (form === Form.none) return undefined;
    const spot = this.#spots[number] ?? 0;
    const start = this.#start + (spot >>> 16);
    const end = start + (spot & 0xffff);
    const text = this.#text.slice(start - this.#textStart, end - this.#textStart);
    if (this.#isAscii || !notAscii.test(text)) return form === Form.text ? text : JSON.parse(text);
    const decoded = this.#bytes.toString("utf8", start, end);
    return form === Form.text ? decoded : JSON.parse(decoded);
  }
}
