/** Answers where the place of an account is not known, or where only some callers of an account can pass. */
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
  SnapshotBuilder,
} from "../model/index.ts";
import { buildAssumeGraph, trustReader, whatCanAssume, whoCanAssume } from "./index.ts";

const [shop, placeless, unread, outside] = [
  "111111111111",
  "222222222222",
  "333333333333",
  "999999999999",
].map(account);
const ours = checked("o-abcdefghij", isOrganizationId);
const others = "o-others12345";
const app = `arn:aws:iam::${placeless}:role/app`;
const run = `arn:aws:sts::${placeless}:assumed-role/app/run`;

const trusting = (principal: object, condition?: object) => ({
  Statement: {
    Effect: "Allow",
    Principal: principal,
    Action: "sts:AssumeRole",
    ...(condition === undefined ? {} : { Condition: condition }),
  },
});
const anyone = { AWS: "*" };

const trusts: Readonly<Record<string, object>> = {
  unit: trusting(anyone, {
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${ours}/r-ab12/ou-ab12-aaaaaaaa/*` },
  }),
  others: trusting(anyone, { StringEquals: { "aws:PrincipalOrgID": others } }),
  ours: trusting(anyone, { StringEquals: { "aws:PrincipalOrgID": ours } }),
  session: trusting({ AWS: run }),
  "not-unread": trusting(anyone, {
    StringEquals: { "aws:PrincipalOrgID": ours },
    StringNotEquals: { "aws:PrincipalAccount": unread },
  }),
  "not-outside": trusting(anyone, { StringNotEquals: { "aws:PrincipalAccount": outside } }),
};

const snapshot = example();
const reader = trustReader(snapshot);
const graph = buildAssumeGraph(reader);
const scope = {
  snapshot,
  organization: reader.organization,
  callers: createCallerSide(snapshot, reader.organization),
  nameOf: () => null,
};

function who(name: string): readonly string[] {
  const role = snapshot.roles.byArn(`arn:aws:iam::${shop}:role/${name}`);
  assert.ok(role !== null);
  return whoCanAssume(role, graph.grantsOf(role), scope).who.map(
    ({ id, proven }) => `${id}${proven ? "" : " (may)"}`,
  );
}

function what(principal: string): readonly string[] {
  return whatCanAssume(graph, checked(principal, isArn), scope).roles.map(({ role, guard, certainty }) => {
    const terms = guard.map(({ key, values }) => ` if ${key} [${values.join(", ")}]`);
    return `${role.slice(role.indexOf("/") + 1)}${terms.join("")}${certainty.kind === "may" ? " (may)" : ""}`;
  });
}

test("An account of ours whose place is not known may stand in the unit that is trusted", () => {
  assert.ok(who("unit").includes(`${app} (may)`), who("unit").join());
  assert.ok(what(app).includes("unit (may)"), what(app).join());
});

test("An account outside may be in another organization that is trusted, and is not in ours", () => {
  const told = what(`arn:aws:iam::${outside}:root`);
  assert.ok(told.includes("others (may)"), told.join());
  assert.ok(!told.some((role) => role.startsWith("ours")), told.join());
  assert.ok(!what(app).some((role) => role.startsWith("others")));
});

test("A role can assume what trusts one of its sessions, by a session of that name", () => {
  assert.ok(what(app).includes("session if aws:userid [AROAEXAMPLEEXAMPLE123:run]"), what(app).join());
  assert.ok(what(run).includes("session"), what(run).join());
});

test("An account without data is not told where the trust policy leaves it out", () => {
  assert.ok(who("ours").includes(`${unread} (may)`));
  assert.ok(!who("not-unread").some((id) => id.startsWith(`${unread}`)), who("not-unread").join());
  const told = what(`arn:aws:iam::${outside}:root`);
  assert.ok(!told.some((role) => role.startsWith("not-outside")), told.join());
});

function example() {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "import" });
  const root = checked("r-ab12", isOrganizationNodeId);
  const lost = checked("ou-ab12-lost0000", isOrganizationNodeId);
  builder.setOrganization({
    id: ours,
    managementAccount: account("111111111111"),
    units: [{ id: root, name: "Root", parent: null }],
    controlPolicies: [],
    delegatedAdministrators: null,
  });
  builder.addAccount({ id: account("111111111111"), parent: root });
  builder.addAccount({ id: account("222222222222"), parent: lost });
  builder.addAccount({ id: account("333333333333"), parent: root });
  const uniqueId = checked("AROAEXAMPLEEXAMPLE123", isUniqueId);
  const home = account("111111111111");
  for (const [name, trust] of Object.entries(trusts)) {
    builder.addRole(home, { name, uniqueId, trustPolicy: builder.document(JSON.stringify(trust), home) });
  }
  const other = account("222222222222");
  const assume = { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" } };
  builder.addRole(other, {
    name: "app",
    uniqueId,
    trustPolicy: builder.document(JSON.stringify(trusting({ Service: "ec2.amazonaws.com" })), other),
    inlinePolicies: [{ name: "inline", document: builder.document(JSON.stringify(assume), other) }],
  });
  return builder.build();
}

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  assert.ok(is(text), `${text} is not well-formed`);
  return text;
}

function account(id: string): AccountId {
  return checked(id, isAccountId);
}
