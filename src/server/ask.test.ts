/** Questions that carry a policy's text: what they answer, and who may ask them. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import {
  type OrganizationPlan,
  roleArn,
  type Statement,
  snapshotOf,
  trusts,
} from "../../test/support/planned-organization.ts";
import { blastRadius } from "../graph/reach/index.ts";
import { acceptedFile } from "../work/accepted-file.ts";
import { usualHops } from "../work/kept-radii.ts";
import { comparedShape, lintedShape, policyTextShape, policyWordsShape } from "../work/policy-shape.ts";
import { scanSnapshot } from "../work/scan.ts";
import { simulatedShape } from "../work/simulate/index.ts";
import { whatIfShape } from "../work/what-if/what-if-shape.ts";
import { type RunningServer, servedOf, startServer } from "./index.ts";

const own = "111111111111";
const other = "222222222222";
const vendor = "464622532012";
const secret = "very-secret-id";
const asksFor = (id: string) => ({ StringEquals: { "sts:ExternalId": id } });
const all = { Effect: "Allow", Action: "*", Resource: "*" };
const plan: OrganizationPlan = {
  accounts: [
    {
      id: own,
      roles: [
        {
          name: "vendor",
          trust: [{ ...trusts({ AWS: vendor }), Condition: asksFor(secret) }],
          policies: [[all]],
        },
        {
          name: "inner",
          trust: [{ ...trusts({ AWS: `arn:aws:iam::${own}:root` }), Condition: asksFor(secret) }],
          policies: [],
        },
        {
          name: "next",
          trust: [trusts({ AWS: roleArn(other, "first") })],
          policies: [[all]],
        },
      ],
    },
    {
      id: other,
      roles: [
        {
          name: "first",
          trust: [trusts({ AWS: "*" })],
          policies: [[{ Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArn(own, "next") }]],
        },
      ],
    },
  ],
};
const vendorRole = roleArn(own, "vendor");
const firstRole = roleArn(other, "first");
const nextRole = roleArn(own, "next");
const trustOf = (role: string) => `trust policy of ${role}`;
const policy = (...Statement: readonly Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement });

let server: RunningServer;
let base: URL;
let cookie = "";

before(async () => {
  const served = servedOf(scanSnapshot(snapshotOf(plan), {}, { chains: true }), {
    accepted: acceptedFile("no-such-file.yaml"),
    masksExternalIds: true,
    where: "org.alens",
  });
  server = await startServer({ served, port: 0, version: "test", pages: new Map() });
  base = new URL(server.url);
  const opened = await fetch(server.url, { redirect: "manual" });
  cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
});
after(() => server.close());

type Answer = { readonly status: number; readonly text: string };

/** `fetch` would not let the test leave the origin out or say another one. */
function post(
  path: string,
  body: string,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  const given = { cookie, origin: base.origin, "content-type": "application/json", ...headers };
  const sent = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, base.origin), { method: "POST", headers: sent }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function ask(path: string, body: object): Promise<unknown> {
  const { status, text } = await post(path, JSON.stringify(body));
  assert.equal(status, 200, text);
  assert.doesNotMatch(text, new RegExp(secret));
  return JSON.parse(text);
}

async function get(path: string): Promise<Answer> {
  const answer = await fetch(new URL(path, base.origin), { headers: { cookie } });
  return { status: answer.status, text: await answer.text() };
}

const whatIf = async (body: object) => whatIfShape.parse(await ask("/api/ask/what-if", body));

const questions = ["/api/ask/lint", "/api/ask/compare", "/api/ask/simulate", "/api/ask/what-if"];

const refusals: readonly (readonly [
  name: string,
  headers: Readonly<Record<string, string | undefined>>,
  status: number,
])[] = [
  ["without an origin", { origin: undefined }, 403],
  ["of another site", { origin: "https://evil.example" }, 403],
  ["without the cookie", { cookie: undefined }, 401],
  ["that a form could send", { "content-type": "text/plain" }, 415],
  ["of no type", { "content-type": undefined }, 415],
  ["to a name that was made to lead here", { host: "evil.example" }, 421],
];
for (const [name, headers, status] of refusals) {
  test(`no question ${name} is answered`, async () => {
    for (const path of questions) assert.equal((await post(path, "{}", headers)).status, status, path);
  });
}

test("nothing but these questions can be posted", async () => {
  for (const path of ["/api/findings", "/api/paths", "/", "/api/ask", "/api/ask/lint/more"])
    assert.equal((await post(path, "{}")).status, 405, path);
  assert.equal((await post("/api/ask/nothing", "{}")).status, 405);
});

test("a body that is too large, no JSON, or says other things is refused with what to do", async () => {
  assert.equal((await post("/api/ask/lint", JSON.stringify({ text: "x".repeat(70_000) }))).status, 413);
  const bodies = ["{", "[]", "{}", JSON.stringify({ text: 1 }), JSON.stringify({ text: "{}", more: 1 })];
  for (const path of questions) {
    for (const body of bodies) {
      const { status, text } = await post(path, body);
      const { error } = JSON.parse(text);
      assert.deepEqual([status, typeof error.message, typeof error.advice], [400, "string", "string"], body);
    }
  }
});

