/** What the lab answers out of the graph at hand is what is found when everything is looked at anew, whatever was asked before. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildAssumeGraph } from "../../src/graph/index.ts";
import { buildReachGraph, type ReachGraph } from "../../src/graph/reach/index.ts";
import { type Engine, engineOf } from "../../src/work/engine.ts";
import { tellPaths } from "../../src/work/told-paths.ts";
import { type Change, plannedChanges } from "../../src/work/what-if/changes.ts";
import { findingChanges } from "../../src/work/what-if/finding-changes.ts";
import { changedSnapshot, type WhatIf, whatIf } from "../../src/work/what-if/what-if.ts";
import { WhatIfLab } from "../../src/work/what-if/what-if-lab.ts";
import { lawRuns, wholeLaws } from "../support/law-runs.ts";
import { snapshotOf } from "../support/planned-organization.ts";
import { randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_128;
const organizations = lawRuns(40);
const mostChanges = 8;
const limits = { mostHops: 8, onlyProven: false };
const from = { kind: "anyone" } as const;
const to = { kind: "administrator", account: null } as const;

function graphOf({ snapshot, reader }: Engine): ReachGraph {
  return buildReachGraph({
    snapshot,
    organization: reader.organization,
    assumptions: buildAssumeGraph(reader),
  });
}

function askedOf(engine: Engine, graph: ReachGraph) {
  return { snapshot: engine.snapshot, reader: engine.reader, graph, scope: engine.expansion };
}

/** Statements on ways to administration, each once. */
function removals(engine: Engine, graph: ReachGraph): readonly Change[] {
  const question = { from: { kind: "external" }, to, ...limits, most: 60, action: null } as const;
  const { paths } = tellPaths(graph, question, engine.expansion);
  const found = new Map<string, Change>();
  for (const { policy, statement } of paths.flatMap(({ hops }) => hops).flatMap(({ evidence }) => evidence)) {
    found.set(`${policy} ${statement}`, { kind: "remove-statement", policy, statement });
  }
  return [...found.values()].slice(0, mostChanges);
}

function told({ appears, disappears, differs, assumptions }: WhatIf) {
  return { appears, disappears, differs, assumptions };
}

test(`over ${organizations} random organizations (seed ${seed})`, () => {
  const random = seeded(seed);
  const counts = { trust: 0, other: 0, losses: 0 };
  for (let number = 0; number < organizations; number++) {
    const engine = engineOf(snapshotOf(randomOrganization(random)));
    const graph = graphOf(engine);
    const named = { snapshot: engine.snapshot, where: "here" };
    const lab = new WhatIfLab(engine, graph, "here");
    for (const change of removals(engine, graph)) {
      const where = `organization ${number}: ${JSON.stringify(change)}`;
      const planned = plannedChanges([change], named);
      // AWS's own policies lose no statement.
      if (!planned.ok) continue;
      const changed = changedSnapshot(engine.snapshot, planned.value);
      assert.ok(changed.ok, where);
      const later = engineOf(changed.value);
      const built = graphOf(later);
      const question = { from, to: null, ...limits, examples: 0 };
      const expected = whatIf(askedOf(engine, graph), askedOf(later, built), planned.value, question);
      const found = lab.ask({ ...question, changes: [change], from: "anyone", to: null }, (one) => one);
      assert.ok(found.ok, where);
      assert.deepEqual(told(found.value.found), told(expected), where);
      counts.losses += expected.disappears.length;
      if (found.value.findings === null) {
        counts.other += 1;
        continue;
      }
      counts.trust += 1;
      const judged = findingChanges({ engine, reach: graph }, { engine: later, reach: built }, (one) => one);
      const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).toSorted();
      assert.deepEqual(ids(found.value.findings.opens), ids(judged.opens), where);
      assert.deepEqual(ids(found.value.findings.closes), ids(judged.closes), where);
    }
  }
  assert.ok(
    Math.min(counts.trust, counts.other, counts.losses) > (wholeLaws ? 20 : 0),
    JSON.stringify(counts),
  );
});
