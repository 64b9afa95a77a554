/**
 * Patterns as one machine that reads a text: each pattern's places are bits, one character moves all of them at once.
 * A state is the list of words of all patterns, end to end.
 */
import { foldCodePoint, sameButForCase } from "./case-folding.ts";
import type { PatternForm } from "./pattern-form.ts";

/** A pattern's share of the words. */
type Block = {
  readonly from: number;
  readonly to: number;
  readonly finalWord: number;
  readonly finalBit: number;
  /** The place from which every text is accepted (a `*` at the end), as word and bit, or -1. */
  readonly endlessWord: number;
  readonly endlessBit: number;
  /** How many `*` follow one another at most: so many rounds it takes to pass them without reading. */
  readonly skips: number;
  /** By place: how many characters a match still takes at least. */
  readonly remaining: Int32Array;
};

export type Automaton = {
  readonly words: number;
  readonly blocks: readonly Block[];
  /** One character of each sort: the patterns can't tell others from these. */
  readonly alphabet: Int32Array;
  /** By character and word: places that it moves on, and places at which it stays. */
  readonly moves: Int32Array;
  readonly stays: Int32Array;
  /** By word: places of a `*`, and of those that except no character. */
  readonly loops: Int32Array;
  readonly freeLoops: Int32Array;
};

export function buildAutomaton(forms: readonly PatternForm[]): Automaton {
  const blocks: Block[] = [];
  let words = 0;
  for (const form of forms) {
    const block = blockOf(form, words);
    blocks.push(block);
    words = block.to;
  }
  const letters = alphabetOf(forms);
  const index = new Map(letters.map((code, at) => [code, at]));
  const moves = new Int32Array(letters.length * words);
  const stays = new Int32Array(letters.length * words);
  const loops = new Int32Array(words);
  const freeLoops = new Int32Array(words);
  forms.forEach((form, which) => {
    const from = blocks[which]?.from ?? 0;
    form.tokens.forEach(({ kind, code }, place) => {
      const word = from + (place >> 5);
      const bit = 1 << (place & 31);
      const named = code < 0 ? [] : form.ignoreCase ? sameButForCase(code) : [code];
      const table = kind === "many" ? stays : moves;
      if (kind === "many") {
        loops[word] = (loops[word] ?? 0) | bit;
        if (code < 0) freeLoops[word] = (freeLoops[word] ?? 0) | bit;
      }
      if (kind !== "char")
        for (let at = word; at < table.length; at += words) table[at] = (table[at] ?? 0) | bit;
      for (const letter of named) {
        const at = (index.get(letter) ?? 0) * words + word;
        table[at] = kind === "char" ? (table[at] ?? 0) | bit : (table[at] ?? 0) & ~bit;
      }
    });
  });
  // Letters that are named differ but for their case, so mostly there is nothing to save here.
  const cases = forms.some(({ ignoreCase }) => ignoreCase);
  const kept = cases ? differentLetters(letters.length, words, moves, stays) : [...letters.keys()];
  return {
    words,
    blocks,
    alphabet: Int32Array.from(kept, (at) => letters[at] ?? 0),
    moves: cases ? rows(moves, words, kept) : moves,
    stays: cases ? rows(stays, words, kept) : stays,
    loops,
    freeLoops,
  };
}

function blockOf({ tokens }: PatternForm, from: number): Block {
  const last = tokens.length - 1;
  const endless = tokens[last]?.kind === "many" && (tokens[last]?.code ?? 0) < 0;
  const remaining = new Int32Array(tokens.length + 1);
  let skips = 0;
  let run = 0;
  for (let place = last; place >= 0; place--) {
    const many = tokens[place]?.kind === "many";
    remaining[place] = (remaining[place + 1] ?? 0) + (many ? 0 : 1);
    run = many ? run + 1 : 0;
    skips = Math.max(skips, run);
  }
  return {
    from,
    to: from + (tokens.length >> 5) + 1,
    finalWord: from + (tokens.length >> 5),
    finalBit: 1 << (tokens.length & 31),
    endlessWord: endless ? from + (last >> 5) : -1,
    endlessBit: endless ? 1 << (last & 31) : 0,
    skips,
    remaining,
  };
}

