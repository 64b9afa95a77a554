/** The graph of a snapshot, and its questions by their texts. */
import assert from "node:assert/strict";
import { buildAssumeGraph, type ExpansionScope } from "../../src/graph/index.ts";
import {
  buildReachGraph,
  describeHop,
  findPaths,
  type HopStory,
  type Path,
  type PathHop,
  type Paths,
  type ReachGraph,
  readEnd,
  readStart,
} from "../../src/graph/reach/index.ts";
import type { Snapshot } from "../../src/model/index.ts";
import { engineOf } from "../../src/work/engine.ts";

export type Asked = {
  readonly from: string;
  readonly to: string;
  readonly action?: string;
  readonly onlyProven?: boolean;
  readonly mostHops?: number;
  readonly most?: number;
};

export type Reach = {
  readonly snapshot: Snapshot;
  readonly graph: ReachGraph;
  readonly scope: ExpansionScope;
  find(asked: Asked): Paths;
  paths(asked: Asked): readonly Path[];
  story(hop: PathHop): HopStory;
};

export function reachOf(snapshot: Snapshot): Reach {
  const engine = engineOf(snapshot);
  const { reader, expansion } = engine;
  const assumptions = buildAssumeGraph(reader);
  const graph = buildReachGraph({ snapshot, organization: reader.organization, assumptions });
  const find = ({ from, to, action, onlyProven = false, mostHops = 8, most = 50 }: Asked): Paths => {
    const start = readStart(from);
    const end = readEnd(to);
    assert.ok(start !== null && end !== null, `${from} and ${to} can be asked about`);
    const question = { from: start, to: end, mostHops, onlyProven, most, action: action ?? null };
    return findPaths(graph, question, expansion);
  };
  return {
    snapshot,
    graph,
    scope: expansion,
    find,
    paths: (asked) => find(asked).paths,
    story: (hop) => describeHop(graph, hop),
  };
}

/** A path in short: `lambda-001 → arn…, assume → arn…`. */
export function shown({ hops }: Path): string {
  return hops
    .map(({ to, kind, technique, proven }) => `${technique ?? kind}${proven ? "" : "?"} → ${to}`)
    .join(", ");
}
