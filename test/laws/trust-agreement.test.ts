/** The everyday share of the law that concrete and symbolic evaluation agree; `npm run judges` has the long one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAgreement } from "./trust/check.ts";

const cases = Number(process.env.ACCESSLENS_CASES ?? 20_000);
const seed = 20_261_124;

test(`for ${cases} random requests to random trust policies (seed ${seed}), both evaluators agree on who gets in`, () => {
  const run = checkAgreement({ seed, cases, requestsPerPolicy: 20, stopAfter: 3 });
  const [first] = run.broken;
  const told =
    first === undefined
      ? ""
      : `${first.disagreement.law} (seed ${first.seed})\npolicy  ${JSON.stringify(first.policy)}\nrequest ${JSON.stringify(first.request)}\n${first.disagreement.because}`;
  assert.equal(run.broken.length, 0, told);
  assert.equal(run.cases, cases);
  // The law says nothing where nobody ever gets in: the vocabulary must keep policies and requests close to each other.
  assert.ok(
    run.provenGrants > run.policies / 2,
    `${run.provenGrants} proven grants in ${run.policies} policies`,
  );
  assert.ok(run.allowed > cases / 50, `${run.allowed} of ${cases} requests allowed`);
});
