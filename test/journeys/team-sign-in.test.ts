/** Team mode against a real OpenID provider, behind what plays a reverse proxy with TLS: who is let in, as whom, and who is not. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { discoverProvider, type RunningServer, servedOf, startServer } from "../../src/server/index.ts";
import { acceptedFile } from "../../src/work/accepted-file.ts";
import { scanSnapshot } from "../../src/work/scan.ts";
import { readTeam } from "../../src/work/team-file.ts";
import { type Browser, browser, type Page } from "../support/browser.ts";
import { freePort } from "../support/free-port.ts";
import { clientId, type RunningProvider, startProvider } from "../support/openid-provider.ts";
import { snapshotOf, trusts } from "../support/planned-organization.ts";
import { somePages } from "../support/some-pages.ts";

const publicUrl = new URL("https://accesslens.example.com/");
const evil = new URL("https://evil.example/page");
const people = [
  { login: "vic", name: "Vic Viewer", groups: ["sre", "everyone"] },
  { login: "tri", name: "Tri <b>Triager</b>", groups: ["everyone", "security-triage"] },
  { login: "nobody", name: "No Body", groups: ["everyone"] },
  { login: "groupless", name: "Group Less", groups: null },
];
const folder = mkdtempSync(join(tmpdir(), "accesslens-team-"));
const accepted = join(folder, "accepted.yaml");
const trust = [trusts({ AWS: "*" })];
const plan = { accounts: [{ id: "111111111111", roles: [{ name: "open", trust, policies: [] }] }] };
const scanned = scanSnapshot(snapshotOf(plan), {}, { chains: true });
const finding = scanned.findings.summaries[0]?.id ?? "";
const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

let provider: RunningProvider;
let server: RunningServer;
let port = 0;
/** Milliseconds that the server's clock is ahead. */
let later = 0;
const told: string[] = [];

async function startTeam(from: RunningProvider, more = ""): Promise<RunningServer> {
  const file = join(folder, "team.yaml");
  port = await freePort();
  writeFileSync(join(folder, "secret"), `${from.clientSecret}\n`, { mode: 0o600 });
  writeFileSync(
    file,
    `publicUrl: ${publicUrl.origin}
listen: { port: ${port} }
issuer: ${from.issuer}
clientId: ${clientId}
clientSecretFile: secret
scopes: [openid, profile, groups]
groups: { claim: groups, viewer: [sre], triager: [security-triage] }
sessionHours: 2
${more}
`,
  );
  const settings = readTeam(file, {});
  assert.ok(settings.ok, JSON.stringify(settings));
  const discovered = await discoverProvider(settings.value);
  assert.ok(discovered.ok, JSON.stringify(discovered));
  return startServer({
    pages: somePages,
    served: servedOf(scanned, {
      accepted: acceptedFile(accepted),
      masksExternalIds: true,
      where: "org.alens",
    }),
    version: "test",
    team: {
      settings: settings.value,
      provider: discovered.value,
      now: () => Date.now() + later,
      tell: (message) => told.push(message),
    },
  });
}

before(async () => {
  const redirectUri = new URL("/callback", publicUrl).href;
  provider = await startProvider({ people, redirectUri, claimsIn: "id-token" });
  server = await startTeam(provider);
});
after(async () => {
  await server.close();
  provider.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  later = 0;
  told.length = 0;
  writeFileSync(accepted, "suppressions: []\n");
});

const newBrowser = (): Browser => browser({ [publicUrl.host]: port });
const at = (path: string): URL => new URL(path, publicUrl);

async function signedIn(login: string, to = "/"): Promise<{ readonly by: Browser; readonly page: Page }> {
  const by = newBrowser();
  const form = await by.open(at(to));
  assert.equal(form.url.origin, provider.issuer, form.text);
  return { by, page: await by.submit(form, { login, password: "x" }) };
}

const session = async (by: Browser) => by.ask(at("/api/session"), { from: publicUrl });
const accept = (by: Browser, more: { from?: URL; headers?: Readonly<Record<string, string>> } = {}) =>
  by.ask(at("/api/acceptances"), {
    from: publicUrl,
    method: "POST",
    body: JSON.stringify({ findings: [finding], reason: "known", expires: soon }),
    ...more,
  });

