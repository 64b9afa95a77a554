import assert from "node:assert/strict";
import { test } from "node:test";
import { readContext } from "./context-lines.ts";

test("keys and values, several of one key, and empty ones", () => {
  const text = "aws:SourceIp=203.0.113.9\n\n aws:TagKeys = a\naws:TagKeys=b=c\nsts:ExternalId=";
  assert.deepEqual(readContext(text), {
    ok: true,
    value: { "aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", "b=c"], "sts:ExternalId": "" },
  });
});

test("a line without a key or a value is told by its number", () => {
  assert.deepEqual(readContext("a=b\nnothing"), { ok: false, line: 2 });
  assert.deepEqual(readContext("=x"), { ok: false, line: 1 });
});
