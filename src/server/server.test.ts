import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import {
  type OrganizationPlan,
  roleArn,
  snapshotOf,
  trusts,
} from "../../test/support/planned-organization.ts";
import { somePages } from "../../test/support/some-pages.ts";
import { acceptedFile } from "../work/accepted-file.ts";
import { scanSnapshot } from "../work/scan.ts";
import { type RunningServer, servedOf, startServer } from "./index.ts";

const own = "111111111111";
const vendor = "464622532012";
const asks = { StringEquals: { "sts:ExternalId": "very-secret-id" } };
const plan: OrganizationPlan = {
  accounts: [
    {
      id: own,
      roles: [
        { name: "vendor", trust: [{ ...trusts({ AWS: vendor }), Condition: asks }], policies: [] },
        { name: "open", trust: [trusts({ AWS: "*" })], policies: [] },
      ],
    },
  ],
};

const settings = { accepted: acceptedFile("no-such-file.yaml"), masksExternalIds: true, where: "org.alens" };

let server: RunningServer;
let base: URL;
let cookie = "";

before(async () => {
  const served = servedOf(scanSnapshot(snapshotOf(plan), {}, { chains: true }), settings);
  server = await startServer({ served, port: 0, version: "test", pages: somePages });
  base = new URL(server.url);
  const opened = await ask(`/?token=${base.searchParams.get("token")}`);
  cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
});
after(() => server.close());

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** `fetch` would not let the test say another Host, as an attacker's page can. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, base.origin), { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

const letIn = (more: Readonly<Record<string, string>> = {}) => ({ cookie, ...more });
const api = async (path: string) => JSON.parse((await ask(path, letIn())).text);

test("it listens to this machine alone", () => {
  assert.equal(base.hostname, "127.0.0.1");
});

test("the address with the secret lets in by a cookie that no script and no other site has, and is left at once", async () => {
  const opened = await ask(`/?token=${base.searchParams.get("token")}`);
  assert.equal(opened.status, 303);
  assert.equal(opened.headers.location, "/");
  assert.match(opened.headers["set-cookie"]?.[0] ?? "", /; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.doesNotMatch(
    opened.headers["set-cookie"]?.[0] ?? "",
    new RegExp(base.searchParams.get("token") ?? ""),
  );
});

const refusals: readonly (readonly [
  name: string,
  headers: Readonly<Record<string, string>>,
  status: number,
])[] = [
  ["nobody without the cookie", { cookie: "" }, 401],
  ["nobody with another cookie", { cookie: "accesslens-000000000000=x" }, 401],
  ["no name that was made to lead here", { host: "evil.example" }, 421],
  ["no name with the right port that was made to lead here", { host: "evil.example:80" }, 421],
  ["no page of another site", { origin: "https://evil.example" }, 403],
  ["no page without an origin", { origin: "null" }, 403],
  ["no page of another site that sends no origin", { "sec-fetch-site": "cross-site" }, 403],
  ["no page of another port", { "sec-fetch-site": "same-site" }, 403],
];
for (const [name, headers, status] of refusals) {
  test(`it lets in ${name}`, async () => {
    for (const path of ["/", "/api/findings", "/api/overview", "/style.css", "/nothing"]) {
      const refused = await ask(path, letIn(headers));
      assert.equal(refused.status, status, path);
      assert.doesNotMatch(refused.text, /arn:aws|111111111111/);
    }
  });
}

test("a wrong secret lets nobody in", async () => {
  const refused = await ask("/?token=wrong");
  assert.deepEqual([refused.status, refused.headers["set-cookie"]], [401, undefined]);
});

test("it only answers questions", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
    assert.equal((await ask("/api/findings", letIn(), method)).status, 405, method);
});

test("every answer forbids what comes from elsewhere, frames and keeping", async () => {
  for (const path of ["/", "/api/overview", "/nothing", "/api/paths"]) {
    const { headers } = await ask(path, letIn());
    assert.match(String(headers["content-security-policy"]), /^default-src 'none'; script-src 'self';/);
    assert.match(String(headers["content-security-policy"]), /frame-ancestors 'none'/);
    assert.deepEqual(
      [headers["cache-control"], headers["x-content-type-options"], headers["referrer-policy"]],
      ["no-store", "nosniff", "no-referrer"],
    );
    assert.equal(headers["access-control-allow-origin"], undefined);
  }
});

test("findings are those of a scan, whole or in short, by page", async () => {
  const whole = await api("/api/findings");
  assert.equal(whole.total, whole.findings.length);
  assert.ok(whole.findings.every((one: { evidence: unknown }) => Array.isArray(one.evidence)));
  assert.ok(whole.findings.some((one: { rule: string }) => one.rule === "external-access"));
  const short = await api("/api/findings?summary=true&limit=1&offset=1&severity=low");
  assert.equal(short.findings.length, 1);
  assert.equal("evidence" in short.findings[0], false);
  const one = await api(`/api/findings/${whole.findings[0].id}`);
  assert.equal(one.id, whole.findings[0].id);
});