test("a viewer signs in, is led to what was asked for, looks at everything, and accepts nothing", async () => {
  const { by, page } = await signedIn("vic", "/?view=one&more=%20x");
  assert.equal(page.status, 200);
  assert.equal(page.url.href, "https://accesslens.example.com/?view=one&more=%20x");
  assert.match(page.text, /<p>pages<\/p>/);
  assert.deepEqual(JSON.parse((await session(by)).text), {
    mode: "team",
    history: false,
    may: { accept: false },
    name: "Vic Viewer",
    title: "Organization o-exampleorg1",
  });
  assert.equal((await by.ask(at("/api/findings"), { from: publicUrl })).status, 200);
  const refused = await accept(by);
  assert.equal(refused.status, 403);
  assert.match(refused.text, /Ask somebody of a group that may triage/);
  assert.equal(readFileSync(accepted, "utf8"), "suppressions: []\n");
});

test("a triager accepts findings in the name that the provider says", async () => {
  const { by } = await signedIn("tri");
  const done = await accept(by);
  assert.equal(done.status, 200, done.text);
  assert.match(readFileSync(accepted, "utf8"), /owner: Tri <b>Triager<\/b> \}/);
  const list = JSON.parse((await by.ask(at("/api/acceptances"), { from: publicUrl })).text);
  assert.equal(list.acceptances[0].owner, "Tri <b>Triager</b>");
  const removed = await by.ask(at("/api/acceptances"), {
    from: publicUrl,
    method: "DELETE",
    body: JSON.stringify({ findings: [finding] }),
  });
  assert.equal(removed.status, 200, removed.text);
});

test("no secret stands in an address, and the cookies are this host's alone, over HTTPS, unseen by scripts and other sites", async () => {
  const { by, page } = await signedIn("vic");
  const own = [...by.cookies.values()].filter(({ host }) => host === publicUrl.hostname);
  assert.deepEqual(own.map(({ name, sameSite, path }) => [name, sameSite, path]).toSorted(), [
    ["__Host-accesslens", "strict", "/"],
    ["__Host-accesslens-login", "lax", "/"],
  ]);
  for (const { attributes, value } of own) {
    assert.ok(attributes.includes("HttpOnly") && attributes.includes("Secure"), attributes.join());
    assert.ok(value.length >= 43);
    assert.ok(page.way.every(({ href }) => !href.includes(value)));
  }
  assert.match(String(page.headers["strict-transport-security"]), /max-age=\d+/);
});

test("the sign-in asks by PKCE, state and nonce, each another every time", async () => {
  const asked = await Promise.all([1, 2].map(async () => newBrowser().step(at("/login"))));
  const [one, other] = asked.map(({ headers }) => new URL(headers.location ?? "").searchParams);
  assert.ok(one !== undefined && other !== undefined);
  assert.deepEqual([one.get("response_type"), one.get("code_challenge_method")], ["code", "S256"]);
  for (const name of ["state", "nonce", "code_challenge"]) {
    assert.ok((one.get(name)?.length ?? 0) >= 43, name);
    assert.notEqual(one.get(name), other.get(name));
  }
});

for (const [login, said] of [
  ["nobody", /You have signed in as No Body, but none of your groups may look at this/],
  [
    "groupless",
    /You have signed in as Group Less, but the sign-in does not say in which groups you are \(claim groups\)/,
  ],
] as const) {
  test(`${login} is told why, and not let in`, async () => {
    const { by, page } = await signedIn(login);
    assert.equal(page.status, 403);
    assert.match(page.text, said);
    assert.equal(page.headers["set-cookie"], undefined);
    assert.equal((await session(by)).status, 401);
  });
}

test("who has not signed in sees nothing: pages lead to the sign-in, everything else says so", async () => {
  const by = newBrowser();
  const page = await by.step(at("/somewhere?x=1"));
  assert.deepEqual([page.status, page.headers.location], [303, "/login?to=%2Fsomewhere%3Fx%3D1"]);
  for (const path of ["/api/session", "/api/findings", "/api/openapi.json", "/api/nothing"]) {
    const refused = await by.ask(at(path), { from: publicUrl });
    assert.equal(refused.status, 401, path);
    assert.match(refused.text, /https:\/\/accesslens\.example\.com\/login/);
  }
  assert.equal((await accept(by)).status, 401);
});

