/**
 * As much of WebAssembly's binary format as the token finder needs: instructions as bytes, named. Numbers are those of the
 * specification (https://webassembly.github.io/spec/core/binary/). Nothing is compiled at install, and nothing is downloaded.
 */

/** Code: bytes, in the order in which they run. */
export type Code = readonly number[];

export const type = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    const low = left & 0x7f;
    left >>>= 7;
    bytes.push(left === 0 ? low : low | 0x80);
  } while (left !== 0);
  return bytes;
}

/** LEB128 of a signed number, as constants have it. */
function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let left = value;
  for (;;) {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    const isDone = (left === 0n && (low & 0x40) === 0) || (left === -1n && (low & 0x40) !== 0);
    bytes.push(isDone ? low : low | 0x80);
    if (isDone) return bytes;
  }
}

const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const memory = (opcode: Code, align: number, offset: number): Code => [...opcode, align, ...unsigned(offset)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(BigInt(value))],
  load: (offset: number): Code => memory([0x28], 2, offset),
  loadByte: (offset: number): Code => memory([0x2d], 0, offset),
  store: (offset: number): Code => memory([0x36], 2, offset),
  storeByte: (offset: number): Code => memory([0x3a], 0, offset),
  isZero: [0x45],
  equal: [0x46],
  differ: [0x47],
  isBelow: [0x49],
  isAbove: [0x4b],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  and: [0x71],
  or: [0x72],
  shiftLeft: [0x74],
  shiftRight: [0x76],
} as const;

export const i64 = {
  of: (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))],
  load: (offset: number): Code => memory([0x29], 3, offset),
  store: (offset: number): Code => memory([0x37], 3, offset),
  isZero: [0x50],
  equal: [0x51],
  trailingZeros: [0x7a],
  ones: [0x7b],
  add: [0x7c],
  subtract: [0x7d],
  and: [0x83],
  or: [0x84],
  xor: [0x85],
  shiftLeft: [0x86],
  shiftRightSigned: [0x87],
  shiftRight: [0x88],
  toI32: [0xa7],
  ofUnsignedI32: [0xad],
} as const;

export const bytes16 = {
  load: (offset: number): Code => memory(vector(0), 4, offset),
  store: (offset: number): Code => memory(vector(11), 4, offset),
  of: (values: readonly number[]): Code => [...vector(12), ...values],
  /** The same byte, 16 times. */
  all: (value: number): Code => [...vector(12), ...Array<number>(16).fill(value)],
  swizzle: vector(14),
  equal: vector(35),
  isBelow: vector(38),
  /** Of each two bytes the smaller one, without signs. */
  smaller: vector(119),
  and: vector(78),
  or: vector(80),
  /** Whether any bit is set, as a number. */
  any: vector(83),
  /** The highest bit of each byte, as 16 bits. */
  bitmask: vector(100),
} as const;

/** Runs while what `condition` leaves is not 0. */
export const whileLoop = (condition: Code, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...condition,
  ...i32.isZero,
  ...[0x0d, 1],
  ...body,
  ...[0x0c, 0, 0x0b, 0x0b],
];
export const when = (condition: Code, body: Code): Code => [...condition, 0x04, 0x40, ...body, 0x0b];
export const whenElse = (condition: Code, body: Code, other: Code): Code => [
  ...condition,
  ...[0x04, 0x40],
  ...body,
  0x05,
  ...other,
  0x0b,
];

export const join = (...parts: readonly Code[]): Code => parts.flat();

const section = (id: number, body: Code): Code => [id, ...unsigned(body.length), ...body];
const text = (name: string): Code => [name.length, ...Buffer.from(name, "latin1")];

/** A function of 32-bit numbers that gives one. */
export type WasmFunction = {
  /** As it is exported. */
  readonly name: string;
  readonly parameters: number;
  /** Types of the locals that follow the parameters. */
  readonly locals: readonly number[];
  readonly body: Code;
};

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];

/** A module with some functions and one memory, exported by their names and as `memory`. */
export function moduleOf(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }): Code => {
    return [0x60, parameters, ...Array<number>(parameters).fill(type.i32), 1, type.i32];
  });
  const exported = functions.map(({ name }, index): Code => [...text(name), 0, index]);
  const bodies = functions.map(({ locals, body }): Code => {
    const code = [...list(locals.map((kind) => [1, kind])), ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(3, list(functions.map((_, index) => [index]))),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, list([...exported, [...text("memory"), 2, 0]])),
    ...section(10, list(bodies)),
  ]);
}
