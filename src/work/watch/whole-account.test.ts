/** Accounts that join, and policies that AWS changes, taken into what is known: over a real store, by a reader that is made up. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  allow,
  managementId,
  type OrganizationPlan,
  organizationId,
  policyArn,
  roleArn,
  rootId,
  trusts,
} from "../../../test/support/planned-organization.ts";
import {
  accountId,
  SettleBench,
  settleStart,
  trustEvent,
  withStore,
} from "../../../test/support/settle-bench.ts";
import { PendingChanges } from "./pending-changes.ts";
import type { SubjectReading } from "./settle-parts.ts";

const hub = accountId("222222222222");
const fresh = accountId("333333333333");
const stranger = "999999999999";
const before: OrganizationPlan = { accounts: [{ id: hub, roles: [] }] };
const whole = { kind: "account", account: fresh } as const;

const organizationRead: SubjectReading = {
  kind: "read",
  parts: {
    organization: [
      {
        Organization: { Id: organizationId, MasterAccountId: managementId },
        Roots: [{ Id: rootId, Name: "Root" }],
        OrganizationalUnits: [],
        Accounts: [managementId, hub, fresh].map((Id) => ({
          Id,
          Name: `account ${Id}`,
          Email: `${Id}@example.com`,
          Status: "ACTIVE",
          ParentId: rootId,
        })),
      },
    ],
  },
};

const textOf = (principal: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [trusts({ AWS: principal })] });

function roleRow(name: string, trust: string) {
  return {
    RoleName: name,
    RoleId: `AROA0000000000000${name.toUpperCase().padEnd(4, "0").slice(0, 4)}`,
    Path: "/",
    Arn: roleArn(fresh, name),
    AssumeRolePolicyDocument: trust,
    RolePolicyList: [],
    AttachedManagedPolicies: [],
  };
}

const rolesRead = (...rows: readonly object[]): SubjectReading => ({
  kind: "read",
  parts: { "authorization-details": [{ RoleDetailList: rows }] },
});

const app = roleRow("app", textOf(`arn:aws:iam::${stranger}:root`));
const own = roleRow("own", textOf(`arn:aws:iam::${hub}:root`));

describe("An account that joined", () => {
  const store = withStore();
  const joinedBench = async (): Promise<SettleBench> => {
    const bench = new SettleBench(before, store());
    bench.read = ({ kind }) => (kind === "organization" ? organizationRead : rolesRead(app, own));
    bench.pending.addFound({ kind: "organization" }, "reconcile", bench.now);
    await bench.settle();
    return bench;
  };

  test("is told as one, with whom it lets in from outside, and is known from then on", async () => {
    const bench = await joinedBench();
    assert.deepEqual(bench.known.joined, [fresh]);
    bench.pending.addFound(whole, "joined", bench.now);
    const [event, ...others] = await bench.settle();
    assert.deepEqual(others, []);
    assert.equal(event?.kind, "changed");
    assert.deepEqual(
      event?.changes.map(({ subject, gained }) => [subject, gained.map(({ id }) => id)]),
      [
        [fresh, [stranger]],
        [roleArn(fresh, "app"), [stranger]],
        // It lets nobody in from outside, and has a finding.
        [roleArn(fresh, "own"), []],
      ],
    );
    assert.match(event?.title ?? "", /read for the first time: 2 roles, 0 users, 0 resources; 2 of them let/);
    assert.ok((event?.findings.opened.length ?? 0) > 0);
    assert.deepEqual(bench.known.joined, []);

    bench.read = () => rolesRead(roleRow("own", textOf("*")));
    const [change] = await bench.settle(trustEvent(fresh, "own", textOf("*"), settleStart));
    assert.equal(change?.kind, "changed");
    assert.ok(!/nothing of the account/i.test(JSON.stringify(change)), "it is compared with what is known");
  });

  test("is known to other watches, and after a restart, with what changed in it since over it", async () => {
    const bench = await joinedBench();
    bench.pending.addFound(whole, "joined", bench.now);
    await bench.settle();
    bench.read = () => rolesRead(roleRow("own", textOf(`arn:aws:iam::${stranger}:root`)));
    await bench.settle(trustEvent(fresh, "own", textOf(`arn:aws:iam::${stranger}:root`), settleStart));
    const restarted = new SettleBench(before, store());
    await restarted.known.catchUp(store());
    const { snapshot } = restarted.known.engine;
    assert.deepEqual(restarted.known.joined, []);
    const trustOf = (name: string): string | null => {
      const role = snapshot.roles.row(snapshot.roles.byName(fresh, name) ?? assert.fail(`no ${name}`));
      return role.trustPolicy === null ? null : snapshot.documents.text(role.trustPolicy, fresh);
    };
    assert.deepEqual(
      [trustOf("app"), trustOf("own")],
      [app.AssumeRolePolicyDocument, app.AssumeRolePolicyDocument],
    );
  });

  test("waits for the role that it is read by, says so when that does not come, and is read when it does", async () => {
    const bench = await joinedBench();
    bench.read = () => ({ kind: "refused", forGood: true, why: "AssumeRole: access was denied" });
    bench.pending.addFound(whole, "joined", bench.now);
    assert.deepEqual(await bench.settle(), []);
    assert.equal(bench.pending.size, 1);
    bench.now += bench.patience;
    const [event] = await bench.settle();
    assert.equal(event?.kind, "unresolved");
    assert.match(event?.title ?? "", /has joined, and could not be read/);
    bench.read = () => rolesRead(app);
    bench.pending.addFound(whole, "reconcile", bench.now);
    const [read] = await bench.settle();
    assert.match(read?.title ?? "", /read for the first time: 1 role,/);
  });
});

test("what happens in an account that joined waits for the read of all of it, and not for ever", () => {
  const pending = new PendingChanges(0, 120_000);
  const dueAt = (now: number): readonly string[] => pending.due(now, 10).map(({ subject }) => subject.kind);
  pending.addFound(whole, "joined", settleStart);
  pending.addEvent(trustEvent(fresh, "own", textOf("*"), settleStart), settleStart);
  pending.addEvent(trustEvent(hub, "own", textOf("*"), settleStart), settleStart);
  assert.deepEqual(dueAt(settleStart).toSorted(), ["account", "role"]);
  assert.deepEqual(dueAt(settleStart + 120_000).toSorted(), ["account", "role", "role"]);
  pending.settled("account 333333333333", [], settleStart);
  assert.deepEqual(dueAt(settleStart + 1000), ["role", "role"]);
});

describe("A policy that AWS manages", () => {
  const store = withStore();
  test("is told and known once a full read brought another text of it", async () => {
    const arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const planned: OrganizationPlan = {
      accounts: [
        {
          id: hub,
          roles: [{ name: "app", trust: [trusts({ AWS: hub })], attached: [arn] }],
          managed: [{ name: arn, statements: [allow("s3:GetObject")] }],
        },
      ],
    };
    const Document = JSON.stringify({ Version: "2012-10-17", Statement: [allow("s3:*")] });
    const row = {
      Arn: arn,
      PolicyName: "AmazonS3ReadOnlyAccess",
      DefaultVersionId: "v1",
      PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document }],
    };
    const bench = new SettleBench(planned, store());
    bench.read = () => ({ kind: "read", parts: { "authorization-details": [{ Policies: [row] }] } });
    bench.pending.addFound({ kind: "aws-managed-policy", arn }, "reconcile", bench.now);
    const [event, ...others] = await bench.settle();
    assert.deepEqual(others, []);
    assert.equal(event?.subject, arn);
    const restarted = new SettleBench(planned, store());
    await restarted.known.catchUp(store());
    const { snapshot } = restarted.known.engine;
    const known = snapshot.managedPolicy(policyArn(hub, arn), snapshot.accountIndex(hub) ?? 0);
    assert.equal(known === null ? null : snapshot.documents.text(known.document, hub), Document);
    bench.pending.addFound({ kind: "aws-managed-policy", arn }, "reconcile", bench.now);
    assert.deepEqual(await bench.settle(), [], "it is told once");
  });
});
