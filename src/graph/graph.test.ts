/** The graph over a small organization: two accounts with data, one without, and the world outside. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCallerSide } from "../authz/index.ts";
import {
  type AccountId,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type Snapshot,
  SnapshotBuilder,
} from "../model/index.ts";
import {
  accountMatrix,
  allGaps,
  buildAssumeGraph,
  crossAccountEdges,
  externalEdges,
  graphFromSections,
  graphSections,
  trustReader,
  whatCanAssume,
  whoCanAssume,
} from "./index.ts";

const [shop, hub, unread, outside] = ["111111111111", "222222222222", "333333333333", "999999999999"].map(
  accountId,
);
const organizationId = "o-abcdefghij";
const allow = (principal: object, more: object = {}) => ({
  Effect: "Allow",
  Principal: principal,
  Action: "sts:AssumeRole",
  ...more,
});
const root = (account: string | undefined) => ({ AWS: `arn:aws:iam::${account}:root` });
const mayAssume = (resource: string) => ({
  Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: resource },
});

const snapshot = example();
const reader = trustReader(snapshot);
const graph = buildAssumeGraph(reader);
const scope = {
  snapshot,
  organization: reader.organization,
  callers: createCallerSide(snapshot, reader.organization),
  nameOf: () => null,
};

const ask = (name: string, account = shop) => {
  const role = snapshot.roles.byArn(arn(account, name));
  if (role === null) throw new Error(`there is no ${name}`);
  return whoCanAssume(role, graph.grantsOf(role), scope);
};
const ids = (name: string, account = shop) =>
  ask(name, account)
    .who.map((who) => who.id)
    .sort();

test("Trust in an account with data becomes those of its principals that can really call", () => {
  assert.deepEqual(ids("from-hub"), [arn(hub, "deployer")]);
  assert.equal(ask("from-hub").who[0]?.via, "account");
});

test("Trust in an account of ours without data stays the account, is not proven, and says what is missing", () => {
  const { who, coverage } = ask("from-unread");
  assert.deepEqual(
    who.map(({ kind, id, proven, external }) => ({ kind, id, proven, external })),
    [{ kind: "account", id: unread, proven: false, external: false }],
  );
  assert.equal(
    coverage.some((gap) => gap.account === unread),
    true,
  );
});

test("Trust in an outside account stays the account, and is proven: outsiders permit themselves what they like", () => {
  const [who] = ask("from-outside").who;
  assert.deepEqual([who?.id, who?.external, who?.proven], [outside, true, true]);
});

test("A named principal whose own policies refuse is told as blocked, with the reason", () => {
  const { who, blocked } = ask("named");
  assert.deepEqual(
    who.map(({ id }) => id),
    [arn(hub, "deployer")],
  );
  assert.deepEqual(
    blocked.map(({ principal }) => principal),
    [arn(hub, "idle")],
  );
  assert.ok((blocked[0]?.because.length ?? 0) > 10);
});

test("Trust in the organization reaches the callers of its accounts, and in the own account everybody", () => {
  const told = ids("from-organization");
  const elsewhere = told.filter((id) => !id.includes(shop ?? ""));
  assert.deepEqual(elsewhere, [unread, arn(hub, "deployer")].sort());
  // A wildcard takes in principals of the role's own account without any permission of their own (IAM-SEMANTICS A2).
  assert.ok(told.includes(arn(shop, "named")));
});

test("Roles of several owners whose policies come to the same share one slot", () => {
  const slot = (account: string | undefined) =>
    graph.columns.slotOfRole[snapshot.roles.byArn(arn(account, "own")) ?? -1];
  assert.equal(slot(shop), slot(hub));
  assert.equal(ask("own", shop).role, arn(shop, "own"));
  const role = snapshot.roles.byArn(arn(hub, "own")) ?? -1;
  assert.deepEqual(graph.grantsOf(role)[0]?.party, { kind: "account", account: hub });
});

test("What a principal can assume agrees with who can assume each role", () => {
  const deployer = arn(hub, "deployer");
  if (!isArn(deployer)) throw new Error(deployer);
  const told = whatCanAssume(graph, deployer, scope).roles.map(({ role }) => role);
  const asked = Array.from({ length: snapshot.roles.count }, (_, role) => role)
    .filter((role) => whoCanAssume(role, graph.grantsOf(role), scope).who.some(({ id }) => id === deployer))
    .map((role) => snapshot.roles.arn(role));
  assert.deepEqual([...told].sort(), asked.sort());
});

test("External edges are those from outside the organization, cross-account edges also those inside", () => {
  const names = (edges: Iterable<{ role: number }>) =>
    [...edges].map(({ role }) => snapshot.roles.name(role)).sort();
  assert.deepEqual(names(externalEdges(graph, reader.organization)), ["from-outside"]);
  assert.deepEqual(names(crossAccountEdges(graph)), [
    "from-hub",
    "from-organization",
    "from-outside",
    "from-unread",
    "named",
    "named",
  ]);
});

test("The matrix counts for each pair of accounts the roles that let the other in", () => {
  const cells = accountMatrix(graph, reader.organization);
  const count = (from: string | undefined) =>
    cells.find((cell) => cell.from.id === from && cell.to === shop)?.roles;
  assert.deepEqual([count(hub), count(outside), count(unread), count(organizationId)], [2, 1, 1, 1]);
});

test("A role whose trust policy can't be read is told as a gap, never as one that nobody can assume", () => {
  assert.equal(
    allGaps(graph).some((gap) => gap.subject === arn(shop, "unreadable")),
    true,
  );
  assert.equal(
    allGaps(graph).some((gap) => gap.subject === arn(shop, "named")),
    false,
  );
});

test("A graph that comes out of its sections gives the same grants, and damaged sections give none", () => {
  const sections = new Map(graphSections(graph).map(({ name, data }) => [name, data]));
  const source = {
    uint32: (name: string) => {
      const data = sections.get(name);
      return data instanceof Uint32Array ? data : null;
    },
    bytes: (name: string) => {
      const data = sections.get(name);
      return data instanceof Uint8Array ? data : null;
    },
  };
  const again = graphFromSections(snapshot, source);
  assert.ok(again);
  for (let role = 0; role < snapshot.roles.count; role++)
    assert.deepEqual(again.grantsOf(role), graph.grantsOf(role));
  sections.delete("graph/edgeGuard");
  assert.equal(graphFromSections(snapshot, source), null);
});

function example(): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_767_225_600, source: "synth" });
  const parent = "r-root";
  if (!isOrganizationId(organizationId) || !isOrganizationNodeId(parent)) throw new Error("malformed");
  builder.setOrganization({
    id: organizationId,
    managementAccount: accountId(hub ?? ""),
    units: [{ id: parent, name: "Root", parent: null }],
    controlPolicies: [],
    delegatedAdministrators: [],
  });
  for (const id of [shop, hub, unread]) builder.addAccount({ id: accountId(id ?? ""), parent });
  const add = (
    account: AccountId | undefined,
    name: string,
    trust: object | string,
    permissions?: object,
  ) => {
    const owner = accountId(account ?? "");
    const uniqueId = `AROA${name.toUpperCase().replaceAll("-", "").padEnd(17, "0")}`;
    if (!isUniqueId(uniqueId)) throw new Error(uniqueId);
    const text = typeof trust === "string" ? trust : JSON.stringify({ Statement: trust });
    builder.addRole(owner, {
      name,
      uniqueId,
      trustPolicy: builder.document(text, owner),
      inlinePolicies:
        permissions === undefined
          ? []
          : [{ name: "inline", document: builder.document(JSON.stringify(permissions), owner) }],
    });
  };
  const service = allow({ Service: "ec2.amazonaws.com" });
  add(hub, "deployer", service, mayAssume("*"));
  add(hub, "idle", service);
  add(hub, "own", allow(root(hub)));
  add(shop, "own", allow(root(shop)));
  add(shop, "from-hub", allow(root(hub)));
  add(shop, "from-unread", allow(root(unread)));
  add(shop, "from-outside", allow(root(outside)));
  add(shop, "named", allow({ AWS: [arn(hub, "deployer"), arn(hub, "idle")] }));
  add(
    shop,
    "from-organization",
    allow({ AWS: "*" }, { Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } } }),
  );
  add(shop, "unreadable", "{ this is no policy");
  return builder.build();
}

function accountId(text: string): AccountId {
  if (!isAccountId(text)) throw new Error(text);
  return text;
}

function arn(account: string | undefined, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}