/** Stops before the callback: its address, with a code and a state that are good. */
async function callbackFor(by: Browser, login: string): Promise<URL> {
  const form = await by.open(at("/login"));
  const jar = new Map(by.cookies);
  const page = await by.submit(form, { login, password: "x" });
  const callback = page.way.find(({ pathname }) => pathname === "/callback");
  by.cookies.clear();
  for (const [key, cookie] of jar) by.cookies.set(key, cookie);
  return callback ?? assert.fail(page.text);
}

test("an answer with another state, or without one, is not taken", async () => {
  const by = newBrowser();
  const form = await by.open(at("/login"));
  assert.equal(form.status, 200);
  for (const query of ["?code=x&state=wrong", "?code=x", "?code=x&state=", "?code=x&state=a&state=b", ""]) {
    const page = await by.step(at(`/callback${query}`), new URL(provider.issuer));
    assert.equal(page.status, 400, query);
    assert.match(page.text, /was not begun in this browser/);
  }
  assert.equal((await session(by)).status, 401);
});

test("an answer that was taken once is not taken again, nor its code with a state that is good", async () => {
  const by = newBrowser();
  const used = await callbackFor(by, "tri");
  assert.equal((await by.step(used)).status, 400);
  const fresh = new URL((await by.step(at("/login"))).headers.location ?? "").searchParams.get("state") ?? "";
  const replayed = new URL(used);
  replayed.searchParams.set("state", fresh);
  const page = await by.step(replayed);
  assert.equal(page.status, 403);
  assert.match(page.text, /did not come to a good end/);
  assert.match(told.join(), /could not sign in: .*invalid_grant/);
  assert.equal((await session(by)).status, 401);
});

test("an answer that another browser's sign-in brought is not taken: nobody is signed in as somebody else", async () => {
  const attacker = newBrowser();
  const form = await attacker.open(at("/login"));
  const state = new URL(
    form.way.find(({ pathname }) => pathname === "/auth") ?? assert.fail(),
  ).searchParams.get("state");
  const victim = newBrowser();
  await victim.open(at("/login"));
  const page = await victim.step(at(`/callback?code=x&state=${state}`), new URL(provider.issuer));
  assert.equal(page.status, 400);
  assert.equal((await session(victim)).status, 401);
});

test("a sign-in that takes too long begins anew", async () => {
  const by = newBrowser();
  const form = await by.open(at("/login"));
  later = 11 * 60_000;
  const page = await by.submit(form, { login: "vic", password: "x" });
  assert.equal(page.status, 400);
});

test("who declines at the provider is not let in, and what the provider says is not shown as markup", async () => {
  const by = newBrowser();
  const state = new URL((await by.step(at("/login"))).headers.location ?? "").searchParams.get("state") ?? "";
  const iss = encodeURIComponent(provider.issuer);
  const said = "error=access_denied&error_description=%3Cb%3Eno%3C%2Fb%3E";
  const page = await by.step(at(`/callback?${said}&state=${state}&iss=${iss}`), new URL(provider.issuer));
  assert.equal(page.status, 403);
  assert.doesNotMatch(page.text, /<b>/);
  assert.match(told.join(), /access_denied/);
});

test("a session ends with its hours", async () => {
  const { by } = await signedIn("tri");
  later = 2 * 3_600_000 - 60_000;
  assert.equal((await session(by)).status, 200);
  later = 2 * 3_600_000 + 1000;
  assert.equal((await session(by)).status, 401);
  assert.equal((await accept(by)).status, 401);
  later = 0;
});

test("a cookie that was made up, or is another's name for it, lets nobody in", async () => {
  const { by } = await signedIn("tri");
  const [key, cookie] = [...by.cookies].find(([, { name }]) => name === "__Host-accesslens") ?? assert.fail();
  const values = [
    "",
    "x",
    `${cookie.value.slice(0, -1)}${cookie.value.endsWith("A") ? "B" : "A"}`,
    `${cookie.value}A`,
    "tri",
  ];
  for (const value of values) {
    by.cookies.set(key, { ...cookie, value });
    assert.equal((await session(by)).status, 401, value);
  }
  by.cookies.set(key, { ...cookie, name: "accesslens" });
  assert.equal((await session(by)).status, 401);
});

