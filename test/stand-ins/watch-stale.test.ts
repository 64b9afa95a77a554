/** Reads that are behind for as long as AWS lets them be, of several roles at the same time: each change is told once, as it is. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { calls, changeMessage } from "../support/change-messages.ts";
import { type FaultProxy, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto } from "../support/moto.ts";
import { trusting } from "../support/storm.ts";
import { WatchedOrganization } from "../support/watched-organization.ts";

const missing = missingMoto();

/** For how many seconds after its last change reads of a role tell what was before; whom it trusts by then, one after the other. */
const roles = [
  { role: "role-1", staleSeconds: 0, trusted: ["700000000000"] },
  { role: "role-2", staleSeconds: 1, trusted: ["700000000001"] },
  { role: "role-3", staleSeconds: 5, trusted: ["700000000005"] },
  { role: "role-4", staleSeconds: 20, trusted: ["700000000020"] },
  { role: "role-5", staleSeconds: 60, trusted: ["700000000060"] },
  // What came in between is not seen by any read.
  { role: "role-6", staleSeconds: 20, trusted: ["700000000120", "700000000220"] },
] as const;

describe("A watch whose reads are behind", { skip: missing ?? false }, () => {
  let watched: WatchedOrganization;
  let proxy: FaultProxy;
  before(async () => {
    watched = await WatchedOrganization.start(2, 8);
    proxy = await startFaultProxy(watched.url);
  });
  after(() => {
    proxy.close();
    watched.close();
  });

  test("tells each change once and as it is, by reads that are 0, 1, 5, 20 and 60 seconds behind", async () => {
    const account = watched.account(1);
    proxy.remembers = true;
    const client = await watched.iam(account, proxy.url);
    for (const { role } of roles) await client.send(new GetRoleCommand({ RoleName: role }));
    proxy.remembers = false;
    const staleUntil = new Map<string, number>();
    const stale = new Map<string, number>();
    proxy.faults = (request) => {
      const role = /RoleName=([\w-]+)/.exec(request.body)?.[1] ?? "";
      if (request.call !== "GetRole" || Date.now() > (staleUntil.get(role) ?? 0)) return notInMoto(request);
      stale.set(role, (stale.get(role) ?? 0) + 1);
      return { kind: "stale" };
    };
    const begun = Date.now() - 3_600_000;
    for (const { role, staleSeconds, trusted } of roles) {
      for (const [index, outsider] of trusted.entries()) {
        const trust = trusting(outsider);
        await watched.setTrust(account, role, trust);
        const at = begun + index * 1000;
        await watched.send(changeMessage(calls.updateTrust(role, trust), { account, at }));
      }
      staleUntil.set(role, Date.now() + staleSeconds * 1000);
    }
    const { status, stderr } = await watched.run(["--no-chains"], { AWS_ENDPOINT_URL: proxy.url });
    assert.equal(status, 0, stderr);
    assert.equal(await watched.left(), 0);
    const told = watched.told().map(({ kind, subject, changes }) => {
      const gained = changes.flatMap((change) => change.gained.map(({ id }) => id));
      return `${subject.replace(/.*\//, "")} ${kind} ${gained.join()}`;
    });
    const expected = roles.flatMap(({ role, trusted }) =>
      trusted.map((outsider, index) => {
        const kind = index < trusted.length - 1 ? "opened-and-closed" : "changed";
        return `${role} ${kind} ${outsider}`;
      }),
    );
    assert.deepEqual(told.toSorted(), expected.toSorted());
    for (const { role, staleSeconds } of roles)
      assert.ok(staleSeconds < 5 || (stale.get(role) ?? 0) > 1, `${role} was read ${stale.get(role)} times`);
  });
});
