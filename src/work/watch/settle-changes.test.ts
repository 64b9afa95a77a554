/** Settlements over a real store: what events and reads of single subjects come to. The reader is made up. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  allow,
  type OrganizationPlan,
  roleArn,
  type Statement,
  trusts,
} from "../../../test/support/planned-organization.ts";
import {
  accountId,
  eventOf,
  SettleBench,
  settleStart as start,
  trustEvent,
  withStore,
} from "../../../test/support/settle-bench.ts";
import type { AccountId, ChangeEvent, DriftEvent, EventDocument } from "../../model/index.ts";
import type { SubjectReading } from "./settle-parts.ts";

const shop: AccountId = accountId("111111111111");
const hub: AccountId = accountId("222222222222");
const stranger = "999999999999";
const role = { kind: "role", account: shop, name: "app" } as const;

const trusting = (account: string): readonly Statement[] => [trusts({ AWS: `arn:aws:iam::${account}:root` })];
const textOf = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const open = textOf(trusting(stranger));
const closed = textOf(trusting(hub));

const plan = (roles: OrganizationPlan["accounts"][number]["roles"] = []): OrganizationPlan => ({
  accounts: [
    { id: shop, roles },
    { id: hub, roles: [] },
  ],
});
const withApp = plan([{ name: "app", trust: trusting(hub) }]);

/** A role as it is read; null: there is none. */
function roleRead(trust: string | null, attached: readonly string[] = []): SubjectReading {
  if (trust === null) return { kind: "read", parts: {} };
  const row = {
    RoleName: "app",
    RoleId: "AROA0000000000000APP1",
    Path: "/",
    Arn: roleArn(shop, "app"),
    AssumeRolePolicyDocument: trust,
    RolePolicyList: [],
    AttachedManagedPolicies: attached.map((arn) => ({ PolicyArn: arn, PolicyName: "it" })),
  };
  return { kind: "read", parts: { "authorization-details": [{ RoleDetailList: [row] }] } };
}

const trustIs = (text: string | null, at: number, name?: string): ChangeEvent =>
  trustEvent(shop, "app", text, at, name);

function told(events: readonly DriftEvent[]): readonly string[] {
  return events.map(({ kind, changes }) =>
    [
      kind,
      ...changes.flatMap(({ gained, lost }) => [
        ...gained.map(({ id }) => `+${id}`),
        ...lost.map(({ id }) => `-${id}`),
      ]),
    ].join(" "),
  );
}

const store = withStore();
class Bench extends SettleBench {
  constructor(planned: OrganizationPlan) {
    super(planned, store());
  }
}

describe("What is not known before", () => {
  test("of an account that nothing was read of is not taken for nobody's access", async () => {
    const bench = new Bench({
      accounts: [
        { id: shop, hasData: false },
        { id: hub, roles: [] },
      ],
    });
    bench.read = () => roleRead(open);
    const [event] = await bench.settle(trustIs(open, start));
    assert.deepEqual(
      event?.changes[0]?.gained.map(({ id }) => id),
      [stranger],
    );
    assert.match(event?.changes[0]?.notes.join() ?? "", /nothing of the account was known before/i);
  });

  test("of an account that the snapshot does not have is told, as unresolved", async () => {
    const bench = new Bench({ accounts: [{ id: hub, roles: [] }] });
    bench.read = () => roleRead(open);
    const events = await bench.settle(trustIs(open, start));
    assert.deepEqual(told(events), ["unresolved"]);
    assert.match(events[0]?.changes[0]?.notes.join() ?? "", /no account that is known/i);
  });

  test("of resources that were not collected: one that changes is told with whom it lets in", async () => {
    const arn = "arn:aws:s3:::ledger";
    const subject = { kind: "resource", account: shop, type: "AWS::S3::Bucket", region: null, arn } as const;
    const policy = textOf([{ ...allow("s3:GetObject", `${arn}/*`), Principal: "*" }]);
    const bench = new Bench({ accounts: [{ id: shop, roles: [], resources: null }] });
    const row = { Type: "AWS::S3::Bucket", Arn: arn, Region: "us-east-1", Policy: policy };
    bench.read = () => ({ kind: "read", parts: { "resource-policies": [row] } });
    const document: EventDocument = { subject, part: { kind: "resource-policy" }, text: policy };
    const [event] = await bench.settle(eventOf("PutBucketPolicy", start, subject, [document]));
    assert.ok((event?.changes[0]?.gained.length ?? 0) > 0, "nobody is told");
    const { snapshot } = bench.known.engine;
    assert.ok(
      snapshot.coverage.some(({ what, account }) => what === "resource-policies" && account === shop),
      "the account's other resources are still not known",
    );
  });
});

test("an alias of a function is told with the function: its policy is its own", async () => {
  const arn = `arn:aws:lambda:us-east-1:${shop}:function:pay`;
  const type = "AWS::Lambda::Function";
  const subject = { kind: "resource", account: shop, type, region: "us-east-1", arn } as const;
  const alias = { arn: `${arn}:live`, type: "AWS::Lambda::Alias" };
  const bench = new Bench({ accounts: [{ id: shop, roles: [], resources: [{ arn, type }, alias] }] });
  const invoke = allow("lambda:InvokeFunction", alias.arn);
  const policy = textOf([{ ...invoke, Principal: { AWS: `arn:aws:iam::${stranger}:root` } }]);
  const rows = (Policy: string | null) => [
    { Type: type, Arn: arn, Region: null, Policy: null },
    { Type: alias.type, Arn: alias.arn, Region: null, Policy },
  ];
  bench.read = () => ({ kind: "read", parts: { "resource-policies": rows(policy) } });
  const [opened, ...others] = await bench.settle(
    eventOf("AddPermission20150331v2", start - 120_000, subject),
  );
  assert.equal(others.length, 0);
  assert.equal(opened?.subject, alias.arn);
  assert.deepEqual(
    opened?.changes[0]?.gained.map(({ id }) => id),
    [stranger],
  );
  bench.read = () => ({ kind: "read", parts: {} });
  const gone = await bench.settle(eventOf("DeleteFunction20150331", start - 110_000, subject));
  assert.deepEqual(gone.map((one) => one.subject).sort(), [arn, alias.arn]);
});

