import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ownText } from "../../model/index.ts";
import { EvidenceIds } from "./evidence-ids.ts";
import { NumberRows, NumberTable } from "./number-rows.ts";

const number = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(2 ** 31, 2 ** 32 - 1));

test("Rows have the numbers that a map of their texts would give them, also when there are thousands", () => {
  const row = fc.tuple(number, number, number);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 50 }), fc.constantFrom(0, 3000), (rows, more) => {
      const table = new NumberRows();
      const plain = new Map<string, number>();
      const many = Array.from({ length: more }, (_, at) => [at >> 4, at * 4096, 7] as const);
      for (const [a, b, c] of [...rows, ...many, ...rows]) {
        const known = plain.get(`${a} ${b} ${c}`);
        assert.equal(table.find(a, b, c), known ?? -1);
        if (known === undefined) plain.set(`${a} ${b} ${c}`, table.add(a, b, c));
      }
      assert.deepEqual(
        [...plain],
        Array.from({ length: table.size }, (_, at) => [
          `${table.at(at, 0)} ${table.at(at, 1)} ${table.at(at, 2)}`,
          at,
        ]),
      );
    }),
    { numRuns: 40 },
  );
});

test("Numbers of things are 0 until they are set, however many things there are", () => {
  const table = new NumberTable(3);
  table.set(10_000, 2, 1.5);
  table.set(0, 0, -1);
  assert.deepEqual(
    [table.at(10_000, 2), table.at(10_000, 1), table.at(20_000, 0), table.at(0, 0)],
    [1.5, 0, 0, -1],
  );
});

test("Event ids come back as they were, in their order, of any form", () => {
  const id = fc.oneof(
    fc.uuid(),
    fc.uuid().map((text) => text.toUpperCase()),
    fc.uuid().map((text) => text.replace(/-/g, "0")),
    fc.constantFrom("", "g0000000-0000-4000-8000-000000000000", "Ereignis №7"),
  );
  fc.assert(
    fc.property(fc.array(fc.array(id, { maxLength: 5 }), { maxLength: 60 }), (lists) => {
      const ids = new EvidenceIds();
      const last = lists.map(() => 0);
      // By turns, as the events of several groups come.
      for (let turn = 0; turn < 5; turn++)
        for (const [at, list] of lists.entries()) {
          const one = list[turn];
          if (one !== undefined) last[at] = ids.push(last[at] ?? 0, one);
        }
      assert.deepEqual(
        last.map((list) => ids.list(list)),
        lists,
      );
    }),
    { numRuns: 60 },
  );
});

test("A text of one's own is the same text", () => {
  for (const text of ["", "a", "ключ", "a text that is longer than thirteen characters"])
    assert.equal(ownText(text), text);
  assert.equal(ownText<string>(null), null);
});
