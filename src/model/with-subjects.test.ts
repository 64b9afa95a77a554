import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultOptions, snapshotOf, synthesize } from "../synth/index.ts";
import type { Subject } from "./change-event.ts";
import type { DocumentIndex } from "./documents.ts";
import { editedSnapshot } from "./edited-snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import { layerOf } from "./snapshot-layers.ts";
import { withDocuments } from "./with-documents.ts";
import { withSubjects } from "./with-subjects.ts";

const whole = snapshotOf(synthesize({ ...defaultOptions, accounts: 6, roles: 12, seed: 3 }));
const nothing = new SnapshotBuilder({ createdAt: 0, source: "collect" }).build();

/** Everything a snapshot says, with each document as its owner's text, in an order that does not matter. */
function told(snapshot: Snapshot): unknown {
  const byArn = <T extends { readonly arn: string }>(all: readonly T[] = []): readonly T[] =>
    all.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  return snapshot.accounts.map((account, index) => {
    const text = (document: DocumentIndex | null) =>
      document === null ? null : snapshot.documents.text(document, account.id);
    const inline = (all: readonly { readonly name: string; readonly document: DocumentIndex }[]) =>
      all.map(({ name, document }) => ({ name, text: text(document) }));
    const [first, end] = snapshot.roles.ofAccount(index);
    const roles = Array.from({ length: end - first }, (_, at) => {
      const { index: _index, ...row } = snapshot.roles.row(first + at);
      assert.equal(snapshot.roles.byArn(row.arn), first + at);
      return { ...row, trustPolicy: text(row.trustPolicy), inlinePolicies: inline(row.inlinePolicies) };
    });
    const data = snapshot.accountData(index);
    return {
      account,
      roles: byArn(roles),
      users: byArn(data?.users).map((one) => ({ ...one, inlinePolicies: inline(one.inlinePolicies) })),
      groups: byArn(data?.groups).map((one) => ({ ...one, inlinePolicies: inline(one.inlinePolicies) })),
      policies: byArn(data?.managedPolicies).map(({ arn, document }) => ({ arn, text: text(document) })),
      resources: byArn(data?.resources ?? []).map((one) => ({ ...one, policy: text(one.policy) })),
      providers: [data?.oidcProviders ?? null, data?.samlProviders ?? null],
      settings: [data?.settings ?? null, data?.rolesAnywhere ?? null],
    };
  });
}

/** All that stands in accounts, of which every third, from `offset`. */
function subjectsOf(snapshot: Snapshot, offset: number): readonly Subject[] {
  const all: Subject[] = [];
  for (let role = 0; role < snapshot.roles.count; role += 1) {
    const { account, name } = snapshot.roles.row(role);
    all.push({ kind: "role", account, name: name.toUpperCase() });
  }
  for (const [index, { id: account }] of snapshot.accounts.entries()) {
    const data = snapshot.accountData(index);
    for (const { name } of data?.users ?? []) all.push({ kind: "user", account, name });
    for (const { name } of data?.groups ?? []) all.push({ kind: "group", account, name });
    for (const { arn } of data?.managedPolicies ?? [])
      if (arn.includes(account)) all.push({ kind: "managed-policy", account, arn });
    for (const { arn, type, region } of data?.resources ?? [])
      all.push({ kind: "resource", account, type, region, arn });
    all.push({ kind: "identity-providers", account }, { kind: "account-settings", account });
    all.push({ kind: "roles-anywhere", account });
  }
  return all.filter((_, at) => at % 3 === offset);
}

test("what is taken away and put back is as it was, and what was not named is untouched", () => {
  for (const offset of [0, 1, 2]) {
    const subjects = subjectsOf(whole, offset);
    const without = withSubjects(whole, nothing, subjects);
    assert.notDeepEqual(told(without), told(whole));
    const names = new Set(subjects.flatMap((one) => (one.kind === "role" ? [one.name.toLowerCase()] : [])));
    assert.equal(
      without.roles.count,
      whole.roles.count - subjects.filter(({ kind }) => kind === "role").length,
      `of ${names.size} names`,
    );
    assert.deepEqual(told(withSubjects(without, whole, subjects)), told(whole));
  }
});

