/** `accesslens serve --team` as a process: it starts, lets people of its groups in, and says what is wrong where it does not. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { browser } from "../support/browser.ts";
import { freePort } from "../support/free-port.ts";
import { clientId, type RunningProvider, startProvider } from "../support/openid-provider.ts";
import { executable, workplace } from "./support/command-line.ts";

const { folder, environment, accesslens } = workplace();
const people = [{ login: "tri", name: "Tri Triager", groups: ["security-triage"] }];

let provider: RunningProvider;
let server: ChildProcess;
let publicUrl: URL;

function teamFile(name: string, lines: Readonly<Record<string, string>>): string {
  const all = {
    publicUrl: publicUrl.origin,
    listen: `{ port: ${publicUrl.port} }`,
    issuer: provider.issuer,
    clientId,
    scopes: "[openid, profile, groups]",
    groups: "{ claim: groups, triager: [security-triage] }",
    ...lines,
  };
  writeFileSync(
    join(folder, name),
    Object.entries(all)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(""),
  );
  return name;
}

before(async () => {
  accesslens(["synth", "--accounts", "20", "--roles", "20", "--seed", "5", "--out", "org.alens"]);
  // By another name than the provider's: another site.
  publicUrl = new URL(`http://localhost:${await freePort()}/`);
  const redirectUri = new URL("/callback", publicUrl).href;
  provider = await startProvider({ people, redirectUri, claimsIn: "userinfo" });
  const file = teamFile("team.yaml", {});
  const args = ["serve", "--snapshot", "org.alens", "--team", file, "--format", "json"];
  server = spawn(process.execPath, [executable, ...args], {
    cwd: folder,
    env: { ...environment, ACCESSLENS_CLIENT_SECRET: provider.clientSecret },
    stdio: ["ignore", "pipe", "inherit"],
  });
  assert.ok(server.stdout !== null);
  const [line] = await once(createInterface(server.stdout), "line");
  assert.deepEqual(JSON.parse(String(line)), { url: publicUrl.href });
});
after(() => {
  server.kill("SIGKILL");
  provider.close();
});

test("a triager signs in and accepts a finding, which a scan then tells, with the name", async () => {
  const by = browser({});
  const form = await by.open(publicUrl);
  const page = await by.submit(form, { login: "tri", password: "x" });
  assert.equal(page.url.href, publicUrl.href, page.text);
  const text = (await by.ask(new URL("/api/findings", publicUrl), { from: publicUrl })).text;
  const { findings } = JSON.parse(text);
  const unmasked = accesslens(["scan", "--chains", "--snapshot", "org.alens", "--format", "json"]).stdout;
  const externalIds = [...unmasked.matchAll(/"values":\["([0-9a-f-]{36})"\]/g)].map(([, id = ""]) => id);
  assert.ok(externalIds.length > 0 && externalIds.every((id) => !text.includes(id)));
  const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const body = JSON.stringify({ findings: [findings[0].id], reason: "known", expires: soon });
  const url = new URL("/api/acceptances", publicUrl);
  const done = await by.ask(url, { from: publicUrl, method: "POST", body });
  assert.equal(done.status, 200, done.text);
  assert.match(readFileSync(join(folder, "accesslens-suppressions.yaml"), "utf8"), /owner: Tri Triager/);
  const scan = accesslens(["scan", "--chains", "--snapshot", "org.alens", "--format", "json"]);
  const told: readonly { readonly id: string; readonly status: string }[] = JSON.parse(scan.stdout).findings;
  assert.equal(told.find(({ id }) => id === findings[0].id)?.status, "suppressed");
});

const serve = (file: string, ...more: readonly string[]) =>
  accesslens(["serve", "--snapshot", "org.alens", "--team", file, ...more]);

test("a provider that can't be reached, or is another than it says, is told with what to do", async () => {
  writeFileSync(join(folder, "secret"), "x");
  const away = teamFile("away.yaml", {
    issuer: `http://127.0.0.1:${await freePort()}/realms/acme`,
    clientSecretFile: "secret",
  });
  const unreachable = serve(away);
  assert.equal(unreachable.code, 2, unreachable.stderr);
  assert.equal(unreachable.stdout, "");
  assert.match(
    unreachable.stderr,
    /away\.yaml: the OpenID provider http:\/\/127\.0\.0\.1:\d+\/realms\/acme can't be used: .*ECONNREFUSED/,
  );
  assert.match(
    unreachable.stderr,
    /Check that this machine reaches http:\S+\/realms\/acme\/\.well-known\/openid-configuration/,
  );
});

test("a provider of another name than it gives itself, or at another path, is told", async () => {
  writeFileSync(join(folder, "secret"), "x");
  for (const issuer of [provider.issuer.replace("127.0.0.1", "localhost"), `${provider.issuer}/nowhere`]) {
    const file = teamFile("other.yaml", { issuer, clientSecretFile: "secret" });
    const args = ["serve", "--snapshot", "org.alens", "--team", file];
    // Not waited for by this process, in which the provider answers.
    const child = spawn(process.execPath, [executable, ...args], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const parts: string[] = [];
    child.stderr.on("data", (part) => parts.push(String(part)));
    const [code] = await once(child, "close");
    assert.equal(code, 2, issuer);
    assert.match(parts.join(""), /the OpenID provider \S+ can't be used: .+\n.*\.well-known/);
  }
});

test("a team file that is wrong is told with its place, and what contradicts it, too", () => {
  const wrong = serve(teamFile("wrong.yaml", { sessionHours: "forever" }));
  assert.equal(wrong.code, 3);
  assert.match(wrong.stderr, /wrong\.yaml:7:15: sessionHours: it is a number of hours\n.*docs\/serve\.md/);
  const secretless = serve(teamFile("secretless.yaml", {}));
  assert.equal(secretless.code, 3);
  assert.match(secretless.stderr, /clientSecretFile is missing, and ACCESSLENS_CLIENT_SECRET is not set/);
  for (const more of [["--accept"], ["--port", "8080"], ["--by", "ada"]]) {
    const refused = serve("team.yaml", ...more);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /With --team, the team file says/);
  }
});

test("SIGTERM ends it, and that is no failure", async () => {
  server.kill("SIGTERM");
  const [code] = await once(server, "exit");
  assert.equal(code, 0);
});
