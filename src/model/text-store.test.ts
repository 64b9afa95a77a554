import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TextStore } from "./text-store.ts";

/** Numbers and texts of a store after it has been asked for `texts` one after the other. */
function stored(texts: readonly string[]) {
  const store = new TextStore();
  const numbers = texts.map((text) => store.numberOf(text));
  const column = store.column();
  return {
    count: store.count,
    numbers,
    texts: Array.from({ length: column.length }, (_, at) => column.at(at)),
  };
}

function expected(texts: readonly string[]) {
  const distinct = [...new Set(texts)];
  return { count: distinct.length, numbers: texts.map((text) => distinct.indexOf(text)), texts: distinct };
}

test("Each distinct text has a number, in order of first sight, and comes back as it was", () => {
  // Few characters, so that many are the same or nearly so; some beyond ASCII, and halves of surrogate pairs.
  const unit = fc.constantFrom(
    "a",
    "b",
    "~",
    "\u0000",
    "\u007f",
    "\u0080",
    "\u00e9",
    "\ud83d",
    "\ude00",
    "\ufeff",
  );
  const text = fc.oneof(fc.string({ unit, maxLength: 4 }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
      assert.deepEqual(stored(texts), expected(texts));
    }),
  );
});

test("Many texts, and texts longer than a piece, keep apart", () => {
  const many = Array.from(
    { length: 20_000 },
    (_, index) => `{"Resource":"arn:aws:s3:::bucket-${index % 15_000}"}`,
  );
  const long = ["x".repeat(2 ** 20), `${"x".repeat(2 ** 20)}y`, "x".repeat(2 ** 20 - 1), "z"];
  const store = new TextStore();
  const numbers = [...many, ...long, ...long].map((text) => store.numberOf(text));
  assert.deepEqual(
    numbers.slice(0, 20_000),
    Array.from({ length: 20_000 }, (_, index) => index % 15_000),
  );
  assert.deepEqual(numbers.slice(20_000), [15_000, 15_001, 15_002, 15_003, 15_000, 15_001, 15_002, 15_003]);
  const column = store.column();
  assert.equal(column.at(14_999), `{"Resource":"arn:aws:s3:::bucket-14999"}`);
  assert.deepEqual(
    long.map((_, index) => column.at(15_000 + index) === long[index]),
    [true, true, true, true],
  );
  assert.equal(column.at(15_004), "");
});
