import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { endless, FlowNetwork } from "./max-flow.ts";

type Edge = { readonly from: number; readonly to: number; readonly isCuttable: boolean };

const nodes = 6;
const source = 0;
const sink = nodes - 1;

const edge = fc.record({
  from: fc.nat(nodes - 1),
  to: fc.nat(nodes - 1),
  isCuttable: fc.boolean(),
});

/** Whether the sink can still be come to without the edges of the mask. */
function isReached(edges: readonly Edge[], without: number): boolean {
  const seen = new Set([source]);
  for (let before = -1; before !== seen.size; ) {
    before = seen.size;
    edges.forEach(({ from, to }, at) => {
      if ((without & (1 << at)) === 0 && seen.has(from)) seen.add(to);
    });
  }
  return seen.has(sink);
}

/** By trying every set of edges that can be cut. */
function smallestCut(edges: readonly Edge[]): number {
  let least = endless;
  for (let mask = 0; mask < 1 << edges.length; mask++) {
    const chosen = edges.filter((_, at) => (mask & (1 << at)) !== 0);
    if (chosen.some(({ isCuttable }) => !isCuttable) || chosen.length >= least) continue;
    if (!isReached(edges, mask)) least = chosen.length;
  }
  return least;
}

function networkOf(edges: readonly Edge[]): FlowNetwork {
  const network = new FlowNetwork(nodes);
  for (const { from, to, isCuttable } of edges) network.add(from, to, isCuttable ? 1 : endless);
  return network;
}

test("the greatest flow is as large as the smallest cut that trying all of them finds", () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 9 }), (edges) => {
      const flow = networkOf(edges).greatestFlow(source, sink);
      assert.equal(Math.min(flow, endless), smallestCut(edges));
    }),
    { numRuns: 300 },
  );
});

test("the edges that leave the source's side are such a cut", () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 9 }), (edges) => {
      const network = networkOf(edges);
      const flow = network.greatestFlow(source, sink);
      fc.pre(flow < endless);
      const side = network.sourceSide(source);
      const cut = edges.map(({ from, to }) => side[from] === 1 && side[to] !== 1);
      const mask = cut.reduce((bits, isCut, at) => (isCut ? bits | (1 << at) : bits), 0);
      assert.equal(cut.filter(Boolean).length, flow);
      assert.equal(isReached(edges, mask), false);
    }),
    { numRuns: 300 },
  );
});
