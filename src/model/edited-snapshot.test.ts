import assert from "node:assert/strict";
import { test } from "node:test";
import type { DocumentIndex } from "./documents.ts";
import { editedSnapshot, type SnapshotEdit } from "./edited-snapshot.ts";
import {
  type AccountId,
  type Arn,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
} from "./identifiers.ts";
import type { Snapshot } from "./snapshot.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";

function known<T extends string>(text: string, is: (text: string) => text is T): T {
  if (!is(text)) throw new Error(`the test's identifier ${text} is not one`);
  return text;
}

const management = known("111111111111", isAccountId);
const shop = known("222222222222", isAccountId);
const lab = known("333333333333", isAccountId);
const arn = (text: string): Arn => known(text, isArn);
const readOnly = arn("arn:aws:iam::aws:policy/ReadOnlyAccess");
const bucket = arn("arn:aws:s3:::ledger");

function organization(...ids: readonly AccountId[]): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_700_000_000, source: "synth" });
  const root = known("r-root", isOrganizationNodeId);
  builder.setOrganization({
    id: known("o-example0001", isOrganizationId),
    managementAccount: management,
    units: [{ id: root, name: "Root", parent: null }],
    controlPolicies: [
      {
        id: "p-one",
        name: "one",
        type: "SERVICE_CONTROL_POLICY",
        document: builder.document("{}", null),
        targets: [root],
      },
    ],
    delegatedAdministrators: ids
      .filter((id) => id === shop)
      .map((account) => ({ account, servicePrincipal: "iam.amazonaws.com" })),
  });
  for (const id of ids) {
    builder.addAccount({ id, parent: root });
    const document = builder.document(`{"own":"${id}"}`, id);
    for (const name of ["ada", "ci", "ops"]) {
      builder.addRole(id, {
        name,
        path: `/${name}/`,
        uniqueId: known(`AROA${id}${name.padEnd(5, "X").toUpperCase()}`, isUniqueId),
        trustPolicy: document,
        inlinePolicies: ["first", "second"].map((policy) => ({ name: policy, document })),
        attachedPolicies: [readOnly],
        tags: [{ key: "team", value: name }],
      });
    }
    builder.addUser(id, {
      name: "eve",
      path: "/",
      uniqueId: known("AIDACQJJMHIHVTVTOPE22", isUniqueId),
      inlinePolicies: [{ name: "first", document }],
      attachedPolicies: [readOnly],
      permissionsBoundary: null,
      groups: [],
      createdAt: null,
      tags: [],
    });
    builder.addManagedPolicy(id, { arn: arn(`arn:aws:iam::${id}:policy/own`), name: "own", document });
    builder.addDetails(id, {
      resources: [{ arn: bucket, type: "AWS::S3::Bucket", region: null, policy: document, attributes: {} }],
    });
  }
  return builder.build();
}

const before = organization(management, shop, lab);

function edited(...edits: readonly SnapshotEdit[]): Snapshot {
  const result = editedSnapshot(before, edits);
  assert.ok(result.ok, result.ok ? "" : result.error.message);
  return result.value;
}

/** Everything a snapshot says, with each document as its owner's text. */
function told(snapshot: Snapshot): unknown {
  return snapshot.accounts.map((account, index) => {
    const text = (document: DocumentIndex | null) =>
      document === null ? null : snapshot.documents.text(document, account.id);
    const [first, end] = snapshot.roles.ofAccount(index);
    const data = snapshot.accountData(index);
    const inline = <T extends { readonly name: string; readonly document: DocumentIndex }>(
      all: readonly T[],
    ) => all.map(({ name, document }) => ({ name, text: text(document) }));
    return {
      account,
      roles: Array.from({ length: end - first }, (_, at) => {
        const { index: _index, ...row } = snapshot.roles.row(first + at);
        assert.equal(snapshot.roles.byArn(row.arn), first + at);
        return { ...row, trustPolicy: text(row.trustPolicy), inlinePolicies: inline(row.inlinePolicies) };
      }),
      users: data?.users.map((user) => ({ ...user, inlinePolicies: inline(user.inlinePolicies) })),
      policies: data?.managedPolicies.map(({ arn, document }) => ({ arn, text: text(document) })),
      resources: data?.resources?.map((one) => ({ ...one, policy: text(one.policy) })),
    };
  });
}

test("a replaced trust policy is that role's alone, and the snapshot it was made from stays as it is", () => {
  const role = before.roles.byName(shop, "ci") ?? 0;
  const untouched = told(before);
  const after = edited({ kind: "trust-policy", role, text: `{"new":"${shop}"}` });
  const row = after.roles.row(role);
  assert.equal(after.documents.text(row.trustPolicy ?? (0 as DocumentIndex), shop), `{"new":"${shop}"}`);
  assert.equal(after.roles.row(role + 1).trustPolicy, before.roles.row(role + 1).trustPolicy);
  assert.deepEqual(told(before), untouched);
});

