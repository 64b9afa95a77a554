/** Blast radius and exposure are one relation seen from both ends, and ways are where they say so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultOptions, snapshotOf, synthesize } from "../../synth/index.ts";
import { engineOf, openGraph } from "../../work/engine.ts";
import {
  blastRadius,
  buildReachGraph,
  exposure,
  findPaths,
  type PathEnd,
  readEnd,
  readStart,
} from "./index.ts";

const snapshot = snapshotOf(synthesize({ ...defaultOptions, accounts: 12, roles: 12, seed: 11 }));
const engine = engineOf(snapshot);
const graph = buildReachGraph({
  snapshot,
  organization: engine.reader.organization,
  assumptions: await openGraph(engine),
});
const limits = { mostHops: 8, onlyProven: false };

const resources = snapshot.accounts.flatMap((_, account) =>
  (snapshot.accountData(account)?.resources ?? []).map(({ arn }) => arn),
);
const principals = Array.from({ length: snapshot.roles.count }, (_, role) => snapshot.roles.arn(role));
const starts = ["external", "anyone", ...principals.filter((_, at) => at % 7 === 0)];

function startOf(text: string) {
  return readStart(text) ?? assert.fail(text);
}

function endOf(text: string): PathEnd {
  return readEnd(text) ?? assert.fail(text);
}

const reachedFrom = new Map(
  starts.map((text) => {
    const { reached } = blastRadius(graph, { from: startOf(text), ...limits }, engine.expansion);
    return [text, new Map(reached.map(({ arn, hops, proven }) => [String(arn), { hops, proven }]))];
  }),
);

test("a resource is in a principal's blast radius exactly where the principal is in its exposure, as near and as sure", () => {
  for (const resource of resources) {
    const told = exposure(graph, { to: endOf(resource), action: null, ...limits }, engine.expansion);
    for (const start of starts.filter((text) => text.startsWith("arn:"))) {
      const who = told?.who.find(({ id }) => id === start);
      const expected = who === undefined ? undefined : { hops: who.hops, proven: who.proven };
      assert.deepEqual(reachedFrom.get(start)?.get(resource), expected, `${start} and ${resource}`);
    }
  }
});

test("the shortest way to a resource takes as many hops as the blast radius says", () => {
  for (const from of ["external", "anyone", starts[3] ?? "", starts[8] ?? ""]) {
    for (const resource of resources) {
      const question = { from: startOf(from), to: endOf(resource), most: 1, action: null, ...limits };
      const [way] = findPaths(graph, question, engine.expansion).paths;
      assert.equal(reachedFrom.get(from)?.get(resource)?.hops, way?.hops.length, `${from} to ${resource}`);
    }
  }
});

test("who is an administrator already is in the exposure of its account's administrator, without a hop", () => {
  const told = exposure(graph, { to: endOf("admin"), action: null, ...limits }, engine.expansion);
  const already = told?.who.filter(({ hops }) => hops === 0) ?? [];
  assert.ok(already.length > 0);
  for (const { id } of already.slice(0, 10)) {
    const question = { from: startOf(id), to: endOf("admin"), most: 1, action: null, ...limits };
    assert.deepEqual(findPaths(graph, question, engine.expansion).paths[0]?.hops, []);
  }
});
