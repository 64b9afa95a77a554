/** Random organizations whose trust policies are changed one after the other: what is brought up to date is as if built anew. */
import assert from "node:assert/strict";
import { organizationView } from "../../../src/authz/index.ts";
import { buildAssumeGraph, trustReader } from "../../../src/graph/index.ts";
import {
  buildReachGraph,
  type ReachGraph,
  reachFromSections,
  reachSections,
} from "../../../src/graph/reach/index.ts";
import { updateReachGraph } from "../../../src/graph/reach/update/update-reach.ts";
import type { SectionSource } from "../../../src/graph/sections.ts";
import { updateAssumeGraph } from "../../../src/graph/update-assumptions.ts";
import { editedSnapshot } from "../../../src/model/edited-snapshot.ts";
import type { RoleIndex, Snapshot } from "../../../src/model/index.ts";
import { allowAll, organizationId, snapshotOf } from "../../support/planned-organization.ts";
import type { Random } from "../trust/random.ts";
import { randomOrganization } from "./random-organization.ts";

export type EditsRun = {
  readonly edits: number;
  /** Edits after which nothing was built but what hangs on them. */
  readonly updated: number;
  /** Of those, the ones that changed edges. */
  readonly changed: number;
};

/** Throws where an updated graph differs from one that is built anew. */
export function runTrustEdits(random: Random, edits: number): EditsRun {
  let snapshot = snapshotOf(withAdministrators(random));
  let graph = built(snapshot);
  let updated = 0;
  let changed = 0;
  for (let at = 0; at < edits; at++) {
    if (random.chance(30)) graph = fromSections(graph);
    const roles = someRoles(random, snapshot);
    const after = editedSnapshot(
      snapshot,
      roles.map((role) => ({ kind: "trust-policy", role, text: randomTrustText(random, graph.snapshot) })),
    );
    assert.ok(after.ok);
    const reader = trustReader(after.value, organizationView(after.value));
    const assumptions = updateAssumeGraph(graph.assumptions, reader, roles);
    const scope = { snapshot: after.value, organization: reader.organization, assumptions };
    const before = shownGraph(graph);
    const update = updateReachGraph(graph, scope, roles);
    const anew = built(after.value);
    for (let role = 0; role < after.value.roles.count; role++)
      assert.deepEqual(assumptions.grantsOf(role), anew.assumptions.grantsOf(role));
    assert.deepEqual(shownGraph(update.graph), shownGraph(anew));
    assert.deepEqual(turnedBack(update.graph), shownGraph(anew).edges);
    if (update.rebuilt === null) {
      updated++;
      if (JSON.stringify(before) !== JSON.stringify(shownGraph(anew))) changed++;
    }
    graph = update.graph;
    snapshot = after.value;
  }
  return { edits, updated, changed };
}

/** Most accounts have somebody who administers them. */
function withAdministrators(random: Random): ReturnType<typeof randomOrganization> {
  const plan = randomOrganization(random);
  const accounts = plan.accounts.map((account) =>
    random.chance(75)
      ? { ...account, users: [...(account.users ?? []), { name: "root-like", policies: [[allowAll]] }] }
      : account,
  );
  return { ...plan, accounts };
}

function someRoles(random: Random, { roles }: Snapshot): readonly RoleIndex[] {
  const all = Array.from({ length: roles.count }, (_, role) => role);
  const first = oneOf(random, all);
  return random.chance(80) ? [first] : [...new Set([first, oneOf(random, all)])];
}

function built(snapshot: Snapshot): ReachGraph {
  const reader = trustReader(snapshot, organizationView(snapshot));
  const assumptions = buildAssumeGraph(reader);
  return buildReachGraph({ snapshot, organization: reader.organization, assumptions });
}