/** Preferred for "any other character": they read well in an example. */
const plainLetters = Array.from("xezanosrtlu0123456789XEZ", (char) => char.charCodeAt(0));

function alphabetOf(forms: readonly PatternForm[]): readonly number[] {
  const named = new Set<number>();
  for (const form of forms) {
    for (const { code } of form.tokens) {
      if (code < 0) continue;
      if (form.ignoreCase) for (const variant of sameButForCase(code)) named.add(variant);
      else named.add(code);
    }
  }
  const folded = new Set(Array.from(named, foldCodePoint));
  let other = plainLetters.find((code) => !folded.has(foldCodePoint(code))) ?? 0x4e00;
  while (folded.has(other)) other++;
  return [other, ...named];
}

/** Of letters that all patterns treat alike, the first. */
function differentLetters(
  count: number,
  words: number,
  moves: Int32Array,
  stays: Int32Array,
): readonly number[] {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let letter = 0; letter < count; letter++) {
    const from = letter * words;
    const key = `${moves.subarray(from, from + words)};${stays.subarray(from, from + words)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(letter);
  }
  return kept;
}

function rows(table: Int32Array, words: number, kept: readonly number[]): Int32Array {
  const made = new Int32Array(kept.length * words);
  kept.forEach((letter, at) => {
    made.set(table.subarray(letter * words, (letter + 1) * words), at * words);
  });
  return made;
}

/** Where nothing has been read yet. */
export function startState(machine: Automaton): Int32Array {
  const state = new Int32Array(machine.words);
  for (const block of machine.blocks) {
    state[block.from] = 1;
    settle(machine, block, state);
  }
  return state;
}

/** Whether the first pattern can read the letter: a glance that saves most of the work where it is a literal. */
export function leadsOn(machine: Automaton, state: Int32Array, at: number, letter: number): boolean {
  const { moves, stays } = machine;
  const row = letter * machine.words;
  const to = machine.blocks[0]?.to ?? 0;
  for (let word = 0; word < to; word++) {
    if (((state[at + word] ?? 0) & ((moves[row + word] ?? 0) | (stays[row + word] ?? 0))) !== 0) return true;
  }
  return false;
}

/** The state after one more letter, written into `next`. */
export function readLetter(
  machine: Automaton,
  state: Int32Array,
  at: number,
  letter: number,
  next: Int32Array,
): void {
  const { moves, stays } = machine;
  const row = letter * machine.words;
  for (const block of machine.blocks) {
    let carry = 0;
    let alive = 0;
    for (let word = block.from; word < block.to; word++) {
      const places = state[at + word] ?? 0;
      const moved = places & (moves[row + word] ?? 0);
      const made = (moved << 1) | carry | (places & (stays[row + word] ?? 0));
      carry = moved >>> 31;
      next[word] = made;
      alive |= made;
    }
    if (alive !== 0) settle(machine, block, next);
  }
}

/** Passes each `*` without reading, then forgets what a later unbounded `*` covers. */
function settle({ loops, freeLoops }: Automaton, block: Block, state: Int32Array): void {
  for (let round = 0; round < block.skips; round++) {
    let carry = 0;
    for (let word = block.from; word < block.to; word++) {
      const places = state[word] ?? 0;
      const passed = places & (loops[word] ?? 0);
      state[word] = places | (passed << 1) | carry;
      carry = passed >>> 31;
    }
  }
  // INVARIANT: at an unbounded `*`, whatever an earlier place accepts is accepted too. Without this, the states of
  // `*a*b*` are sets of places; with it, nearly always single ones.
  for (let word = block.to - 1; word >= block.from; word--) {
    const free = (state[word] ?? 0) & (freeLoops[word] ?? 0);
    if (free === 0) continue;
    state[word] = (state[word] ?? 0) & (-1 << (31 - Math.clz32(free)));
    state.fill(0, block.from, word);
    return;
  }
}

/** The least number of characters until the pattern can match, or -1 when it never will. */
export function distance(block: Block, state: Int32Array): number {
  for (let word = block.to - 1; word >= block.from; word--) {
    const places = state[word] ?? 0;
    if (places !== 0) return block.remaining[((word - block.from) << 5) + 31 - Math.clz32(places)] ?? 0;
  }
  return -1;
}
