/**
 * A trust policy after the other is changed, and the graph brought up to date each time: it is the graph that would be built
 * of the changed organization.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildAssumeGraph, trustReader } from "../../src/graph/index.ts";
import { turned } from "../../src/graph/reach/edge-table.ts";
import { buildReachGraph, changeTrust, type ReachGraph } from "../../src/graph/reach/index.ts";
import type { Snapshot } from "../../src/model/index.ts";
import { snapshotOf } from "../support/planned-organization.ts";
import { accountIds, randomOrganization, randomTrust } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_125;
const organizations = 40;
const changes = 6;

function built(snapshot: Snapshot): ReachGraph {
  const reader = trustReader(snapshot);
  const assumptions = buildAssumeGraph(reader);
  return buildReachGraph({ snapshot, organization: reader.organization, assumptions });
}

/** Everything a graph says, whatever its nodes' numbers and its edges' order. */
function told({ nodes, forward, entrances, administered, limited }: ReachGraph): unknown {
  const name = (node: number): string => JSON.stringify(nodes.at(node));
  const edges: string[] = [];
  for (let from = 0; from < forward.nodes; from++) {
    for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
      const to = forward.other[at] ?? 0;
      edges.push(`${name(from)} –${forward.kind[at]}→ ${name(to)} ${forward.proven[at]}`);
    }
  }
  return {
    edges: edges.sort(),
    entrances: entrances.map((one) => ({ ...one, grant: one.grant })),
    administered: [...administered].sort((a, b) => a - b),
    limited: limited.map(name).sort(),
  };
}

test(`over ${organizations} random organizations with ${changes} changes each (seed ${seed}), an updated graph is the graph built anew`, () => {
  const random = seeded(seed);
  let updated = 0;
  let rebuilt = 0;
  for (let number = 0; number < organizations; number++) {
    let graph = built(snapshotOf(randomOrganization(random)));
    for (let change = 0; change < changes; change++) {
      const { roles } = graph.snapshot;
      const role = random.below(roles.count);
      const id = roles.row(role).account;
      const Statement = randomTrust(random, random.chance(90) ? id : random.pick(accountIds));
      const text = random.chance(4) ? "{" : JSON.stringify({ Version: "2012-10-17", Statement });
      const result = changeTrust(graph, role, text);
      assert.ok(result.ok);
      const { value } = result;
      if (value.rebuilt === null) updated++;
      else rebuilt++;
      const where = `organization ${number}, change ${change}, ${roles.arn(role)}: ${text}`;
      assert.deepEqual(told(value.graph), told(built(value.graph.snapshot)), where);
      // Taken along by the next update, too.
      assert.deepEqual(value.graph.backward, turned(value.graph.forward), where);
      graph = value.graph;
    }
  }
  assert.ok(updated > rebuilt && rebuilt > 0, `${updated} updated, ${rebuilt} built anew`);
});
