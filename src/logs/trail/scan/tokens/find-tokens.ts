/**
 * Finds JSON's tokens, 64 bytes at a time: the method of simdjson's first stage (Langdale and Lemire, "Parsing Gigabytes of JSON
 * per Second", VLDB 2019), written anew for WebAssembly's 128-bit vectors. A bit stands for a byte; whether a byte lies in a text
 * follows from the quotes before it.
 */
import { layout, local, vectors } from "./layout.ts";
import { bytes16, type Code, get, i32, i64, join, set, tee, when, whenElse, whileLoop } from "./wasm-code.ts";

const { at, length, many, more, out } = local;
const { backslashes, codes, controls, escaped, escapes, inText, marks, quotes, scalars, spaces, tokens } =
  local;

/** 64 bits: for which bytes of the block `test` holds; it turns the vector on the stack into one of all or no bits a byte. */
const bitsOf = (test: (vector: number) => Code): Code =>
  vectors.flatMap((vector, part) =>
    join(
      test(vector),
      bytes16.bitmask,
      i64.ofUnsignedI32,
      part === 0 ? [] : join(i64.of(BigInt(16 * part)), i64.shiftLeft, i64.or),
    ),
  );

const equals = (byte: number) => (vector: number) => join(get(vector), bytes16.all(byte), bytes16.equal);

/** A byte is looked up by its lower half; what stands in the table must then be the byte itself. */
const lookUp = (table: ReadonlyMap<number, number>, vector: number): Code =>
  join(
    // A byte whose lower half differs from its place is never equal to what is looked up there.
    bytes16.of(Array.from({ length: 16 }, (_, half) => table.get(half) ?? (half + 1) % 16)),
    get(vector),
    bytes16.all(0x0f),
    bytes16.and,
    bytes16.swizzle,
  );
const byLowerHalf = (characters: string): ReadonlyMap<number, number> =>
  new Map(Array.from(characters, (one) => [one.charCodeAt(0) & 0x0f, one.charCodeAt(0)]));
const isSpace = (vector: number): Code =>
  join(lookUp(byLowerHalf(" \t\n\r"), vector), get(vector), bytes16.equal);
// With 0x20 added, brackets are braces. Two control characters pass for a comma and a colon: whoever reads the token sees it.
const isMark = (vector: number): Code =>
  join(lookUp(byLowerHalf(":,{}"), vector), get(vector), bytes16.all(0x20), bytes16.or, bytes16.equal);

const not = join(i64.of(-1n), i64.xor);
const odd = i64.of(0xaaaa_aaaa_aaaa_aaaan);

/** Of backslashes in a row every other one escapes what follows; a subtraction carries through the row. */
const findEscapes: Code = whenElse(
  join(get(backslashes), i64.isZero),
  join(
    i32.of(0),
    i64.load(layout.escapes),
    set(escaped),
    i64.of(0n),
    set(escapes),
    i32.of(0),
    i64.of(0n),
    i64.store(layout.escapes),
  ),
  join(
    // Those that are not themselves escaped by the block before.
    join(get(backslashes), i32.of(0), i64.load(layout.escapes), not, i64.and, set(codes)),
    join(
      get(codes),
      i64.of(1n),
      i64.shiftLeft,
      odd,
      i64.or,
      get(codes),
      i64.subtract,
      odd,
      i64.xor,
      set(codes),
    ),
    join(get(codes), get(backslashes), i32.of(0), i64.load(layout.escapes), i64.or, i64.xor, set(escaped)),
    join(get(codes), get(backslashes), i64.and, set(escapes)),
    join(i32.of(0), get(escapes), i64.of(63n), i64.shiftRight, i64.store(layout.escapes)),
  ),
);

/** Each bit becomes the parity of those up to it: from an opening quote until before the closing one. */
const findTexts: Code = join(
  join(get(quotes), get(escaped), not, i64.and, tee(quotes), set(inText)),
  [1n, 2n, 4n, 8n, 16n, 32n].flatMap((by) =>
    join(get(inText), get(inText), i64.of(by), i64.shiftLeft, i64.xor, set(inText)),
  ),
  join(get(inText), i32.of(0), i64.load(layout.inText), i64.xor, set(inText)),
  join(i32.of(0), get(inText), i64.of(63n), i64.shiftRightSigned, i64.store(layout.inText)),
);

