/**
 * Every technique of the catalogue works in an account made from its own declaration, and does not where anything that it
 * needs is taken away.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { edgeKind, firstTechnique } from "../../src/graph/reach/edge-table.ts";
import type { PathHop, ReachGraph } from "../../src/graph/reach/index.ts";
import { techniques } from "../../src/graph/techniques/catalogue.ts";
import type { Technique } from "../../src/graph/techniques/technique.ts";
import {
  type ControlPlan,
  type OrganizationPlan,
  snapshotOf,
  trusts,
} from "../support/planned-organization.ts";
import { type Reach, reachOf, shown } from "../support/reach-of.ts";
import { replay } from "../support/replay.ts";
import {
  accountOf,
  callerArn,
  callersOf,
  inAccount,
  otherAccount,
  perfectSetup,
  type Setup,
  targetArn,
} from "../support/technique-setup.ts";
import { administratorSetup, type Twin, twinsOf } from "../support/technique-twins.ts";

/** Whether the technique is for the account that manages the organization: there is one of them, and no SCP is over it. */
function isForManagement({ gives }: Technique): boolean {
  return gives.kind === "organization" || delegatedServiceOf(gives) !== undefined;
}

/** Whose delegated administrator it is for, too; null: for nobody's. Undefined: it does not reach members. */
function delegatedServiceOf(gives: Technique["gives"]): string | null | undefined {
  if (gives.kind === "member-administrators") return gives.servicePrincipal;
  if (gives.kind === "member-root") return gives.enabled === "already" ? "iam.amazonaws.com" : null;
  return undefined;
}

/** Each twin has an account to itself. */
function planOf(setups: readonly Setup[]): OrganizationPlan {
  const controls = setups.flatMap(({ account, scp }): readonly ControlPlan[] =>
    scp === null
      ? []
      : [{ kind: "scp", name: `scp-${account}`, statements: scp.statements, targets: [account] }],
  );
  return {
    accounts: setups.map(accountOf),
    controls,
    withoutFullAccess: setups.flatMap(({ account, scp }) => (scp?.isOnly === true ? [account] : [])),
  };
}

const numbered = (at: number): string => String(200_000_000_000 + at);

type Edge = { readonly from: number; readonly to: number; readonly kind: number; readonly proven: boolean };

function edgesOf(graph: ReachGraph, technique: Technique, from: number): readonly Edge[] {
  const wanted =
    technique.gives.kind === "assumable-role"
      ? edgeKind.assume
      : firstTechnique + techniques.indexOf(technique);
  const { start, other, kind, proven } = graph.forward;
  const found: Edge[] = [];
  for (let edge = start[from] ?? 0; edge < (start[from + 1] ?? 0); edge++) {
    if (kind[edge] !== wanted) continue;
    found.push({ from, to: other[edge] ?? 0, kind: wanted, proven: proven[edge] === 1 });
  }
  return found;
}

/** The node that the technique leads to. */
function givenNode({ graph }: Reach, setup: Setup): number | "member" {
  const { gives } = setup.technique;
  const node = nodeOf(graph, targetArn(setup));
  if (gives.kind === "self" && gives.by === "joined-group") return "member";
  if (gives.kind === "organization") return graph.nodes.organization;
  if (gives.kind === "new-administrator") return administratorOf(graph, setup.account);
  if (delegatedServiceOf(gives) !== undefined) return administratorOf(graph, otherAccount);
  if (gives.kind !== "self" && gives.kind !== "edited") return node;
  const isFreed = gives.by === "boundary" || (gives.kind === "edited" && gives.frees === true);
  const freed = { hasEverything: gives.by !== "boundary", group: null };
  return isFreed ? graph.nodes.ofFreed(graph.nodes.principalAt(node), freed) : graph.nodes.changedOf(node);
}

function administratorOf({ nodes, snapshot }: ReachGraph, account: string): number {
  const index = snapshot.accountIndex(account);
  assert.ok(index !== null, `${account} is in the snapshot`);
  return nodes.ofAdministrator(index);
}

