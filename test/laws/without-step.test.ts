/** What is left once a step is thought away: less is come to than before, by no way with that step, and the graph stays whole. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  blastRadius,
  findPaths,
  type PathHop,
  type PathStart,
  type ReachGraph,
  withoutStep,
} from "../../src/graph/reach/index.ts";
import { engineOf } from "../../src/work/engine.ts";
import { snapshotOf } from "../support/planned-organization.ts";
import { reachOf } from "../support/reach-of.ts";
import { randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_127;
const organizations = 40;
const starts: readonly PathStart[] = [{ kind: "external" }, { kind: "anyone" }];

function stepOf({ from, to, technique }: PathHop) {
  return { from, to, technique };
}

const nameOf = (hop: PathHop): string => JSON.stringify(stepOf(hop));

test(`over ${organizations} random organizations (seed ${seed})`, () => {
  const random = seeded(seed);
  let steps = 0;
  let lost = 0;
  for (let number = 0; number < organizations; number++) {
    const snapshot = snapshotOf(randomOrganization(random));
    const { graph } = reachOf(snapshot);
    const { expansion } = engineOf(snapshot);
    const limits = { mostHops: 8, onlyProven: false };
    for (const from of starts) {
      const question = {
        from,
        to: { kind: "administrator", account: null },
        ...limits,
        most: 200,
        action: null,
      } as const;
      const come = (of: ReachGraph) =>
        new Set(
          blastRadius(of, { from, ...limits, tell: "principals" }, expansion).reached.map(({ arn }) => arn),
        );
      const before = come(graph);
      const hops = findPaths(graph, question, expansion).paths.flatMap((path) => path.hops);
      for (const hop of new Map(hops.map((one) => [nameOf(one), one])).values()) {
        const without = withoutStep(graph, stepOf(hop));
        const where = `organization ${number}: ${nameOf(hop)}`;
        assert.ok(without !== null, where);
        const left = findPaths(without.graph, question, expansion).paths.flatMap((path) => path.hops);
        assert.ok(
          left.every((one) => nameOf(one) !== nameOf(hop) || without.ofAdministrators),
          where,
        );
        const after = come(without.graph);
        assert.ok(
          [...after].every((one) => before.has(one)),
          where,
        );
        steps += 1;
        lost += before.size - after.size;
      }
      assert.deepEqual(come(graph), before);
    }
  }
  assert.ok(steps > 100 && lost > 20, `${steps} steps, ${lost} lost`);
});