/** Bytes outside of texts that are none of the above are numbers and words; their first ones are tokens. */
const findScalars: Code = join(
  join(get(marks), get(spaces), i64.or, get(quotes), i64.or, get(inText), i64.or, not, set(scalars)),
  join(
    get(scalars),
    i64.of(1n),
    i64.shiftLeft,
    i32.of(0),
    i64.load(layout.inScalar),
    i64.or,
    not,
    get(scalars),
    i64.and,
  ),
  set(tokens),
  join(i32.of(0), get(scalars), i64.of(63n), i64.shiftRight, i64.store(layout.inScalar)),
);

const addTokens: Code = join(
  join(get(marks), get(inText), not, i64.and),
  join(get(quotes), get(escapes), i64.or, get(inText), i64.and),
  i64.or,
  join(get(tokens), i64.or, set(tokens)),
);

/** Control characters in texts, backslashes outside of them. */
const noteFault: Code = join(
  join(get(controls), get(inText), i64.and),
  join(get(backslashes), get(inText), not, i64.and),
  join(i64.or, tee(controls)),
  when(
    join(i64.isZero, i32.of(0), i32.load(layout.fault), i32.or, i32.isZero),
    join(
      i32.of(0),
      join(get(controls), i64.trailingZeros, i64.toI32, get(at), i32.add, i32.of(1), i32.add),
      i32.store(layout.fault),
    ),
  ),
);

const writeOne = (place: number): Code =>
  join(
    join(
      get(out),
      get(at),
      get(tokens),
      i64.trailingZeros,
      i64.toI32,
      i32.add,
      i32.store(layout.places + 4 * place),
    ),
    join(get(tokens), get(tokens), i64.of(1n), i64.subtract, i64.and, set(tokens)),
  );
const writeEight: Code = Array.from({ length: 8 }, (_, place) => writeOne(place)).flat();

/** Eight at a time, whether or not there are as many: what is too much is written over by the next block. */
const writeTokens: Code = join(
  join(get(tokens), i64.ones, i64.toI32, set(many)),
  join(get(out), get(many), i32.of(2), i32.shiftLeft, i32.add, set(more)),
  writeEight,
  whileLoop(
    join(get(many), i32.of(8), i32.isAbove),
    join(
      join(get(out), i32.of(32), i32.add, set(out)),
      join(get(many), i32.of(8), i32.subtract, set(many)),
      writeEight,
    ),
  ),
  join(get(more), set(out)),
);

const isBelowBlank = (vector: number): Code => join(get(vector), bytes16.all(0x20), bytes16.isBelow);

/** Four vectors as one. */
const merged = (of: (vector: number) => Code, by: Code): Code =>
  vectors.flatMap((vector, part) => (part === 0 ? of(vector) : join(of(vector), by)));

/** Most blocks have none. */
const findBackslashes: Code = whenElse(
  join(merged(equals(0x5c), bytes16.or), bytes16.any),
  join(bitsOf(equals(0x5c)), set(backslashes)),
  join(i64.of(0n), set(backslashes)),
);

/** Most blocks have no white space but blanks, and no control characters. */
const findSpaces: Code = whenElse(
  join(merged(get, bytes16.smaller), bytes16.all(0x20), bytes16.isBelow, bytes16.any),
  join(bitsOf(isSpace), set(spaces), bitsOf(isBelowBlank), set(controls)),
  join(bitsOf(equals(0x20)), set(spaces), i64.of(0n), set(controls)),
);

const block: Code = join(
  vectors.flatMap((vector, part) => join(get(at), bytes16.load(layout.input + 16 * part), set(vector))),
  join(bitsOf(equals(0x22)), set(quotes)),
  join(bitsOf(isMark), set(marks)),
  findBackslashes,
  findSpaces,
  findEscapes,
  findTexts,
  findScalars,
  addTokens,
  noteFault,
  writeTokens,
  join(get(at), i32.of(64), i32.add, set(at)),
);

/** Writes the places of all tokens from `layout.places`; `out` is left at their end. */
export const findTokens: Code = whileLoop(join(get(at), get(length), i32.isBelow), block);