test("signing out ends the session, also for who has kept its cookie; other sites can't do it", async () => {
  const { by } = await signedIn("tri");
  const kept = new Map(by.cookies);
  const forced = await by.ask(at("/logout"), { from: evil, method: "POST" });
  assert.equal(forced.status, 403);
  assert.equal((await by.step(at("/logout"))).status, 404);
  assert.equal((await session(by)).status, 200);
  const out = await by.ask(at("/logout"), { from: publicUrl, method: "POST" });
  assert.deepEqual([out.status, out.headers.location], [303, "/signed-out"]);
  assert.equal((await by.open(at("/signed-out"), publicUrl)).status, 200);
  for (const [key, cookie] of kept) by.cookies.set(key, cookie);
  assert.equal((await session(by)).status, 401);
});

const strangers: readonly (readonly [
  name: string,
  from: URL,
  headers: Readonly<Record<string, string>>,
  status: number,
])[] = [
  ["of another site", evil, {}, 403],
  // As a browser sends it that knows of no Sec-Fetch headers.
  ["of another site, by Origin alone", evil, { "sec-fetch-site": "same-origin" }, 403],
  ["of a neighbour's host", new URL("https://other.example.com/"), {}, 403],
  [
    "of the same host without TLS",
    new URL("http://accesslens.example.com/"),
    { "sec-fetch-site": "same-origin" },
    403,
  ],
  ["under another name", publicUrl, { host: "evil.example" }, 421],
  ["under the name of its port", publicUrl, { host: `127.0.0.1` }, 421],
  ["without saying from where", publicUrl, { origin: "" }, 403],
  ["as a form would send it", publicUrl, { "content-type": "text/plain" }, 415],
];
for (const [name, from, headers, status] of strangers) {
  test(`a request ${name} changes nothing, with a triager's cookie either`, async () => {
    const { by } = await signedIn("tri");
    assert.equal((await accept(by, { from, headers })).status, status);
    assert.equal(readFileSync(accepted, "utf8"), "suppressions: []\n");
  });
}

test("a script of another site reads nothing, and its link leads in without a second sign-in", async () => {
  const { by } = await signedIn("vic");
  assert.equal((await by.ask(at("/api/findings"), { from: evil })).status, 403);
  const page = await by.open(at("/?view=linked"), evil);
  assert.equal(page.status, 200);
  assert.ok(
    page.way.every(({ origin }) => origin === publicUrl.origin),
    page.way.join(" "),
  );
  assert.match(page.text, /<p>pages<\/p>/);
});

test("after signing in, nobody is led to another site", async () => {
  for (const to of [
    "//evil.example/",
    "https://evil.example/",
    "/\\evil.example",
    "/.//evil.example/x",
    "javascript:alert(1)",
  ]) {
    const by = newBrowser();
    const form = await by.open(at(`/login?to=${encodeURIComponent(to)}`));
    const page = await by.submit(form, { login: "vic", password: "x" });
    assert.equal(page.url.origin, publicUrl.origin, to);
  }
  for (const path of ["//evil.example/", "/.//evil.example/x"]) {
    const page = await newBrowser().step(new URL(`https://accesslens.example.com${path}`), evil);
    assert.doesNotMatch(page.text, /url=(https?:)?\/\/evil/);
  }
});

test("groups that the provider tells only when it is asked count, and so does a secret that goes in the body", async () => {
  const redirectUri = new URL("/callback", publicUrl).href;
  const other = await startProvider({
    people,
    redirectUri,
    claimsIn: "userinfo",
    clientAuthentication: "client_secret_post",
  });
  const previous = { provider, server, port };
  try {
    provider = other;
    server = await startTeam(other, "clientAuthentication: post");
    const { by } = await signedIn("tri");
    assert.equal(JSON.parse((await session(by)).text).name, "Tri <b>Triager</b>");
  } finally {
    await server.close();
    other.close();
    ({ provider, server, port } = previous);
  }
});
