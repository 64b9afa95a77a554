import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { whyGuessable } from "../../findings/rules/external-id/guessable.ts";
import { externalIdBytes, externalIdOfBytes, isExternalId, parseRelationship } from "./external-id.ts";

const bytes = fc.uint8Array({ minLength: externalIdBytes, maxLength: externalIdBytes });

test("every external ID is one that STS takes, has 160 bits, and tells its bytes apart", () => {
  assert.ok(externalIdBytes * 8 >= 128);
  fc.assert(
    fc.property(bytes, (drawn) => {
      const id = externalIdOfBytes(drawn);
      assert.ok(isExternalId(id));
      assert.match(id, /^[a-z2-7]{32}$/);
      assert.deepEqual(bytesOf(id), [...drawn]);
    }),
  );
});

/** The way back, digit by digit: nothing of the randomness is lost. */
function bytesOf(id: string): readonly number[] {
  let number = 0n;
  for (const letter of id) number = number * 32n + BigInt("abcdefghijklmnopqrstuvwxyz234567".indexOf(letter));
  return Array.from({ length: externalIdBytes }, (_, n) =>
    Number((number >> BigInt(8 * (externalIdBytes - 1 - n))) & 255n),
  );
}

test("our own rules find none of them guessable", () => {
  for (let n = 0; n < 500; n += 1) {
    const id = externalIdOfBytes(randomBytes(externalIdBytes));
    assert.equal(whyGuessable(id, { accounts: ["111122223333"], names: ["acme", "vendor"] }), null, id);
  }
});

test("fewer or more bytes are a bug", () => {
  assert.throws(() => externalIdOfBytes(new Uint8Array(16)));
});

test("what STS does not take is no external ID", () => {
  for (const text of ["", "a", "a b", "ä1", "a\n", "a*", "x".repeat(1225), "a\u0000b"]) {
    assert.equal(isExternalId(text), false, JSON.stringify(text));
  }
  for (const text of ["ab", "a_+=,.@:/-Z9", "x".repeat(1224)]) assert.equal(isExternalId(text), true);
});

test("a relationship's name is one that people can read, in one spelling", () => {
  const rows: readonly (readonly [string, string | null])[] = [
    ["acme", "acme"],
    ["Müller & Söhne / prod (2)", "Müller & Söhne / prod (2)"],
    ["e\u0301", "é"],
    ["", null],
    ["  ", null],
    [" acme", null],
    ["acme\n", null],
    ["a\u0000b", null],
    ["a\u001b[31mb", null],
    ["a\u202eb", null],
    ["a\u200bb", null],
    ["\ud800", null],
    ["x".repeat(257), null],
  ];
  for (const [text, name] of rows) {
    const parsed = parseRelationship(text);
    assert.equal(parsed.ok ? parsed.value : null, name, JSON.stringify(text));
    if (!parsed.ok) assert.doesNotMatch(parsed.error, /acme/);
  }
});
