import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, observed, useTime } from "../../test/support/observed.ts";
import { asOfTrail } from "./trail-inputs.ts";

test("Days are counted back from the trail's end at the latest", () => {
  const facts = factsOf([observed()]);
  const [before, after] = [useTime - 1, useTime + 1];
  assert.deepEqual(
    [{}, { to: after }, { to: before }].map((asked) => asOfTrail(asked, facts)),
    [useTime, useTime, before],
  );
});
