/**
 * Files that are no whole trail files, made from good ones by a seed: cut off, with bits flipped, no gzip, no JSON, JSON of something
 * else, records of wrong types, nested too deep, empty. For each it is told what a reader must make of it.
 */
import { constants, gzipSync } from "node:zlib";
import { seeded } from "../../../src/synth/random.ts";

export type CorruptedFile = {
  /** `.json.gz`, or `.json` where it isn't compressed. */
  readonly name: string;
  readonly kind: CorruptionKind;
  readonly bytes: Buffer;
  /**
   * `skipped`: it can't be read whole, and must be named. `read`: it can, and has these records. `either`: the change may have hit
   * what nobody looks at; it is read or it is named, and nothing else.
   */
  readonly expected: "skipped" | "read" | "either";
  /** Records that are not of the calls' form, of a file that is read: told as faults or passed over, never thrown. */
  readonly records: number | null;
};

export const corruptionKinds = [
  "cut-off",
  "cut-off-in-json",
  "bits-flipped",
  "bytes-zeroed",
  "not-gzip",
  "not-json",
  "not-a-trail",
  "empty",
  "empty-gzip",
  "records-no-list",
  "records-of-wrong-types",
  "members-of-wrong-types",
  "nested-deep",
  "bytes-after-the-end",
  "two-members",
  "not-utf8",
] as const;
export type CorruptionKind = (typeof corruptionKinds)[number];

/** `good`: texts `{"Records":[…]}`. All kinds in turn; the same seed makes the same bytes. */
export function* corruptedFiles(
  good: readonly string[],
  count: number,
  seed: number,
): Generator<CorruptedFile> {
  const random = seeded(seed);
  for (let place = 0; place < count; place += 1) {
    const kind = corruptionKinds[place % corruptionKinds.length] ?? "empty";
    const made = makers[kind](random.pick(good), random);
    const ending = made.plain === true ? "json" : "json.gz";
    const { bytes, expected, records = null } = made;
    yield { name: `${String(place).padStart(4, "0")}-${kind}.${ending}`, kind, bytes, expected, records };
  }
}

type Random = ReturnType<typeof seeded>;
type Made = Pick<CorruptedFile, "bytes" | "expected"> & {
  readonly records?: number;
  readonly plain?: boolean;
};
type Maker = (text: string, random: Random) => Made;

const skipped = (bytes: Buffer, plain = false): Made => ({ bytes, expected: "skipped", plain });
const zipped = (text: string | Buffer): Buffer => gzipSync(text, { level: constants.Z_BEST_SPEED });

/** Something in the middle: neither the first byte nor the last. */
function within(random: Random, length: number): number {
  return 1 + random.below(Math.max(1, length - 2));
}

const wrong: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  "\u0000\u202e",
  [],
  {},
  [[null]],
  "x".repeat(10_000),
];

const makers: Readonly<Record<CorruptionKind, Maker>> = {
  "cut-off": (text, random) => {
    const whole = zipped(text);
    return skipped(whole.subarray(0, within(random, whole.length)));
  },
  "cut-off-in-json": (text, random) => skipped(zipped(text.slice(0, within(random, text.length)))),
  "bits-flipped": (text, random) => {
    const bytes = Buffer.from(zipped(text));
    for (let flips = random.between(1, 8); flips > 0; flips -= 1) {
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    }
    // A header's time and system are looked at by nobody.
    return { bytes, expected: "either" };
  },
  "bytes-zeroed": (text, random) => {
    const bytes = Buffer.from(zipped(text));
    const start = 18 + random.below(Math.max(1, bytes.length - 60));
    return skipped(bytes.fill(0, start, start + 32));
  },
  // A reader may well take a text for what it is, whatever it is called.
  "not-gzip": (text, random) =>
    random.chance(0.5)
      ? { bytes: Buffer.from(text), expected: "either" }
      : skipped(Buffer.from(`PK\u0003\u0004${text}`)),
  "not-json": (_text, random) => {
    const texts = [
      "<html>Access Denied</html>",
      "Records",
      "{'Records': []}",
      '{"Records":[],}',
      "\ufeff{",
      "[{",
    ];
    const plain = random.chance(0.3);
    const text = random.pick(texts);
    return skipped(plain ? Buffer.from(text) : zipped(text), plain);
  },
  "not-a-trail": (_text, random) => {
    const values = [
      {},
      [],
      5,
      "Records",
      null,
      { records: [] },
      { digestS3Bucket: "b" },
      { Events: [1] },
      { Record: [] },
    ];
    return skipped(zipped(JSON.stringify(random.pick(values))));
  },
  empty: (_text, random) => skipped(Buffer.alloc(0), random.chance(0.5)),
  "empty-gzip": () => skipped(zipped("")),
  "records-no-list": (text, random) => {
    const value = random.pick([null, {}, "text", 5, { "0": JSON.parse(text).Records[0] }]);
    return skipped(zipped(JSON.stringify({ Records: value })));
  },
  "records-of-wrong-types": (text, random) => {
    const records: unknown[] = JSON.parse(text).Records;
    const put = Array.from({ length: random.between(1, 5) }, () => random.pick(wrong));
    const mixed = [...put, ...records];
    return { bytes: zipped(JSON.stringify({ Records: mixed })), expected: "either", records: mixed.length };
  },
  "members-of-wrong-types": (text, random) => {
    const records: unknown[] = JSON.parse(text).Records;
    const changed = records.map((record) => (random.chance(0.5) ? withWrongMembers(record, random) : record));
    return { bytes: zipped(JSON.stringify({ Records: changed })), expected: "read", records: changed.length };
  },
  "nested-deep": (_text, random) => {
    const depth = random.pick([2000, 100_000, 1_000_000]);
    const [open, close] = random.pick([
      ["[", "]"],
      ['{"a":', "}"],
    ] as const);
    const value = `${open.repeat(depth)}1${close.repeat(depth)}`;
    const record = `{"eventName":"AssumeRole","eventSource":"sts.amazonaws.com","requestParameters":${value}}`;
    // Whatever a reader's limit is: it names the file, or passes over the record.
    return { bytes: zipped(`{"Records":[${record}]}`), expected: "either" };
  },
  "bytes-after-the-end": (text, random) => {
    const rest = Buffer.from(random.text("abcdefgh", random.between(1, 64)));
    return { bytes: Buffer.concat([zipped(text), rest]), expected: "either" };
  },
  "two-members": (text, random) => {
    // Gzip may have several members: together they are one text.
    const at = within(random, text.length);
    const records: unknown[] = JSON.parse(text).Records;
    const bytes = Buffer.concat([zipped(text.slice(0, at)), zipped(text.slice(at))]);
    return { bytes, expected: "read", records: records.length };
  },
  "not-utf8": (text, random) => {
    const bytes = Buffer.from(text);
    const at = text.indexOf('"userAgent":"');
    if (at >= 0) bytes[at + 13] = random.pick([0xff, 0xc0, 0x80]);
    return { bytes: zipped(bytes), expected: "either" };
  },
};

function withWrongMembers(record: unknown, random: Random): unknown {
  if (typeof record !== "object" || record === null) return record;
  const members = Object.entries(record);
  const changes = random.between(1, 4);
  for (let change = 0; change < changes; change += 1) {
    const member = random.pick(members);
    member[1] = random.pick(wrong);
  }
  return Object.fromEntries(members);
}