test("external IDs are masked in every answer", async () => {
  const paths = [
    "/",
    "/plain",
    "/api/findings",
    "/api/findings?summary=true",
    `/api/who-can-assume?role=${roleArn(own, "vendor")}`,
    `/api/can-assume?principal=arn:aws:iam::${vendor}:root`,
    `/api/exposure?to=${roleArn(own, "vendor")}`,
    `/api/paths?from=external&to=${roleArn(own, "vendor")}`,
  ];
  for (const path of paths) {
    const { status, text } = await ask(path, letIn());
    assert.equal(status, 200, path);
    assert.doesNotMatch(text, /very-secret-id/, path);
  }
});

test("questions about ways are answered as on the command line", async () => {
  const to = roleArn(own, "open");
  const { paths } = await api(`/api/paths?from=anyone&to=${to}&k=1`);
  assert.equal(paths[0].to, to);
  const { who } = await api(`/api/exposure?to=${to}`);
  assert.ok(who.some(({ id }: { id: string }) => id === "anyone"));
  const { reached } = await api("/api/blast-radius?from=anyone");
  assert.deepEqual(
    reached.map(({ arn }: { arn: string }) => arn),
    [to],
  );
});

test("what is asked wrongly is told with what to do", async () => {
  for (const path of [
    "/api/paths?from=nonsense&to=admin",
    "/api/paths?to=admin",
    "/api/who-can-assume?role=arn:aws:iam::111111111111:role/none",
    "/api/blast-radius?from=external&maxHops=1000",
    "/api/findings/zzzz",
  ]) {
    const { status, text } = await ask(path, letIn());
    assert.equal(status, 400, path);
    const { error } = JSON.parse(text);
    assert.ok(error.message.length > 10 && error.advice.length > 10, path);
  }
  assert.equal((await ask("/api/nothing", letIn())).status, 404);
});

test("a search finds accounts, roles and outsiders without regard to case", async () => {
  const { hits, complete } = await api("/api/search?text=VEND");
  assert.equal(complete, true);
  assert.deepEqual(hits, [{ kind: "role", arn: roleArn(own, "vendor"), account: own }]);
  const [account] = (await api(`/api/search?text=${own.slice(0, 6)}`)).hits;
  assert.equal(account.kind, "account");
  const [outsider] = (await api("/api/search?text=datadog")).hits;
  assert.deepEqual([outsider.kind, outsider.id], ["outsider", vendor]);
});

test("the API describes every question that it answers", async () => {
  const { paths } = await api("/api/openapi.json");
  assert.deepEqual(Object.keys(paths).sort(), [
    "/api/acceptances",
    "/api/accounts",
    "/api/ask/compare",
    "/api/ask/lint",
    "/api/ask/simulate",
    "/api/ask/what-if",
    "/api/blast-radius",
    "/api/can-assume",
    "/api/chokepoints",
    "/api/drift",
    "/api/drift/event",
    "/api/drift/facets",
    "/api/drift/news",
    "/api/drift/timeline",
    "/api/exposure",
    "/api/findings",
    "/api/findings/facets",
    "/api/findings/groups",
    "/api/findings/ids",
    "/api/findings/{id}",
    "/api/findings/{id}/life",
    "/api/map",
    "/api/map/account",
    "/api/map/trusts",
    "/api/overview",
    "/api/party",
    "/api/paths",
    "/api/policy",
    "/api/policy-words",
    "/api/role",
    "/api/rules",
    "/api/search",
    "/api/session",
    "/api/trail",
    "/api/trail/impossible",
    "/api/trail/map",
    "/api/trail/map/account",
    "/api/trail/party",
    "/api/trail/role",
    "/api/what-can",
    "/api/who-can",
    "/api/who-can-assume",
  ]);
});

test("hostile names are text on the page", async () => {
  const name = "<script>alert(1)</script>";
  const Principal = { Federated: `arn:aws:iam::${own}:saml-provider/${name}` };
  const hostile = { Effect: "Allow", Principal, Action: "sts:AssumeRoleWithSAML" };
  const snapshot = snapshotOf({
    accounts: [{ id: own, roles: [{ name: "hostile", trust: [hostile], policies: [] }] }],
  });
  const served = servedOf(scanSnapshot(snapshot, {}, { chains: true }), { ...settings, where: name });
  const other = await startServer({ served, port: 0, version: "test", pages: somePages });
  try {
    const opened = await fetch(other.url, { redirect: "manual" });
    const given = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    const page = await (await fetch(new URL("/plain", other.url), { headers: { cookie: given } })).text();
    assert.doesNotMatch(page, /<script/);
    assert.match(page, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  } finally {
    await other.close();
  }
});
