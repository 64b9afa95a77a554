/** Spoke roles over IAM's wire protocol: many accounts at once, faults in between, and what comes in afterwards. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { noCalls } from "../../src/aws/index.ts";
import { isAccountId } from "../../src/model/index.ts";
import { planRemoval } from "../../src/provision/roles/index.ts";
import { openStateStore } from "../../src/store/state/index.ts";
import {
  planLiveRoles,
  type RoleResult,
  removeRoles,
  roleTemplates,
} from "../../src/work/provision/roles/index.ts";
import { storedInverse } from "../../src/work/provision/roles/stored-role.ts";
import { carryOutRoleUndo, planRoleUndo } from "../../src/work/provision/roles/undo-role.ts";
import { type FaultProxy, fault, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { schemaJudge } from "../support/json-schema.ts";
import {
  applied,
  iamIn,
  makeHub,
  makePolicy,
  openLive,
  type RoleInMoto,
  roleIn,
  writeOptions,
} from "../support/live-roles.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";
import { seedOrganization } from "../support/moto-organization.ts";
import { refusedByTrust } from "../support/strict-trust.ts";
import { assumed, record } from "../support/trail/records.ts";

const missing = missingMoto();

function statesOf(results: readonly RoleResult[]): Readonly<Record<string, number>> {
  const states = Map.groupBy(
    results,
    ({ state, applied: isApplied }) => `${state}${isApplied ? ", written" : ""}`,
  );
  return Object.fromEntries([...states].map(([state, all]) => [state, all.length]));
}

function isOpen(role: RoleInMoto | null): boolean {
  return role?.trust.Statement[0]?.Effect === "Allow";
}

describe("Spoke roles in an organization of 12 accounts", { skip: missing ?? false }, () => {
  let proxy: FaultProxy;
  let accounts: readonly string[];
  let organization: string;
  let hub: string;

  before(async () => {
    const { url } = await startMoto();
    const seeded = await seedOrganization(12, 0);
    ({ accounts, id: organization } = seeded);
    hub = await makeHub();
    await Promise.all(accounts.map((account) => makePolicy(account, "lists")));
    proxy = await startFaultProxy(url);
    process.env.AWS_ENDPOINT_URL = proxy.url;
  });
  after(() => proxy.close());

  /** In units workloads/prod and workloads/dev: eight of the accounts. */
  const file = (
    name: string,
    more: { readonly trust?: string; readonly set?: string; readonly tail?: string } = {},
  ) => `
name: ${more.set ?? name}
roles:
  - name: ${name}
    trust:
      - principals: ["${hub}"]
        organization: ${organization}
        ${more.trust ?? ""}
    permissions:
      account: [lists]
      inline:
        - name: own
          policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:ListBucket", Resource: "arn:{partition}:s3:::logs-{account}" }] }
    tags: { owner: security }
    targets: { units: [workloads] }
    ${more.tail ?? ""}
`;

  test("They are made in all accounts of the unit, and the same again writes nothing", async () => {
    const first = await applied(file("made"));
    assert.deepEqual(statesOf(first), { "create, written": 8 });
    for (const { planned } of first) {
      const role = await roleIn(planned.accountId, "made");
      assert.ok(isOpen(role), planned.accountId);
      assert.deepEqual(role?.inline, ["own"]);
      assert.deepEqual(role?.attached, [`arn:aws:iam::${planned.accountId}:policy/lists`]);
      assert.deepEqual(role?.tags, { owner: "security", "accesslens:managed-by": "made" });
    }
    const before = proxy.counts.get("iam:CreateRole");
    assert.deepEqual(statesOf(await applied(file("made"))), { same: 8 });
    assert.equal(proxy.counts.get("iam:CreateRole"), before);
  });

  test("What drifted is named and brought back; what was not declared is gone", async () => {
    const [first = ""] = (await applied(file("drifts"))).map(({ planned }) => planned.accountId);
    const iam = await iamIn(first);
    const open = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    };
    await iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: "drifts", PolicyDocument: JSON.stringify(open) }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "drifts",
        PolicyName: "extra",
        PolicyDocument: JSON.stringify({
          ...open,
          Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
        }),
      }),
    );
    const again = await applied(file("drifts"));
    assert.deepEqual(statesOf(again), { "update, written": 1, same: 7 });
    const told = again.find(({ state }) => state === "update");
    assert.match(told?.why ?? "", /lets in more than it is meant to; inline policy extra is not declared/);
    assert.deepEqual(
      told?.planned.lost.map(({ id }) => id),
      ["*"],
    );
    const role = await roleIn(first, "drifts");
    assert.deepEqual(role?.inline, ["own"]);
    assert.deepEqual(role?.trust.Statement[0]?.Principal, { AWS: hub });
  });

  test("A role of the same name that is not ours is left as it is", async () => {
    const [theirs = ""] = (await openedAccounts(file("theirs"))).values();
    const iam = await iamIn(theirs);
    await iam.send(
      new CreateRoleCommand({ RoleName: "theirs", AssumeRolePolicyDocument: '{"Statement":[]}' }),
    );
    const results = await applied(file("theirs"));
    assert.deepEqual(statesOf(results), { error: 1, "create, written": 7 });
    assert.match(results.find(({ state }) => state === "error")?.why ?? "", /not made by accesslens/);
    assert.deepEqual((await roleIn(theirs, "theirs"))?.tags, {});
    assert.deepEqual(statesOf(await applied(file("theirs"), { adopt: true })), {
      "update, written": 1,
      same: 7,
    });
  });

  async function openedAccounts(text: string): Promise<readonly string[]> {
    const live = await openLive(text);
    const plan = await planLiveRoles(live);
    live.connection.close();
    return plan.roles.map(({ accountId }) => accountId);
  }

  test("An account that refuses has its own error, and the others are done; run again, it goes on where it was stopped", async () => {
    const [denied = ""] = await openedAccounts(file("refused"));
    proxy.faults = (request) =>
      request.call === "PutRolePolicy" && request.body.includes(`logs-${denied}`)
        ? fault("AccessDenied", 403, "not authorized to perform: iam:PutRolePolicy")
        : notInMoto(request);
    const first = await applied(file("refused"));
    assert.deepEqual(statesOf(first), { error: 1, "create, written": 7 });
    assert.match(first[0]?.why ?? "", /put-inline-policy: access was denied .*1 calls were made/);
    assert.equal(isOpen(await roleIn(denied, "refused")), false, "nobody comes in while it is unfinished");
    proxy.faults = notInMoto;
    assert.deepEqual(statesOf(await applied(file("refused"))), { "update, written": 1, same: 7 });
    assert.ok(isOpen(await roleIn(denied, "refused")));
  });

  test("Throttling, failures and answers that are lost change nothing of what comes out", async () => {
    const lost = new Set<string>();
    proxy.faults = (request, attempt) => {
      if (request.service !== "iam") return notInMoto(request);
      const key = `${request.call} ${request.body}`;
      // The write arrives, and its answer does not.
      if (/^(Create|Put|Attach|Update)/.test(request.call) && !lost.has(key)) {
        lost.add(key);
        return { kind: "cut-off" };
      }
      return attempt === 1 ? fault("Throttling", 400, "Rate exceeded") : null;
    };
    const results = await applied(file("stormy"));
    proxy.faults = notInMoto;
    assert.deepEqual(statesOf(results), { "create, written": 8 });
    for (const { planned } of results) assert.ok(isOpen(await roleIn(planned.accountId, "stormy")));
  });

  test("When the canary fails, nobody else is touched", async () => {
    const [canary = "", other = ""] = await openedAccounts(file("canary"));
    assert.ok(isAccountId(canary));
    proxy.faults = (request) =>
      request.call === "AttachRolePolicy" ? fault("AccessDenied", 403, "no") : notInMoto(request);
    const results = await applied(file("canary"), {}, { canary });
    proxy.faults = notInMoto;
    assert.deepEqual(statesOf(results), { error: 8 });
    assert.match(results[1]?.why ?? "", /not tried, because \d+ went first and failed/);
    assert.equal(await roleIn(other, "canary"), null);
  });

  test("The declared session gets in, and a wrong or missing external ID or a tag that the trust lacks does not", async () => {
    const vendor = file("vendor").replace(
      `["${hub}"]\n        organization: ${organization}`,
      '["999988887777"]\n        externalId: { environment: VENDOR_ID }',
    );
    const tagged = file("tagged", { trust: 'sessionTags: [{ key: team, values: ["red"] }]' });
    const [{ planned } = { planned: null }] = await applied(vendor);
    const account = planned?.accountId ?? "";
    await applied(tagged);
    const roles = await Promise.all(["vendor", "tagged"].map((name) => roleIn(account, name)));
    proxy.faults = (request) =>
      strict(
        request,
        new Map([
          ["vendor", roles[0]],
          ["tagged", roles[1]],
        ]),
      );
    const sts = new STSClient({ region: "us-east-1", maxAttempts: 1 });
    const assume = async (name: string, more: object): Promise<string> => {
      const RoleArn = `arn:aws:iam::${account}:role/${name}`;
      try {
        await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more }));
        return "in";
      } catch (cause) {
        return cause instanceof Error ? cause.name : String(cause);
      }
    };
    assert.equal(await assume("vendor", { ExternalId: "issued-for-us-1" }), "in");
    assert.equal(await assume("vendor", {}), "AccessDenied");
    assert.equal(await assume("vendor", { ExternalId: "another" }), "AccessDenied");
    assert.equal(
      await assume("vendor", { ExternalId: "issued-for-us-1", Tags: [{ Key: "team", Value: "red" }] }),
      "AccessDenied",
    );
    assert.equal(await assume("tagged", { Tags: [{ Key: "team", Value: "red" }] }), "in");
    proxy.faults = notInMoto;
  });

  test("Each change is journaled with what stood there before, and taken back to it, the latest first", async () => {
    const folder = mkdtempSync(join(tmpdir(), "accesslens-roles-"));
    const opened = await openStateStore(`sqlite:${join(folder, "changes.db")}`);
    assert.ok(opened.ok);
    const store = opened.value;
    proxy.faults = (request) =>
      request.call === "CreateRole" && request.headers["x-amz-security-token"] !== undefined
        ? fault("AccessDenied", 403, "no")
        : notInMoto(request);
    await applied(file("journal"), {}, { store });
    const failed = await store.appliedChanges({ state: "failed" }, 100);
    assert.equal(failed.length, 8, "what was not made says so");
    proxy.faults = notInMoto;
    await applied(file("journal"), {}, { store });
    const made = await store.appliedChanges({ state: "applied" }, 100);
    assert.equal(made.length, 8);
    const [first] = made;
    assert.ok(first !== undefined && isAccountId(first.account));
    assert.deepEqual([first.kind, storedInverse(first.inverse)], ["role", { name: "journal", role: null }]);

    await applied(file("journal", { tail: "session: 2h" }), {}, { store });
    const [longer] = await store.appliedChanges({ target: first.target }, 1);
    assert.ok(longer !== undefined && longer.id !== first.id);
    const live = await openLive(file("journal"));
    const parts = { ...live, ...writeOptions, store, region: live.access.home.region, counts: noCalls() };
    const tooEarly = await planRoleUndo(first, live);
    assert.ok(
      tooEarly.kind === "refused" && /has changed since/.test(tooEarly.why),
      "the later one goes first",
    );
    for (const change of [longer, first]) {
      const plan = await planRoleUndo(change, live);
      assert.equal(plan.kind, "change");
      const end = await carryOutRoleUndo(change, plan, parts);
      assert.ok(end.ok, JSON.stringify(end));
      assert.equal((await store.appliedChange(change.id))?.state, "undone");
    }
    assert.equal(await roleIn(first.account, "journal"), null, "made by the first, it is gone");
    live.connection.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test("An undo leaves others' tags as they are, and a role that machines have", async () => {
    const folder = mkdtempSync(join(tmpdir(), "accesslens-roles-"));
    const opened = await openStateStore(`sqlite:${join(folder, "changes.db")}`);
    assert.ok(opened.ok);
    const store = opened.value;
    await applied(file("tags"), {}, { store });
    const [made] = await store.appliedChanges({ state: "applied" }, 1);
    assert.ok(made !== undefined && isAccountId(made.account));
    await applied(file("tags", { tail: "session: 2h" }), {}, { store });
    const [longer] = await store.appliedChanges({ target: made.target }, 1);
    assert.ok(longer !== undefined);
    const iam = await iamIn(made.account);
    await iam.send(new TagRoleCommand({ RoleName: "tags", Tags: [{ Key: "cost", Value: "7" }] }));
    const live = await openLive(file("tags"));
    const parts = { ...live, ...writeOptions, store, region: live.access.home.region, counts: noCalls() };
    const end = await carryOutRoleUndo(longer, await planRoleUndo(longer, live), parts);
    assert.ok(end.ok, JSON.stringify(end));
    assert.equal((await roleIn(made.account, "tags"))?.tags.cost, "7");
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "machines" }));
    const profile = { InstanceProfileName: "machines", RoleName: "tags" };
    await iam.send(new AddRoleToInstanceProfileCommand(profile));
    const plan = await planRoleUndo(made, live);
    assert.ok(plan.kind === "refused" && /machines have it/.test(plan.why), JSON.stringify(plan));
    assert.ok(isOpen(await roleIn(made.account, "tags")));
    live.connection.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test("The template, deployed as a StackSet, makes what apply makes", async () => {
    const text = file("stacked");
    const live = await openLive(text);
    const plan = await planLiveRoles(live);
    const templates = roleTemplates("cloudformation", {
      ...{ set: live.set, planned: plan.roles, organization: plan.snapshot.organization },
    });
    assert.ok(templates.ok);
    const CloudFormation = new CloudFormationClient({ region: "us-east-1" });
    const Accounts = plan.roles.map(({ accountId }) => accountId);
    const [deployed = ""] = Accounts;
    // moto attaches no managed policies that a template names.
    const TemplateBody = templates.value[0]?.text;
    const named = { StackSetName: "stacked" };
    await CloudFormation.send(
      new CreateStackSetCommand({ ...named, TemplateBody, Capabilities: ["CAPABILITY_NAMED_IAM"] }),
    );
    await CloudFormation.send(
      new CreateStackInstancesCommand({ ...named, Accounts: [deployed], Regions: ["us-east-1"] }),
    );
    const left = await planLiveRoles(live);
    const [first] = left.roles;
    assert.equal(first?.state, "update");
    assert.deepEqual(
      first?.differences.map(({ part, name }) => [part, name]),
      [["permissions", `arn:aws:iam::${deployed}:policy/lists`]],
      "nothing else differs from what apply makes",
    );
    live.connection.close();
  });

  test("What was made is taken away, and nothing else", async () => {
    const results = await applied(file("goes"));
    const [first = "", second = ""] = results.map(({ planned }) => planned.accountId);
    const iam = await iamIn(first);
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "machines" }));
    await iam.send(
      new AddRoleToInstanceProfileCommand({ InstanceProfileName: "machines", RoleName: "goes" }),
    );
    await (await iamIn(second)).send(
      new AttachRolePolicyCommand({ RoleName: "goes", PolicyArn: `arn:aws:iam::${second}:policy/lists` }),
    );
    const live = await openLive(file("goes"));
    const plan = planRemoval(await planLiveRoles(live), live.set);
    const gone = await removeRoles(plan, live, writeOptions);
    assert.deepEqual(statesOf(gone), { error: 1, "remove, written": 7 });
    assert.match(gone[0]?.why ?? "", /machines have it by/);
    assert.ok(isOpen(await roleIn(first, "goes")), "what can't go stays as it is");
    assert.equal(await roleIn(second, "goes"), null);
    assert.deepEqual(
      gone[1]?.planned.lost.map(({ id }) => id),
      [hub],
    );
    const others = planRemoval(await planLiveRoles(await openLive(file("made", { set: "others" }))), {
      name: "others",
      roles: [],
      hubs: [],
    });
    assert.deepEqual(new Set(others.roles.map(({ state }) => state)), new Set(["error"]));
    live.connection.close();
  });

  test("A process that is killed leaves roles that nobody can assume yet, or that are done; the same again ends it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "accesslens-roles-"));
    const path = join(folder, "roles.yaml");
    writeFileSync(path, file("killed"));
    const args = ["dist/accesslens.js", "role", "apply", path, "--format", "json", "--accounts-at-once", "2"];
    const environment = { ...process.env, XDG_STATE_HOME: folder };
    let writes = 0;
    const child = spawn(process.execPath, args, { env: environment, stdio: "ignore" });
    proxy.faults = (request) => {
      if (/^(Create|Put|Attach|UpdateAssume)/.test(request.call)) writes += 1;
      if (writes === 6) child.kill("SIGKILL");
      return writes >= 6 ? { kind: "reset" } : notInMoto(request);
    };
    await once(child, "exit");
    proxy.faults = notInMoto;
    const left = await Promise.all(accounts.map((account) => roleIn(account, "killed")));
    assert.ok(
      left.some((role) => role !== null && !isOpen(role)),
      "one was on its way",
    );
    for (const role of left) {
      if (isOpen(role)) assert.deepEqual([role?.inline.length, role?.attached.length], [1, 1]);
    }
    const again = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    for await (const chunk of again.stdout) chunks.push(chunk);
    const answer: { readonly roles: readonly { readonly state: string }[] } = JSON.parse(
      Buffer.concat(chunks).toString(),
    );
    assert.equal(answer.roles.length, 8);
    assert.ok(answer.roles.every(({ state }) => state !== "error"));
    for (const { arn } of JSON.parse(Buffer.concat(chunks).toString()).roles) {
      assert.ok(isOpen(await roleIn(String(arn).split(":")[4] ?? "", "killed")));
    }
    rmSync(folder, { recursive: true });
  });

  test("Where CloudTrail has seen somebody whom the file would refuse, the role stays as it is, unless it is asked for", async () => {
    const two = (await openedAccounts(file("seen"))).slice(0, 2);
    const seenIn = (more = {}) =>
      file("seen", more).replace("units: [workloads]", `accounts: ${JSON.stringify(two)}`);
    const [first = ""] = (await applied(seenIn())).map(({ planned }) => planned.accountId);
    const folder = mkdtempSync(join(tmpdir(), "accesslens-seen-"));
    const [path, events] = [join(folder, "roles.yaml"), join(folder, "trail.json")];
    writeFileSync(path, seenIn({ trust: "sourceIdentity: {}" }));
    const arn = `arn:aws:iam::${first}:role/seen`;
    const used = record("AssumeRole", {
      ...{ recipientAccountId: first, responseElements: assumed },
      userIdentity: {
        ...{ type: "AssumedRole", accountId: motoAccount, principalId: "AROAIN5ATK5U7KEXAMPLE:run-42" },
        arn: `arn:aws:sts::${motoAccount}:assumed-role/hub/run-42`,
        sessionContext: {
          sessionIssuer: { type: "Role", accountId: motoAccount, arn: hub, userName: "hub" },
          attributes: { mfaAuthenticated: "false" },
        },
      },
      requestParameters: { roleArn: arn, roleSessionName: "run-42", externalId: "from-the-trail" },
    });
    writeFileSync(events, JSON.stringify({ Records: [used] }));
    const told = async (verb: readonly string[]) => {
      const more = ["--events", events, "--format", "json", "--rate", "1000"];
      const args = ["dist/accesslens.js", "role", ...verb, ...more];
      const env = { ...process.env, XDG_STATE_HOME: folder };
      const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
      const chunks: Buffer[] = [];
      for await (const chunk of child.stdout) chunks.push(chunk);
      const answer = JSON.parse(Buffer.concat(chunks).toString());
      assert.deepEqual(schemaJudge("role-plan.schema.json", { isClosed: true })(answer), []);
      const roles: readonly ToldRole[] = answer.roles;
      return Map.groupBy(roles, (one) => `${one.state}${one.applied ? ", written" : ""}`);
    };
    const counts = (states: Awaited<ReturnType<typeof told>>) =>
      Object.fromEntries([...states].map(([state, all]) => [state, all.length]));
    const before = await roleIn(first, "seen");
    const refused = await told(["apply", path]);
    assert.deepEqual(counts(refused), { error: 1, "update, written": 1 });
    const [left] = refused.get("error") ?? [];
    assert.equal(left?.arn, arn);
    assert.match(left?.why ?? "", /would refuse what CloudTrail has seen: .*role\/hub; --despite-trail/);
    assert.deepEqual(left?.seen, {
      ...{ calls: 0, notKnown: null },
      refused: [{ by: hub, externalId: "<masked, 14 characters>", calls: 1, last: "2026-10-25T20:52:11Z" }],
    });
    assert.deepEqual(await roleIn(first, "seen"), before);
    assert.deepEqual(counts(await told(["remove", path, "--apply"])), { error: 1, "remove, written": 1 });
    assert.deepEqual(await roleIn(first, "seen"), before);
    const forced = counts(await told(["apply", path, "--despite-trail"]));
    assert.deepEqual(forced, { "create, written": 1, "update, written": 1 });
    assert.ok(JSON.stringify(await roleIn(first, "seen")).includes("sts:SourceIdentity"));
    assert.equal(counts(await told(["remove", path, "--apply", "--despite-trail"]))["remove, written"], 2);
    assert.equal(await roleIn(first, "seen"), null);
    rmSync(folder, { recursive: true });
  });

  test("In another partition, ARNs are of that partition", async () => {
    for (const region of ["cn-north-1", "us-gov-west-1"]) {
      const own = await makeHub(region).catch(() => hub);
      const partition = region.startsWith("cn") ? "aws-cn" : "aws-us-gov";
      const text = `
name: far
roles:
  - name: far-${partition}
    trust: [{ principals: ["arn:${partition}:iam::${motoAccount}:role/hub"] }]
    permissions: { inline: [{ name: own, policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:ListBucket", Resource: "arn:{partition}:s3:::x" }] } }] }
    targets: { accounts: ["${motoAccount}"] }
`;
      const [result] = await applied(text, { region });
      assert.equal(result?.state, "create", `${result?.why} ${own}`);
      assert.equal(result?.planned.arn, `arn:${partition}:iam::${motoAccount}:role/far-${partition}`);
      assert.match(result?.planned.desired?.inline.get("own") ?? "", new RegExp(`arn:${partition}:s3:::x`));
    }
  });
});

type ToldRole = {
  readonly arn: string;
  readonly state: string;
  readonly why: string;
  readonly applied: boolean;
  readonly seen: unknown;
};

/** As the trust that stands in moto says, read apart from the product. */
function strict(
  request: Parameters<typeof refusedByTrust>[0],
  roles: ReadonlyMap<string, RoleInMoto | null | undefined>,
): ReturnType<typeof notInMoto> {
  const arn = new URLSearchParams(request.body).get("RoleArn") ?? "";
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const role = roles.get(name);
  if (request.call !== "AssumeRole" || role === undefined) return notInMoto(request);
  const [statement] = role?.trust.Statement ?? [];
  const text = JSON.stringify(statement);
  return refusedByTrust(request, {
    role: role === null ? "" : name,
    externalId: /"sts:ExternalId":"([^"]+)"/.exec(text)?.[1] ?? null,
    tagSession: text.includes('"sts:TagSession"'),
    accounts: null,
  });
}
