/** What people are shown of a trail: word by word for a small one, and nothing that a terminal obeys, whatever the trail holds. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeSnapshot } from "../../src/store/index.ts";
import { observedSnapshot, outsider, own, roleArn, sister } from "../support/observed.ts";
import { type RecordParts, record } from "../support/trail/records.ts";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";

const { folder, accesslens } = workplace();
const secret = "Xk29-secret-of-theirs";
const trusts = (AWS: readonly string[], Condition: object = {}): object => ({
  ...{ Sid: "Trusted", Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", Condition },
});
const vendorTrust = trusts([outsider, sister], { StringEquals: { "sts:ExternalId": secret } });
await writeSnapshot(
  join(folder, "org.alens"),
  observedSnapshot({
    roles: [
      { name: "vendor", trust: vendorTrust },
      {
        name: "admin",
        trust: trusts([sister, outsider]),
        inline: { Effect: "Allow", Action: "*", Resource: "*" },
      },
    ],
    users: [{ name: "ada" }],
  }),
);

const user = (account: string, name: string): RecordParts => ({
  ...{ type: "IAMUser", principalId: "AIDAADA00000000000000", accountId: account, userName: name },
  arn: `arn:aws:iam::${account}:user/${name}`,
  accessKeyId: "AKIAQRSTUVWXYZEXAMPLE",
});
const outside: RecordParts = {
  type: "AWSAccount",
  principalId: "AIDAOUT00000000000000",
  accountId: outsider,
};

let events = 0;
function call(role: string, identity: RecordParts, parts: RecordParts = {}, request: RecordParts = {}) {
  events += 1;
  return record("AssumeRole", {
    eventTime: `2026-05-30T10:${String(events).padStart(2, "0")}:00Z`,
    eventID: `00000000-0000-4000-8000-${String(events).padStart(12, "0")}`,
    requestID: `r-${events}`,
    recipientAccountId: own,
    userIdentity: identity,
    requestParameters: { roleArn: roleArn(role), roleSessionName: "night-run", ...request },
    responseElements: {
      credentials: { accessKeyId: `ASIA${events}`, expiration: "May 30, 2026, 6:00:00 PM" },
      assumedRoleUser: { arn: `arn:aws:sts::${own}:assumed-role/${role}/night-run` },
    },
    ...parts,
  });
}

function trailOf(name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
}

const calm = [
  call("vendor", outside, {}, { externalId: secret }),
  call("vendor", user(sister, "ada")),
  call("admin", user(sister, "ada")),
  call("admin", outside, { sharedEventID: "s-1" }),
];
trailOf("calm", { "a.json": JSON.stringify({ Records: calm }), "cut.json": '{"Records":[' });

const ask = (trail: string, ...args: readonly string[]) =>
  accesslens(["trail", ...args, "--events", trail, "--snapshot", "org.alens"]);

test("audit: people are shown the golden table", () => {
  const { code, stdout, stderr } = ask("calm", "audit");
  assert.equal(code, 0, stderr);
  matchesGolden("trail-audit.txt", stdout);
  assert.match(stderr, /^warning: cut\.json: /);
});

const hostile =
  "\u001b[31mred\u001b]8;;https://example.com\u0007link\u009b2J\u202eoverride\nforged row\r<script>\u200b\u2066\u0000\u0085\u{e0041}";
/** Line feeds end lines; everything else here steers a terminal, reorders or hides text. */
const obeyed =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;
const everywhere = { userAgent: hostile, sourceIPAddress: hostile, awsRegion: hostile };
const wild = [
  call("admin", user(sister, "ada"), everywhere, { roleSessionName: hostile, sourceIdentity: hostile }),
  call("admin", { ...outside, principalId: hostile, invokedBy: hostile }, everywhere),
  call(`gone${hostile}`, user(sister, `ada${hostile}`), everywhere),
  call(`vendor`, user(sister, "ada"), { ...everywhere, eventID: hostile }, { externalId: hostile }),
  ...[1, 2, 3, 4, 5, 6].map(() =>
    call("admin", user(sister, `eve${hostile}`), {
      ...everywhere,
      ...{ errorCode: `AccessDenied${hostile}`, responseElements: null, requestParameters: null },
      errorMessage: `User: arn:aws:iam::${sister}:user/eve is not authorized to perform: sts:AssumeRole on resource: ${roleArn("admin")}${hostile}`,
    }),
  ),
];
trailOf("wild", {
  "a.json": JSON.stringify({ Records: wild }),
  [`cut${hostile.replaceAll(/[/\u0000]/g, "")}.json`]: '{"Records":[',
});

for (const command of ["audit", "who", "sessions", "chains", "unused", "denied", "compare", "tighten"]) {
  test(`${command}: nothing that a trail holds reaches the terminal as it is`, () => {
    const formats = command === "audit" || command === "sessions" ? ["table", "json"] : ["table"];
    for (const format of formats) {
      const { code, stdout, stderr } = ask("wild", command, "--format", format);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(`${stdout}${stderr}`, obeyed, format);
      assert.doesNotMatch(`${stdout}${stderr}`, /^forged row/m);
      assert.match(stderr, /cut.*override/, "the file that can't be read is named");
    }
  });
}

test("what is hostile is told all the same", () => {
  assert.match(ask("wild", "sessions").stdout, /override/);
  assert.match(ask("wild", "denied").stdout, /override/);
});

test("external IDs of calls stand in no answer, those of policies where they are asked for", () => {
  for (const question of [["audit"], ["audit", "--format", "json"], ["compare"], ["tighten"]]) {
    const { stdout, stderr } = ask("calm", ...question);
    assert.ok(stdout !== "" && !`${stdout}${stderr}`.includes(secret), question.join(" "));
  }
  const tightened = ["tighten", roleArn("vendor"), "--format", "json"];
  assert.ok(ask("calm", ...tightened, "--external-ids", "shown").stdout.includes(secret));
  assert.ok(!ask("calm", ...tightened, "--external-ids", "masked").stdout.includes(secret));
});
