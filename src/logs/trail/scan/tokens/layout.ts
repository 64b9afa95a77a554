/** What the token reader's code keeps where: its memory, its locals, and the states of JSON's grammar. */
import { type } from "./wasm-code.ts";

const inputBytes = 1 << 16;
const input = 4096;
const places = input + inputBytes;
const told = places + 4 * inputBytes + 64;

/** Places in memory. What one window leaves to the next lies first. */
export const layout = {
  /** Whether the last byte escapes what follows, lies in a text, is of a number or word: 64 bits each. */
  escapes: 0,
  inText: 8,
  inScalar: 16,
  /** 1 + the place of a byte that can't be; 0: there was none. */
  fault: 24,
  state: 28,
  depth: 32,
  /** The last token, which is read when the next one is known: its place from the next window's beginning, and its kind. */
  lastPlace: 36,
  lastKind: 40,
  /** Whether the key that was read last is told. */
  keyTold: 44,
  maxDepth: 48,
  /** Behind the last of the window's places. */
  placesEnd: 52,
  /** By byte: the kind of token that begins with it. */
  kinds: 256,
  /** By state and kind: what it does and the state then. */
  table: 512,
  /** By state: the state when what opens in it has closed. */
  behind: 768,
  /** By depth: the state when it closes; a byte each. */
  stack: 1024,
  input,
  inputBytes,
  places,
  /** What is told: three numbers each. */
  told,
  /** For whoever looks at the tokens later. */
  more: told + 12 * inputBytes + 64,
  pages: 2 + 1 + 4 + 12 + 1,
} as const;

export const maxDepth = input - 1024 - 64;

/** States of the grammar: what may come next, and in what. */
export const State = {
  firstKey: 0,
  key: 1,
  colon: 2,
  value: 3,
  afterMember: 4,
  firstItem: 5,
  item: 6,
  afterItem: 7,
  top: 8,
  /** Before the first token: a colon that stands nowhere. */
  before: 9,
  /** No JSON: nothing is told any more. */
  broken: 10,
} as const;

/** Kinds of tokens. Whatever is none of the others is a number, a word, or nothing that JSON knows. */
export const Kind = {
  quote: 0,
  colon: 1,
  comma: 2,
  openObject: 3,
  closeObject: 4,
  openList: 5,
  closeList: 6,
  scalar: 7,
  escape: 8,
} as const;

/** What a token does besides leading to the next state. */
export const Act = {
  nothing: 0,
  key: 1,
  text: 2,
  open: 3,
  close: 4,
  scalar: 5,
  escape: 6,
  fault: 7,
} as const;

const names = {
  i32: [
    "at",
    "out",
    "many",
    "more",
    "read",
    "place",
    "kind",
    "next",
    "state",
    "depth",
    "step",
    "act",
    "tell",
    "told",
  ],
  i64: [
    "backslashes",
    "quotes",
    "marks",
    "spaces",
    "controls",
    "inText",
    "tokens",
    "scalars",
    "escaped",
    "escapes",
    "codes",
  ],
} as const;

/** The function's only parameter is `length`, how many bytes of input there are: a multiple of 64. */
type Local = (typeof names)["i32" | "i64"][number] | "length";
const numbered = ["length", ...names.i32, ...names.i64].map((name, index) => [name, index]);
export const local: Readonly<Record<Local, number>> = Object.fromEntries(numbered);
const afterNumbers = numbered.length;
/** A block's 64 bytes. */
export const vectors = [0, 1, 2, 3].map((part) => afterNumbers + part);
export const localTypes: readonly number[] = [
  ...names.i32.map(() => type.i32),
  ...names.i64.map(() => type.i64),
  ...vectors.map(() => type.v128),
];
