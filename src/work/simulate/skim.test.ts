import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { itemsOf, Outline, type Piece, repeated } from "./skim.ts";

function membersIn(text: string) {
  const outline = new Outline();
  return outline.membersOf(outline.take(text));
}

function itemsInText(text: string) {
  const outline = new Outline();
  return outline.itemsOf(outline.take(text));
}

test("members and items are found as JSON.parse finds them, whatever stands in them", () => {
  const outline = new Outline();
  const anything = fc.string({ unit: "binary" });
  const json = fc.dictionary(anything, fc.jsonValue({ stringUnit: "binary" }));
  fc.assert(
    fc.property(json, fc.constantFrom(0, 1, "\t"), (value, space) => {
      const text = JSON.stringify(value, null, space);
      const members = outline.membersOf(outline.take(text)) ?? [];
      const pairs = members.map((member) => [member.key, JSON.parse(outline.slice(member))]);
      const expected = Object.entries(JSON.parse(text));
      assert.deepEqual(pairs, expected);
      const list = JSON.stringify(Object.values(value), null, space);
      const items = outline.itemsOf(outline.take(list)) ?? [];
      assert.deepEqual(
        items.map((item) => JSON.parse(outline.slice(item))),
        JSON.parse(list),
      );
      const bytes = Buffer.from(list);
      assert.deepEqual(
        itemsOf(bytes)?.map(({ start, end }) => JSON.parse(bytes.toString("utf8", start, end))),
        JSON.parse(list),
      );
    }),
    { seed: 4711 },
  );
});

const broken = [
  "",
  "{",
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{"a":1,',
  '{"a":1',
  '{"a":1}x',
  "[1]",
  '{"a" 1}',
  '{"a"',
  '{"a":"}',
  '{"a":"\\',
  '{"a":[1}',
  '{"a":["1}',
  '{"\\x":1}',
  "{a:1}",
];
for (const text of broken) {
  test(`${JSON.stringify(text)} has no members`, () => assert.equal(membersIn(text), null));
}

for (const text of ["", "[", "[1,]", "[,1]", "[1", "[1]]", "{}"]) {
  test(`${JSON.stringify(text)} has no items`, () => {
    assert.equal(itemsInText(text), null);
    assert.equal(itemsOf(Buffer.from(text)), null);
  });
}

test("a key that stands twice is told", () => {
  assert.equal(repeated(membersIn('{"a":1,"b":2,"\\u0061":3}') ?? []), "a");
});

test("a text tells nothing of the one before, whether shorter or longer", () => {
  const outline = new Outline();
  const long = JSON.stringify({ a: { b: [[1], [2]] }, c: "x".repeat(10_000) });
  for (const text of [long, '{"a":"{{{{{{{{{{"}', '{"a":[{}  ]}', '{"a":[', long, "{", '{"é":["é"]}']) {
    const piece = outline.take(text);
    assert.deepEqual(outline.membersOf(piece), membersIn(text), text);
  }
});

test("values in values are found where they were skipped before, and where the skipped text is no JSON", () => {
  const part = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', '"a"', "\\", "1", " ", '{"a":[1,{}]}');
  const outline = new Outline();
  fc.assert(
    fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
      const text = `[${parts.join("")}]`;
      const whole = outline.take(text);
      // Asked from the outside in, the places of inner values are known; each alone, they are not.
      const known: string[] = [];
      const found: string[] = [];
      const ask = (piece: Piece, length: number): void => {
        const alone = new Outline();
        alone.take(text);
        const asked = [outline.itemsOf(piece, length), outline.membersOf(piece, length)];
        known.push(JSON.stringify(asked));
        found.push(JSON.stringify([alone.itemsOf(piece, length), alone.membersOf(piece, length)]));
        for (const pieces of asked) for (const inner of pieces ?? []) ask(inner, length);
      };
      ask(whole, text.length);
      ask(whole, Math.max(1, text.length - 2));
      assert.deepEqual(known, found);
    }),
    { seed: 4711, numRuns: 2000 },
  );
});

test("nothing behind the given length counts", () => {
  const outline = new Outline();
  const text = '{"a":[1],"b":"x"} }';
  const piece = outline.take(text);
  assert.equal(outline.membersOf(piece, 17)?.length, undefined);
  assert.equal(outline.membersOf({ start: 0, end: 17 }, 17)?.length, 2);
  for (let length = 0; length < 17; length += 1) {
    assert.equal(outline.membersOf({ start: 0, end: length }, length), null);
  }
});

test("texts beyond a million characters are read as others are", () => {
  const outline = new Outline();
  const text = JSON.stringify({ a: ["x".repeat(1 << 20), { b: "é" }] });
  const [member] = outline.membersOf(outline.take(text)) ?? [];
  assert.deepEqual(
    outline.itemsOf(member ?? { start: 0, end: 0 })?.map((item) => outline.slice(item)),
    [`"${"x".repeat(1 << 20)}"`, '{"b":"é"}'],
  );
});

test("a string is read with its escapes, and is none where it is broken", () => {
  const outline = new Outline();
  const read = (text: string) => outline.stringIn(outline.take(text));
  assert.equal(read('"é\\u0041\\n€"'), "éA\n€");
  assert.equal(read('""'), "");
  for (const text of ['"', "null", '"\\x"', '"\t"', "[]"]) assert.equal(read(text), undefined, text);
});

test("a fingerprint is that of the text alone, wherever it stands", () => {
  const outline = new Outline();
  const prints = new Set<number>();
  for (let number = 0; number < 2000; number += 1) {
    const text = `bucket-${number}`;
    const print = outline.fingerprint(outline.take(text));
    prints.add(print);
    for (const before of ["x", "xx", "xxx"]) {
      const { start, end } = outline.take(`${before}${text}`);
      assert.equal(outline.fingerprint({ start: start + before.length, end }), print);
    }
  }
  assert.equal(prints.size, 2000);
  assert.ok(!prints.has(0));
});
