import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromTemplate, toTemplate } from "./documents.ts";
import { isAccountId } from "./identifiers.ts";

const owner = "123456789012";
if (!isAccountId(owner)) throw new Error("the test's account id is not one");

test("a template gives back the exact text for every text, tildes and ids in longer digit runs included", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "~",
      "~a",
      "~~",
      "~~a",
      "a",
      owner,
      `1${owner}`,
      `${owner}3`,
      owner.slice(0, 7),
      "$&",
      "$1",
    ),
    fc.string({ maxLength: 5, unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(owner, null), (pieces, templateOwner) => {
      const text = pieces.join("");
      const template = toTemplate(text, templateOwner);
      assert.equal(fromTemplate(template, owner), text);
      if (templateOwner !== null) assert.ok(!template.includes(owner));
    }),
    { seed: 1, numRuns: 5000 },
  );
});

test("two accounts that own the same document share its template", () => {
  const other = "999999999999";
  if (!isAccountId(other)) throw new Error("the test's account id is not one");
  assert.equal(
    toTemplate(`arn:aws:iam::${owner}:role/x~y`, owner),
    toTemplate(`arn:aws:iam::${other}:role/x~y`, other),
  );
});