function nodeOf(graph: ReachGraph, arn: string): number {
  const node = graph.nodes.ofArn(arn);
  assert.ok(node !== null, `${arn} is a node`);
  return node;
}

function hopOf(setup: Setup, { from, to, kind, proven }: Edge): PathHop {
  const isAssumption = kind === edgeKind.assume;
  return {
    from: callerArn(setup),
    to: targetArn(setup),
    kind: isAssumption ? "assume" : "escalate",
    technique: isAssumption ? null : setup.technique.id,
    proven,
    cause: isAssumption ? { kind: "assume", from, role: to } : { kind: "technique", from, to, number: kind },
  };
}

/** Where a way has to end: whom the technique gives; administration, where it edits. */
function endOf(setup: Setup): string {
  const { gives } = setup.technique;
  if (gives.kind === "edited" && gives.by === "boundary") return targetArn(setup);
  switch (gives.kind) {
    case "organization":
      return "organization";
    case "member-administrators":
    case "member-root":
      return `admin:${otherAccount}`;
    case "self":
    case "edited":
    case "new-administrator":
      return `admin:${setup.account}`;
    default:
      return targetArn(setup);
  }
}

/** Others that are done with no more than what this one needs. */
function hasLesserOnes(technique: Technique): boolean {
  const actions = new Set(technique.needs.map(({ action }) => action));
  return techniques.some(
    (other) => other !== technique && other.needs.every(({ action }) => actions.has(action)),
  );
}

function check(reach: Reach, { name, setup, expected, isLimited }: Twin): void {
  const { technique } = setup;
  const what = `${technique.id} by a ${setup.caller}, ${name}`;
  const given = givenNode(reach, setup);
  const edges = edgesOf(reach.graph, technique, nodeOf(reach.graph, callerArn(setup)));
  const edge = edges.find(({ to }) => given === "member" || to === given);
  const paths = reach.paths({ from: callerArn(setup), to: endOf(setup) });
  if (expected === "none") {
    assert.equal(edge, undefined, `${what}: it does not work`);
    if (!hasLesserOnes(technique)) assert.deepEqual(paths.map(shown), [], `${what}: there is no way`);
    return;
  }
  assert.ok(edge !== undefined, `${what}: it works`);
  // Without its boundary, the caller has what its own policies allow, and that is no more than the technique here.
  const staysItself = technique.gives.kind === "self" && technique.gives.by === "boundary";
  assert.ok(isLimited === true || staysItself || paths.length > 0, `${what}: there is a way`);
  const isProven = expected !== "may" && technique.unseen === undefined;
  const story = reach.story(hopOf(setup, edge));
  assert.equal(edge.proven, isProven, `${what}: certainty, ${story.reasons.join("; ")}`);
  assert.equal(story.reasons.length > 0, !isProven, `${what}: what is *may* says why`);
  if (expected === "guarded") {
    const keys = story.guard.map(({ key }) => key.toLowerCase());
    assert.ok(
      keys.includes("aws:multifactorauthpresent"),
      `${what}: the guard tells MFA: ${keys.join(", ")}`,
    );
  }
  if (expected !== "may") replayAll(reach, setup, story.requests, what);
}

function replayAll(
  { snapshot }: Reach,
  setup: Setup,
  requests: ReturnType<Reach["story"]>["requests"],
  what: string,
): void {
  const { needs } = setup.technique;
  const shownActions = requests.map(({ action }) => action);
  for (const { action } of needs) assert.ok(shownActions.includes(action), `${what}: ${action} is shown`);
  const rewrites = needs.some(({ action }) => action === "iam:UpdateAssumeRolePolicy");
  for (const request of requests) {
    const isAfter =
      request.action === "sts:AssumeRole" && (rewrites || setup.technique.gives.kind === "new-administrator");
    const trust = [trusts({ AWS: callerArn(setup) })];
    const { decision, unknowns, blockedBy } = replay(snapshot, request, isAfter ? { trust } : {});
    const told = `${JSON.stringify(request)} (${[...blockedBy, ...unknowns].join("; ")})`;
    // Whether the organization has turned it on is not said by policies.
    const accepted = request.action === "sts:AssumeRoot" ? "Unknown" : "Allowed";
    assert.equal(decision, accepted, `${what}: AWS would accept ${told}`);
    assert.equal(unknowns.length, accepted === "Unknown" ? 1 : 0, `${what}: nothing else is open: ${told}`);
  }
}

