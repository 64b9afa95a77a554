import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { z } from "zod";
import {
  allow,
  allowAll,
  type OrganizationPlan,
  roleArn,
  snapshotOf,
  trusts,
} from "../../test/support/planned-organization.ts";
import type { Suppression } from "../findings/suppressions.ts";
import { findingsShape } from "../work/finding-shape.ts";
import { scanSnapshot } from "../work/scan.ts";
import {
  facetsShape,
  findingAnswerShape,
  findingGroupsShape,
  findingIdsShape,
  rulesShape,
} from "../work/triage/index.ts";
import { type RunningServer, servedOf, startServer } from "./index.ts";

const [first, second, third] = ["111111111111", "222222222222", "333333333333"] as const;
const vendor = "464622532012";
const secret = "zq";
const longSecret = "2f6c1f0e-0a52-4a7b-9d2b-5b1c8e1f3a77";
const asks = { StringEquals: { "sts:ExternalId": secret } };
const vendorRole = { name: "vendor", trust: [trusts({ AWS: vendor })], policies: [] };
const plan: OrganizationPlan = {
  accounts: [
    {
      id: first,
      roles: [
        vendorRole,
        { name: "weak", trust: [{ ...trusts({ AWS: vendor }), Condition: asks }], policies: [] },
        {
          name: "two-vendors",
          trust: [
            trusts({ AWS: "arn:aws:iam::754728514883:root" }),
            { ...trusts({ AWS: vendor }), Condition: { StringEquals: { "sts:ExternalId": longSecret } } },
          ],
          policies: [],
        },
        // Another name, the same text.
        { name: "vendor-too", trust: vendorRole.trust, policies: [] },
        {
          name: "entry",
          trust: [trusts({ AWS: "*" })],
          policies: [[allow("sts:AssumeRole", roleArn(first, "power"))]],
        },
        { name: "power", trust: [trusts({ AWS: roleArn(first, "entry") })], policies: [[allowAll]] },
      ],
    },
    { id: second, roles: [vendorRole] },
    { id: third, roles: [vendorRole, { name: "open", trust: [trusts({ AWS: "*" })], policies: [] }] },
  ],
};

const suppressions: readonly Suppression[] = [
  {
    matches: { kind: "rule", rule: "external-id-missing", subject: `arn:aws:iam::${second}:role/*` },
    reason: "until the vendor supports it",
    expires: Date.parse("2999-06-30") / 1000 + 86_399,
    owner: "ada",
  },
];

const accepted = { path: "accepted.yaml", now: () => ({ suppressions, faults: [] }) };

let server: RunningServer;
let cookie = "";
before(async () => {
  const scan = scanSnapshot(snapshotOf(plan), {}, { chains: true });
  const served = servedOf(scan, { accepted, masksExternalIds: true, where: "it's org.alens" });
  server = await startServer({ served, port: 0, version: "test", pages: new Map() });
  const opened = await fetch(server.url, { redirect: "manual" });
  cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
});
after(() => server.close());