describe("What events alone tell", () => {
  test("goes by the events' times, not by when they came in", async () => {
    const bench = new Bench(withApp);
    assert.deepEqual(told(await bench.settle(trustIs(open, start - 5000))), [`unresolved +${stranger}`]);
    const late = await bench.settle(trustIs(closed, start - 9000));
    const { snapshot } = bench.known.engine;
    const index = snapshot.roles.byName(shop, "app") ?? assert.fail("the role is gone");
    const trust = snapshot.roles.row(index).trustPolicy ?? assert.fail("its trust is gone");
    assert.equal(
      snapshot.documents.text(trust, shop),
      open,
      "the earlier document has taken the later's place",
    );
    assert.deepEqual(
      late.flatMap(({ changes }) => changes.flatMap(({ lost }) => lost)),
      [],
    );
  });

  test("lies over the snapshot, and not over what was read before the snapshot was", async () => {
    const before = new Bench(withApp);
    before.now = 1_799_999_000_000;
    before.read = () => roleRead(closed);
    await before.settle(trustIs(closed, before.now));
    const after = new Bench(plan([{ name: "app", trust: trusting(stranger) }]));
    const [event] = await after.settle(eventOf("AttachRolePolicy", start, role));
    assert.equal(event?.kind, "unresolved");
    assert.deepEqual(
      event?.changes.flatMap(({ lost }) => lost),
      [],
    );
    const restarted = new Bench(plan([{ name: "app", trust: trusting(stranger) }]));
    await restarted.known.catchUp(store());
    const { snapshot } = restarted.known.engine;
    const trust = snapshot.roles.row(snapshot.roles.byName(shop, "app") ?? 0).trustPolicy;
    assert.equal(trust === null ? null : snapshot.documents.text(trust, shop), open);
  });
});

describe("Between two reads", () => {
  test("a role that was opened and restored is told, and one that was deleted and made again is not", async () => {
    const bench = new Bench(withApp);
    const known = bench.known.engine.snapshot;
    const RoleId = known.roles.uniqueId(known.roles.byName(shop, "app") ?? 0);
    bench.read = () => {
      const read = roleRead(closed);
      if (read.kind !== "read") return read;
      const [page] = read.parts["authorization-details"] ?? [];
      const [row] = Array.isArray(page?.RoleDetailList) ? page.RoleDetailList : [];
      return { kind: "read", parts: { "authorization-details": [{ RoleDetailList: [{ ...row, RoleId }] }] } };
    };
    assert.deepEqual(told(await bench.settle(trustIs(open, start - 9000), trustIs(closed, start - 8000))), [
      `opened-and-closed +${stranger}`,
    ]);
    const again = [trustIs(null, start - 5000, "DeleteRole"), trustIs(closed, start - 3000, "CreateRole")];
    assert.deepEqual(told(await bench.settle(...again)), []);
  });

  test("a role that was made open and deleted is told", async () => {
    const bench = new Bench(plan());
    bench.read = () => roleRead(null);
    const events = [trustIs(open, start - 9000, "CreateRole"), trustIs(null, start - 8000, "DeleteRole")];
    assert.deepEqual(told(await bench.settle(...events)), [`opened-and-closed +${stranger}`]);
  });
});

describe("A read that may be stale", () => {
  test("is repeated where a fresh event carries no document and nothing differs", async () => {
    const bench = new Bench(withApp);
    const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    const known = bench.known.engine.snapshot;
    const unchanged = known.roles.row(known.roles.byName(shop, "app") ?? 0);
    assert.equal(unchanged.attachedPolicies.length, 0);
    bench.read = () => roleOf(bench, []);
    assert.deepEqual(told(await bench.settle(eventOf("AttachRolePolicy", start, role))), []);
    assert.equal(bench.pending.size, 1, "it is settled by a read that may be behind");
    bench.now += 20_000;
    bench.read = () => roleOf(bench, [admin]);
    const events = await bench.settle();
    assert.equal(events[0]?.kind, "changed");
    assert.equal(events[0]?.events[0]?.name, "AttachRolePolicy");
    assert.equal(bench.pending.size, 0);
  });

  test("is the last word a while after the event", async () => {
    const bench = new Bench(withApp);
    bench.read = () => roleOf(bench, []);
    assert.deepEqual(told(await bench.settle(eventOf("TagRole", start - 61_000, role))), []);
    assert.equal(bench.pending.size, 0);
  });
});

/** The role as the snapshot has it, with these policies. */
function roleOf({ known }: Bench, attached: readonly string[]): SubjectReading {
  const { snapshot } = known.engine;
  const { uniqueId } = snapshot.roles.row(snapshot.roles.byName(shop, "app") ?? 0);
  const read = roleRead(closed, attached);
  if (read.kind !== "read") return read;
  const pages = (read.parts["authorization-details"] ?? []).map(({ RoleDetailList }) => ({
    RoleDetailList: Array.isArray(RoleDetailList)
      ? RoleDetailList.map((row) => ({ ...row, RoleId: uniqueId }))
      : [],
  }));
  return { kind: "read", parts: { "authorization-details": pages } };
}
