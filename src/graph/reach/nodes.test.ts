import assert from "node:assert/strict";
import { test } from "node:test";
import { roleArn, snapshotOf, userArn } from "../../../test/support/planned-organization.ts";
import { principalsOfAccount } from "../principals.ts";
import { ReachNodes } from "./nodes.ts";

const names = ["one", "two", "three"];
const accounts = [
  ["111111111111", 2, 0],
  ["222222222222", 0, 3],
  ["333333333333", 0, 0],
  ["444444444444", 1, 1],
] as const;

const snapshot = snapshotOf({
  accounts: accounts.map(([id, roles, users]) => ({
    id,
    roles: names.slice(0, roles).map((name) => ({ name, trust: [] })),
    users: names.slice(0, users).map((name) => ({ name })),
    groups: [{ name: "team" }, { name: "others" }],
  })),
});

test("every state has one number, and tells by it what it is, whose it is and where", () => {
  const nodes = new ReachNodes(snapshot);
  const numbers: number[] = [];
  for (let account = 0; account < snapshot.accounts.length; account++) {
    for (const principal of principalsOfAccount(account, snapshot)) {
      const [plain, changed] = [nodes.ofPrincipal(principal), nodes.ofChanged(principal)];
      numbers.push(plain, changed);
      assert.deepEqual(nodes.at(plain), { kind: "principal", principal });
      assert.deepEqual(nodes.at(changed), { kind: "changed", principal });
      assert.equal(nodes.arnOf(plain), nodes.arnOf(changed));
      assert.equal(nodes.ofArn(nodes.arnOf(plain) ?? ""), plain);
      for (const node of [plain, changed]) assert.equal(nodes.accountOf(node), account);
      if (principal.kind !== "user") continue;
      for (const group of [0, 1]) {
        const member = nodes.ofMember(principal, group);
        numbers.push(member);
        assert.equal(nodes.ofMember(principal, group), member, "the same when asked for again");
        assert.deepEqual(nodes.at(member), { kind: "member", principal, group });
        assert.equal(nodes.accountOf(member), account);
      }
    }
    const administrator = nodes.ofAdministrator(account);
    numbers.push(administrator);
    assert.deepEqual(nodes.at(administrator), { kind: "administrator", account });
    assert.equal(nodes.arnOf(administrator), null);
    assert.equal(nodes.accountOf(administrator), account);
  }
  numbers.push(nodes.organization);
  assert.deepEqual(nodes.at(nodes.organization), { kind: "organization" });
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: nodes.count }, (_, number) => number),
  );
  assert.throws(() => nodes.at(nodes.count), RangeError);
});

test("members keep their numbers when they are numbered anew", () => {
  const nodes = new ReachNodes(snapshot);
  const ada = { kind: "user", account: 1, index: 2 } as const;
  const bob = { kind: "user", account: 3, index: 0 } as const;
  const found = [nodes.ofMember(bob, 1), nodes.ofMember(ada, 0), nodes.ofMember(bob, 0)];
  const again = new ReachNodes(snapshot).withMembers(nodes.members);
  assert.equal(again.count, nodes.count);
  assert.deepEqual([again.ofMember(bob, 1), again.ofMember(ada, 0), again.ofMember(bob, 0)], found);
});

test("a session is its role, and what does not exist is no state", () => {
  const nodes = new ReachNodes(snapshot);
  const [account] = accounts[0];
  const session = `arn:aws:sts::${account}:assumed-role/two/me`;
  assert.equal(nodes.ofArn(session), nodes.ofArn(roleArn(account, "two")));
  for (const arn of [
    roleArn(account, "three"),
    userArn(account, "one"),
    userArn("999999999999", "one"),
    "arn:aws:s3:::papers",
  ])
    assert.equal(nodes.ofArn(arn), null, arn);
});
