/**
 * Finds a text that matches one pattern of each of some groups and none of some others, or proves that there is none.
 * Likely texts are tried first; then the states of the patterns' common automaton are searched, the most promising
 * first, so that a text is found without visiting all of them; only a proof that there is none takes them all.
 */
import { type Automaton, buildAutomaton, distance, leadsOn, readLetter, startState } from "./automaton.ts";
import type { PatternForm } from "./pattern-form.ts";

/** A text must match at least one pattern of each group of `all`, and no pattern of `none`. */
export type Wanted = {
  readonly all: readonly (readonly PatternForm[])[];
  readonly none: readonly PatternForm[];
};

/** `work`: what it took, in steps of about a microsecond. */
export type Found =
  | { readonly kind: "found"; readonly text: string; readonly work: number }
  | { readonly kind: "none"; readonly work: number }
  | { readonly kind: "capped"; readonly reason: string; readonly work: number };

/** `maxStates`: automaton states to visit at most. `likely`: texts to try before any other. */
export function findText(wanted: Wanted, maxStates: number, likely: readonly string[] = []): Found {
  const good = (text: string): boolean =>
    wanted.all.every((group) => group.some((form) => form.matches(text))) &&
    !wanted.none.some((form) => form.matches(text));
  const listed = wanted.all.find((group) => group.every(({ exact }) => exact !== null));
  if (listed !== undefined) {
    const text = listed.map(({ exact }) => exact ?? "").find(good);
    return text === undefined ? { kind: "none", work: 0 } : { kind: "found", text, work: 0 };
  }
  const barred = new Set(wanted.none.map(({ key }) => key));
  const hopeless = wanted.all.some((group) => group.every(({ key }) => barred.has(key)));
  if (hopeless || wanted.none.some(({ matchesAll }) => matchesAll)) return { kind: "none", work: 0 };
  const text = likely.find(good) ?? guesses(wanted).find(good);
  if (text !== undefined) return { kind: "found", text, work: 0 };
  const found = search(wanted, maxStates);
  if (found.kind !== "found" || good(found.text)) return found;
  // Two halves of characters, each named alone, have become one character.
  return { kind: "capped", reason: "a pattern names half a character", work: found.work };
}

const fillers = ["example", "x", ""];

/** The first patterns with their wildcards filled in, all alike. */
function guesses({ all }: Wanted): readonly string[] {
  const forms = all.slice(0, 4).flatMap((group) => group.slice(0, 2));
  if (forms.length === 0) return fillers;
  return fillers.flatMap((filler) => forms.map((form) => filled(form, filler)));
}

function filled({ tokens }: PatternForm, filler: string): string {
  let text = "";
  for (const { kind, code } of tokens) {
    if (kind === "char") text += String.fromCodePoint(code);
    else {
      const without = code < 0 ? filler : filler.replaceAll(String.fromCodePoint(code), "");
      text += kind === "many" ? without : without.slice(0, 1) || (code === 0x78 ? "y" : "x");
    }
  }
  return text;
}

function search(wanted: Wanted, maxStates: number): Found {
  const groups = wanted.all.filter((group) => !group.some(({ matchesAll }) => matchesAll));
  const machine = buildAutomaton([...groups.flat(), ...wanted.none]);
  const sizes = groups.map(({ length }) => length);
  const states = new StateTable(machine.words);
  const buckets: number[][] = [];
  let lowest = 0;
  /** Puts a new state in the queue, unless no text leads on from it. True when its text will do. */
  const consider = (state: Int32Array, from: number, letter: number): boolean => {
    const left = estimate(machine, sizes, state);
    if (left < 0) return false;
    const id = states.add(state, from, letter);
    if (id < 0) return false;
    if (accepted(machine, sizes, state)) return true;
    const priority = left + states.depth(id);
    let bucket = buckets[priority];
    if (bucket === undefined) {
      bucket = [];
      buckets[priority] = bucket;
    }
    bucket.push(id);
    lowest = Math.min(lowest, priority);
    return false;
  };
  const next = new Int32Array(machine.words);
  const single = sizes[0] === 1;
  // A state with many patterns and letters is dear: count what it takes, not only that it is one.
  const stepsPerState = machine.alphabet.length * machine.words;
  let steps = 0;
  let done = consider(startState(machine), -1, 0);
  while (!done) {
    while (lowest < buckets.length && (buckets[lowest]?.length ?? 0) === 0) lowest++;
    const id = buckets[lowest]?.pop();
    if (id === undefined) return { kind: "none", work: workOf(steps) };
    for (let letter = 0; letter < machine.alphabet.length && !done; letter++) {
      if (single && !leadsOn(machine, states.words, id * machine.words, letter)) continue;
      readLetter(machine, states.words, id * machine.words, letter, next);
      done = consider(next, id, letter);
    }
    steps += stepsPerState;
    if (!done && (states.size > maxStates || steps > maxStates * 1_000)) {
      const reason = `more than ${maxStates} states to tell whether ${groups.length} patterns can be matched without ${wanted.none.length} others`;
      return { kind: "capped", reason, work: workOf(steps) };
    }
  }
  return { kind: "found", text: states.text(states.size - 1, machine.alphabet), work: workOf(steps) };
}

