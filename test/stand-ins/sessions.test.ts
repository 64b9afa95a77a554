/** Sessions as people and programs take them: by the real command line, over STS's own protocol, from roles that trust strictly. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-providers";
import { type FaultProxy, fault, startFaultProxy } from "../support/fault-proxy.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";
import { StrictSessions } from "../support/strict-trust.ts";

const missing = missingMoto();
const externalId = "held-by-nobody-else-42";
const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const user = `arn:aws:iam::${motoAccount}:user/ada`;
const [hubs, spokes, thirds] = ["111111111111", "222222222222", "333333333333"];
const hub = roleArn(hubs, "hub/Hub");
const spoke = roleArn(spokes, "Spoke");
const third = roleArn(thirds, "Third");
const vendor = roleArn(spokes, "Vendor");
const careful = roleArn(spokes, "Careful");
const audit = (account: string): string => roleArn(account, "Audit");

const roles = [
  { arn: hub, principals: [motoAccount], tagSession: true, setSourceIdentity: true },
  { arn: spoke, principals: [hub], tagSession: true, setSourceIdentity: true },
  { arn: third, principals: [spoke], tagSession: true, setSourceIdentity: true },
  { arn: vendor, principals: [motoAccount], externalId },
  { arn: careful, principals: [user], secondFactor: true },
  { arn: audit(spokes), principals: [motoAccount, hub] },
  { arn: audit(thirds), principals: [motoAccount, hub] },
];

describe("Sessions", { skip: missing ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-sessions-"));
  const idFile = join(folder, "id.txt");
  const cache = join(folder, "cache", "accesslens", "sessions");
  let proxy: FaultProxy;
  let strict: StrictSessions;

  before(async () => {
    const { url } = await startMoto();
    proxy = await startFaultProxy(url);
    strict = new StrictSessions(roles, { testing: user });
    proxy.faults = (request) => strict.fault(request);
    proxy.answered = (request, body) => strict.answered(request, body);
    writeFileSync(idFile, `${externalId}\n`);
    writeFileSync(join(folder, "config"), "");
    const snapshot = await accesslens([
      "import",
      snapshotFiles(join(folder, "iam-data")),
      "--out",
      join(folder, "org.alens"),
    ]);
    assert.equal(snapshot.code, 0, snapshot.err);
  });
  after(() => {
    proxy.close();
    rmSync(folder, { recursive: true });
  });

  const environment = (more: Readonly<Record<string, string | undefined>> = {}) => {
    const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|ACCESSLENS_)/.test(name));
    return {
      ...Object.fromEntries(kept),
      HOME: folder,
      XDG_CACHE_HOME: join(folder, "cache"),
      XDG_STATE_HOME: join(folder, "state"),
      AWS_ENDPOINT_URL: proxy.url,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing-secret",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: join(folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
      NO_COLOR: "1",
      ...more,
    };
  };
  type Run = { readonly code: number | null; readonly out: string; readonly err: string };
  const script = resolve("dist/accesslens.js");

  /** The proxy lives in this process, so that the program has to run beside it. */
  function accesslens(
    args: readonly string[],
    more: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Run> {
    return new Promise((done) => {
      const child = execFile(
        process.execPath,
        [script, ...args],
        { env: environment(more), cwd: folder },
        (_, out, err) => done({ code: child.exitCode, out, err }),
      );
    });
  }
  const session = (...args: readonly string[]): Promise<Run> => accesslens(["session", ...args]);
  const assumptions = (): number => proxy.counts.get("sts:AssumeRole") ?? 0;

  test("Exports are what a shell takes, and whoever looks finds the session behind them", async () => {
    const { code, out, err } = await session(
      vendor,
      "--external-id-file",
      idFile,
      "--purpose",
      "TICKET-12",
      "--session-name",
      "ada",
    );
    assert.equal(code, 0, err);
    const run = spawnSync("sh", ["-c", `${out}\necho "$AWS_ACCESS_KEY_ID $AWS_CREDENTIAL_EXPIRATION"`], {
      encoding: "utf8",
    });
    assert.match(run.stdout, /^ASIA\w+ 20\d\d-\d\d-\d\dT[\d:.]+Z\n$/);
    assert.match(err, new RegExp(`^arn:aws:sts::${spokes}:assumed-role/Vendor/ada, until 20`));
    assert.doesNotMatch(out + err, new RegExp(externalId));
  });

  test("A command has the session's credentials, no profile, and its exit code is the caller's", async () => {
    const told =
      'echo "$AWS_ACCESS_KEY_ID|$AWS_PROFILE|$AWS_REGION|$ACCESSLENS_EXTERNAL_ID"; ps -eo args; exit 7';
    writeFileSync(join(folder, "config"), "[profile work]\nregion = eu-west-1\n");
    writeFileSync(
      join(folder, "credentials"),
      "[work]\naws_access_key_id = testing\naws_secret_access_key = x\n",
    );
    const { code, out, err } = await accesslens(["session", vendor, "--", "sh", "-c", told], {
      AWS_PROFILE: "work",
      AWS_ACCESS_KEY_ID: undefined,
      ACCESSLENS_EXTERNAL_ID: externalId,
    });
    writeFileSync(join(folder, "config"), "");
    assert.equal(code, 7, err);
    const [first = "", ...processes] = out.split("\n");
    assert.match(first, /^ASIA\w+\|\|eu-west-1\|$/);
    // Nobody who lists processes sees a secret.
    assert.doesNotMatch(processes.join("\n"), new RegExp(`${externalId}|${first.split("|")[0]}`));
  });

  test("A command that is not there gives what shells give", async () => {
    const { code, err } = await session(vendor, "--external-id-file", idFile, "--", "no-such-command");
    assert.equal(code, 127);
    assert.match(err, /no-such-command can't be started: ENOENT/);
  });

  test("Signals reach the command, and what it makes of them is told", async () => {
    const args = ["session", vendor, "--external-id-file", idFile, "--", "sh", "-c"];
    const caught = await signalled(
      [...args, "trap 'echo caught; exit 9' TERM; echo ready; while :; do sleep 0.05; done"],
      "SIGTERM",
    );
    assert.deepEqual(caught, { code: 9, out: "ready\ncaught\n" });
    const died = await signalled([...args, "echo ready; exec sleep 30"], "SIGHUP");
    assert.deepEqual(died, { code: 129, out: "ready\n" });
  });

  /** Sends a signal once the command has said that it is ready. */
  async function signalled(args: readonly string[], signal: NodeJS.Signals) {
    const child: ChildProcess = spawn(process.execPath, [script, ...args], {
      env: environment(),
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    child.stdout?.on("data", (chunk) => {
      if (!out.includes("ready")) setTimeout(() => child.kill(signal), 20);
      out += chunk;
    });
    const [code] = await once(child, "close");
    return { code, out };
  }

  test("A way through roles lets in whom each of them trusts, with tags and source identity that go on", async () => {
    const way = ["--via", hub, "--via", spoke];
    const rest = [
      "--session-tag",
      "Team=security",
      "--transitive",
      "Team",
      "--source-identity",
      "ada",
      "--format",
      "json",
    ];
    const { code, out, err } = await session(third, ...way, ...rest);
    assert.equal(code, 0, err);
    const told = JSON.parse(out);
    assert.match(told.session.arn, new RegExp(`^arn:aws:sts::${thirds}:assumed-role/Third/`));
    assert.deepEqual(schemaJudge("session.schema.json", { isClosed: true })(told), []);
    const refused = await session(third, "--via", hub, "--format", "json");
    assert.equal(refused.code, 3);
    assert.deepEqual(schemaJudge("session.schema.json", { isClosed: true })(JSON.parse(refused.out)), []);
    assert.equal(JSON.parse(refused.out).refused.by.split("/")[1], "Hub");
  });

  test("What STS would refuse is not asked of it", async () => {
    const asked = assumptions();
    const { code, err } = await session(spoke, "--via", hub, "--duration", "2h");
    assert.equal(code, 2);
    assert.match(err, /--duration: 7200 seconds is longer than a chained session may last/);
    for (const tag of ["a=it's", 'a="', "a=b\nc=d", "a=$(id)", "a=`id`", "aws:a=b"]) {
      const run = await session(spoke, "--session-tag", tag);
      assert.equal(run.code, 2, run.err);
      assert.match(run.err, /--session-tag: /);
    }
    assert.equal(assumptions(), asked);
  });

  test("The registry of external IDs gives the one that its relationship has in use", async () => {
    const store = ["--relationship", "acme", "--store", `sqlite:${join(folder, "registry.db")}`];
    const issued = await accesslens([
      "external-id",
      "issue",
      ...store,
      "--external-ids",
      "shown",
      "--format",
      "json",
    ]);
    const partner = roleArn(thirds, "Partner");
    strict.add({ arn: partner, principals: [motoAccount], externalId: JSON.parse(issued.out).externalId });
    assert.equal((await session(partner)).code, 3);
    const taken = await session(partner, ...store);
    assert.equal(taken.code, 0, taken.err);
    const unknown = await session(partner, ...store.with(1, "nobody"));
    assert.equal(unknown.code, 3);
    assert.match(unknown.err, /has no external ID in use for "nobody"/);
    assert.equal((await session(partner, "--relationship", "acme")).code, 2);
  });

  test("Roles on the way get the external IDs that they ask for, each its own, and nobody sees them", async () => {
    const gate = roleArn(hubs, "ways/Gate=1");
    const door = roleArn(spokes, "Door");
    const behind = roleArn(thirds, "Behind");
    const store = ["--store", `sqlite:${join(folder, "ways.db")}`];
    const issue = ["external-id", "issue", "--relationship", "door", ...store, "--external-ids", "shown"];
    const issued = await accesslens([...issue, "--format", "json"]);
    strict.add({ arn: gate, principals: [motoAccount], externalId: "asked-for-by-the-gate" });
    strict.add({ arn: door, principals: [gate], externalId: JSON.parse(issued.out).externalId });
    strict.add({ arn: behind, principals: [door], externalId });
    writeFileSync(join(folder, "gate.txt"), "asked-for-by-the-gate\n");
    const way = [behind, "--via", gate, "--via", door, "--external-id-file", idFile];
    const [ofGate, ofDoor] = [
      ["--via-external-id-file", `${gate}=gate.txt`],
      ["--via-relationship", `${door}=door`, ...store],
    ];
    const taken = await session(...way, ...ofGate, ...ofDoor, "--", "ps", "-eo", "args");
    assert.equal(taken.code, 0, taken.err);
    assert.doesNotMatch(taken.out + taken.err, /asked-for-by-the-gate|held-by-nobody/);
    for (const [given, refusedBy] of [
      [ofDoor, gate],
      [ofGate, door],
      [["--via-external-id-file", `${gate}=id.txt`, ...ofDoor], gate],
    ] as const) {
      const refused = await session(...way, ...given, "--format", "json");
      assert.equal(refused.code, 3, refused.err);
      assert.equal(JSON.parse(refused.out).refused.role, refusedBy);
    }
    const printed = await session(...way, ...ofGate, ...ofDoor, "--print-config", "behind");
    assert.match(printed.out, new RegExp(`--via-external-id-file \\S*Gate=1=${join(folder, "gate.txt")}`));
    assert.match(printed.out, /--via-relationship \S*Door=door/);
    const asked = assumptions();
    for (const [given, says] of [
      [["--via-external-id-file", `${behind}=gate.txt`], /begins with none of the roles on the way/],
      [["--via-relationship", `${door}=door`], /--store goes together with/],
      [[...ofGate, ...ofGate], /is given two external IDs/],
    ] as const) {
      const { code, err } = await session(...way, ...given);
      assert.equal(code, 2, err);
      assert.match(err, says);
    }
    assert.equal(assumptions(), asked);
  });

  test("A session is not longer than its role's, be that known from IAM, a snapshot, or STS's refusal alone", async () => {
    const long = roleArn(motoAccount, "Long");
    strict.add({ arn: long, principals: [motoAccount], maxSeconds: 7200 });
    const iam = new IAMClient({
      region: "us-east-1",
      endpoint: proxy.url,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing-secret" },
    });
    const trust = { Version: "2012-10-17", Statement: [] };
    await iam.send(
      new CreateRoleCommand({
        ...{ RoleName: "Long", AssumeRolePolicyDocument: JSON.stringify(trust), MaxSessionDuration: 7200 },
      }),
    );
    const asked = assumptions();
    const read = await session(long, "--duration", "3h");
    assert.equal(read.code, 2, read.err);
    assert.match(read.err, /10800 seconds is longer than the role's maximum of 7200/);
    const named = ["--snapshot", join(folder, "org.alens"), "--duration", "2h"];
    const told = await session(audit(spokes), ...named);
    assert.equal(told.code, 2, told.err);
    const each = ["each", "--role-name", "Audit", "--accounts", spokes, ...named, "--", "true"];
    const inEach = await accesslens(each);
    assert.equal(inEach.code, 1, inEach.err);
    assert.match(inEach.err, /7200 seconds is longer than the role's maximum of 3600/);
    assert.equal(assumptions(), asked);
    assert.equal((await session(long, "--duration", "2h", "--", "true")).code, 0);
    proxy.faults = (request) =>
      request.call === "GetRole" ? fault("AccessDenied", 403, "no") : strict.fault(request);
    const noSnapshot = { XDG_STATE_HOME: join(folder, "empty") };
    const refused = await accesslens(["session", long, "--duration", "3h"], noSnapshot);
    proxy.faults = (request) => strict.fault(request);
    assert.equal(refused.code, 3, refused.err);
    assert.match(
      refused.err,
      /10800 seconds are more than the role's MaxSessionDuration, which is not known/,
    );
  });

  test("A name that STS refuses is made valid", async () => {
    const hostile = "a\nb'; touch x #";
    const { code, out, err } = await session(
      vendor,
      "--external-id-file",
      idFile,
      "--session-name",
      hostile,
      "--format",
      "json",
    );
    assert.equal(code, 0, err);
    assert.match(JSON.parse(out).session.arn, /\/Vendor\/a-b-touch-x--[0-9a-f]{12}$/);
  });

  for (const [what, args, kind, says] of [
    ["a missing external ID", [vendor], "external-id-missing", /asks for an external ID, and none was sent/],
    [
      "a wrong external ID",
      [vendor, "--external-id-file", "wrong.txt"],
      "external-id-wrong",
      /another external ID/,
    ],
    [
      "missing sts:TagSession",
      [audit(spokes), "--session-tag", "Team=a"],
      "tags-not-allowed",
      /does not allow sts:TagSession/,
    ],
    [
      "missing sts:SetSourceIdentity",
      [audit(spokes), "--source-identity", "ada"],
      "source-identity-not-allowed",
      /sts:SetSourceIdentity/,
    ],
    ["the wrong principal", [spoke], "not-trusted", /lets neither arn:aws:iam::123456789012:user\/ada/],
    ["a role that is not there", [roleArn(spokes, "Gone")], "no-such-role", /has no role/],
    [
      "a session that is longer than the role's",
      [audit(spokes), "--duration", "2h"],
      "too-long",
      /MaxSessionDuration of 3600/,
    ],
  ] as const) {
    test(`A refusal for ${what} is told with its reason`, async () => {
      writeFileSync(join(folder, "wrong.txt"), "another-external-id\n");
      const { code, out, err } = await session(...args);
      assert.equal(code, 3, err);
      assert.equal(out, "");
      assert.match(err, /error: AWS gives arn:aws:\S+ no session of /);
      assert.match(err, says);
      assert.doesNotMatch(err, new RegExp(`${externalId}|another-external-id|testing-secret`));
      const json = await session(...args, "--format", "json");
      const kinds = JSON.parse(json.out).refused.reasons.map((reason: { kind: string }) => reason.kind);
      assert.deepEqual(kinds, [kind]);
    });
  }

  test("A second factor is asked for at the terminal, and nobody is asked where there is none", async () => {
    const serial = ["--mfa-serial", `arn:aws:iam::${motoAccount}:mfa/ada`];
    assert.equal((await session(careful)).code, 3);
    const given = await accesslens(["session", careful, ...serial, "--format", "json"], {
      ACCESSLENS_MFA_CODE: "123456",
    });
    assert.equal(given.code, 0, given.err);
    const detached = spawn("setsid", [process.execPath, script, "session", careful, ...serial], {
      env: environment(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let err = "";
    detached.stderr.on("data", (chunk) => {
      err += chunk;
    });
    assert.deepEqual((await once(detached, "close"))[0], 3);
    assert.match(err, /a code of six digits is needed/);
    const typed = spawn(
      "script",
      [
        "-qec",
        `${process.execPath} ${script} session ${careful} ${serial.join(" ")} --format json`,
        "/dev/null",
      ],
      {
        env: environment(),
        stdio: ["pipe", "pipe", "ignore"],
      },
    );
    let out = "";
    typed.stdout.on("data", (chunk) => {
      if (!out.includes("Code of") && `${out}${chunk}`.includes("Code of")) typed.stdin.write("654321\n");
      out += chunk;
    });
    await once(typed, "close");
    assert.match(out, /Code of arn:aws:iam::123456789012:mfa\/ada: /);
    assert.match(out, /assumed-role\/Careful\//);
  });

  describe("A credential_process", () => {
    const provide = [vendor, "--external-id-file", idFile, "--session-name", "ada", "--credential-process"];

    test("Callers at the same time get one session, which is kept", async () => {
      rmSync(cache, { recursive: true, force: true });
      const asked = assumptions();
      const runs = await Promise.all(Array.from({ length: 6 }, () => session(...provide)));
      assert.equal(assumptions() - asked, 1);
      const [first] = runs;
      for (const run of runs) assert.deepEqual([run.code, run.out], [0, first?.out]);
      assert.equal(JSON.parse(first?.out ?? "").Version, 1);
      const [name = ""] = readdirSync(cache);
      assert.deepEqual([readdirSync(cache).length, statSync(cache).mode & 0o777], [1, 0o700]);
      assert.equal(statSync(join(cache, name)).mode & 0o777, 0o600);
      assert.doesNotMatch(readFileSync(join(cache, name), "utf8"), new RegExp(externalId));
    });

    test("What differs in anything that matters is another session", async () => {
      const asked = assumptions();
      const first = await session(...provide);
      for (const more of [
        ["--session-policy-arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
        ["--duration", "15m"],
        ["--region", "eu-west-1"],
      ]) {
        const other = await session(...provide, ...more);
        assert.equal(other.code, 0, other.err);
        assert.notEqual(other.out, first.out);
      }
      assert.equal((await session(...provide)).out, first.out);
      assert.equal(assumptions() - asked, 3);
    });

    test("What is over, cut off or open to others is taken anew", async () => {
      rmSync(cache, { recursive: true, force: true });
      const first = await session(...provide);
      const [name = ""] = readdirSync(cache);
      const path = join(cache, name);
      const kept = JSON.parse(readFileSync(path, "utf8"));
      let before = first.out;
      for (const spoil of [
        () =>
          writeFileSync(
            path,
            JSON.stringify({ ...kept, expiration: new Date(Date.now() + 60_000).toISOString() }),
          ),
        () => writeFileSync(path, readFileSync(path).subarray(0, 40)),
        () => chmodSync(path, 0o644),
      ]) {
        spoil();
        const again = await session(...provide);
        assert.equal(again.code, 0, again.err);
        assert.notEqual(again.out, before);
        before = again.out;
      }
      chmodSync(cache, 0o755);
      const open = await session(...provide);
      chmodSync(cache, 0o700);
      assert.equal(open.code, 0);
      assert.match(open.err, /is not for its owner alone; the session is not kept/);
    });

    test("Whoever is killed leaves nothing that another can't go on from", async () => {
      rmSync(cache, { recursive: true, force: true });
      // Killed once the answer is on its way: before, while and after it is written.
      for (const milliseconds of [0, 1, 2, 4, 8]) {
        rmSync(cache, { recursive: true, force: true });
        const child = spawn(process.execPath, [script, "session", ...provide], {
          env: environment(),
          stdio: "ignore",
        });
        const asked = assumptions();
        while (assumptions() === asked && child.exitCode === null)
          await new Promise((done) => setTimeout(done, 1));
        await new Promise((done) => setTimeout(done, milliseconds));
        child.kill("SIGKILL");
        if (child.exitCode === null && child.signalCode === null) await once(child, "close");
        for (const name of existsSync(cache) ? readdirSync(cache) : []) {
          if (name.endsWith(".json"))
            assert.equal(JSON.parse(readFileSync(join(cache, name), "utf8")).version, 1);
          // A lock that was left counts for ten seconds; nobody here waits for that.
          if (name.endsWith(".lock")) rmSync(join(cache, name), { recursive: true });
        }
      }
      const { code, out, err } = await session(...provide);
      assert.equal(code, 0, err);
      assert.equal(JSON.parse(out).Version, 1);
    });

    test("The printed profile serves the SDK and the AWS CLI, and never asks itself", async (context) => {
      const awkward = join(folder, "it's here");
      mkdirSync(awkward, { recursive: true });
      writeFileSync(join(awkward, "id.txt"), externalId);
      const printed = await session(
        ...[
          vendor,
          "--external-id-file",
          join(awkward, "id.txt"),
          "--session-name",
          "a b",
          "--region",
          "eu-west-1",
        ],
        ...["--print-config", "vendor"],
      );
      assert.equal(printed.code, 0, printed.err);
      const config = join(folder, "printed");
      writeFileSync(config, printed.out);
      const [lines, name] = [printed.out.split("\n"), /a-b-[0-9a-f]{12}/];
      assert.deepEqual([lines[0], lines[2], lines.length], ["[profile vendor]", "region = eu-west-1", 4]);
      const more = { AWS_CONFIG_FILE: config, AWS_PROFILE: "vendor" };
      Object.assign(process.env, environment(), more);
      const client = new STSClient({
        region: "eu-west-1",
        credentials: fromIni({ profile: "vendor", configFilepath: config }),
      });
      assert.match((await client.send(new GetCallerIdentityCommand({}))).Arn ?? "", name);
      if (spawnSync("aws", ["--version"]).status !== 0) return context.skip("the AWS CLI is not installed");
      const cli = await new Promise<string>((done) => {
        const env = environment({
          AWS_CONFIG_FILE: config,
          AWS_ACCESS_KEY_ID: undefined,
          AWS_SECRET_ACCESS_KEY: undefined,
        });
        writeFileSync(
          join(folder, "credentials"),
          "[default]\naws_access_key_id = testing\naws_secret_access_key = x\n",
        );
        execFile(
          "aws",
          ["sts", "get-caller-identity", "--profile", "vendor", "--output", "text"],
          { env },
          (_, out, err) => done(out + err),
        );
      });
      assert.match(cli, name);
      writeFileSync(
        config,
        printed.out.replace("--credential-process", "--profile vendor --credential-process"),
      );
      const asked = assumptions();
      const circle = await accesslens(["session", vendor, "--profile", "vendor", "--", "true"], {
        AWS_CONFIG_FILE: config,
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
      });
      assert.equal(circle.code, 3, circle.err);
      assert.equal(assumptions(), asked);
    });
  });

  describe("One command in many accounts", () => {
    const each = (...args: readonly string[]): Promise<Run> =>
      accesslens(["each", "--role-name", "Audit", ...args]);

    test("Each account has its result, and one that fails stops none of the others", async () => {
      const command = [
        "--",
        "sh",
        "-c",
        'printf "$ACCESSLENS_ACCOUNT_NAME $AWS_REGION\\n"; exit $((ACCESSLENS_ACCOUNT_ID == 333333333333))',
      ];
      const accounts = `${hubs},${spokes},${thirds}`;
      const regions = ["--regions", "eu-west-1,us-east-2"];
      const { code, out, err } = await each(
        "--accounts",
        accounts,
        ...regions,
        "--format",
        "json",
        ...command,
      );
      assert.equal(code, 1, err);
      const told = JSON.parse(out);
      assert.deepEqual(schemaJudge("each.schema.json", { isClosed: true })(told), []);
      assert.deepEqual(
        told.results.map(({ account, region, state, exitCode, stdout }: Record<string, unknown>) => [
          account,
          region,
          state,
          exitCode,
          stdout,
        ]),
        [
          [hubs, "eu-west-1", "refused", null, ""],
          [hubs, "us-east-2", "refused", null, ""],
          [spokes, "eu-west-1", "ended", 0, "spokes eu-west-1\n"],
          [spokes, "us-east-2", "ended", 0, "spokes us-east-2\n"],
          [thirds, "eu-west-1", "ended", 1, "thirds eu-west-1\n"],
          [thirds, "us-east-2", "ended", 1, "thirds us-east-2\n"],
        ],
      );
      assert.equal(told.results[0].refused.reasons[0].kind, "no-such-role");
    });

    test("Lines of NDJSON come in the order of accounts, and units, tags and a way through a hub choose and enter accounts", async () => {
      const asked = assumptions();
      const { code, out, err } = await each(
        ...["--ou", "Workloads", "--tag", "Env=prod", "--via", hub, "--format", "ndjson", "--", "true"],
      );
      assert.equal(code, 0, err);
      const results = out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(results.map(({ account }) => account).toSorted(), [spokes, thirds]);
      // The hub once, and each account.
      assert.equal(assumptions() - asked, 3);
    });

    test("What commands print stands behind its account, and can't take over the terminal", async () => {
      const { code, out, err } = await each(
        "--accounts",
        spokes,
        "--",
        "sh",
        "-c",
        'printf "\\033]0;x\\007a\\nb"; printf "\\033[2J" >&2',
      );
      assert.equal(code, 0, err);
      assert.equal(out, `${spokes} spokes | \\u{1b}]0;x\\u{7}a\n${spokes} spokes | b\n`);
      assert.match(err, /^222222222222 spokes \| \\u\{1b\}\[2J\n/);
      const grouped = await each(
        "--accounts",
        spokes,
        "--grouped",
        "--",
        "sh",
        "-c",
        'printf "\\033]0;x\\007a\\nb"',
      );
      assert.equal(grouped.out, `${spokes} spokes\n\\u{1b}]0;x\\u{7}a\nb\n`);
    });

    test("An interrupt ends what runs, with all that it started, and begins nothing more", async () => {
      const pids = join(folder, "pids");
      writeFileSync(pids, "");
      const command = ["--", "sh", "-c", `sleep 60 & echo "$!" >> ${pids}; echo ready; wait`];
      const args = [
        "each",
        "--role-name",
        "Audit",
        "--accounts",
        `${spokes},${thirds}`,
        "--at-once",
        "1",
        ...command,
      ];
      const { code, out } = await signalled(args, "SIGINT");
      assert.equal(code, 130);
      assert.match(out, /^222222222222 spokes \| ready\n$/);
      const started = readFileSync(pids, "utf8").trim().split("\n");
      assert.equal(started.length, 1);
      const alive = () =>
        spawnSync("ps", ["-o", "stat=", "-p", started.join()], { encoding: "utf8" })
          .stdout.replace(/^Z.*$/m, "")
          .trim();
      for (let attempt = 0; attempt < 100 && alive() !== ""; attempt += 1)
        await new Promise((done) => setTimeout(done, 50));
      assert.equal(alive(), "");
    });

    test("Without a command, or without accounts, nothing is asked", async () => {
      for (const [args, says] of [
        [["--accounts", spokes], /there is no command/],
        [["--", "true"], /no accounts are named/],
        [["--ou", "Nowhere", "--", "true"], /no unit "Nowhere"/],
      ] as const) {
        const { code, err } = await each(...args);
        assert.equal(code, 2);
        assert.match(err, says);
      }
    });
  });
});

/** What the roles above look like to a collection. */
function snapshotFiles(folder: string): string {
  const account = (id: string, name: string, parent: string) => ({
    Id: id,
    Name: name,
    Status: "ACTIVE",
    ParentId: parent,
    Tags: [{ Key: "Env", Value: "prod" }],
  });
  const write = (path: string, value: unknown): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };
  const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
  write("organization.json", {
    Organization: { Id: "o-sessions01", MasterAccountId: motoAccount },
    Roots: [{ Id: "r-sess", Name: "Root" }],
    OrganizationalUnits: [{ Id: "ou-sess-workload", Name: "Workloads", ParentId: "r-sess" }],
    Accounts: [
      account(motoAccount, "home", "r-sess"),
      account(hubs, "hubs", "r-sess"),
      account(spokes, "spokes", "ou-sess-workload"),
      account(thirds, "thirds", "ou-sess-workload"),
    ],
    Policies: [],
  });
  const mayAssume = {
    PolicyName: "own",
    PolicyDocument: policy({ Effect: "Allow", Action: "sts:*", Resource: "*" }),
  };
  for (const id of [motoAccount, hubs, spokes, thirds]) {
    write(`accounts/${id}/authorization-details.json`, {
      UserDetailList:
        id === motoAccount
          ? [
              {
                Path: "/",
                UserName: "ada",
                UserId: "AIDA00000000000000001",
                Arn: user,
                UserPolicyList: [mayAssume],
                GroupList: [],
                AttachedManagedPolicies: [],
              },
            ]
          : [],
      GroupDetailList: [],
      RoleDetailList: roles
        .filter(({ arn }) => arn.split(":")[4] === id)
        .map(({ arn, principals, externalId: wanted, tagSession, setSourceIdentity }, index) => ({
          Path: arn.includes("/hub/") ? "/hub/" : "/",
          RoleName: arn.split("/").at(-1),
          RoleId: `AROA${id}${String(index).padStart(5, "0")}`,
          Arn: arn,
          CreateDate: "2026-01-01T00:00:00+00:00",
          MaxSessionDuration: 3600,
          InstanceProfileList: [],
          AttachedManagedPolicies: [],
          RolePolicyList: [mayAssume],
          AssumeRolePolicyDocument: policy({
            Effect: "Allow",
            Principal: { AWS: principals },
            Action: [
              "sts:AssumeRole",
              ...(tagSession === true ? ["sts:TagSession"] : []),
              ...(setSourceIdentity === true ? ["sts:SetSourceIdentity"] : []),
            ],
            ...(wanted === undefined ? {} : { Condition: { StringEquals: { "sts:ExternalId": wanted } } }),
          }),
        })),
      Policies: [],
    });
  }
  return folder;
}
