/** External IDs against AWS's wire protocols: the confused-deputy test by calls, and rotations that are written, killed and taken up. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { CreateRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { type FaultProxy, type Faults, fault, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";
import { refusedByTrust } from "../support/strict-trust.ts";

const vendor = "464622532012";
const id = "k3vn2mzq4x7p5ydw6t2bhc3s4ju7rlfa";

describe("External IDs", { skip: missingMoto() ?? false, concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-external-ids-"));
  const store = ["--store", `sqlite:${join(folder, "registry.db")}`] as const;
  let proxy: FaultProxy;
  let iam: IAMClient;
  before(async () => {
    const { url } = await startMoto();
    iam = new IAMClient({});
    proxy = await startFaultProxy(url);
  });
  after(() => {
    proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });

  type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

  /** The proxy lives in this process, so that the program has to run beside it. */
  function accesslens(args: readonly string[], started: (child: ChildProcess) => void = () => undefined) {
    return program(["external-id", ...args], started);
  }

  function program(args: readonly string[], started: (child: ChildProcess) => void = () => undefined) {
    return new Promise<Ended>((end) => {
      const child = execFile(
        process.execPath,
        [resolve("dist/accesslens.js"), ...args],
        { cwd: folder, env: { ...process.env, AWS_ENDPOINT_URL: proxy.url, XDG_STATE_HOME: folder } },
        (_, stdout, stderr) => end({ code: child.exitCode, stdout, stderr }),
      );
      started(child);
    });
  }

  async function json(command: string, args: readonly string[], code = 0) {
    const run = await accesslens([command, ...args, "--format", "json"]);
    assert.equal(run.code, code, run.stderr);
    const value = JSON.parse(run.stdout);
    assert.deepEqual(schemaJudge(`external-id-${command}.schema.json`, { isClosed: true })(value), []);
    return value;
  }

  function calls(): number {
    return proxy.counts.get("sts:AssumeRole") ?? 0;
  }

  const customer = (name: string): string => `arn:aws:iam::222222222222:role/customers/${name}`;

  /** By the role's name: what its trust asks for; null: nothing. */
  function trusting(roles: Readonly<Record<string, string | null>>, others: Faults = () => null): void {
    proxy.faults = (request, attempt) => {
      const other = others(request, attempt);
      if (other !== null) return other;
      if (request.call !== "AssumeRole") return notInMoto(request);
      const role = new URLSearchParams(request.body).get("RoleArn")?.split("/").at(-1) ?? "";
      const externalId = roles[role];
      const accounts = externalId === undefined ? [] : null;
      return refusedByTrust(request, { role, externalId: externalId ?? null, tagSession: false, accounts });
    };
  }

  test("Calls tell which customers' roles refuse a wrong and a missing external ID, and take the right one", async () => {
    trusting({ Good: id, Open: null, Other: "another-one" });
    const names = ["Good", "Open", "Other", "Gone"];
    const file = join(folder, "roles.json");
    writeFileSync(
      file,
      JSON.stringify({
        caller: vendor,
        roles: names.map((name) => ({ role: customer(name), externalId: id })),
      }),
    );
    const from = calls();
    const answer = await json("check", ["--roles", file, "--call", "--exit-code"], 1);
    assert.equal(calls() - from, 12);
    assert.equal(answer.calls, 12);
    const told = Object.fromEntries(
      answer.roles.map(
        (
          one: { role: string; verdict: string } & Record<"right" | "wrong" | "missing", { call: string }>,
        ) => [
          one.role.split("/").at(-1),
          [one.verdict, one.right.call, one.wrong.call, one.missing.call].join(" "),
        ],
      ),
    );
    // Refusals show nothing where the right one was refused, too.
    assert.deepEqual(told, {
      Good: "safe accepted refused refused",
      Open: "open accepted accepted accepted",
      Other: "locked-out refused unknown unknown",
      Gone: "locked-out refused unknown unknown",
    });
    assert.doesNotMatch(JSON.stringify(answer), new RegExp(id));
  });

  test("What is sent is nothing that could be used, and what is not answered is not known", async () => {
    const bodies: URLSearchParams[] = [];
    trusting({ Good: id }, (request) => {
      if (request.call === "AssumeRole") bodies.push(new URLSearchParams(request.body));
      return null;
    });
    const file = join(folder, "one.json");
    writeFileSync(
      file,
      JSON.stringify({ caller: vendor, roles: [{ role: customer("Good"), externalId: id }] }),
    );
    await json("check", ["--roles", file, "--call"]);
    assert.deepEqual(
      bodies.map((body) => [
        body.get("DurationSeconds"),
        body.get("ExternalId") === id,
        body.has("ExternalId"),
      ]),
      [
        ["900", true, true],
        ["900", false, true],
        ["900", false, false],
      ],
    );
    assert.ok(bodies.every((body) => body.get("Policy")?.includes('"Deny"')));
    trusting({ Good: id }, ({ call }) =>
      call === "AssumeRole" ? fault("ServiceUnavailable", 503, "no") : null,
    );
    const unknown = await json("check", ["--roles", file, "--call"]);
    assert.equal(unknown.roles[0].verdict, "unknown");
    assert.equal(unknown.counts.unknown, 1);
  });

  test("A call that gets in where the policy refuses is told as open", async () => {
    trusting({ Good: null });
    const trustPolicy = trustOf(id);
    const file = join(folder, "stale.json");
    writeFileSync(
      file,
      JSON.stringify({ caller: vendor, roles: [{ role: customer("Good"), externalId: id, trustPolicy }] }),
    );
    const [role] = (await json("check", ["--roles", file, "--call"])).roles;
    assert.deepEqual([role.verdict, role.wrong.policy, role.wrong.call], ["open", "refused", "accepted"]);
    assert.match(role.reasons.join(" "), /AWS let in what the policy's text refuses/);
  });

  function trustOf(externalId: string | readonly string[]): object {
    return {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Theirs",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "sts:AssumeRole",
        },
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${vendor}:root` },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
      ],
    };
  }

  async function createRole(name: string, externalId: string): Promise<string> {
    const AssumeRolePolicyDocument = JSON.stringify(trustOf(externalId));
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
    return `arn:aws:iam::${motoAccount}:role/${name}`;
  }

  async function askedBy(name: string): Promise<unknown> {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    const text = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
    return JSON.parse(text).Statement[1].Condition.StringEquals["sts:ExternalId"];
  }

  test("A rotation is written in two steps, and every run that was killed is taken up by the next one", async () => {
    const named = ["--relationship", "acme", ...store] as const;
    const { externalId: old } = await json("issue", named);
    const arn = await createRole("Vendor", old);
    await accesslens(["used-at", ...named, "--role", arn]);
    trusting({});
    assert.equal((await json("verify", [...named, "--live"])).verified, true);

    // Killed when it reads, and when the write has left: nothing is lost, and the next run goes on.
    await killedAt("GetRole", ["rotate", ...named, "--apply"]);
    assert.equal(await askedBy("Vendor"), old);
    await killedAt("UpdateAssumeRolePolicy", ["rotate", ...named, "--apply"]);
    trusting({});
    const begun = await json("rotate", [...named, "--apply", "--external-ids", "shown"]);
    assert.equal(begun.issued, false, "the first run had issued it");
    assert.deepEqual(await askedBy("Vendor"), [begun.externalId, old]);
    assert.equal((await json("verify", [...named, "--live", "--exit-code"])).verified, true);

    await killedAt("UpdateAssumeRolePolicy", ["rotate", ...named, "--finish", "--apply"]);
    const between = await json("list", named.slice(0));
    assert.deepEqual(states(between), ["current", "retiring"]);
    trusting({});
    const finished = await json("rotate", [...named, "--finish", "--apply"]);
    assert.equal(finished.finished, true);
    assert.deepEqual(await askedBy("Vendor"), [begun.externalId]);
    assert.deepEqual(states(await json("list", named.slice(0))), ["current", "revoked"]);
    assert.equal((await json("verify", [...named, "--live", "--exit-code"])).verified, true);
  });

  function states({ externalIds }: { readonly externalIds: readonly { readonly state: string }[] }) {
    return externalIds.map(({ state }) => state).toSorted();
  }

  /** The call itself still arrives. */
  async function killedAt(call: string, args: readonly string[]): Promise<void> {
    let running: ChildProcess | null = null;
    trusting({}, (request) => {
      if (request.call === call) running?.kill("SIGKILL");
      return null;
    });
    const { code } = await accesslens(args, (child) => {
      running = child;
    });
    assert.equal(code, null, "it was killed");
  }

  /** Changes of the role's trust policy, the latest first. */
  async function changesOf(arn: string, state: string): Promise<readonly { id: string; title: string }[]> {
    const { stdout } = await program([
      "changes",
      "list",
      ...store,
      "--target",
      arn,
      "--state",
      state,
      "--format",
      "json",
    ]);
    return JSON.parse(stdout).changes;
  }

  async function undone(id: string, more: readonly string[], code = 0, verb: readonly string[] = ["undo"]) {
    const run = await program([...verb, id, ...store, "--settle", "0", "--format", "json", ...more]);
    assert.equal(run.code, code, run.stderr);
    return JSON.parse(run.stdout);
  }

  test("What a rotation wrote is taken back, unless that lets in what was revoked; and no external ID is told", async () => {
    const named = ["--relationship", "initech", ...store] as const;
    const { externalId: old } = await json("issue", named);
    const arn = await createRole("Undone", old);
    await accesslens(["used-at", ...named, "--role", arn]);
    trusting({});
    const begun = await json("rotate", [...named, "--apply", "--external-ids", "shown"]);
    const next = begun.externalId;
    const [both] = await changesOf(arn, "applied");
    assert.ok(both !== undefined);
    const planned = await undone(both.id, []);
    assert.deepEqual([planned.outcome, planned.applied], ["change", false]);
    for (const text of [planned.before, planned.after]) assert.match(text, /masked, 32 characters/);
    for (const text of [JSON.stringify(planned), JSON.stringify(await changesOf(arn, "applied"))]) {
      assert.doesNotMatch(text, new RegExp(`${old}|${next}`));
    }
    assert.deepEqual(await askedBy("Undone"), [next, old], "nothing was written");
    assert.equal((await undone(both.id, ["--apply"])).applied, true);
    assert.deepEqual(await askedBy("Undone"), [old]);
    // And that in turn: both are accepted again.
    const [back] = await changesOf(arn, "applied");
    assert.match(back?.title ?? "", /takes back/);
    await undone(back?.id ?? "", ["--apply"]);
    assert.deepEqual(await askedBy("Undone"), [next, old]);

    assert.equal((await json("rotate", [...named, "--finish", "--apply"])).finished, true);
    const [finish] = await changesOf(arn, "applied");
    const refused = await undone(finish?.id ?? "", ["--apply"], 3);
    assert.equal(refused.outcome, "refused");
    assert.match(refused.why, /an external ID of initech that was revoked/);
    assert.deepEqual(await askedBy("Undone"), [next]);
  });

  test("A write of a rotation that was cut off is brought to its end, or taken back", async () => {
    const named = ["--relationship", "hooli", ...store] as const;
    const { externalId: old } = await json("issue", named);
    const arn = await createRole("CutOff", old);
    await accesslens(["used-at", ...named, "--role", arn]);
    await killedAt("UpdateAssumeRolePolicy", ["rotate", ...named, "--apply"]);
    trusting({});
    const [cut] = await changesOf(arn, "intended");
    assert.ok(cut !== undefined);
    await undone(cut.id, ["--apply"], 0, ["changes", "finish"]);
    assert.equal((await json("verify", [...named, "--live"])).verified, true);
    assert.match(JSON.stringify(await askedBy("CutOff")), new RegExp(`^\\["[a-z2-7]{32}","${old}"\\]$`));
  });

  test("A rotation is aborted: the roles ask for the old external ID alone, and the new one is revoked", async () => {
    const named = ["--relationship", "umbrella", ...store] as const;
    const { externalId: old } = await json("issue", named);
    const arn = await createRole("Aborted", old);
    const other = await createRole("AbortedToo", old);
    await accesslens(["used-at", ...named, "--role", arn, "--role", other]);
    trusting({});
    await json("rotate", [...named, "--apply"]);
    assert.equal((await json("rotate", ["--abort", ...named, "--apply"])).finished, true);
    assert.deepEqual([await askedBy("Aborted"), await askedBy("AbortedToo")], [[old], [old]]);
    const { externalIds } = await json("list", [...named, "--external-ids", "shown"]);
    assert.equal(externalIds.find((one: { state: string }) => one.state === "current").externalId, old);
    assert.equal((await json("verify", [...named, "--live", "--exit-code"])).verified, true);
  });

  test("Where some policies can't be brought along, it is told how each stands, and both stay in use", async () => {
    const named = ["--relationship", "partly", ...store] as const;
    const { externalId: old } = await json("issue", named);
    const arn = await createRole("Partly", old);
    const gone = arn.replace("Partly", "Gone");
    await accesslens(["used-at", ...named, "--role", arn, "--role", gone]);
    trusting({});
    const verified = await json("verify", [...named, "--live"]);
    assert.deepEqual(
      verified.roles.map(({ role, reasons }: { role: string; reasons: string[] }) => [role, reasons]),
      [
        [gone, ["There is no such role."]],
        [arn, []],
      ],
    );

    const begun = await accesslens(["rotate", ...named, "--apply"]);
    assert.equal(begun.code, 3, begun.stdout);
    assert.match(begun.stdout, /written +\S+:role\/Partly +old and new/);
    assert.match(begun.stdout, /error +\S+:role\/Gone +not known +There is no such role\./);
    assert.match(begun.stdout, /third party goes on bringing the old one/);
    assert.doesNotMatch(begun.stdout, /Then the third party brings the new one/);
    assert.match(begun.stderr, /of 2 trust policies, 1 is not as this step wants/);

    const end = await accesslens(["rotate", ...named, "--finish", "--apply"]);
    assert.match(end.stdout, /written +\S+:role\/Partly +new/);
    assert.match(end.stdout, /The registry keeps both/);
    assert.deepEqual(states(await json("list", named.slice(0))), ["current", "retiring"]);

    await accesslens(["used-at", ...named, "--role", gone, "--forget"]);
    assert.equal((await json("rotate", [...named, "--finish", "--apply"])).finished, true);
  });

  test("A trust policy that would not be proven is not written, and the old external ID stays", async () => {
    const named = ["--relationship", "globex", ...store] as const;
    await json("issue", named);
    const arn = await createRole("Foreign", "chosen-by-somebody-else");
    const refused = await json("rotate", [...named, "--apply", "--role", arn], 3);
    assert.deepEqual([refused.trusts[0].state, refused.trusts[0].applied], ["error", false]);
    assert.deepEqual(refused.trusts[0].accepts, []);
    assert.equal(await askedBy("Foreign"), "chosen-by-somebody-else");
    const finish = await json("rotate", [...named, "--finish", "--apply", "--role", arn], 3);
    assert.equal(finish.finished, false);
    assert.deepEqual(states(await json("list", named.slice(0))), ["current", "retiring"]);
  });
});
