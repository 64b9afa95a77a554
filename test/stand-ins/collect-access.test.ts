/** Ways into accounts: what is asked of a role's trust, what doctor says where it fails, and where secrets may not stand. */
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CloudFormationClient, CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { nameOfUser } from "../../src/cli/session-names.ts";
import { collectors } from "../../src/collect/live/index.ts";
import { collectRun } from "../support/collect-run.ts";
import { type FaultProxy, fault, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { type MotoOrganization, seedOrganization } from "../support/moto-organization.ts";
import { refusedByTrust, type StrictTrust } from "../support/strict-trust.ts";

const missing = missingMoto();
const externalId = "held-by-nobody-else-42";
const roleName = "OrganizationAccountAccessRole";

describe("Ways into accounts", { skip: missing ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-access-"));
  const idFile = join(folder, "id.txt");
  let proxy: FaultProxy;
  let organization: MotoOrganization;

  before(async () => {
    const { url } = await startMoto();
    organization = await seedOrganization(3, 1);
    proxy = await startFaultProxy(url);
    process.env.AWS_ENDPOINT_URL = proxy.url;
    writeFileSync(idFile, `${externalId}\n`);
  });
  after(() => {
    proxy.close();
    rmSync(folder, { recursive: true });
  });

  /** Of the sessions that were asked for since the trust was set. */
  const sessionNames = new Set<string | null>();

  function trusting(trust: Partial<StrictTrust>): void {
    sessionNames.clear();
    const whole = { role: roleName, externalId, tagSession: false, accounts: null, ...trust };
    proxy.faults = (request) => {
      if (request.call === "AssumeRole") {
        sessionNames.add(new URLSearchParams(request.body).get("RoleSessionName"));
      }
      return refusedByTrust(request, whole) ?? notInMoto(request);
    };
  }

  const settings = (changes: Partial<{ externalId: string | null; tags: boolean }> = {}) => ({
    regions: ["eu-west-1"],
    role: {
      name: roleName,
      externalId: changes.externalId === undefined ? externalId : changes.externalId,
      sessionName: "tests",
      sessionTags: changes.tags === true ? [{ key: "Team", value: "security" }] : [],
      seconds: 3600,
    },
  });

  const withData = async (changes: Parameters<typeof settings>[0] = {}): Promise<number> => {
    const { collection } = await collectRun(settings(changes));
    return collection.snapshot.accounts.filter(({ hasData }) => hasData).length;
  };

  test("A trust that asks for an external ID lets in whoever gives it, and nobody else", async () => {
    trusting({});
    assert.equal(await withData(), 4);
    // The management account is the caller's own.
    assert.equal(await withData({ externalId: "another-one" }), 1);
    assert.equal(await withData({ externalId: null }), 1);
  });

  test("Session tags need a trust that allows them", async () => {
    trusting({ tagSession: true });
    assert.equal(await withData({ tags: true }), 4);
    trusting({ tagSession: false });
    assert.equal(await withData({ tags: true }), 1);
  });

  test("An account without the role is a gap, and the others are read", async () => {
    trusting({ accounts: organization.accounts.slice(1) });
    const { collection } = await collectRun(settings());
    const gaps = collection.snapshot.coverage.filter(({ account }) => account === organization.accounts[0]);
    assert.equal(gaps.length, 1);
    assert.match(gaps[0]?.reason ?? "", /sts:AssumeRole: access was denied/);
    assert.equal(collection.snapshot.accounts.filter(({ hasData }) => hasData).length, 3);
  });

  function accesslens(...args: readonly string[]) {
    // The proxy lives in this process, so that the program has to run beside it.
    return new Promise<{ code: number | null; out: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        ["dist/accesslens.js", ...args],
        { env: { ...process.env, XDG_STATE_HOME: folder } },
        (_, stdout, stderr) => resolve({ code: child.exitCode, out: stdout + stderr }),
      );
    });
  }
  const access = ["--role-name", roleName, "--external-id-file", idFile, "--regions", "eu-west-1"];
  const services = ["--services", "organization,iam,sqs,kms"];

  test("doctor finds nothing wrong where nothing is", async () => {
    trusting({});
    const { code, out } = await accesslens("collect", "doctor", ...access, ...services);
    assert.deepEqual([...sessionNames], [nameOfUser("accesslens").name]);
    assert.equal(code, 0, out);
    assert.match(out, /4 of 4 accounts tried/);
    assert.equal(out.match(/everything can be read/g)?.length, 4);
  });

  test("doctor tells the statement that would mend a refused read, and who can't be entered", async () => {
    proxy.faults = (request) =>
      request.service === "sqs"
        ? fault("AccessDenied", 403, "User is not authorized to perform: sqs:listqueues")
        : (refusedByTrust(request, {
            role: roleName,
            externalId,
            tagSession: false,
            accounts: organization.accounts.slice(1),
          }) ?? notInMoto(request));
    const { code, out } = await accesslens("collect", "doctor", ...access, ...services);
    assert.equal(code, 1, out);
    assert.match(
      out,
      new RegExp(`session: arn:aws:iam::${organization.accounts[0]}:role/${roleName} can't be assumed`),
    );
    assert.match(out, /sqs: SQS queues: access was denied/);
    assert.match(
      out,
      /\{"Sid":"AccessLensReads","Effect":"Allow","Action":\["sqs:ListQueues"\],"Resource":"\*"\}/,
    );
    assert.doesNotMatch(out, new RegExp(externalId));
  });

  test("doctor says where no statement helps: a control policy denies", async () => {
    proxy.faults = (request) =>
      request.service === "sqs"
        ? fault("AccessDenied", 403, "no, with an explicit deny in a service control policy")
        : notInMoto(request);
    const { out } = await accesslens("collect", "doctor", ...access, ...services);
    assert.match(out, /a control policy of the organization denies it/);
    assert.match(out, /No statement of the role helps/);
    assert.doesNotMatch(out, /AccessLensReads/);
  });

  test("A plan names accounts, roles, calls, and the time that AWS's limits set; nothing is written", async () => {
    trusting({});
    const { code, out } = await accesslens("collect", "--plan", ...access, ...services, "--format", "json");
    assert.equal(code, 0, out);
    const plan = JSON.parse(out);
    assert.equal(plan.accounts.length, 4);
    assert.equal(
      plan.accounts.filter(({ by }: { by: string }) => by.endsWith(`:role/${roleName}`)).length,
      3,
    );
    assert.deepEqual(
      plan.collectors.map(({ name, units }: { name: string; units: number }) => [name, units]),
      [
        ["organization", 1],
        ["iam", 4],
        ["kms", 4],
        ["sqs", 4],
      ],
    );
    assert.equal(plan.leastCalls, 1 + 3 * 4 + 4);
    assert.ok(plan.leastSeconds > 0);
    assert.doesNotMatch(out, new RegExp(externalId));
  });

  test("Neither credentials nor the external ID stand in what is printed or written", async () => {
    trusting({});
    const out = join(folder, "org.alens");
    const run = await accesslens("collect", ...access, ...services, "--out", out, "--rate", "1000");
    assert.equal(run.code, 0, run.out);
    assert.doesNotMatch(run.out, new RegExp(externalId));
    assert.doesNotMatch(run.out, /testing/);
    const shown = spawnSync("zstd", ["-dc", out], { encoding: "utf8" });
    const text = shown.status === 0 ? shown.stdout : readFileSync(out, "latin1");
    assert.doesNotMatch(text, new RegExp(externalId));
  });

  test("The template of setup, deployed, makes a role that may do what the collectors declare", async () => {
    proxy.faults = notInMoto;
    const made = join(folder, "setup");
    const hub = "arn:aws:iam::123456789012:role/hub";
    const run = await accesslens("setup", "--hub", hub, "--organization", organization.id, "--out", made);
    assert.equal(run.code, 0, run.out);
    const id = readFileSync(join(made, "external-id.txt"), "utf8").trim();
    const cloudFormation = new CloudFormationClient({ region: "us-east-1" });
    await cloudFormation.send(
      new CreateStackCommand({
        StackName: "accesslens",
        TemplateBody: readFileSync(join(made, "accesslens-read.stackset.yaml"), "utf8"),
        Parameters: [{ ParameterKey: "ExternalId", ParameterValue: id }],
        Capabilities: ["CAPABILITY_NAMED_IAM"],
      }),
    );
    const iam = new IAMClient({ region: "us-east-1" });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "accesslens-read" }));
    assert.deepEqual(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).Statement, [
      {
        Effect: "Allow",
        Principal: { AWS: hub },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": id, "aws:PrincipalOrgID": organization.id } },
      },
    ]);
    const asked = { RoleName: "accesslens-read", PolicyName: "accesslens-reads" };
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(asked));
    const allowed: readonly string[] = JSON.parse(decodeURIComponent(PolicyDocument ?? "")).Statement.flatMap(
      ({ Action }: { Action: readonly string[] }) => Action,
    );
    assert.deepEqual(
      new Set(allowed),
      new Set(collectors.flatMap(({ reads }) => reads.map(({ action }) => action))),
    );
  });
});
