import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Arn,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  parseAccountId,
} from "./identifiers.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";

function known<T extends string>(text: string, is: (text: string) => text is T): T {
  if (!is(text)) throw new Error(`the test's identifier ${text} is not one`);
  return text;
}
function accountId(text: string) {
  const id = parseAccountId(text);
  if (!id.ok) throw new Error(text);
  return id.value;
}
const arn = (text: string): Arn => known(text, isArn);

const low = accountId("111111111111");
const high = accountId("222222222222");
const id = known("AROACQJJMHIHVTVTOPE22", isUniqueId);

function example() {
  const builder = new SnapshotBuilder({ createdAt: 1_700_000_000, source: "synth" });
  const root = known("r-root", isOrganizationNodeId);
  const unit = known("ou-root-workload", isOrganizationNodeId);
  builder.setOrganization({
    id: known("o-example0001", isOrganizationId),
    managementAccount: low,
    units: [
      { id: root, name: "Root", parent: null },
      { id: unit, name: "Workloads", parent: root },
    ],
    controlPolicies: [],
    delegatedAdministrators: null,
  });
  builder.addAccount({ id: high, parent: unit });
  builder.addAccount({ id: low, parent: root, partition: "aws-cn" });
  const trust = builder.document('{"own":"222222222222"}', high);
  builder.addRole(high, {
    name: "Deploy",
    path: "/ci/",
    uniqueId: id,
    trustPolicy: trust,
    inlinePolicies: [{ name: "p", document: trust }],
    attachedPolicies: [arn("arn:aws:iam::aws:policy/ReadOnlyAccess")],
    tags: [{ key: "a", value: "b" }],
    lastUsedAt: "never",
  });
  builder.addRole(low, { name: "first", uniqueId: id, trustPolicy: null, description: "x" });
  builder.addRole(high, { name: "other", uniqueId: id, trustPolicy: trust, createdAt: 5, lastUsedAt: 6 });
  builder.addManagedPolicy(high, {
    arn: arn("arn:aws:iam::aws:policy/ReadOnlyAccess"),
    name: "ReadOnlyAccess",
    document: builder.document("{}", null),
  });
  return builder.build();
}

test("accounts come out by id and roles by account, whatever the order in which they were added", () => {
  const snapshot = example();
  assert.deepEqual(
    snapshot.accounts.map((account) => account.id),
    [low, high],
  );
  assert.deepEqual(
    [0, 1, 2].map((index) => snapshot.roles.arn(index)),
    [
      "arn:aws-cn:iam::111111111111:role/first",
      "arn:aws:iam::222222222222:role/ci/Deploy",
      "arn:aws:iam::222222222222:role/other",
    ],
  );
  assert.deepEqual(snapshot.roles.ofAccount(0), [0, 1]);
  assert.deepEqual(snapshot.roles.ofAccount(1), [1, 3]);
  assert.deepEqual(snapshot.roles.row(1), {
    index: 1,
    arn: "arn:aws:iam::222222222222:role/ci/Deploy",
    account: high,
    name: "Deploy",
    path: "/ci/",
    uniqueId: id,
    trustPolicy: 0,
    inlinePolicies: [{ name: "p", document: 0 }],
    attachedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    permissionsBoundary: null,
    createdAt: null,
    lastUsedAt: "never",
    maxSessionSeconds: 3600,
    description: null,
    tags: [{ key: "a", value: "b" }],
    instanceProfiles: [],
  });
});

test("organization paths go from the organization to the account's parent and end with a slash", () => {
  assert.deepEqual(
    example().accounts.map((account) => account.organizationPath),
    ["o-example0001/r-root/", "o-example0001/r-root/ou-root-workload/"],
  );
});

test("a role is found by its ARN with any path, by a session's ARN and in any case of letters, in its partition only", () => {
  const { roles } = example();
  for (const text of [
    "arn:aws:iam::222222222222:role/ci/Deploy",
    "arn:aws:iam::222222222222:role/deploy",
    "arn:aws:sts::222222222222:assumed-role/DEPLOY/session/with-slash",
  ]) {
    assert.equal(roles.byArn(text), 1, text);
  }
  for (const text of [
    "arn:aws:iam::111111111111:role/first",
    "arn:aws:iam::222222222222:user/Deploy",
    "arn:aws:iam::333333333333:role/Deploy",
    "arn:aws:s3:::role/Deploy",
    "Deploy",
  ]) {
    assert.equal(roles.byArn(text), null, text);
  }
  assert.equal(roles.byName(high, "OTHER"), 2);
});

test("an AWS-managed policy that one account listed is found from every account", () => {
  const snapshot = example();
  const readOnly = arn("arn:aws:iam::aws:policy/ReadOnlyAccess");
  assert.equal(snapshot.managedPolicy(readOnly, 0)?.name, "ReadOnlyAccess");
  assert.equal(snapshot.managedPolicy(arn("arn:aws:iam::aws:policy/Other"), 0), null);
});

test("documents stand once by content, with their owner's id put back when read", () => {
  const { documents, roles } = example();
  assert.equal(documents.count, 2);
  const trust = roles.row(1).trustPolicy;
  assert.ok(trust !== null);
  assert.equal(documents.template(trust), '{"own":"~a"}');
  assert.equal(documents.text(trust, low), '{"own":"111111111111"}');
});
