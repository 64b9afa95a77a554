/** A watch over moto: changes are made, events with the whole documented envelope are put on a queue, and alerts arrive. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { CreateAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import type { DriftEvent } from "../../src/model/index.ts";
import { calls, changeMessage, notified } from "../support/change-messages.ts";
import { ofEachProtocol } from "../support/collect-run.ts";
import { sharing } from "../support/collected.ts";
import { type FaultProxy, fault, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto } from "../support/moto.ts";
import { WatchedOrganization } from "../support/watched-organization.ts";

const missing = missingMoto();

const trust = (principal: string, condition?: object) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: "sts:AssumeRole",
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ],
});

describe("A watch", { skip: missing ?? false }, () => {
  let watched: WatchedOrganization;
  let proxy: FaultProxy;
  let clock = Date.now() - 3_600_000;
  /** Each change is a while after the one before. */
  const later = (): number => {
    clock += 10_000;
    return clock;
  };
  before(async () => {
    watched = await WatchedOrganization.start(4, 6);
    proxy = await startFaultProxy(watched.url);
  });
  after(() => {
    proxy.close();
    watched.close();
  });

  /** What is told of it; the queue is empty then. */
  async function toldOf(...more: readonly string[]): Promise<readonly DriftEvent[]> {
    watched.forget();
    const { status, stderr } = await watched.run(more, { AWS_ENDPOINT_URL: proxy.url });
    assert.equal(status, 0, stderr);
    assert.equal(await watched.left(), 0, stderr);
    return watched.told();
  }

  test("tells who gained and lost access by a changed trust policy, and who changed it", async () => {
    const account = watched.account(1);
    const now = trust("arn:aws:iam::666655554444:root");
    await watched.setTrust(account, "role-1", now);
    await watched.send(changeMessage(calls.updateTrust("role-1", now), { account, at: later() }));
    const [event, ...others] = await toldOf();
    assert.deepEqual(others, []);
    assert.equal(event?.kind, "changed");
    assert.equal(event?.subject, `arn:aws:iam::${account}:role/role-1`);
    assert.deepEqual(
      event?.changes[0]?.gained.map(({ id }) => id),
      ["666655554444"],
    );
    assert.ok((event?.changes[0]?.lost.length ?? 0) > 0);
    assert.equal(event?.actors[0]?.sessionIssuer, `arn:aws:iam::${account}:role/admin`);
    assert.equal(event?.actors[0]?.sourceIp, "203.0.113.9");
  });

  test("is silent where the text alone changed, where the call failed, and where the event is known", async () => {
    const account = watched.account(1);
    const [statement] = trust("666655554444").Statement;
    const spelled = { Statement: [{ ...statement, Action: ["sts:AssumeRole"] }], Version: "2012-10-17" };
    await watched.setTrust(account, "role-1", spelled);
    const message = changeMessage(calls.updateTrust("role-1", spelled), { account, at: later() });
    const failed = changeMessage(calls.updateTrust("role-2", trust("*")), {
      account,
      at: later(),
      errorCode: "AccessDenied",
    });
    await watched.send(message, message, failed, notified(message));
    assert.deepEqual(await toldOf(), []);
  });

  test("tells of trust that was opened and restored between two reads", async () => {
    const account = watched.account(2);
    const open = trust("*");
    const restored = trust(`arn:aws:iam::${watched.account(0)}:root`);
    const at = later();
    await watched.send(
      changeMessage(calls.updateTrust("role-2", open), { account, at }),
      changeMessage(calls.updateTrust("role-2", restored), { account, at: at + 5000 }),
    );
    const [event, ...others] = await toldOf();
    assert.deepEqual(others, []);
    assert.equal(event?.kind, "opened-and-closed");
    assert.equal(event?.changes[0]?.gained[0]?.kind, "any-account");
    assert.equal((event?.interlude?.to ?? 0) - (event?.interlude?.from ?? 0), 5000);
  });

  test("repeats a read that is behind the event, and tells what it is in the end", async () => {
    const account = watched.account(3);
    const client = await watched.iam(account, proxy.url);
    proxy.remembers = true;
    await client.send(new GetRoleCommand({ RoleName: "role-3" }));
    const now = trust("arn:aws:iam::666655554444:root");
    await watched.setTrust(account, "role-3", now);
    await watched.send(changeMessage(calls.updateTrust("role-3", now), { account, at: later() }));
    const until = Date.now() + 6000;
    let stale = 0;
    proxy.faults = (request) => {
      if (request.call !== "GetRole" || Date.now() > until) return notInMoto(request);
      stale += 1;
      return { kind: "stale" };
    };
    const [event, ...others] = await toldOf();
    proxy.faults = notInMoto;
    assert.deepEqual(others, []);
    assert.ok(stale > 1, `${stale} stale reads`);
    assert.equal(event?.kind, "changed");
    assert.deepEqual(
      event?.changes[0]?.gained.map(({ id }) => id),
      ["666655554444"],
    );
  });

  test("says so where the read never comes to agree, and where AWS refuses it", async () => {
    const account = watched.account(0);
    const open = trust("*");
    await watched.send(changeMessage(calls.updateTrust("role-4", open), { account, at: later() }));
    const [unresolved] = await toldOf("--patience", "3");
    assert.equal(unresolved?.kind, "unresolved");
    assert.match(unresolved?.changes[0]?.notes.join() ?? "", /disagrees with the document/);

    proxy.faults = (request) =>
      request.call === "GetRole" ? fault("AccessDenied", 403, "not authorized") : notInMoto(request);
    await watched.send(changeMessage(calls.updateTrust("role-5", open), { account, at: later() }));
    const [refused] = await toldOf();
    proxy.faults = notInMoto;
    assert.equal(refused?.kind, "unresolved");
    assert.match(refused?.changes[0]?.notes.join() ?? "", /could not be read/);
    assert.equal(refused?.changes[0]?.gained[0]?.kind, "any-account");
  });

  test("tells of queues, of control policies, and of messages that it can't read or does not know", async () => {
    const account = watched.account(0);
    const policy = sharing("sqs:*", `arn:aws:sqs:eu-west-1:${account}:jobs`);
    await watched.setQueuePolicy(account, "jobs", policy);
    const unknown = { source: "iam.amazonaws.com", name: "InventedCall", request: {} };
    await watched.send(
      changeMessage(calls.setQueuePolicy("jobs", policy, "eu-west-1", account), {
        account,
        region: "eu-west-1",
        at: later(),
      }),
      "{",
      '{"detail":{"eventName":[[[',
      changeMessage(unknown, { account, at: later() }),
    );
    const [event, ...others] = await toldOf("--format", "json");
    assert.deepEqual(others, []);
    assert.equal(event?.changes[0]?.kind, "resource-policy");
    assert.ok(event?.changes[0]?.gained.some(({ external }) => external));
  });

  test("reads an account that joins, tells of it as one, and knows it from then on, after a restart too", async () => {
    const organizations = new OrganizationsClient({ region: "us-east-1" });
    const created = await organizations.send(
      new CreateAccountCommand({ Email: "new@example.com", AccountName: "newcomer" }),
    );
    const account = created.CreateAccountStatus?.AccountId ?? "";
    const client = await watched.iam(account);
    for (const [RoleName, principal] of [
      ["vendor", "arn:aws:iam::666655554444:root"],
      ["own", `arn:aws:iam::${account}:root`],
    ] as const)
      await client.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust(principal)) }),
      );
    const joins = { source: "organizations.amazonaws.com", name: "CreateAccount", request: {} };
    await watched.send(changeMessage(joins, { at: later() }));
    let waits = 0;
    // The role that accounts are read by comes after the account.
    proxy.faults = (request) => {
      if (request.call !== "AssumeRole" || !request.body.includes(account) || waits > 2)
        return notInMoto(request);
      waits += 1;
      return fault("AccessDenied", 403, "not authorized");
    };
    const first = await toldOf("--services", ofEachProtocol.join());
    proxy.faults = notInMoto;
    assert.ok(waits > 1, `it was tried ${waits} times`);
    assert.deepEqual(
      first.map(({ kind, subject }) => `${kind} ${subject}`),
      [`changed ${account}`, `changed ${account}`],
    );
    const [joined, read] = first;
    assert.match(joined?.title ?? "", /joined/);
    assert.match(read?.title ?? "", /\(newcomer\) was read for the first time: 3 roles/);
    assert.deepEqual(
      read?.changes[0]?.gained.map(({ id }) => id),
      ["666655554444"],
    );

    const open = trust("arn:aws:iam::777766665555:root");
    await watched.setTrust(account, "own", open);
    await watched.send(changeMessage(calls.updateTrust("own", open), { account, at: later() }));
    const [change, ...others] = await toldOf();
    assert.deepEqual(others, []);
    assert.equal(change?.subject, `arn:aws:iam::${account}:role/own`);
    assert.ok(!/nothing of the account/i.test(JSON.stringify(change)), "it is compared with what was read");
    assert.equal(change?.accountName, "newcomer");
  });

  test("--poll finds without events what changed", async () => {
    const account = watched.account(2);
    await watched.setTrust(account, "role-5", trust("arn:aws:iam::666655554444:root"));
    watched.forget();
    const found = await watched.runWithoutQueue(["--poll", "1", "--services", ofEachProtocol.join()], () =>
      watched.told().some(({ subject }) => subject.endsWith("role/role-5")),
    );
    assert.equal(found.status, 0, found.stderr);
    // What could not be read before, and was told by its event alone, is read now.
    const event = watched.told().find(({ subject }) => subject === `arn:aws:iam::${account}:role/role-5`);
    assert.equal(event?.kind, "changed");
    assert.deepEqual(event?.actors, []);
    const ofAccounts = watched
      .told()
      .filter(({ changes }) => changes.some(({ account: of }) => of !== account));
    assert.ok(
      !JSON.stringify(ofAccounts).includes("could be read now"),
      "what joined was read as others are",
    );
  });
});
