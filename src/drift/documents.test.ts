import assert from "node:assert/strict";
import { test } from "node:test";
import type { DocumentIndex, Snapshot } from "../model/index.ts";
import { SnapshotBuilder } from "../model/snapshot-builder.ts";
import { Documents } from "./documents.ts";

/** Of documents with these texts, in that order. */
function snapshotOf(texts: readonly string[]): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "collect" });
  for (const text of texts) builder.document(text, null);
  return builder.build();
}

test("documents have one number where their texts are equal, on either side and however many there are", () => {
  const texts = Array.from({ length: 700 }, (_, index) => `{"Statement":${index}}`);
  const [one, other] = [snapshotOf(texts), snapshotOf(texts.toReversed())];
  const documents = new Documents(null);
  // From the end, so that nothing is asked for in the order in which it stands.
  for (let index = texts.length - 1; index >= 0; index -= 1) {
    // INVARIANT: a builder numbers documents in the order in which it is given them.
    const [here, there] = [index as DocumentIndex, (texts.length - 1 - index) as DocumentIndex];
    const number = documents.number(one, here);
    assert.equal(documents.number(other, there), number);
    assert.equal(documents.number(one, here), number);
    assert.equal(documents.template(number), one.documents.template(here));
  }
});
