import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { type OrganizationPlan, snapshotOf, trusts } from "../../test/support/planned-organization.ts";
import { somePages } from "../../test/support/some-pages.ts";
import { acceptedFile } from "../work/accepted-file.ts";
import { scanSnapshot } from "../work/scan.ts";
import { type RunningServer, servedOf, startServer } from "./index.ts";

const plan: OrganizationPlan = {
  accounts: [
    {
      id: "111111111111",
      roles: ["one", "two", "three"].map((name) => ({ name, trust: [trusts({ AWS: "*" })], policies: [] })),
    },
  ],
};
const folder = mkdtempSync(join(tmpdir(), "accesslens-acceptances-"));
const file = join(folder, "accepted.yaml");
const scanned = scanSnapshot(snapshotOf(plan), {}, { chains: true });
const served = servedOf(scanned, {
  accepted: acceptedFile(file),
  masksExternalIds: true,
  where: "org.alens",
});
const ids = scanned.findings.summaries.map(({ id }) => id);
const [first = "", second = "", third = ""] = ids;
const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

type Opened = { readonly server: RunningServer; readonly origin: string; readonly cookie: string };
let writable: Opened;
let readOnly: Opened;

async function opened(accepting: { readonly name: string | null } | null): Promise<Opened> {
  const server = await startServer({
    served,
    pages: somePages,
    port: 0,
    version: "test",
    ...(accepting === null ? {} : { accepting }),
  });
  const { headers } = await fetch(server.url, { redirect: "manual" });
  const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
  return { server, origin: new URL(server.url).origin, cookie };
}

before(async () => {
  writable = await opened({ name: "ada" });
  readOnly = await opened(null);
});
after(async () => {
  await Promise.all([writable.server.close(), readOnly.server.close()]);
  rmSync(folder, { recursive: true });
});
beforeEach(() => writeFileSync(file, "# ours\nsuppressions: []\n"));

type Asked = { readonly status: number; readonly body: ReturnType<typeof JSON.parse> };

