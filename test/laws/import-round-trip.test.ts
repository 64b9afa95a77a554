/** A synthetic organization says the same whichever way it goes: through files, through a snapshot file, through the cache. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { importDirectory } from "../../src/collect/files/index.ts";
import type { AccountId, DocumentIndex, Snapshot } from "../../src/model/index.ts";
import { openSnapshot, writeSnapshot } from "../../src/store/index.ts";
import { defaultOptions, snapshotOf, synthesize, writeSynthesis } from "../../src/synth/index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-round-trip-"));
after(() => rmSync(folder, { recursive: true }));

/** Everything that a snapshot says, documents as their texts and unordered lists in one order. */
function meaning(snapshot: Snapshot): unknown {
  const textOf = (document: DocumentIndex | null, owner: AccountId): unknown =>
    document === null ? null : JSON.parse(snapshot.documents.text(document, owner));
  const inline = (
    owner: AccountId,
    policies: readonly { name: string; document: DocumentIndex }[],
  ): unknown => policies.map(({ name, document }) => [name, textOf(document, owner)]);
  const accounts = snapshot.accounts.map((account, index) => {
    const [first, end] = snapshot.roles.ofAccount(index);
    const roles = Array.from({ length: end - first }, (_, at) => snapshot.roles.row(first + at));
    const data = snapshot.accountData(index);
    return {
      account,
      roles: byArn(roles).map(({ index: _, trustPolicy, inlinePolicies, ...role }) => ({
        ...role,
        trust: textOf(trustPolicy, account.id),
        inline: inline(account.id, inlinePolicies),
      })),
      data: data && {
        ...data,
        users: byArn(data.users).map((user) => ({
          ...user,
          inlinePolicies: inline(account.id, user.inlinePolicies),
        })),
        groups: byArn(data.groups).map((group) => ({
          ...group,
          inlinePolicies: inline(account.id, group.inlinePolicies),
        })),
        managedPolicies: byArn(data.managedPolicies).map((policy) => ({
          ...policy,
          document: textOf(policy.document, account.id),
        })),
        resources: data.resources?.map((resource) => ({
          ...resource,
          policy: textOf(resource.policy, account.id),
        })),
      },
    };
  });
  const { organization } = snapshot;
  assert.ok(organization !== null);
  const { managementAccount } = organization;
  return {
    accounts,
    organization: {
      ...organization,
      units: organization.units.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      controlPolicies: organization.controlPolicies?.map((policy) => ({
        ...policy,
        document: textOf(policy.document, managementAccount),
      })),
    },
    identityCenter: snapshot.identityCenter,
  };
}

function byArn<T extends { readonly arn: string }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}

test("an organization is the same through files as straight into a snapshot, and through the snapshot's file and cache", async () => {
  for (const [mix, partition, accounts] of [
    ["realistic", "aws", 25],
    ["stamped", "aws", 25],
    ["realistic", "aws-cn", 6],
  ] as const) {
    const synthesis = synthesize({ ...defaultOptions, accounts, roles: 30, seed: 7, mix, partition });
    const straight = meaning(snapshotOf(synthesis));
    const directory = join(folder, `${mix}-${partition}`);
    assert.ok((await writeSynthesis(synthesis, directory)).ok);
    const imported = await importDirectory(directory, { keepGoing: false, createdAt: defaultOptions.now });
    assert.ok(imported.ok);
    assert.deepEqual(imported.value.warnings, []);
    assert.deepEqual(meaning(imported.value.snapshot), straight);

    const path = `${directory}.alens`;
    assert.ok((await writeSnapshot(path, imported.value.snapshot)).ok);
    const options = { cache: true, engineVersion: "1", configHash: "" };
    const cold = await openSnapshot(path, options);
    assert.ok(cold.ok);
    assert.deepEqual(meaning(cold.value.snapshot), straight);
    assert.ok((await cold.value.cache.write([])).ok);
    const warm = await openSnapshot(path, options);
    assert.ok(warm.ok && warm.value.fromCache);
    assert.deepEqual(meaning(warm.value.snapshot), straight);
  }
});
