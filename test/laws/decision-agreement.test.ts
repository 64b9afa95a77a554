/** The everyday share of the law that Z3 answers as the two evaluators do; `npm run judges` has the long one. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkPairs, tellBrokenPair } from "../judges/z3/check-pairs.ts";
import { checkRequests, tellBroken } from "../judges/z3/check-requests.ts";
import { startZ3, type Z3 } from "../judges/z3/wasm.ts";

const requests = Number(process.env.ACCESSLENS_CASES ?? 2_000);
const questions = Math.ceil(requests / 10);
const seed = 20_261_125;

let z3: Z3;
before(async () => {
  z3 = await startZ3();
});
after(() => z3.close());

test(`for ${requests} random requests with all their policies (seed ${seed}), Z3 decides as the concrete evaluator does`, () => {
  const run = checkRequests(z3, { seed, cases: requests, requestsPerQuestion: 20, stopAfter: 3 });
  assert.equal(run.broken.length, 0, run.broken.map(tellBroken).join("\n"));
  assert.equal(run.cases, requests);
  // Where nobody is ever let in, agreement says nothing; nor does it where everything is left open.
  assert.ok(run.decided.Allowed > requests / 10, `${run.decided.Allowed} of ${requests} requests allowed`);
  assert.ok(run.open < requests / 20, `${run.open} of ${requests} requests left open`);
});

test(`for ${questions} questions about random pairs of policies (seed ${seed}), Z3 answers as the symbolic evaluator does`, () => {
  const run = checkPairs(z3, { seed, cases: questions, stopAfter: 3 });
  assert.equal(run.broken.length, 0, run.broken.map(tellBrokenPair).join("\n"));
  assert.ok(run.within + run.examples >= questions);
  // Z3 must be able to see differences: those that the symbolic evaluator shows, it finds for itself most of the time.
  assert.ok(run.foundAlone > run.examples / 2, `${run.foundAlone} of ${run.examples} differences found`);
});
