import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromTemplate, ownAccount, toTemplate } from "./documents.ts";
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

test("a document that is compiled for all owners stays JSON where the owner's id stands in a number", () => {
  const numbers = [
    owner,
    `1${owner}`,
    `-${owner}`,
    `${owner}${owner}`,
    `${owner}.5`,
    `0.${owner}`,
    `${owner}e2`,
  ];
  const texts = ["~", "~a", 'a"', "\\", `x${owner}`, `arn:aws:iam::${owner}:root`, `,${owner},`, `${owner}}`];
  const { document } = fc.letrec((tie) => ({
    document: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...numbers, "7", "true", "null"),
      fc.constantFrom(...texts).map((text) => JSON.stringify(text)),
      fc.array(tie("document")).map((items) => `[${items.join(" , ")}]`),
      fc
        .array(fc.tuple(fc.constantFrom(...texts), tie("document")))
        .map(
          (members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(",\n")}}`,
        ),
    ),
  }));
  /** What the text says, numbers that hold the id as texts. */
  const meaning = (json: string): string =>
    json.replaceAll(/"(?:[^"\\]|\\.)*"|[-.0-9e]+/g, (part) =>
      part.startsWith('"') || !part.includes(owner) ? part : `"${part}"`,
    );
  fc.assert(
    fc.property(document, (value) => {
      const text = `[${value}]`;
      const shared = fromTemplate(toTemplate(text, owner), ownAccount);
      assert.deepEqual(JSON.parse(shared.replaceAll(ownAccount, owner)), JSON.parse(meaning(text)));
      assert.doesNotThrow(() => JSON.parse(shared));
    }),
    { seed: 2, numRuns: 3000 },
  );
});

test("a long number costs time in proportion to its length", () => {
  const started = performance.now();
  fromTemplate(`[${"1".repeat(1 << 20)},"~a",~a]`, ownAccount);
  assert.ok(performance.now() - started < 1000);
});