test("a role, a resource and a control policy are as they were read", () => {
  const role = 5;
  const { account, name } = whole.roles.row(role);
  const control = whole.organization?.controlPolicies?.find(({ id }) => !/Full/.test(id));
  const resource = whole.accounts.flatMap((_, index) => whole.accountData(index)?.resources ?? [])[0];
  assert.ok(control !== undefined && resource !== undefined);
  const owner = whole.accounts.findIndex((_, index) =>
    whole.accountData(index)?.resources?.some(({ arn }) => arn === resource.arn),
  );
  const id = whole.accounts[owner]?.id;
  assert.ok(id !== undefined);
  const edited = editedSnapshot(whole, [
    { kind: "trust-policy", role, text: `{"new":"${account}"}` },
    { kind: "resource-policy", account: owner, resource: resource.arn, text: '{"resource":1}' },
    { kind: "control-policy", id: control.id, text: '{"control":1}' },
  ]);
  assert.ok(edited.ok);
  const { type, region, arn } = resource;
  const subjects: readonly Subject[] = [
    { kind: "role", account, name },
    { kind: "resource", account: id, type, region, arn },
    { kind: "organization" },
  ];
  const patched = withSubjects(whole, edited.value, subjects);
  assert.deepEqual(told(patched), told(edited.value));
  assert.deepEqual(
    patched.organization?.controlPolicies?.map((one) => patched.documents.template(one.document)),
    edited.value.organization?.controlPolicies?.map((one) => edited.value.documents.template(one.document)),
  );
  assert.equal(patched.roles.columns.names, whole.roles.columns.names, "names that stay are not copied");
});

test("columns that say the same are shared, and those that differ are not", () => {
  const { columns } = whole.roles;
  const role = Array.from({ length: whole.roles.count }, (_, index) => index).find(
    (index) => whole.roles.row(index).inlinePolicies.length > 0,
  );
  assert.ok(role !== undefined);
  const { account, name, inlinePolicies } = whole.roles.row(role);
  const subjects: readonly Subject[] = [{ kind: "role", account, name }];
  const differing = (read: Snapshot): readonly string[] => {
    const patched = withSubjects(whole, read, subjects);
    assert.deepEqual(told(patched), told(read));
    const now = new Map<string, unknown>(Object.entries(patched.roles.columns));
    return Object.entries(columns).flatMap(([column, was]) => (now.get(column) === was ? [] : [column]));
  };
  const trust = editedSnapshot(whole, [{ kind: "trust-policy", role, text: '{"new":1}' }]);
  const gone = inlinePolicies.map(
    (one) =>
      ({
        kind: "inline-policy",
        holder: { kind: "role", role },
        name: one.name,
        text: null,
      }) as const,
  );
  const inline = editedSnapshot(whole, gone);
  assert.ok(trust.ok && inline.ok);
  assert.deepEqual(differing(whole), []);
  assert.deepEqual(differing(trust.value), ["trustPolicy"]);
  assert.deepEqual(differing(inline.value), ["inlineStart", "inlineName", "inlineDocument"]);
});

test("an account that left goes with its roles, and one that joined is there, not read", () => {
  const leaving = whole.accounts.findIndex(({ id }) => id !== whole.organization?.managementAccount);
  const edited = editedSnapshot(whole, [{ kind: "account-leaves", account: leaving }]);
  assert.ok(edited.ok);
  const left = withSubjects(whole, edited.value, [{ kind: "organization" }]);
  assert.deepEqual(told(left), told(edited.value));
  const back = withSubjects(left, whole, [{ kind: "organization" }]);
  const id = whole.accounts[leaving]?.id;
  assert.equal(back.accounts[leaving]?.id, id);
  assert.equal(back.accounts[leaving]?.hasData, false);
  assert.ok(back.coverage.some(({ what, account }) => what === "account" && account === id));
});