test("lint tells places, and where a text is no JSON", async () => {
  const text = policy({ ...trusts({ AWS: "*" }), Action: "sts:AssumeRol" });
  const { kind, findings } = lintedShape.parse(await ask("/api/ask/lint", { text, kind: "trust" }));
  assert.equal(kind, "trust");
  assert.ok(findings.some(({ position }) => text.slice(position.range.start).startsWith('"sts:AssumeRol"')));
  const { unreadable } = lintedShape.parse(await ask("/api/ask/lint", { text: '{\n "Version": }' }));
  assert.equal(unreadable?.line, 2);
});

test("comparing tells whether the second allows more, with a request that shows it", async () => {
  const a = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
  const b = policy({ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" });
  const compared = comparedShape.parse(await ask("/api/ask/compare", { a, b }));
  assert.deepEqual([compared.kind, compared.aWithinB, compared.bWithinA], ["identity", true, false]);
  assert.equal(compared.onlyInB?.action.toLowerCase(), "s3:putobject");
  const wrong = await post("/api/ask/compare", JSON.stringify({ a, b: "{}" }));
  assert.match(JSON.parse(wrong.text).error.message, /^policy B, line 1, column \d+: /);
});

test("simulating takes the snapshot's policies, or those that are given", async () => {
  const request = { principal: firstRole, action: "sts:AssumeRole", resource: { arn: nextRole } };
  const held = simulatedShape.parse(await ask("/api/ask/simulate", { request }));
  assert.equal(held.decision, "Allowed");
  assert.deepEqual(held.because.map(({ layer }) => layer).toSorted(), ["identity", "resource", "scp", "scp"]);
  const denied = simulatedShape.parse(
    await ask("/api/ask/simulate", { request, policies: { identity: [] } }),
  );
  assert.equal(denied.decision, "ImplicitlyDenied");
  const unknown = { ...request, resource: { arn: "arn:aws:s3:::nowhere" } };
  const refused = await post("/api/ask/simulate", JSON.stringify({ request: unknown }));
  assert.match(JSON.parse(refused.text).error.message, /give the account that owns it/);
});

test("a simulated denial does not tell the external ID that was missing", async () => {
  const request = {
    principal: nextRole,
    action: "sts:AssumeRole",
    resource: { arn: roleArn(own, "inner") },
    context: { "sts:ExternalId": "guessed" },
  };
  const { decision, nearest } = simulatedShape.parse(await ask("/api/ask/simulate", { request }));
  assert.notEqual(decision, "Allowed");
  assert.deepEqual(
    nearest?.failed.flatMap(({ expected }) => expected),
    ["<masked, 14 characters>"],
  );
});

test("another trust policy: who loses access, what is come to no more, which findings close", async () => {
  const text = policy(trusts({ AWS: `arn:aws:iam::${other}:root` }));
  const changes = [{ kind: "replace-policy", policy: trustOf(firstRole), text }];
  const answer = await whatIf({ from: "anyone", to: "admin", changes });
  assert.deepEqual(
    answer.disappears.map(({ what }) => what),
    [`admin:${own}`],
  );
  assert.ok(
    answer.assumptions.some(
      ({ who, role, after: now }) => who === "anyone" && role === firstRole && now === null,
    ),
  );
  assert.ok(answer.findings?.closes.some(({ subject }) => subject === firstRole));
});

test("what was only asked leaves the organization as it was, whatever was asked before", async () => {
  const closed = [{ kind: "replace-policy", policy: trustOf(firstRole), text: policy(trusts({ AWS: own })) }];
  const opened = [{ kind: "replace-policy", policy: trustOf(nextRole), text: policy(trusts({ AWS: "*" })) }];
  const ways = await get("/api/paths?from=anyone&to=admin");
  const findings = await get("/api/findings?summary=true");
  const first = await whatIf({ from: "anyone", changes: closed });
  const second = await whatIf({ from: "anyone", changes: opened });
  assert.deepEqual(await whatIf({ from: "anyone", changes: closed }), first);
  assert.deepEqual(await whatIf({ from: "anyone", changes: opened }), second);
  assert.equal((await get("/api/paths?from=anyone&to=admin")).text, ways.text);
  assert.equal((await get("/api/findings?summary=true")).text, findings.text);
});

test("an unchanged policy with its external IDs masked changes nothing; a changed one keeps them", async () => {
  const { text } = policyTextShape.parse(
    JSON.parse((await get(`/api/policy?name=${encodeURIComponent(trustOf(vendorRole))}`)).text),
  );
  assert.match(text, /<masked, 14 characters>/);
  const same = await whatIf({
    from: "external",
    changes: [{ kind: "replace-policy", policy: trustOf(vendorRole), text }],
  });
  assert.deepEqual([same.appears, same.disappears, same.differs, same.assumptions], [[], [], [], []]);
  assert.deepEqual(same.findings, { opens: [], closes: [] });
});

test("a step that nobody takes any more, a statement less, a lost account", async () => {
  const step = { kind: "step-gone", from: firstRole, to: nextRole };
  const statement = { kind: "remove-statement", policy: `${firstRole}/inline-0`, statement: 0 };
  for (const change of [step, statement]) {
    const { disappears, notes } = await whatIf({ from: "anyone", to: "admin", changes: [change] });
    assert.deepEqual(
      disappears.map(({ what, way }) => [what, way?.hops.length]),
      [[`admin:${own}`, 2]],
    );
    assert.ok(notes.some((note) => /findings/.test(note)));
  }
  const entrance = await whatIf({
    from: "anyone",
    changes: [{ kind: "step-gone", from: "anyone", to: firstRole }],
  });
  assert.ok(entrance.disappears.some(({ what }) => what === firstRole));
  assert.ok(entrance.disappears.some(({ what }) => what === `admin:${own}`));
  const lost = await whatIf({ from: "external", changes: [{ kind: "account-lost", account: other }] });
  assert.ok(lost.appears.some(({ what }) => what === `admin:${other}`));
});

test("a step that is not there, and changes of what is not there, are told with what to do", async () => {
  const changes = [
    { kind: "step-gone", from: firstRole, to: vendorRole },
    { kind: "remove-statement", policy: "trust policy of nobody", statement: 0 },
    { kind: "replace-policy", policy: trustOf(firstRole), text: "{}" },
    { kind: "account-lost", account: "999999999999" },
  ];
  for (const change of changes) {
    const { status, text } = await post(
      "/api/ask/what-if",
      JSON.stringify({ from: "anyone", changes: [change] }),
    );
    assert.equal(status, 400, text);
    assert.ok(JSON.parse(text).error.advice.length > 0);
  }
});

test("a policy that is not there is told; words for writing one are given", async () => {
  assert.equal((await get("/api/policy?name=nothing")).status, 400);
  const words = policyWordsShape.parse(JSON.parse((await get("/api/policy-words?service=sts")).text));
  assert.ok(words.actions.includes("sts:AssumeRole"));
  assert.ok(words.keys.includes("sts:ExternalId"));
  assert.ok(words.operators.includes("StringEquals"));
  assert.deepEqual(policyWordsShape.parse(JSON.parse((await get("/api/policy-words")).text)).actions, []);
});

test("a radius that is at hand is answered as one that is asked for", async () => {
  const scan = scanSnapshot(snapshotOf(plan), {}, { chains: true });
  const { reach, engine } = scan;
  assert.ok(reach !== null);
  const question = { from: { kind: "external" }, mostHops: usualHops, onlyProven: false } as const;
  const radii = new Map([["external", blastRadius(reach, question, engine.expansion)]]);
  const settings = {
    accepted: acceptedFile("no-such-file.yaml"),
    masksExternalIds: true,
    where: "org.alens",
  };
  const served = servedOf(scan, { ...settings, radii });
  const kept = await startServer({ served, port: 0, version: "test", pages: new Map() });
  try {
    const opened = await fetch(kept.url, { redirect: "manual" });
    const headers = { cookie: opened.headers.get("set-cookie")?.split(";")[0] ?? "" };
    for (const query of ["from=external", "from=external&maxHops=1", "from=anyone"]) {
      const path = `/api/blast-radius?${query}`;
      for (let time = 0; time < 2; time++) {
        const answer = await fetch(new URL(path, kept.url), { headers });
        assert.equal(await answer.text(), (await get(path)).text, path);
      }
    }
  } finally {
    await kept.close();
  }
});

test("a masked external ID that stands under another key, or is to be guessed by a pattern beside it, is not told", async () => {
  const name = trustOf(vendorRole);
  const { text } = policyTextShape.parse(
    JSON.parse((await get(`/api/policy?name=${encodeURIComponent(name)}`)).text),
  );
  const [mask] = /<masked[^"]*/.exec(text) ?? [];
  assert.ok(mask !== undefined);
  const changed = (Condition: object) => ({
    from: "external",
    changes: [
      { kind: "replace-policy", policy: name, text: policy({ ...trusts({ AWS: vendor }), Condition }) },
    ],
  });
  // `ask` looks for the secret in the answer.
  await whatIf(changed({ StringEquals: { "aws:PrincipalTag/team": mask } }));
  const guess = { ...asksFor(mask), StringLike: { "sts:ExternalId": "v*" } };
  const refused = await post("/api/ask/what-if", JSON.stringify(changed(guess)));
  assert.equal(refused.status, 400);
  assert.match(refused.text, /can't be put back.*--external-ids shown/s);
});