test("an inline policy is replaced, and taken from its holder without moving the others'", () => {
  const role = before.roles.byName(shop, "ci") ?? 0;
  const holder = { kind: "role", role } as const;
  const replaced = edited({ kind: "inline-policy", holder, name: "second", text: "{}" });
  assert.deepEqual(
    replaced.roles.row(role).inlinePolicies.map(({ document }) => replaced.documents.text(document, shop)),
    [`{"own":"${shop}"}`, "{}"],
  );
  const taken = edited({ kind: "inline-policy", holder, name: "first", text: null });
  for (let index = 0; index < taken.roles.count; index++) {
    const names = taken.roles.row(index).inlinePolicies.map(({ name }) => name);
    assert.deepEqual(names, index === role ? ["second"] : ["first", "second"]);
  }
});

test("a managed policy is detached from one role, and from a user", () => {
  const role = before.roles.byName(shop, "ada") ?? 0;
  const account = before.accountIndex(shop) ?? 0;
  const after = edited(
    { kind: "detach-policy", holder: { kind: "role", role }, policy: readOnly },
    { kind: "detach-policy", holder: { kind: "user", account, name: "eve" }, policy: readOnly },
  );
  for (let index = 0; index < after.roles.count; index++) {
    assert.deepEqual(after.roles.row(index).attachedPolicies, index === role ? [] : [readOnly]);
  }
  assert.deepEqual(after.accountData(account)?.users[0]?.attachedPolicies, []);
  assert.deepEqual(after.accountData(0)?.users[0]?.attachedPolicies, [readOnly]);
});

test("managed, resource and control policies are replaced where they stand", () => {
  const account = before.accountIndex(shop) ?? 0;
  const policy = arn(`arn:aws:iam::${shop}:policy/own`);
  const after = edited(
    { kind: "managed-policy", account, policy, text: '{"a":1}' },
    { kind: "resource-policy", account, resource: bucket, text: null },
    { kind: "control-policy", id: "p-one", text: '{"b":1}' },
  );
  const managed = after.managedPolicy(policy, account)?.document ?? (0 as DocumentIndex);
  assert.equal(after.documents.text(managed, shop), '{"a":1}');
  assert.equal(after.accountData(account)?.resources?.[0]?.policy, null);
  assert.notEqual(after.accountData(0)?.resources?.[0]?.policy, null);
  const control = after.organization?.controlPolicies?.[0]?.document ?? (0 as DocumentIndex);
  assert.equal(after.documents.text(control, shop), '{"b":1}');
});

for (const leaving of [shop, lab]) {
  test(`once ${leaving} has left, the snapshot is as one that never held it`, () => {
    const account = before.accountIndex(leaving) ?? 0;
    const after = edited({ kind: "account-leaves", account });
    const rest = [management, shop, lab].filter((id) => id !== leaving);
    assert.deepEqual(told(after), told(organization(...rest)));
    const delegated = organization(...rest).organization?.delegatedAdministrators;
    assert.deepEqual(after.organization?.delegatedAdministrators, delegated);
  });
}

test("what the snapshot does not hold is said, and nothing is changed", () => {
  const absent: readonly SnapshotEdit[] = [
    { kind: "trust-policy", role: 99, text: "{}" },
    { kind: "inline-policy", holder: { kind: "role", role: 0 }, name: "third", text: null },
    { kind: "inline-policy", holder: { kind: "user", account: 0, name: "eva" }, name: "first", text: null },
    {
      kind: "detach-policy",
      holder: { kind: "role", role: 0 },
      policy: arn("arn:aws:iam::aws:policy/Other"),
    },
    { kind: "managed-policy", account: 0, policy: arn("arn:aws:iam::aws:policy/Other"), text: "{}" },
    { kind: "resource-policy", account: 0, resource: arn("arn:aws:s3:::other"), text: "{}" },
    { kind: "control-policy", id: "p-two", text: "{}" },
    { kind: "account-leaves", account: before.accountIndex(management) ?? 0 },
  ];
  for (const edit of absent) assert.equal(editedSnapshot(before, [edit]).ok, false, JSON.stringify(edit));
});

test("an administrator appears as one more user, and under no name that is taken", () => {
  const account = before.accountIndex(lab) ?? 0;
  const after = edited({ kind: "administrator-appears", account, name: "attacker" });
  const users = after.accountData(account)?.users ?? [];
  assert.deepEqual(
    users.map(({ arn }) => String(arn)),
    [`arn:aws:iam::${lab}:user/eve`, `arn:aws:iam::${lab}:user/attacker`],
  );
  assert.equal(before.accountData(account)?.users.length, 1);
  const taken = editedSnapshot(before, [{ kind: "administrator-appears", account, name: "EVE" }]);
  assert.match(taken.ok ? "" : taken.error.message, /has a user EVE already/);
});
