import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { itemsOf, membersOf, repeated } from "./skim.ts";

const whole = (text: string) => ({ start: 0, end: text.length });

test("members and items are found as JSON.parse finds them, whatever stands in them", () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(json, fc.constantFrom(0, 1, "\t"), (value, space) => {
      const text = JSON.stringify(value, null, space);
      const members = membersOf(text, whole(text)) ?? [];
      const pairs = members.map(({ key, start, end }) => [key, JSON.parse(text.slice(start, end))]);
      const expected = Object.entries(JSON.parse(text));
      assert.deepEqual(pairs, expected);
      const list = JSON.stringify(Object.values(value), null, space);
      const items = itemsOf(list, whole(list)) ?? [];
      assert.deepEqual(
        items.map(({ start, end }) => JSON.parse(list.slice(start, end))),
        JSON.parse(list),
      );
    }),
    { seed: 4711 },
  );
});

for (const text of [
  "",
  "{",
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{"a":1}x',
  "[1]",
  '{"a" 1}',
  '{"a":"}',
  "{a:1}",
]) {
  test(`${JSON.stringify(text)} has no members`, () => assert.equal(membersOf(text, whole(text)), null));
}

for (const text of ["[", "[1,]", "[,1]", "[1", "[1]]", "{}"]) {
  test(`${JSON.stringify(text)} has no items`, () => assert.equal(itemsOf(text, whole(text)), null));
}

test("a key that stands twice is told", () => {
  const text = '{"a":1,"b":2,"\\u0061":3}';
  assert.equal(repeated(membersOf(text, whole(text)) ?? []), "a");
});
