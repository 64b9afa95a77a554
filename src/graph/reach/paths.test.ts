import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  roleArn,
  snapshotOf,
  trusts,
  userArn,
} from "../../../test/support/planned-organization.ts";
import { reachOf, shown } from "../../../test/support/reach-of.ts";

const own = "111111111111";
const other = "222222222222";
const ada = userArn(own, "ada");

test("whoever may be an administrator by a policy that is not at hand is told so, and never as proven", () => {
  const assumes = [allow("sts:AssumeRole")];
  const trust = [trusts({ AWS: own })];
  const snapshot = snapshotOf({
    accounts: [
      {
        id: own,
        users: [
          { name: "ada", attached: ["gone"] },
          { name: "bob", policies: [assumes] },
        ],
        roles: [{ name: "app", trust, attached: ["gone"] }],
      },
    ],
  });
  const { paths } = reachOf(snapshot);
  const to = `admin:${own}`;
  assert.deepEqual(
    paths({ from: ada, to, mostHops: 0 }).map(({ hops, proven }) => ({ hops: hops.length, proven })),
    [{ hops: 0, proven: false }],
  );
  assert.deepEqual(paths({ from: ada, to, onlyProven: true }), []);
  const [first] = paths({ from: userArn(own, "bob"), to });
  assert.equal(first?.proven, false, "the role that it comes to may be one");
});

test("an administrator has a way to itself without hops, and whoever makes itself one has one from itself to itself", () => {
  const users = [
    { name: "ada", policies: [[allowAll]] },
    { name: "bob", policies: [[allow("iam:PutUserPolicy")]] },
  ];
  const { paths } = reachOf(snapshotOf({ accounts: [{ id: own, users }] }));
  assert.deepEqual(
    paths({ from: ada, to: "admin" }).map(({ hops, proven }) => [hops.length, proven]),
    [[0, true]],
  );
  const bob = userArn(own, "bob");
  const [way] = paths({ from: bob, to: "admin" });
  assert.deepEqual(
    way?.hops.map(({ from, to, kind }) => [from, to, kind]),
    [[bob, bob, "escalate"]],
  );
});

test("ways are told shortest first, none twice, and it is told where some are left out", () => {
  const chain = ["one", "two", "three"].map((name, at, all) => ({
    name,
    trust: [trusts({ AWS: [ada, ...all.slice(0, at).map((before) => roleArn(own, before))] })],
    policies: [[allow("sts:AssumeRole")]],
  }));
  const { find } = reachOf(snapshotOf({ accounts: [{ id: own, users: [{ name: "ada" }], roles: chain }] }));
  const to = roleArn(own, "three");
  const all = find({ from: ada, to });
  const told = all.paths.map(shown);
  assert.equal(told.length, 4);
  assert.deepEqual(told, [...new Set(told)]);
  assert.deepEqual(
    all.paths.map(({ hops }) => hops.length),
    [1, 2, 2, 3],
  );
  assert.ok(all.complete);
  const some = find({ from: ada, to, most: 2 });
  assert.deepEqual(some.paths.map(shown), told.slice(0, 2));
  assert.ok(!some.complete);
  assert.deepEqual(find({ from: ada, to, mostHops: 1 }).paths.map(shown), told.slice(0, 1));
  assert.ok(find({ from: ada, to, most: 4 }).complete, "as many as asked for, and no more are there");
});

test("a way from outside starts with the hop that comes in, and counts it", () => {
  const stranger = "999999999999";
  const first = { name: "first", trust: [trusts({ AWS: stranger })], policies: [[allow("sts:AssumeRole")]] };
  const second = { name: "second", trust: [trusts({ AWS: roleArn(own, "first") })] };
  const { paths } = reachOf(snapshotOf({ accounts: [{ id: own, roles: [first, second] }, { id: other }] }));
  const to = roleArn(own, "second");
  for (const from of ["external", `arn:aws:iam::${stranger}:root`]) {
    const [way] = paths({ from, to });
    assert.equal(way?.from, `arn:aws:iam::${stranger}:root`);
    assert.deepEqual(
      way?.hops.map(({ kind }) => kind),
      ["delegate", "assume"],
    );
    assert.deepEqual(paths({ from, to, mostHops: 1 }), []);
  }
  assert.deepEqual(paths({ from: "anyone", to }), []);
  assert.deepEqual(paths({ from: `arn:aws:iam::${other}:root`, to }), []);
});