/** As a cache gives it back. */
function fromSections(graph: ReachGraph): ReachGraph {
  const sections = new Map(reachSections(graph).map(({ name, data }) => [name, data]));
  const source: SectionSource = {
    uint32: (name) => {
      const data = sections.get(name);
      return data instanceof Uint32Array ? data : null;
    },
    bytes: (name) => {
      const data = sections.get(name);
      return data instanceof Uint8Array ? data : null;
    },
  };
  const read = reachFromSections(graph, source);
  assert.ok(read !== null);
  return read;
}

function shownGraph(graph: ReachGraph): Readonly<Record<string, readonly unknown[]>> {
  const { nodes, forward } = graph;
  const edges: string[] = [];
  for (let node = 0; node < nodes.count; node++) {
    for (let at = forward.start[node] ?? 0; at < (forward.start[node + 1] ?? 0); at++)
      edges.push(shownEdge(graph, node, forward.other[at] ?? 0, forward.kind[at] ?? 0, forward.proven[at]));
  }
  return {
    edges: edges.sort(),
    entrances: graph.entrances.map(
      (one) =>
        `${one.role} ${one.index} ${one.external} ${one.anyone} ${one.proven} ${JSON.stringify(one.grant)}`,
    ),
    administered: [...graph.administered].sort(),
    limited: graph.limited.map((node) => JSON.stringify(nodes.at(node))).sort(),
  };
}

function turnedBack(graph: ReachGraph): readonly string[] {
  const { backward, nodes } = graph;
  const edges: string[] = [];
  for (let node = 0; node < nodes.count; node++) {
    for (let at = backward.start[node] ?? 0; at < (backward.start[node + 1] ?? 0); at++)
      edges.push(
        shownEdge(graph, backward.other[at] ?? 0, node, backward.kind[at] ?? 0, backward.proven[at]),
      );
  }
  return edges.sort();
}

function shownEdge(
  { nodes }: ReachGraph,
  from: number,
  to: number,
  kind: number,
  proven: number | undefined,
): string {
  return `${JSON.stringify(nodes.at(from))} ${kind} ${JSON.stringify(nodes.at(to))} ${proven}`;
}

function oneOf<T>(random: Random, [first, ...rest]: readonly T[]): T {
  if (first === undefined) throw new RangeError("there is nothing to pick from");
  return random.pick([first, ...rest]);
}

function randomTrustText(random: Random, snapshot: Snapshot): string {
  if (random.chance(5)) return "not a policy";
  const statements = Array.from({ length: 1 + random.below(3) }, () => randomStatement(random, snapshot));
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function randomStatement(random: Random, snapshot: Snapshot): Readonly<Record<string, unknown>> {
  const account = oneOf(random, snapshot.accounts).id;
  const some = Array.from({ length: snapshot.roles.count }, (_, role) => snapshot.roles.arn(role));
  const users = snapshot.accounts.flatMap(
    (_, at) => snapshot.accountData(at)?.users.map(({ arn }) => arn) ?? [],
  );
  const principal = random.pick<unknown>([
    { AWS: `arn:aws:iam::${account}:root` },
    { AWS: oneOf(random, some) },
    { AWS: oneOf(random, [...some, ...users]) },
    { AWS: "arn:aws:iam::999999999999:role/vendor" },
    { AWS: "*" },
    { Service: random.pick(["lambda.amazonaws.com", "ec2.amazonaws.com", "glue.amazonaws.com"]) },
    { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
  ]);
  const condition = random.pick<Readonly<Record<string, unknown>> | null>([
    null,
    null,
    { StringEquals: { "aws:PrincipalOrgID": organizationId } },
    { StringEquals: { "aws:PrincipalTag/team": "a" } },
    { ArnLike: { "aws:PrincipalArn": oneOf(random, [...some, ...users]) } },
    { StringEquals: { "sts:ExternalId": "seven" } },
  ]);
  return {
    Effect: random.chance(15) ? "Deny" : "Allow",
    Principal: principal,
    Action: random.chance(30) ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole",
    ...(condition === null ? {} : { Condition: condition }),
  };
}
