/** A policy after the other allows less: the graph brought up to date is the graph that would be built of the organization. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { principalsOfAccount } from "../../src/graph/principals.ts";
import {
  GraphEdits,
  mayConcern,
  type ReachGraph,
  removablesOf,
  removalOf,
} from "../../src/graph/reach/index.ts";
import { editedSnapshot } from "../../src/model/index.ts";
import { lawRuns } from "../support/law-runs.ts";
import { snapshotOf } from "../support/planned-organization.ts";
import { reachOf } from "../support/reach-of.ts";
import { randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_126;
const organizations = Number(process.env.ACCESSLENS_NARROWED ?? lawRuns(30));

/** Every edge, whatever its nodes' numbers and its place. */
function edgesOf({ nodes, forward }: ReachGraph): readonly string[] {
  const name = (node: number): string => JSON.stringify(nodes.at(node));
  const edges: string[] = [];
  for (let from = 0; from < forward.nodes; from++) {
    for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
      const to = name(forward.other[at] ?? 0);
      edges.push(`${name(from)} –${forward.kind[at]}→ ${to} ${forward.proven[at]}`);
    }
  }
  return edges.sort();
}

test(`over ${organizations} random organizations (seed ${seed}), a graph without a statement is the graph built without it`, () => {
  const random = seeded(seed);
  let updated = 0;
  let rebuilt = 0;
  for (let number = 0; number < organizations; number++) {
    const snapshot = snapshotOf(randomOrganization(random));
    const { graph } = reachOf(snapshot);
    const edits = new GraphEdits(graph);
    const everybody = [...snapshot.accounts.keys()].flatMap((account) => [
      ...principalsOfAccount(account, snapshot),
    ]);
    for (const one of removablesOf(snapshot, everybody, snapshot.accounts.keys())) {
      if (!random.chance(30)) continue;
      const edit = removalOf(snapshot, one);
      if (edit === null) continue;
      const after = edits.after({ edit, holders: mayConcern(snapshot, one.place) });
      assert.ok(after.ok);
      const edited = editedSnapshot(snapshot, [edit]);
      assert.ok(edited.ok);
      const built = reachOf(edited.value).graph;
      const where = `organization ${number}, ${one.key}`;
      assert.deepEqual(edgesOf(after.value.graph), edgesOf(built), where);
      if (after.value.rebuilt === null) updated++;
      else rebuilt++;
    }
  }
  assert.ok(updated > rebuilt, `${updated} updated, ${rebuilt} built anew`);
});
