import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hostileTexts } from "../../../test/support/state-store/made-up.ts";
import { lookup, packed, searchable, unpacked } from "./stored-text.ts";

/** UTF-16 as it comes: halves of pairs, NUL, what the forms themselves use. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\0", "\u0001", "\ud800", "\udc00", '"', "\\", "a", "sha256:") }),
  fc.constantFrom(...hostileTexts),
);

test("a packed text can be stored, and is unpacked as it was", () => {
  fc.assert(
    fc.property(text, (one) => {
      const stored = packed(one);
      assert.ok(stored.isWellFormed() && !stored.includes("\0"));
      assert.equal(unpacked(stored), one);
    }),
  );
});

test("two texts have the same lookup only if they are the same", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(lookup(a) === lookup(b), a === b);
      assert.ok(lookup(a).length <= 400 && lookup(a).isWellFormed() && !lookup(a).includes("\0"));
    }),
  );
  // Nobody can name what is kept under a hash by its hash.
  assert.notEqual(lookup(lookup("x".repeat(500))), lookup("x".repeat(500)));
});

test("a part of a text is found in its searchable form, and nothing over the border of two", () => {
  const plain = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(plain, plain, plain, (before, part, after) => {
      const form = searchable(["first", `${before}${part}${after}`]);
      assert.ok(form.includes(searchable([part])));
      assert.ok(form.isWellFormed() && !form.includes("\0"));
      assert.ok(!searchable([before, after]).includes(searchable([`${before}\n${after}`])));
    }),
  );
});
