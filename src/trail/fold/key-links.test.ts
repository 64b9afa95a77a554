import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { KeyLinks, linkSeconds } from "./key-links.ts";

const key = fc.oneof(
  fc
    .string({ unit: fc.constantFrom("A", "Z", "0", "9"), minLength: 16, maxLength: 16 })
    .map((end) => `ASIA${end}`),
  fc.constantFrom("ASIA", "ASIAaaaaaaaaaaaaaaaa", "AKIAAAAAAAAAAAAAAAAA", "", "ASIAÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"),
);

test("A key leads to its latest issuer for 36 hours, as in a map that forgets nothing else", () => {
  const put = fc.record({ key, wait: fc.constantFrom(0, 1, 60, 7 * 3600, 36 * 3600), node: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(put, { maxLength: 80 }), fc.array(key, { maxLength: 5 }), (puts, others) => {
      const links = new KeyLinks(1_000_000);
      const plain = new Map<string, { second: number; node: number }>();
      let second = 1_777_885_200;
      for (const { key, wait, node } of puts) {
        second += wait;
        links.put(key, second, node);
        plain.set(key, { second, node });
        for (const asked of [...plain.keys(), ...others]) {
          const known = plain.get(asked);
          const expected = known !== undefined && second - known.second <= linkSeconds ? known.node : null;
          assert.equal(links.get(asked, second), expected);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("Thousands of keys are found after the table has grown, and beyond the bound the oldest are forgotten", () => {
  const named = (number: number): string => `ASIA${String(number).padStart(16, "0")}`;
  const links = new KeyLinks(5000);
  const numbers = Array.from({ length: 5000 }, (_, number) => number);
  for (const number of numbers) assert.equal(links.put(named(number), number, number), 0);
  for (const number of numbers) assert.equal(links.get(named(number), 5000), number);
  const later = linkSeconds / 2;
  assert.equal(links.put("ASIA-one-more", later, 7), 5000);
  assert.equal(links.get(named(4999), later), null);
  assert.equal(links.get("ASIA-one-more", later), 7);
});
