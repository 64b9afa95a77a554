/** The permissions that collectors ask for are reads, and AWS knows them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { collectors } from "../../src/collect/live/index.ts";
import { openActionCatalogue } from "../../src/work/action-file.ts";

const catalogue = openActionCatalogue();

test("Every action that a collector needs is one of AWS's list, and does no more than list or read", () => {
  const reads = collectors.flatMap((collector) => collector.reads.map((read) => ({ ...read, collector })));
  assert.ok(reads.length > 100, "the collectors were read");
  const wrong = reads.flatMap(({ action, collector }) => {
    const facts = catalogue.action(action);
    const name = facts === null ? null : `${facts.service}:${facts.name}`;
    // AWS lists its case, and so do we: people compare the two.
    if (name !== action) return [`${collector.name}: ${action} is ${name ?? "unknown"}`];
    return facts?.accessLevel === "list" || facts?.accessLevel === "read"
      ? []
      : [`${collector.name}: ${action} is a ${facts?.accessLevel}`];
  });
  assert.deepEqual(wrong, []);
});

test("No collector declares a call twice, and no two have the same name", () => {
  const names = collectors.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, reads } of collectors) {
    const calls = reads.map(({ call }) => call);
    assert.equal(new Set(calls).size, calls.length, name);
  }
});
