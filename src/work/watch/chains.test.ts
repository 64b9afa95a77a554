import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  type RolePlan,
  roleArn,
  snapshotOf,
  trusts,
} from "../../../test/support/planned-organization.ts";
import { driftOfSubjects } from "../../drift/index.ts";
import { isAccountId } from "../../model/index.ts";
import { type Engine, engineOf } from "../engine.ts";
import { openReach } from "../reach.ts";
import { chainEvents } from "./chain-events.ts";
import { Chains } from "./chains.ts";
import { driftEventOf } from "./drift-events.ts";

const id = "111111111111";
assert.ok(isAccountId(id));
const own = id;
const datadog = "464622532012";
const vendorRole = roleArn(own, "vendor");

/** A vendor comes in as a role, which may assume an administrator's where its own policy says so. */
function organization(led: boolean, isTrusted = true): Engine {
  const roles: readonly RolePlan[] = [
    {
      name: "vendor",
      policies: led ? [[allow("sts:AssumeRole", roleArn(own, "admin"))]] : [],
      trust: [trusts({ AWS: datadog })],
    },
    {
      name: "admin",
      policies: [[allowAll]],
      trust: [trusts({ AWS: isTrusted ? own : roleArn(own, "admin") })],
    },
  ];
  return engineOf(snapshotOf({ accounts: [{ id: own, roles }] }));
}

const graphOf = (engine: Engine) => openReach(engine, () => undefined);
const subject = { kind: "role", account: own, name: "vendor" } as const;

function changed(before: Engine, after: Engine) {
  const { changes, findings } = driftOfSubjects(before, after, [subject]);
  const about = { kind: "changed", subject, version: 0, events: [], interlude: null, noticedAt: 0 } as const;
  return driftEventOf({ ...about, changes, findings }, { before: before.snapshot, after: after.snapshot });
}

test("a chain that another policy than a trust policy opens is told when chains are looked at anew", async () => {
  const [before, after] = [organization(false), organization(true)];
  const chains = new Chains(before, await graphOf(before));
  const [event] = chains.follow([changed(before, after)], after, [subject]);
  assert.equal(chains.isFollowed, false);
  assert.match(
    event?.changes[0]?.notes.join(" ") ?? "",
    /Chains of roles through it are looked at as soon as/,
  );

  const found = chains.renew(after, await graphOf(after));
  assert.ok(chains.isFollowed);
  assert.deepEqual(
    found.opened.filter(({ rule }) => rule === "outsider-reaches-administrator").map((one) => one.subject),
    [vendorRole],
  );
  assert.deepEqual(found.closed, []);
  const told = chainEvents(found, after.snapshot, 5).map((one) => one(0));
  const ofRole = told.find((one) => one.subject === vendorRole);
  assert.equal(ofRole?.severity, "critical");
  assert.match(ofRole?.title ?? "", /Datadog .* can come to administer account 111111111111/);
  assert.equal(ofRole?.account, own);
  const again = chainEvents(found, after.snapshot, 9).map((one) => one(0).id);
  assert.deepEqual(
    again,
    told.map(({ id }) => id),
  );
  assert.notEqual(chainEvents(found, after.snapshot, 5)[0]?.(1).id, told[0]?.id);
});

test("a chain that vanished is told, too, and one that is followed is not told a second time", async () => {
  const [before, after] = [organization(true), organization(false)];
  const chains = new Chains(before, await graphOf(before));
  chains.follow([changed(before, after)], after, [subject]);
  const { opened, closed } = chains.renew(after, await graphOf(after));
  assert.deepEqual(opened, []);
  assert.ok(closed.some(({ rule }) => rule === "outsider-reaches-administrator"));
  const [event] = chainEvents({ opened, closed }, after.snapshot, 0).map((one) => one(0));
  assert.equal(event?.severity, "info");
  assert.match(event?.title ?? "", /^No more: /);
  assert.deepEqual(chains.renew(after, await graphOf(after)), { opened: [], closed: [] });
});
