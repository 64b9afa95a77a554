/**
 * Texts that come again and again in a trail (ARNs, regions, user agents), each written once and named by a number after. What
 * is beyond the bound stays without a number and is written where it stands.
 */
import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { ownText } from "../../../model/index.ts";
import { Spoilt } from "./spill-fault.ts";

export class KnownTexts {
  readonly #file: string;
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  #room: number;
  readonly #isKept: boolean;
  /** Lines that are not in the file yet. */
  #unwritten: string[] = [];

  /**
   * `isKept`: what is written must be on disk before any event that names it, for a directory that outlives a loss of power.
   * `room`: how many characters are kept in memory, with 60 for each text besides. What the file has is known at once. */
  constructor(file: string, room: number, isKept: boolean) {
    this.#file = file;
    this.#room = room;
    this.#isKept = isKept;
    if (!existsSync(file)) return;
    const written = readFileSync(file, "utf8");
    const whole = written.slice(0, written.lastIndexOf("\n") + 1);
    // The last line of a process that was killed: nothing that is on disk needs it.
    if (whole.length < written.length) truncateSync(file, Buffer.byteLength(whole));
    for (const line of whole.split("\n").slice(0, -1)) this.#add(textOf(line));
  }

  /** Null: there is no room for it. */
  numberOf(text: string): number | null {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#room < text.length + 60) return null;
    this.#unwritten.push(JSON.stringify(text));
    return this.#add(ownText(text));
  }

  at(number: number): string {
    const text = this.#texts[number];
    if (text === undefined) throw new Spoilt("an event names a text that is not there");
    return text;
  }

  /** To be called before events are written that name its texts. */
  write(): void {
    if (this.#unwritten.length === 0) return;
    appendFileSync(this.#file, `${this.#unwritten.join("\n")}\n`, { mode: 0o600, flush: this.#isKept });
    this.#unwritten = [];
  }

  #add(text: string): number {
    const number = this.#texts.length;
    this.#texts.push(text);
    this.#numbers.set(text, number);
    this.#room -= text.length + 60;
    return number;
  }
}

function textOf(line: string): string {
  try {
    const text: unknown = JSON.parse(line);
    if (typeof text === "string") return text;
  } catch {}
  throw new Spoilt("its list of texts can't be read");
}