async function ask<T>(path: string, shape: z.ZodType<T>): Promise<T> {
  const answer = await fetch(new URL(path, server.url), { headers: { cookie } });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text}`);
  return shape.parse(JSON.parse(text));
}

const rows = (query: string) => ask(`/api/findings?summary=true&${query}`, findingsShape);
const facets = (query = "") => ask(`/api/findings/facets?${query}`, facetsShape);
const groups = (query = "") => ask(`/api/findings/groups?${query}`, findingGroupsShape);
const one = (id: string, query = "") => ask(`/api/findings/${id}?${query}`, findingAnswerShape);

test("filters narrow rows down, each in its own way", async () => {
  const all = await rows("");
  assert.ok(all.total > 5);
  const cases: readonly (readonly [string, (row: (typeof all.findings)[number]) => boolean])[] = [
    ["rule=external-id-missing", ({ rule }) => rule === "external-id-missing"],
    [`account=${third}&account=${second}`, ({ account }) => account === third || account === second],
    ["severities=low&severities=info", ({ severity }) => severity === "low" || severity === "info"],
    ["severity=high", ({ severity }) => severity === "high" || severity === "critical"],
    ["status=suppressed", ({ status }) => status === "suppressed"],
    [
      "text=OPEN%20role",
      ({ title, subject }) => /open/i.test(title + subject) && /role/i.test(title + subject),
    ],
  ];
  for (const [query, holds] of cases) {
    const wanted = all.findings.filter(holds).map(({ id }) => id);
    const { findings, total } = await rows(query);
    assert.ok(wanted.length > 0 && wanted.length < all.total, query);
    assert.deepEqual([findings.map(({ id }) => id), total], [wanted, wanted.length], query);
  }
});

test("rows tell why they are accepted, by whom, and until when", async () => {
  const { findings } = await rows("status=suppressed");
  for (const row of findings) {
    assert.ok("acceptance" in row);
    assert.deepEqual(row.acceptance, {
      reason: "until the vendor supports it",
      expires: "2999-06-30",
      owner: "ada",
      entry: "rule",
    });
  }
  const open = (await rows("status=open")).findings;
  assert.ok(open.every((row) => "acceptance" in row && row.acceptance === null));
});

test("a page is a part of all rows", async () => {
  const all = await rows("");
  const page = await rows("offset=2&limit=2");
  assert.deepEqual(page.findings, all.findings.slice(2, 4));
  assert.equal(page.total, all.total);
});

test("each kind is counted under the other filters, so that another choice shows what it would bring", async () => {
  const all = await facets();
  const chosen = await facets("rule=external-id-missing");
  assert.deepEqual(chosen.rule, all.rule, "other rules are still counted");
  assert.equal(chosen.total, chosen.rule.find(({ value }) => value === "external-id-missing")?.count);
  assert.equal(
    chosen.account.reduce((sum, { count }) => sum + count, 0),
    chosen.total,
  );
  const rule = all.rule.find(({ value }) => value === "external-id-missing");
  assert.ok(rule !== undefined && rule.title !== rule.value);
  const suppressed = all.status.find(({ value }) => value === "suppressed");
  assert.equal(suppressed?.count, (await rows("status=suppressed")).total);
  const both = await facets(`rule=external-id-missing&account=${second}`);
  assert.deepEqual(
    both.account.map(({ value }) => value).sort(),
    [first, second, third],
    "accounts are counted under the rule",
  );
});

test("one template in several accounts is one group, whatever its roles are called", async () => {
  const { groups: found, total, findings } = await groups("rule=external-id-missing");
  assert.equal(total, found.length);
  const [group] = found;
  assert.deepEqual(
    { ...group, example: "", title: "", subject: "" },
    {
      example: "",
      rule: "external-id-missing",
      ruleTitle: group?.ruleTitle,
      severity: group?.severity,
      title: "",
      subject: "",
      source: "trust-policy",
      findings: 4,
      open: 3,
      subjects: 4,
      accounts: 3,
    },
  );
  assert.equal(
    findings,
    found.reduce((sum, one) => sum + one.findings, 0),
  );
  const like = await rows(`like=${group?.example}`);
  assert.equal(like.total, 4);
  assert.deepEqual(new Set(like.findings.map(({ rule }) => rule)), new Set(["external-id-missing"]));
  assert.equal((await one(group?.example ?? "")).alike, 4);
});

test("groups hold every finding once", async () => {
  const [all, grouped] = [await rows(""), await groups("limit=1000")];
  assert.equal(grouped.findings, all.total);
  let counted = 0;
  for (const { example, findings } of grouped.groups) {
    assert.equal((await rows(`like=${example}`)).total, findings);
    counted += findings;
  }
  assert.equal(counted, all.total);
});

test("ids of all that a filter leaves can be had at once", async () => {
  const { ids, total } = await ask("/api/findings/ids?rule=external-id-missing", findingIdsShape);
  assert.deepEqual(
    ids,
    (await rows("rule=external-id-missing")).findings.map(({ id }) => id),
  );
  assert.equal(total, ids.length);
  const none = await ask("/api/findings/ids?like=0000000000000000", findingIdsShape);
  assert.deepEqual(none, { ids: [], total: 0 });
});

test("rules tell why they matter", async () => {
  const { rules } = await ask("/api/rules", rulesShape);
  const rule = rules.find(({ id }) => id === "external-id-missing");
  assert.ok(rule !== undefined && rule.rationale.length > 50 && rule.references.length > 0);
});

test("an external ID can't be guessed by searching for it", async () => {
  const { findings } = await rows("rule=external-id-weak");
  assert.equal(findings.length, 1);
  assert.doesNotMatch(JSON.stringify(findings), new RegExp(`"${secret}"`));
  for (const text of [secret, `%22${secret}%22`, "z", `weak%20${secret}`]) {
    assert.ok((await rows("text=weak")).total > 0);
    assert.deepEqual((await rows(`rule=external-id-weak&text=${text}`)).findings, [], text);
  }
});

test("a finding brings the edit as the command that writes it, and what it was before", async () => {
  const found = (await rows(`rule=external-id-missing&account=${third}`)).findings[0];
  const { edit, fix, simulate, witness } = await one(found?.id ?? "");
  assert.ok(edit !== null && fix?.policy != null && witness !== null);
  assert.equal(edit.masked, false);
  assert.equal(JSON.parse(edit.before ?? "").Statement[0].Principal.AWS, vendor);
  assert.ok(
    edit.commands.cli?.startsWith(
      "aws iam update-assume-role-policy --role-name vendor --policy-document '{",
    ),
  );
  assert.ok(edit.commands.cli?.includes(JSON.stringify(JSON.parse(fix.policy))));
  assert.match(
    edit.commands.terraform ?? "",
    /^# aws_iam_role: arn:.*\nassume_role_policy = jsonencode\(\{\n/,
  );
  assert.match(
    edit.commands.cloudFormation ?? "",
    /\nAssumeRolePolicyDocument:\n {2}Version: "2012-10-17"\n/,
  );
  assert.match(simulate ?? "", /^accesslens simulate --snapshot 'it'\\''s org.alens' --principal arn:/);
});

test("external IDs are masked in the evidence, the edit and the example", async () => {
  const found = (await rows("rule=external-id-weak")).findings[0];
  const { edit, evidence, simulate } = await one(found?.id ?? "");
  assert.doesNotMatch(JSON.stringify([evidence, edit, simulate]), new RegExp(`"${secret}"|=${secret}\\b`));
  assert.match(simulate ?? "", /--context sts:ExternalId=EXTERNAL-ID/);
});

test("a policy with the mask in it is not offered to be applied", async () => {
  const found = (await rows("rule=external-id-missing&text=two-vendors")).findings[0];
  const { edit, fix } = await one(found?.id ?? "");
  assert.match(fix?.policy ?? "", /REPLACE-WITH-.*<masked, 36 characters>/s);
  assert.match(edit?.before ?? "", /<masked, 36 characters>/);
  assert.deepEqual(
    [edit?.masked, edit?.commands],
    [true, { cli: null, terraform: null, cloudFormation: null }],
  );
});

test("a chain's fix is told as advice at once, and tried when asked for, which is kept", async () => {
  const found = (await rows("rule=outsider-reaches-administrator")).findings[0];
  const id = found?.id ?? "";
  const advised = await one(id, "fix=advised");
  assert.deepEqual([advised.triesFix, advised.fix?.verified, advised.edit], [true, false, null]);
  const tried = await one(id);
  assert.deepEqual([tried.triesFix, tried.fix?.verified], [false, true]);
  assert.ok(tried.edit !== null && tried.fix?.alsoLost !== null);
  assert.deepEqual(await one(id, "fix=advised"), tried);
});

test("a finding that is not there is not found", async () => {
  const answer = await fetch(new URL("/api/findings/0000000000000000", server.url), { headers: { cookie } });
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /"message":"There is no finding 0000000000000000/);
});