async function ask(
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  { origin, cookie }: Opened = writable,
): Promise<Asked> {
  const response = await fetch(new URL("/api/acceptances", origin), {
    method,
    headers: { cookie, origin, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function look(path: string, { origin, cookie }: Opened = writable): Promise<Asked["body"]> {
  return (await fetch(new URL(path, origin), { headers: { cookie } })).json();
}

const accepting = (more: object = {}) => ({
  findings: [first, second],
  reason: "known",
  expires: soon,
  ...more,
});

test("accepted findings are told as such at once, by reason, day and name, and no more when it is withdrawn", async () => {
  const done = await ask("POST", accepting());
  assert.deepEqual(done, { status: 200, body: { accepted: [first, second], replaced: [], unchanged: [] } });
  const told = await look("/api/findings?summary=true&status=suppressed");
  assert.deepEqual(
    told.findings.map(({ id }: { id: string }) => id),
    [first, second],
  );
  assert.equal((await look(`/api/findings/${first}`)).status, "suppressed");
  assert.equal((await look(`/api/findings/${third}`)).status, "open");
  const { acceptances, faults, file: path } = await look("/api/acceptances");
  const entry = { rule: null, subject: null, reason: "known", expires: soon, owner: "ada", counts: true };
  assert.deepEqual(acceptances, [
    { finding: first, ...entry },
    { finding: second, ...entry },
  ]);
  assert.deepEqual([faults, path], [[], file]);
  assert.match(readFileSync(file, "utf8"), /^# ours\nsuppressions:\n {2}# \S+: .+\n {2}- \{ finding: /);
  const withdrawn = await ask("DELETE", { findings: [second] });
  assert.deepEqual(withdrawn, { status: 200, body: { withdrawn: [second] } });
  assert.equal((await look("/api/findings?summary=true&status=suppressed")).total, 1);
});

test("what others write into the file counts at once, and is not lost", async () => {
  writeFileSync(file, `suppressions:\n  - { finding: ${third}, reason: by hand, expires: ${soon} } # mine\n`);
  assert.equal((await look("/api/findings?summary=true&status=suppressed")).total, 1);
  assert.equal((await ask("POST", accepting())).status, 200);
  assert.equal((await look("/api/findings?summary=true&status=suppressed")).total, 3);
  assert.match(readFileSync(file, "utf8"), /# mine/);
});

test("a file that breaks is told with the findings, changes nothing, and is not written", async () => {
  await ask("POST", accepting());
  await look("/api/findings?summary=true");
  writeFileSync(file, "suppressions: {");
  const told = await look("/api/findings?summary=true&status=suppressed");
  assert.equal(told.total, 2);
  assert.match(told.notes.join(), /accepted\.yaml:1:\d+: is no valid YAML/);
  const refused = await ask("POST", accepting());
  assert.equal(refused.status, 409);
  assert.match(refused.body.error.message, /accepted\.yaml:1:/);
  assert.equal(readFileSync(file, "utf8"), "suppressions: {");
});

test("what is accepted in other words is a conflict, unless it is to be replaced", async () => {
  await ask("POST", accepting());
  const refused = await ask("POST", accepting({ reason: "other" }));
  assert.equal(refused.status, 409);
  assert.match(refused.body.error.message, /by ada: known/);
  assert.deepEqual((await ask("POST", accepting())).body.unchanged, [first, second]);
  const replaced = await ask("POST", accepting({ reason: "other", replace: true }));
  assert.deepEqual(replaced.body.replaced, [first, second]);
});

const broken: readonly (readonly [
  name: string,
  method: string,
  body: unknown,
  status: number,
  message: RegExp,
])[] = [
  [
    "no reason",
    "POST",
    { ...accepting(), reason: undefined },
    400,
    /reason: every acceptance needs a reason/,
  ],
  ["an empty reason", "POST", accepting({ reason: " " }), 400, /a reason is missing/],
  ["no day", "POST", { ...accepting(), expires: undefined }, 400, /expires: every acceptance needs a date/],
  ["a day that is over", "POST", accepting({ expires: "2020-01-01" }), 400, /2020-01-01 is over/],
  ["no finding", "POST", accepting({ findings: [] }), 400, /name at least one finding/],
  ["half an id", "POST", accepting({ findings: ["3f2a"] }), 400, /findings\.0: a finding's id has sixteen/],
  [
    "a finding that is none",
    "POST",
    accepting({ findings: [first, "0".repeat(16)] }),
    404,
    /there is no finding 0{16}/,
  ],
  ["what nobody accepted", "DELETE", { findings: [first] }, 404, /no entry of its own/],
  ["a member that nobody knows", "POST", accepting({ owner: "mallory" }), 400, /owner/],
  ["no body", "POST", "", 400, /body/i],
  ["a list", "POST", [], 400, /expected object/],
  ["what is no JSON", "POST", "{", 400, /JSON/],
  ["more than anybody accepts at once", "POST", accepting({ reason: "x".repeat(300_000) }), 413, /too large/],
];
for (const [name, method, body, status, message] of broken) {
  test(`${name} is refused, and nothing is written`, async () => {
    const refused = await ask(method, body);
    assert.equal(refused.status, status, JSON.stringify(refused.body));
    assert.match(refused.body.error.message, message);
    assert.notEqual(refused.body.error.advice, "");
    assert.equal(readFileSync(file, "utf8"), "# ours\nsuppressions: []\n");
  });
}

const strangers: readonly (readonly [
  name: string,
  headers: Readonly<Record<string, string>>,
  status: number,
])[] = [
  ["without a cookie", { cookie: "" }, 401],
  ["of another site", { origin: "https://evil.example" }, 403],
  ["of nobody's page", { origin: "null" }, 403],
  ["of another site, says the browser", { "sec-fetch-site": "cross-site" }, 403],
  ["of a neighbouring port", { "sec-fetch-site": "same-site" }, 403],
  ["as a form would send it", { "content-type": "text/plain" }, 415],
  ["as an upload would send it", { "content-type": "multipart/form-data; boundary=x" }, 415],
];
for (const [name, headers, status] of strangers) {
  test(`a request ${name} changes nothing`, async () => {
    for (const method of ["POST", "DELETE"])
      assert.equal((await ask(method, accepting(), headers)).status, status, method);
    assert.equal(readFileSync(file, "utf8"), "# ours\nsuppressions: []\n");
  });
}

test("a request that does not say where it comes from changes nothing", async () => {
  const { origin, cookie } = writable;
  const response = await fetch(new URL("/api/acceptances", origin), {
    method: "POST",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify(accepting()),
  });
  assert.equal(response.status, 403);
  assert.match(await response.text(), /Origin/);
  assert.equal(readFileSync(file, "utf8"), "# ours\nsuppressions: []\n");
});

test("without --accept nothing can be changed, and it says how it could be", async () => {
  for (const [method, body] of [
    ["POST", accepting()],
    ["DELETE", { findings: [first] }],
    ["POST", "{"],
  ] as const) {
    const refused = await ask(method, body, {}, readOnly);
    assert.equal(refused.status, 403);
    assert.match(refused.body.error.advice, /serve --accept/);
  }
  assert.equal(readFileSync(file, "utf8"), "# ours\nsuppressions: []\n");
});

test("a page finds out what it may", async () => {
  const title = "Organization o-exampleorg1";
  assert.deepEqual(await look("/api/session"), {
    mode: "local",
    may: { accept: true },
    name: "ada",
    title,
    history: false,
  });
  assert.deepEqual(await look("/api/session", readOnly), {
    mode: "local",
    may: { accept: false },
    name: null,
    title,
    history: false,
  });
});

test("the description has what is taken and answered", async () => {
  const { paths } = await look("/api/openapi.json");
  const { get, post, delete: remove } = paths["/api/acceptances"];
  const json = (content: Asked["body"]) => content.content["application/json"].schema;
  assert.deepEqual(json(post.requestBody).required, ["findings", "reason", "expires"]);
  assert.deepEqual(Object.keys(json(post.responses["200"]).properties), [
    "accepted",
    "replaced",
    "unchanged",
  ]);
  assert.deepEqual(Object.keys(json(remove.responses["200"]).properties), ["withdrawn"]);
  assert.deepEqual(Object.keys(json(get.responses["200"]).properties), ["file", "acceptances", "faults"]);
  assert.ok(["400", "403", "404", "409"].every((status) => json(post.responses[status]).properties.error));
  assert.deepEqual(Object.keys(json(paths["/api/session"].get.responses["200"]).properties), [
    "mode",
    "may",
    "name",
    "title",
    "history",
  ]);
});
