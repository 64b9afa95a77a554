/** The fold against a plain one, and what happens at its bounds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { randomQuestion, randomTrail } from "../../../test/support/trail/random-trail.ts";
import { Circle, referenceFold } from "../../../test/support/trail/reference-fold.ts";
import { inOrder, networkOf, type TrailEvent, type TrailQuestion } from "../../model/index.ts";
import { type FoldBounds, type FoldedTrail, TrailFold } from "./index.ts";

const secondOf = ({ time }: TrailEvent): number => Math.floor(time / 1000);

function folded(events: readonly TrailEvent[], question: TrailQuestion, bounds?: FoldBounds): FoldedTrail {
  const fold = new TrailFold(question, bounds);
  fold.add(events.toSorted((a, b) => secondOf(a) - secondOf(b)));
  return fold.end();
}

function plain(events: readonly TrailEvent[], question: TrailQuestion): FoldedTrail {
  try {
    const facts = referenceFold(events, question, networkOf);
    const { skipped: _, accounts: __, ...folded } = inOrder({ ...facts, skipped: [], accounts: [] });
    return folded;
  } catch (error) {
    fc.pre(!(error instanceof Circle));
    throw error;
  }
}

test("The fold tells what a plain one tells that keeps everything", () => {
  fc.assert(
    fc.property(randomTrail, randomQuestion, (events, question) => {
      assert.deepEqual(folded(events, question), plain(events, question));
    }),
    { numRuns: 300 },
  );
});
