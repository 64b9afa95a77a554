/** Fixes written to policies of IAM in moto, over the SDK's protocols, and taken back again. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as readText } from "node:stream/consumers";
import { after, before, beforeEach, describe, test } from "node:test";
import {
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetGroupPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { StandingPolicy } from "../../src/aws/writes/index.ts";
import { collectors } from "../../src/collect/live/index.ts";
import { type EventDocument, isAccountId, withDocuments } from "../../src/model/index.ts";
import { writeSnapshot } from "../../src/store/index.ts";
import { openStateStore, type StateStore } from "../../src/store/state/index.ts";
import { openConnected } from "../../src/work/collect/index.ts";
import {
  applyFixes,
  enterForFix,
  type FixPlan,
  type FixValues,
  planFixes,
  usualCanary,
} from "../../src/work/provision/fixes/index.ts";
import { type Access, carryOutUndo, planUndo } from "../../src/work/provision/index.ts";
import { type Scan, scanSnapshot } from "../../src/work/scan.ts";
import { collectRun, usualSettings } from "../support/collect-run.ts";
import { type FaultProxy, fault, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";
import { seedOrganization } from "../support/moto-organization.ts";
import { assumed, record, sessionIdentity } from "../support/trail/records.ts";

const theirs = `{ "Sid":  "Ours",  "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::${motoAccount}:root"}, "Action": "sts:AssumeRole" }`;
const open = '{"Sid":"Open","Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}';
const policy = (...statements: readonly string[]) =>
  `{"Version":"2012-10-17","Statement":[${statements.join(", ")}]}`;
const anyRole = policy(
  '{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}',
  '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}',
);

const timing = { windowMilliseconds: 2_000, writers: 0, patienceMilliseconds: 2_000, attempts: 10 };

describe("Fixes in live accounts", { skip: missingMoto() ?? false, concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-fixes-"));
  let proxy: FaultProxy;
  let iam: IAMClient;
  let member: { readonly id: string; readonly iam: IAMClient };
  let access: Access;
  let store: StateStore;
  let stores = 0;

  before(async () => {
    const { url } = await startMoto();
    proxy = await startFaultProxy(url);
    process.env.AWS_ENDPOINT_URL = proxy.url;
    const { accounts } = await seedOrganization(1, 0);
    const id = accounts.find((account) => account !== motoAccount) ?? "";
    iam = new IAMClient({});
    const { Credentials } = await new STSClient({}).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`,
        RoleSessionName: "seed",
      }),
    );
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    member = { id, iam: new IAMClient({ credentials }) };
    const opened = await openConnected({ ...usualSettings });
    assert.ok(opened.ok);
    access = { ...opened.value.access, connection: opened.value.connection };
  });
  after(async () => {
    access?.connection.close();
    await proxy?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    proxy.faults = notInMoto;
    stores += 1;
    const opened = await openStateStore(`sqlite:${join(folder, `${stores}.db`)}`);
    assert.ok(opened.ok);
    store = opened.value;
  });

  const role = async (client: IAMClient, RoleName: string, AssumeRolePolicyDocument = policy(theirs, open)) =>
    client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const trustOf = async (client: IAMClient, RoleName: string): Promise<string> => {
    const { Role } = await client.send(new GetRoleCommand({ RoleName }));
    return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  };

  async function scanned(documents: readonly EventDocument[] = []): Promise<Scan> {
    const { collection } = await collectRun({
      collectors: collectors.filter(({ name }) => name === "organization" || name === "iam"),
    });
    return scanSnapshot(withDocuments(collection.snapshot, documents));
  }

  /** All that can be written about subjects of these names. */
  function planned(scan: Scan, ...names: readonly string[]): FixPlan {
    const chosen = scan.findings.summaries.filter(({ subject }) =>
      names.some((name) => subject.endsWith(`/${name}`)),
    );
    const words = new Map([
      ["REPLACE-WITH-ACCOUNT", motoAccount],
      ["REPLACE-WITH-ROLE-NAME", "reader"],
    ]);
    const values: FixValues = new Map(chosen.map(({ id }) => [id, words]));
    return planFixes(scan, chosen, values, () => undefined);
  }

  const parts = () => {
    let changes = 0;
    return {
      ...{ store, timing, holder: "test", by: "arn:aws:iam::123456789012:user/me", now: Date.now },
      ...{ pause: (milliseconds: number) => new Promise<void>((go) => setTimeout(go, milliseconds)) },
      random: Math.random,
      newId: () => `c-${++changes}`,
    };
  };

  const apply = (plan: FixPlan, wrap: (policy: StandingPolicy) => StandingPolicy = (one) => one) =>
    applyFixes(plan.fixes, {
      ...parts(),
      ...{ canary: usualCanary(plan.fixes), accountsAtOnce: 4, progress: () => undefined },
      async open(fix, removed) {
        const found = await enterForFix(fix, access, removed);
        return typeof found === "string" ? found : wrap(found);
      },
    });

  async function undone(id: string, direction: "back" | "forth" = "back") {
    const change = await store.appliedChange(id);
    assert.ok(change !== null);
    const plan = await planUndo(change, direction, access, store);
    const end = await carryOutUndo(change, plan, direction, { ...parts(), newId: () => `${id}-undo` });
    return { plan, end, state: (await store.appliedChange(id))?.state };
  }

  test("a trust policy is fixed, others' statements stay letter for letter, and it is taken back", async () => {
    await role(iam, "opened");
    const scan = await scanned();
    const [result, ...more] = await apply(planned(scan, "opened"));
    assert.deepEqual(more, []);
    assert.equal(result?.state, "applied", JSON.stringify(result?.why));
    const text = await trustOf(iam, "opened");
    assert.ok(text.includes(theirs) && text.includes("aws:PrincipalOrgID"), text);
    const change = await store.appliedChange("c-1");
    assert.deepEqual([change?.state, change?.kind], ["applied", "policy-fix"]);
    const [again] = await apply(planned(scan, "opened"));
    assert.equal(again?.state, "same", "run again, it has nothing to do");
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: "opened",
        PolicyDocument: text.replace(/\]\}$/, `,${theirs.replace("Ours", "Later")}]}`),
      }),
    );
    const { end, state } = await undone("c-1");
    assert.deepEqual([end.kind, state], ["applied", "undone"]);
    const back = JSON.parse(await trustOf(iam, "opened"));
    assert.deepEqual(
      back.Statement.map(({ Sid, Condition }: { Sid: string; Condition?: object }) => [Sid, Condition]),
      [
        ["Ours", undefined],
        ["Open", undefined],
        ["Later", undefined],
      ],
    );
  });

  test("policies of roles, users and groups, and a managed one with five versions", async () => {
    await role(iam, "reader", policy(theirs));
    await role(iam, "roaming", policy(theirs));
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    await iam.send(new CreateGroupCommand({ GroupName: "people" }));
    const put = { PolicyName: "any", PolicyDocument: anyRole };
    await iam.send(new PutRolePolicyCommand({ RoleName: "roaming", ...put }));
    await iam.send(new PutUserPolicyCommand({ UserName: "ada", ...put }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: "people", ...put }));
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "roam", PolicyDocument: anyRole }),
    );
    const PolicyArn = Policy?.Arn ?? "";
    await iam.send(new AttachRolePolicyCommand({ RoleName: "roaming", PolicyArn }));
    assert.ok(isAccountId(motoAccount));
    // moto leaves managed policies out of the account's details where no filter asks for them.
    const subject = { kind: "managed-policy", account: motoAccount, arn: PolicyArn } as const;
    const scan = await scanned([{ subject, part: { kind: "managed-policy" }, text: anyRole }]);
    const plan = planned(scan, "roaming", "ada", "people", "roam");
    for (let version = 2; version <= 5; version++)
      await iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: anyRole, SetAsDefault: true }),
      );
    const results = await apply(plan);
    assert.equal(
      results.length,
      4,
      JSON.stringify([plan.fixes.map((one) => one.policy), plan.notApplicable]),
    );
    for (const { state, why } of results) assert.equal(state, "applied", JSON.stringify(why));
    const inline = await Promise.all([
      iam.send(new GetRolePolicyCommand({ RoleName: "roaming", PolicyName: "any" })),
      iam.send(new GetUserPolicyCommand({ UserName: "ada", PolicyName: "any" })),
      iam.send(new GetGroupPolicyCommand({ GroupName: "people", PolicyName: "any" })),
    ]);
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    const inForce = Versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.VersionId;
    const managed = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: inForce }));
    const texts = [...inline.map(({ PolicyDocument }) => PolicyDocument), managed.PolicyVersion?.Document];
    for (const text of texts) assert.match(decodeURIComponent(text ?? ""), /role\/reader/);
    assert.deepEqual(Versions.map(({ VersionId }) => VersionId).toSorted(), ["v2", "v3", "v4", "v5", "v6"]);
    const notes = results.flatMap((result) => result.notes).join(" ");
    assert.match(notes, /five versions of a managed policy: v1 .* was deleted/);
  });

  test("what changed since the snapshot is fixed as it stands now, or left alone with the reason", async () => {
    await role(iam, "grown");
    await role(iam, "closed");
    const scan = await scanned();
    const later = theirs.replace("Ours", "Later");
    const rewrite = (RoleName: string, PolicyDocument: string) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    await rewrite("grown", policy(theirs, open, later));
    await rewrite("closed", policy(theirs));
    const [grown, closed] = await apply(planned(scan, "grown", "closed"));
    const byPolicy = [grown, closed].toSorted((a, b) =>
      (a?.fix.policy ?? "") < (b?.fix.policy ?? "") ? -1 : 1,
    );
    assert.deepEqual(
      byPolicy.map((result) => result?.state),
      ["same", "applied"],
    );
    assert.match(byPolicy[1]?.notes.join(" ") ?? "", /had changed since the snapshot/);
    const text = await trustOf(iam, "grown");
    assert.ok(text.includes(theirs) && text.includes(later) && text.includes("aws:PrincipalOrgID"));
    assert.equal(await trustOf(iam, "closed"), policy(theirs));
  });

  /** The command itself, with a store of its own. */
  const accesslens = async (...args: readonly string[]) => {
    const common = ["--store", `sqlite:${join(folder, "command.db")}`, "--settle", "0", "--format", "json"];
    const child = spawn(process.execPath, ["dist/accesslens.js", ...args, ...common]);
    const [stdout, stderr] = await Promise.all([readText(child.stdout), readText(child.stderr)]);
    return { stdout, stderr };
  };

  test("the command writes the plan, tells each result by the schema, and undo takes it back", async () => {
    await role(iam, "by-command");
    const { snapshot } = (await scanned()).engine;
    const path = join(folder, "org.alens");
    assert.ok((await writeSnapshot(path, snapshot)).ok);
    const { findings } = scanSnapshot(snapshot);
    const id = findings.summaries.find(({ subject }) => subject.endsWith("/by-command"))?.id ?? "";
    const { stdout, stderr } = await accesslens("fix", id, "--snapshot", path, "--apply");
    assert.equal(stderr, "");
    const answer = JSON.parse(stdout);
    assert.deepEqual(schemaJudge("fix.schema.json", { isClosed: true })(answer), []);
    assert.deepEqual([answer.applied, answer.fixes[0].state], [true, "applied"], answer.fixes[0].why);
    assert.ok((await trustOf(iam, "by-command")).includes("aws:PrincipalOrgID"));
    const back = JSON.parse((await accesslens("undo", answer.fixes[0].change, "--apply")).stdout);
    assert.deepEqual([back.outcome, back.applied], ["change", true]);
    assert.equal((await trustOf(iam, "by-command")).includes("aws:PrincipalOrgID"), false);
  });

  test("a trust is made as narrow as its use, what the trail saw passes, and undo takes it back", async () => {
    await role(member.iam, "deployer", policy(theirs));
    const wide = policy(
      `{"Sid":"Wide","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${member.id}:root"},"Action":"sts:AssumeRole"}`,
    );
    await role(iam, "wide", wide);
    const put = { RoleName: "deployer", PolicyName: "any", PolicyDocument: anyRole };
    await member.iam.send(new PutRolePolicyCommand(put));
    const path = join(folder, "wide.alens");
    assert.ok((await writeSnapshot(path, (await scanned()).engine.snapshot)).ok);
    const subject = `arn:aws:iam::${motoAccount}:role/wide`;
    const deployer = `arn:aws:iam::${member.id}:role/deployer`;
    const session = {
      ...sessionIdentity,
      ...{ accountId: member.id, arn: `arn:aws:sts::${member.id}:assumed-role/deployer/run-42` },
      sessionContext: {
        sessionIssuer: { type: "Role", accountId: member.id, arn: deployer, userName: "deployer" },
        attributes: { mfaAuthenticated: "false" },
      },
    };
    const use = record("AssumeRole", {
      ...{ recipientAccountId: motoAccount, userIdentity: session, responseElements: assumed },
      requestParameters: { roleArn: subject, roleSessionName: "run-42" },
    });
    const events = join(folder, "wide.json");
    writeFileSync(events, JSON.stringify({ Records: [use] }));
    const tighten = ["fix", "--tighten", subject, "--events", events, "--snapshot", path];
    const planned = JSON.parse((await accesslens(...tighten)).stdout);
    assert.deepEqual([planned.applied, planned.fixes[0]?.state], [false, "planned"]);
    assert.equal(await trustOf(iam, "wide"), wide, "without --apply nothing is written");
    const { stdout, stderr } = await accesslens(...tighten, "--apply");
    const answer = JSON.parse(stdout);
    assert.equal(answer.fixes[0].state, "applied", `${stderr}${JSON.stringify(answer.fixes[0].why)}`);
    assert.deepEqual(schemaJudge("fix.schema.json", { isClosed: true })(answer), []);
    const [statement] = JSON.parse(await trustOf(iam, "wide")).Statement;
    assert.deepEqual([statement.Sid, [statement.Principal.AWS].flat()], ["Wide", [deployer]]);
    const back = JSON.parse((await accesslens("undo", answer.fixes[0].change, "--apply")).stdout);
    assert.deepEqual([back.outcome, back.applied], ["change", true]);
    assert.deepEqual(JSON.parse(await trustOf(iam, "wide")), JSON.parse(wide));
  });

  test("somebody who writes the same policy at the same moment loses nothing", async () => {
    await role(iam, "busy");
    const plan = planned(await scanned(), "busy");
    let isFirst = true;
    const [result] = await apply(plan, (standing) => ({
      ...standing,
      async read() {
        const found = await standing.read();
        // Right after our first look.
        if (isFirst) {
          isFirst = false;
          const PolicyDocument = policy(theirs, open, theirs.replace("Ours", "Racing"));
          await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "busy", PolicyDocument }));
        }
        return found;
      },
    }));
    assert.equal(result?.state, "applied", JSON.stringify(result?.why));
    const text = await trustOf(iam, "busy");
    assert.ok(text.includes("Racing") && text.includes("aws:PrincipalOrgID"), text);
  });

  test("what AWS refuses is told, and the account that goes first keeps the others from harm", async () => {
    await role(iam, "first");
    await role(iam, "first-too");
    await role(member.iam, "second");
    const scan = await scanned();
    const plan = planned(scan, "first", "first-too", "second");
    assert.equal(usualCanary(plan.fixes), member.id);
    proxy.faults = (request) =>
      request.call === "UpdateAssumeRolePolicy" ? fault("AccessDenied", 403, "no") : notInMoto(request);
    const results = await apply(plan);
    const states = Object.fromEntries(results.map(({ fix, state }) => [fix.policy.split("/").at(-1), state]));
    assert.deepEqual(states, { first: "not-tried", "first-too": "not-tried", second: "failed" });
    assert.match(results.map(({ why }) => why).join(" "), /AccessDenied/);
    assert.equal(await trustOf(iam, "first"), policy(theirs, open));
    assert.equal((await store.appliedChanges({ state: "failed" }, 10)).length, 1);
    proxy.faults = notInMoto;
    const again = await apply(plan);
    assert.deepEqual(new Set(again.map(({ state }) => state)), new Set(["applied"]));
    assert.ok((await trustOf(member.iam, "second")).includes("aws:PrincipalOrgID"));
  });

  for (const [when, isWritten] of [
    ["before the write", false],
    ["after the write", true],
  ] as const) {
    test(`whoever is killed ${when} leaves what undo and finish understand`, async () => {
      const name = isWritten ? "killed-after" : "killed-before";
      await role(iam, name);
      const plan = planned(await scanned(), name);
      const killed = apply(plan, (standing) => ({
        ...standing,
        async write(...args) {
          if (isWritten) await standing.write(...args);
          throw new Error("killed");
        },
      }));
      await assert.rejects(killed, /killed/);
      assert.equal((await store.appliedChange("c-1"))?.state, "intended");
      if (isWritten) {
        const { end, state } = await undone("c-1");
        assert.deepEqual([end.kind, state], ["applied", "undone"]);
        assert.equal((await trustOf(iam, name)).includes("aws:PrincipalOrgID"), false);
      } else {
        const { end, state } = await undone("c-1", "forth");
        assert.deepEqual([end.kind, state], ["applied", "applied"]);
        assert.ok((await trustOf(iam, name)).includes("aws:PrincipalOrgID"));
      }
    });
  }
});
