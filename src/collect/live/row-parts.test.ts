import assert from "node:assert/strict";
import { test } from "node:test";
import { inBatches, tagsFrom, told } from "./row-parts.ts";

test("Tags are an object, in either spelling; a list that is not there has none", () => {
  assert.deepEqual(
    tagsFrom([{ Key: "a", Value: "1" }, { key: "b", value: "2" }, { Key: "c" }, { Value: "x" }]),
    {
      tags: { a: "1", b: "2", c: "" },
    },
  );
  assert.deepEqual(tagsFrom(undefined), { tags: {} });
});

test("A tag whose key is a name of the language is one like any other", () => {
  const { tags } = tagsFrom([{ Key: "__proto__", Value: "x" }]);
  assert.deepEqual(Object.entries(tags), [["__proto__", "x"]]);
});

test("Members without a value are left out", () => {
  assert.deepEqual(told({ a: "1", b: "", c: undefined }), { a: "1" });
});

test("Batches hold everything in order, none more than so many", () => {
  assert.deepEqual(inBatches([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(inBatches([], 2), []);
});
