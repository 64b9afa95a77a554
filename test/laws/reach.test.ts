/**
 * What can be reached, by the graph and by a plain search that tries every technique with single requests: the same
 * principals and administered accounts from everybody, and every proven way is accepted request by request.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lawRuns } from "../support/law-runs.ts";
import { runReachLaws } from "./reach/run.ts";

const seed = 20_261_125;
const organizations = lawRuns(60);

test(`in ${organizations} random organizations (seed ${seed}), the graph reaches what a plain search does, no more and no less`, () => {
  const { reached, requests, broken } = runReachLaws({ seed, organizations, stopAfter: 1 });
  assert.deepEqual(broken, []);
  assert.ok(
    reached > lawRuns(200) && requests > lawRuns(1000),
    `${reached} reached, ${requests} requests replayed`,
  );
});