function failuresOf(twins: readonly Twin[], more: Partial<OrganizationPlan> = {}): readonly string[] {
  const plan = planOf(twins.map(({ setup }) => setup));
  const reach = reachOf(snapshotOf({ ...plan, accounts: [...plan.accounts, { id: otherAccount }], ...more }));
  return twins.flatMap((twin) => {
    try {
      check(reach, twin);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

function managementFailures(twins: readonly Twin[]): readonly string[] {
  return twins
    .filter(({ setup }) => setup.scp === null)
    .flatMap((twin) => failuresOf([twin], { management: twin.setup.account }));
}

/** Those are under SCPs. */
function delegatedFailures(twins: readonly Twin[], servicePrincipal: string): readonly string[] {
  return twins.flatMap((twin) =>
    failuresOf([twin], { delegated: [{ account: twin.setup.account, servicePrincipal }] }),
  );
}

for (const technique of techniques) {
  test(`${technique.id} works where all is there that it needs, and not without any of it`, () => {
    const twins = callersOf(technique)
      .flatMap((caller) => twinsOf(perfectSetup(technique, caller, numbered(0))))
      .map((twin, at): Twin => ({ ...twin, setup: inAccount(twin.setup, numbered(at)) }));
    assert.deepEqual(isForManagement(technique) ? managementFailures(twins) : failuresOf(twins), []);
    const service = delegatedServiceOf(technique.gives);
    if (typeof service === "string") assert.deepEqual(delegatedFailures(twins, service), []);
  });
}

test("whoever is allowed everything comes to whomever a technique gives", () => {
  const setups = techniques.map((technique, at) =>
    administratorSetup(perfectSetup(technique, callersOf(technique)[0] ?? "user", numbered(at))),
  );
  for (const setup of setups) {
    const plan = { accounts: [accountOf(setup), { id: otherAccount }] };
    const isManaging = isForManagement(setup.technique);
    const reach = reachOf(snapshotOf(isManaging ? { ...plan, management: setup.account } : plan));
    const paths = reach.paths({ from: callerArn(setup), to: endOf(setup) });
    assert.ok(paths.length > 0, `${setup.technique.id}: there is a way`);
  }
});

for (const technique of techniques.filter(isForManagement)) {
  test(`${technique.id} is for the management account and delegated administrators`, () => {
    const { gives } = technique;
    const setup = perfectSetup(technique, "user", numbered(0));
    const waysWith = (more: Partial<OrganizationPlan>): number => {
      const accounts = [accountOf(setup), { id: otherAccount }];
      return reachOf(snapshotOf({ accounts, ...more })).paths({ from: callerArn(setup), to: endOf(setup) })
        .length;
    };
    assert.equal(waysWith({}), 0, "not for a member");
    assert.ok(waysWith({ management: setup.account }) > 0);
    const service = delegatedServiceOf(gives) ?? null;
    const servicePrincipal = service ?? "iam.amazonaws.com";
    const delegated = waysWith({ delegated: [{ account: setup.account, servicePrincipal }] });
    assert.equal(delegated > 0, service !== null, "a delegated administrator of its service");
    const other = waysWith({
      delegated: [{ account: setup.account, servicePrincipal: "backup.amazonaws.com" }],
    });
    assert.equal(other, 0, "not for a delegated administrator of another service");
  });
}
