/** Holds a fix of a finding about a chain to the organization in which somebody has really done what it says. */
import assert from "node:assert/strict";
import { reachView } from "../../src/findings/reach-view.ts";
import type { Rule } from "../../src/findings/rule.ts";
import type { Finding } from "../../src/findings/types.ts";
import { edgeKind, type ReachGraph, techniqueOfKind } from "../../src/graph/reach/index.ts";
import { editedSnapshot, isArn, type Snapshot, type SnapshotEdit, splitArn } from "../../src/model/index.ts";
import { type EngineConfig, engineOf } from "../../src/work/engine.ts";
import { scanSnapshot } from "../../src/work/scan.ts";
import { reachOf } from "./reach-of.ts";

/** The organization after the fix, which the finding says was tried. */
export function fixed(snapshot: Snapshot, { fix }: Finding): Snapshot {
  assert.ok(fix?.verified === true && fix.where !== null, "the fix was tried");
  const edited = editedSnapshot(snapshot, [editOf(snapshot, fix.where, fix.policy)]);
  assert.ok(edited.ok, edited.ok ? "" : edited.error.message);
  return edited.value;
}

/** The finding is gone, nothing new of its rule is found, and nothing is lost but what is told; `whole`: all of it is. */
export function assertFixed(
  snapshot: Snapshot,
  finding: Finding,
  config: Partial<EngineConfig>,
  where: string,
): void {
  const after = fixed(snapshot, finding);
  const told = (one: Snapshot) =>
    scanSnapshot(one, config, { chains: true }).findings.summaries.filter(
      ({ rule }) => rule === finding.rule,
    );
  const before = new Set(told(snapshot).map(({ id }) => id));
  const left = told(after).map(({ id }) => id);
  assert.ok(!left.includes(finding.id), `${where}: the finding is still there`);
  assert.ok(
    left.every((id) => before.has(id)),
    `${where}: another finding of the rule comes instead`,
  );
  const had = reachOf(snapshot).graph;
  const has = reachOf(after).graph;
  const { principals } = had.nodes;
  const gone = without(accessesOf(had, principals), accessesOf(has, principals));
  assert.deepEqual(
    [...without(accessesOf(has, principals), accessesOf(had, principals))],
    [],
    `${where}: more`,
  );
  const also = finding.fix?.alsoLost;
  assert.ok(also !== null && also !== undefined, where);
  if (also.more > 0) return;
  const named = new Set([...also.accesses.map(nameOf), ...wayOf(had, finding, config)]);
  assert.deepEqual([...without(gone, named)], [], `${where}: lost, and not told`);
  const everything = without(accessesOf(had, had.nodes.count), accessesOf(has, principals));
  for (const access of also.accesses) {
    // Whoever comes in from outside stands in no edge.
    if (had.nodes.ofArn(access.from) === null && !isAdministrator(access.from)) continue;
    assert.ok(everything.has(nameOf(access)), `${where}: told as lost, and is not: ${nameOf(access)}`);
  }
}

function isAdministrator(name: string): boolean {
  return name.endsWith(":root");
}

function editOf(snapshot: Snapshot, where: string, text: string | null): SnapshotEdit {
  const trusting = /^trust policy of (.*)$/.exec(where)?.[1];
  if (trusting !== undefined) {
    assert.ok(text !== null && isArn(trusting));
    return { kind: "trust-policy", role: snapshot.roles.byArn(trusting) ?? -1, text };
  }
  const [policy = "", of] = where.split(" of ");
  const account = snapshot.accountIndex(splitArn(policy)?.account ?? splitArn(of ?? "")?.account ?? "") ?? -1;
  if (of !== undefined) {
    assert.ok(isArn(policy));
    return { kind: "detach-policy", holder: holderOf(snapshot, of), policy };
  }
  if (policy.includes(":policy/")) {
    assert.ok(text !== null && isArn(policy));
    return { kind: "managed-policy", account, policy, text };
  }
  const slash = policy.lastIndexOf("/");
  return {
    kind: "inline-policy",
    holder: holderOf(snapshot, policy.slice(0, slash)),
    name: policy.slice(slash + 1),
    text,
  };
}

function holderOf(snapshot: Snapshot, arn: string) {
  const role = isArn(arn) ? snapshot.roles.byArn(arn) : null;
  if (role !== null) return { kind: "role", role } as const;
  const account = snapshot.accountIndex(splitArn(arn)?.account ?? "") ?? -1;
  const kind = arn.includes(":group/") ? "group" : "user";
  return { kind, account, name: arn.slice(arn.lastIndexOf("/") + 1) } as const;
}

type Access = { readonly from: string; readonly to: string; readonly by: string };

function nameOf({ from, to, by }: Access): string {
  return `${from} –${by}→ ${to}`;
}

/** From nodes below the number. */
function accessesOf(graph: ReachGraph, end: number): ReadonlySet<string> {
  const { forward } = graph;
  const found = new Set<string>();
  for (let from = 0; from < end; from++) {
    for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++)
      found.add(accessName(graph, from, forward.other[at] ?? 0, forward.kind[at] ?? 0));
  }
  return found;
}

function accessName(graph: ReachGraph, from: number, to: number, kind: number): string {
  const by =
    kind === edgeKind.is ? "is" : kind === edgeKind.assume ? "assume" : (techniqueOfKind(kind)?.id ?? "");
  return nameOf({ from: nodeName(graph, from), to: nodeName(graph, to), by });
}

function nodeName({ nodes, snapshot }: ReachGraph, node: number): string {
  const at = nodes.at(node);
  const account = snapshot.accounts[nodes.accountOf(node)]?.id ?? "";
  if (at.kind === "organization")
    return `arn:aws:organizations::${account}:organization/${snapshot.organization?.id}`;
  return nodes.arnOf(node) ?? `arn:aws:iam::${account}:root`;
}

function without(all: ReadonlySet<string>, those: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...all].filter((one) => !those.has(one)));
}

/** The hops of the finding's own way. */
function wayOf(graph: ReachGraph, finding: Finding, config: Partial<EngineConfig>): readonly string[] {
  const { context, config: whole } = engineOf(graph.snapshot, config);
  const rule: Rule | undefined = whole.rules.find(({ id }) => id === finding.rule);
  if (rule?.kind !== "reach") return [];
  return [...rule.check(reachView(graph, context))].flatMap(({ subject, title, way: { steps } }) =>
    subject === finding.subject && title === finding.title
      ? steps.flatMap(({ node, by }, at) => {
          const before = steps[at - 1]?.node;
          return before === undefined || by === null ? [] : [accessName(graph, before, node, by.kind)];
        })
      : [],
  );
}
