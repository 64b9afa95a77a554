import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { exampleFiles, writeFiles } from "./fixtures/example-directory.ts";
import { importDirectory } from "./index.ts";

const root = mkdtempSync(join(tmpdir(), "accesslens-import-fuzz-"));
after(() => rmSync(root, { recursive: true }));
mkdirSync(root, { recursive: true });

const texts = Object.entries(exampleFiles()).map(([name, value]) => [name, JSON.stringify(value)] as const);
const seed = 20_261_101;
const pieces = [
  "{",
  "}",
  "[",
  "]",
  '"',
  ",",
  ":",
  "\\",
  "null",
  "0",
  "-1",
  "1e999",
  "true",
  '"x"',
  "\u0000",
  "\ud800",
  "~a",
  "\u001b[2J",
];

/** Bytes deleted, doubled, swapped for something else of JSON, or a piece set in. */
const mutation = fc.record({
  file: fc.nat(texts.length - 1),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(30),
  kind: fc.constantFrom("delete", "double", "insert", "replace"),
  piece: fc.constantFrom(...pieces),
});

test("1,000 directories with a broken file each bring an answer or errors with a place, and never an exception", async () => {
  writeFiles(root, exampleFiles());
  let refused = 0;
  const property = fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
    const changed = new Map<string, string>();
    for (const { file, at, length, kind, piece } of mutations) {
      const [name, original] = texts[file] ?? ["", ""];
      const text = changed.get(name) ?? original;
      const start = Math.floor(at * text.length);
      const middle = text.slice(start, start + length);
      const instead = { delete: "", double: middle + middle, insert: piece + middle, replace: piece }[kind];
      changed.set(name, text.slice(0, start) + instead + text.slice(start + length));
    }
    for (const [name, text] of changed) writeFileSync(join(root, name), text);
    const going = await importDirectory(root, { keepGoing: true, createdAt: 1 });
    for (const name of changed.keys())
      writeFileSync(join(root, name), texts.find(([one]) => one === name)?.[1] ?? "");
    assert.ok(going.ok);
    const { errors } = going.value;
    if (errors.length > 0) refused += 1;
    for (const error of errors) assert.ok(error.position !== null && error.position.line >= 1);
    // Every row can be made.
    const { roles, accounts } = going.value.snapshot;
    for (let index = 0; index < roles.count; index += 1) roles.row(index);
    for (const index of accounts.keys()) going.value.snapshot.accountData(index);
  });
  await fc.assert(property, { seed, numRuns: 1000 });
  assert.ok(refused > 300, `only ${refused} of the changes were noticed`);
});