/** Building the machine counts too; some 50 words are read in a microsecond. */
function workOf(steps: number): number {
  return 5 + Math.ceil(steps / 50);
}

/** How far a match may be, or -1 when there will be none. */
function estimate({ blocks }: Automaton, sizes: readonly number[], state: Int32Array): number {
  let total = 0;
  let which = 0;
  for (const size of sizes) {
    let best = -1;
    for (const end = which + size; which < end; which++) {
      const block = blocks[which];
      const left = block === undefined ? -1 : distance(block, state);
      if (left >= 0 && (best < 0 || left < best)) best = left;
    }
    if (best < 0) return -1;
    total += best;
  }
  for (; which < blocks.length; which++) {
    const block = blocks[which];
    if (
      block !== undefined &&
      block.endlessWord >= 0 &&
      ((state[block.endlessWord] ?? 0) & block.endlessBit) !== 0
    ) {
      return -1;
    }
  }
  return total;
}

function accepted({ blocks }: Automaton, sizes: readonly number[], state: Int32Array): boolean {
  const matched = (which: number): boolean => {
    const block = blocks[which];
    return block !== undefined && ((state[block.finalWord] ?? 0) & block.finalBit) !== 0;
  };
  let which = 0;
  for (const size of sizes) {
    let some = false;
    for (const end = which + size; which < end; which++) some ||= matched(which);
    if (!some) return false;
  }
  for (; which < blocks.length; which++) if (matched(which)) return false;
  return true;
}

/** The states seen so far, each with the way that led to it. */
class StateTable {
  words: Int32Array;
  size = 0;
  readonly #width: number;
  #from = new Int32Array(64);
  #letter = new Int32Array(64);
  #depth = new Int32Array(64);
  /** Open addressing; ids plus one. */
  #slots = new Int32Array(256);

  constructor(width: number) {
    this.#width = width;
    this.words = new Int32Array(width * 64);
  }

  /** The new state's id, or -1 when it has been seen. */
  add(state: Int32Array, from: number, letter: number): number {
    let slot = this.#slotOf(state, 0);
    if (this.#slots[slot] !== 0) return -1;
    if (this.size === this.#from.length) {
      this.#grow();
      slot = this.#slotOf(state, 0);
    }
    const id = this.size++;
    this.words.set(state, id * this.#width);
    this.#from[id] = from;
    this.#letter[id] = letter;
    this.#depth[id] = from < 0 ? 0 : this.depth(from) + 1;
    this.#slots[slot] = id + 1;
    return id;
  }

  depth(id: number): number {
    return this.#depth[id] ?? 0;
  }

  text(id: number, alphabet: Int32Array): string {
    const codes: number[] = [];
    for (let at = id; (this.#from[at] ?? -1) >= 0; at = this.#from[at] ?? -1) {
      codes.push(alphabet[this.#letter[at] ?? 0] ?? 0);
    }
    return codes
      .reverse()
      .map((code) => String.fromCodePoint(code))
      .join("");
  }

  #slotOf(state: Int32Array, at: number): number {
    let hash = 0;
    for (let word = 0; word < this.#width; word++) {
      hash = Math.imul(hash ^ (state[at + word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.#slots[slot] ?? 0) - 1;
      if (id < 0 || this.#same(id * this.#width, state, at)) return slot;
    }
  }

  #same(mine: number, state: Int32Array, at: number): boolean {
    for (let word = 0; word < this.#width; word++) {
      if (this.words[mine + word] !== state[at + word]) return false;
    }
    return true;
  }

  #grow(): void {
    const capacity = this.#from.length * 2;
    this.words = grown(this.words, capacity * this.#width);
    this.#from = grown(this.#from, capacity);
    this.#letter = grown(this.#letter, capacity);
    this.#depth = grown(this.#depth, capacity);
    this.#slots = new Int32Array(capacity * 4);
    for (let id = 0; id < this.size; id++) this.#slots[this.#slotOf(this.words, id * this.#width)] = id + 1;
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(length);
  made.set(array);
  return made;
}
