/** What can be reached, against a reachability by brute force that shares no code with it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runReachLaws } from "./reach/run.ts";

const organizations = Math.ceil(Number(process.env.ACCESSLENS_CASES ?? 12_000) / 200);
const seed = 20261125;

test(`for ${organizations} random organizations (seed ${seed}), the same is reached as by brute force, and every hop's requests are allowed`, () => {
  const { broken, reached } = runReachLaws({ seed, organizations, stopAfter: 3 });
  assert.deepEqual(broken, []);
  assert.ok(reached > 0, "somebody is reached somewhere");
});