test("an account that joined is whole once it was read as a whole, with other things of it over that", () => {
  const joining = whole.accounts.findIndex(({ id }) => id !== whole.organization?.managementAccount);
  const id = whole.accounts[joining]?.id;
  const edited = editedSnapshot(whole, [{ kind: "account-leaves", account: joining }]);
  assert.ok(edited.ok && id !== undefined);
  const joined = withSubjects(withSubjects(whole, edited.value, [{ kind: "organization" }]), whole, [
    { kind: "organization" },
  ]);
  const account: Subject = { kind: "account", account: id };
  assert.deepEqual(told(withSubjects(joined, nothing, [account])), told(joined), "nothing was read");
  const read = withSubjects(joined, whole, [account]);
  assert.deepEqual(told(read), told(whole));
  assert.ok(!read.coverage.some((gap) => gap.account === id));
  const [role] = whole.roles.ofAccount(joining);
  const { name } = whole.roles.row(role);
  const without = withSubjects(read, nothing, [{ kind: "role", account: id, name }]);
  assert.equal(without.roles.count, whole.roles.count - 1);
  assert.deepEqual(told(withSubjects(without, whole, [account])), told(whole));
});

test("a policy that AWS manages is another in every account that has it", () => {
  const policy = whole.awsManagedPolicies[0] ?? assert.fail("there is none");
  const owner = whole.accounts.findIndex((_, index) =>
    whole.accountData(index)?.managedPolicies.some(({ arn }) => arn === policy.arn),
  );
  const builder = new SnapshotBuilder({ createdAt: 0, source: "collect" });
  const [first] = whole.accounts;
  assert.ok(first !== undefined && owner >= 0);
  builder.addAccount(first);
  builder.addManagedPolicy(first.id, { ...policy, document: builder.document('{"new":1}', null) });
  const now = withSubjects(whole, builder.build(), [{ kind: "aws-managed-policy", arn: policy.arn }]);
  for (const [index] of now.accounts.entries()) {
    const found = now.managedPolicy(policy.arn, index);
    assert.equal(found === null ? null : now.documents.template(found.document), '{"new":1}');
  }
  assert.equal(now.awsManagedPolicies.length, whole.awsManagedPolicies.length);
  const gone = withSubjects(now, nothing, [{ kind: "aws-managed-policy", arn: policy.arn }]);
  assert.deepEqual(told(gone), told(now), "AWS takes none away from who has it");
});

test("a hundred patches lie over the snapshot itself, not over each other", () => {
  const { account, name } = whole.roles.row(2);
  let now = whole;
  for (let round = 0; round < 100; round += 1) {
    const edited = editedSnapshot(whole, [{ kind: "trust-policy", role: 2, text: `{"round":${round % 7}}` }]);
    assert.ok(edited.ok);
    now = withSubjects(now, edited.value, [{ kind: "role", account, name }]);
  }
  assert.equal(layerOf(now).bottom, whole);
  assert.ok(layerOf(now).added.length <= 7);
});

test("between two reads a snapshot says what the events' documents say", () => {
  const { account, name, inlinePolicies, uniqueId } = whole.roles.row(4);
  const subject = { kind: "role", account, name } as const;
  const patched = withDocuments(whole, [
    { subject, part: { kind: "trust-policy" }, text: '{"first":1}' },
    { subject, part: { kind: "trust-policy" }, text: '{"last":1}' },
    { subject, part: { kind: "inline-policy", name: "told" }, text: "{}" },
    { subject: { ...subject, name: "only-told" }, part: { kind: "trust-policy" }, text: '{"new":1}' },
  ]);
  const row = patched.roles.row(patched.roles.byName(account, name) ?? 0);
  const told = patched.roles.row(patched.roles.byName(account, "only-told") ?? 0);
  const text = (document: DocumentIndex | null | undefined): string =>
    document == null ? "" : patched.documents.text(document, account);
  assert.equal(text(row.trustPolicy), '{"last":1}');
  assert.equal(row.uniqueId, uniqueId);
  assert.deepEqual(
    row.inlinePolicies.map((one) => one.name),
    [...inlinePolicies.map((one) => one.name), "told"],
  );
  assert.equal(text(told.trustPolicy), '{"new":1}');
  assert.equal(patched.roles.count, whole.roles.count + 1);
});
