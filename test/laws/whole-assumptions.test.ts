/**
 * Whole assumptions over a snapshot, SCPs and RCPs included: what the graph says of an edge, and what the concrete
 * evaluator says of single requests, must agree.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCallers } from "./caller/caller-agreement.ts";

const seed = 20_261_130;

test(`for 4,000 random requests in random organizations (seed ${seed}), edges and single decisions agree`, () => {
  const { cases, allowed, broken } = checkCallers({ seed, cases: 4000, requestsPerWorld: 25, stopAfter: 1 });
  assert.deepEqual(broken, []);
  assert.ok(cases >= 4000 && allowed > 100, `${allowed} of ${cases} requests were allowed`);
});
