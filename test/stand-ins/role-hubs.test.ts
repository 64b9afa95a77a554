/** What callers need on their own side, written over IAM's wire protocol, and taken back. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { planRemoval } from "../../src/provision/roles/index.ts";
import { openStateStore, type StateStore } from "../../src/store/state/index.ts";
import { carryOutUndo, planUndo, usualTiming } from "../../src/work/provision/index.ts";
import {
  applyRoles,
  type LiveRoles,
  planLiveRoles,
  removeRoles,
  writeHubs,
} from "../../src/work/provision/roles/index.ts";
import { makeHub, openLive, writeOptions } from "../support/live-roles.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { seedOrganization } from "../support/moto-organization.ts";

const timing = { ...usualTiming, writers: 0, windowMilliseconds: 5_000 };

describe("Policies of hubs", { skip: missingMoto() ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-hubs-"));
  const open: LiveRoles[] = [];
  let store: StateStore;
  let hub: string;

  before(async () => {
    const { url } = await startMoto();
    process.env.AWS_ENDPOINT_URL = url;
    await seedOrganization(6, 0);
    hub = await makeHub();
    const opened = await openStateStore(`sqlite:${join(folder, "store.db")}`);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    store = opened.value;
  });
  after(async () => {
    for (const { connection } of open) connection.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const file = (hubs: string) => `
name: hubbed
roles:
  - name: hubbed
    trust: [{ principals: ["${hub}"] }]
    permissions: { inline: [{ name: own, policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:ListBucket", Resource: "*" }] } }] }
    targets: { units: [workloads] }
${hubs}
`;
  const written = () => file(`hubs: [{ principal: "${hub}" }]`);

  async function live(text: string): Promise<LiveRoles> {
    const opened = await openLive(text);
    open.push(opened);
    return opened;
  }

  async function applied(text: string) {
    const parts = await live(text);
    const plan = await planLiveRoles(parts);
    const options = { ...writeOptions, store, timing };
    return writeHubs(plan, parts, options, await applyRoles(plan, parts, options));
  }

  async function standing(): Promise<readonly { readonly Resource: unknown }[] | null> {
    const command = new GetRolePolicyCommand({ RoleName: "hub", PolicyName: "accesslens-assume-hubbed" });
    try {
      const { PolicyDocument = "" } = await new IAMClient({ region: "us-east-1" }).send(command);
      return JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
    } catch (cause) {
      if (cause instanceof Error && /^NoSuchEntity/.test(cause.name)) return null;
      throw cause;
    }
  }

  test("It is written with the roles, stays as it is, is brought back, undone, and goes with the roles", async () => {
    const [first] = await applied(written());
    assert.deepEqual([first?.state, first?.applied], ["create", true], first?.why);
    assert.equal((await standing())?.length, 1);
    const [again] = await applied(written());
    assert.deepEqual([again?.state, again?.applied], ["same", false], again?.why);

    // The need is met whether or not the file says that it is written here.
    const { hubs } = await planLiveRoles(await live(file("")));
    assert.deepEqual(
      hubs.map(({ principal, has }) => [principal, has]),
      [[hub, true]],
    );

    const wide = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: "AccessLensHub", Effect: "Allow", Action: "sts:*", Resource: "*" }],
    });
    await new IAMClient({ region: "us-east-1" }).send(
      new PutRolePolicyCommand({
        ...{ RoleName: "hub", PolicyName: "accesslens-assume-hubbed", PolicyDocument: wide },
      }),
    );
    const [back] = await applied(written());
    assert.deepEqual([back?.state, back?.applied], ["update", true], back?.why);
    assert.notEqual((await standing())?.[0]?.Resource, "*");

    const parts = await live(written());
    const access = { ...parts.access, connection: parts.connection };
    const undo = async (id: string | null | undefined) => {
      const change = await store.appliedChange(id ?? "");
      if (change === null) throw new Error(`no change ${id}`);
      const plan = await planUndo(change, "back", access, store);
      const application = { ...writeOptions, store, timing, now: Date.now, random: Math.random, by: "test" };
      const end = await carryOutUndo(change, plan, "back", application);
      return "why" in end ? end.why : end.kind;
    };
    assert.equal(await undo(back?.change), "applied");
    assert.equal(await undo(first?.change), "the policy has changed since");
    assert.equal((await standing())?.[0]?.Resource, "*");
    await applied(written());

    const plan = planRemoval(await planLiveRoles(parts), parts.set);
    const options = { ...writeOptions, store, timing };
    const [gone] = await writeHubs(plan, parts, options, await removeRoles(plan, parts, options));
    assert.deepEqual([gone?.state, gone?.applied], ["remove", true], gone?.why);
    assert.equal(await standing(), null);
    assert.equal(await undo(gone?.change), "applied");
    assert.equal((await standing())?.length, 1);
  });
});
