/** `accesslens paths`, `blast-radius`, `exposure`, `chokepoints` and `what-if` as processes, on a small organization whose ways are known. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { schemaJudge } from "../support/json-schema.ts";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";
import {
  arnOf,
  bucket,
  externalId,
  partner,
  queue,
  shop,
  tools,
  trickyRole,
  unread,
  writeWays,
} from "./support/ways.ts";

const { folder, accesslens } = workplace();
await writeWays(join(folder, "iam-data"), join(folder, "org.alens"));

const ada = arnOf(tools, "user/ada");
const bob = arnOf(tools, "user/bob");
const runner = arnOf(tools, "role/runner");

function ask(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  return accesslens([...args, "--snapshot", "org.alens"]);
}

function answer(...args: readonly string[]): string {
  const { code, stdout, stderr } = ask(...args);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  return stdout;
}

const paths = (from: string, to: string, ...more: readonly string[]): readonly string[] => [
  "paths",
  "--from",
  from,
  "--to",
  to,
  ...more,
];

const goldens: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["paths-to-admin", paths(ada, "admin")],
  ["paths-to-admin-explained", paths(ada, "admin", "--explain")],
  ["paths-to-admin-commands", paths(ada, "admin", "--commands")],
  ["paths-by-own-policy", paths(bob, `admin:${tools}`, "--explain", "--commands")],
  ["paths-to-bucket", paths(ada, bucket, "--k", "1", "--explain", "--commands")],
  ["paths-from-outside-to-queue", paths("external", queue, "--explain", "--commands")],
  ["paths-already-admin", paths(runner, "admin", "--explain")],
  ["blast-radius-external", ["blast-radius", "external"]],
  ["blast-radius-user", ["blast-radius", ada]],
  ["exposure-bucket", ["exposure", bucket]],
  ["exposure-admin", ["exposure", "admin"]],
  ["crown-jewels", ["crown-jewels"]],
  ["crown-jewels-matching", ["crown-jewels", "--pattern", bucket, "--pattern", "arn:aws:iam::*:role/d*"]],
  ["chokepoints-user", ["chokepoints", "--from", ada]],
  ["chokepoints-statements", ["chokepoints", "--over", "statements", "--from", ada]],
  ["chokepoints-bucket", ["chokepoints", "--over", "statements", "--to", bucket]],
];

const deploy = arnOf(tools, "role/deploy");
const people = `trust policy of ${deploy}#People`;
const openTrust = join(folder, "open-trust.json");
writeFileSync(
  openTrust,
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${partner}"},"Action":"sts:AssumeRole"}]}`,
);

const changes: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["what-if-statement-removed", ["what-if", "--from", ada, "--remove-statement", people]],
  ["what-if-trust-opened", ["what-if", "--trust", `${deploy}=${openTrust}`, "--findings"]],
  ["what-if-account-lost", ["what-if", "--lost-account", shop]],
  ["what-if-account-leaves", ["what-if", "--without-account", tools]],
];

for (const [name, args] of changes) {
  test(`${name}: people and programs are told what appears and disappears`, () => {
    matchesGolden(`${name}.txt`, answer(...args));
    const text = answer(...args, "--format", "json", "--examples", "1");
    const value: unknown = JSON.parse(text);
    assert.deepEqual(schemaJudge("what-if.schema.json", { isClosed: true })(value), []);
    assert.doesNotMatch(text, /"cause"/);
    if (name === "what-if-account-lost") matchesGolden(`${name}.json`, `${JSON.stringify(value, null, 2)}\n`);
  });
}

test("what-if leaves the snapshot and its cache as they are", () => {
  const before = answer("blast-radius", ada, "--format", "json");
  assert.match(answer("what-if", "--from", ada, "--remove-statement", people), /disappears: 7/);
  assert.equal(answer("blast-radius", ada, "--format", "json"), before);
  assert.match(answer("what-if", "--from", ada), /Nothing appears, disappears or differs\./);
});

test("what-if takes a policy by whatever name evidence gives it, from a file or standard input", () => {
  const byNumber = answer("what-if", "--from", deploy, "--remove-statement", `${deploy}/own#2`);
  assert.match(byNumber, /1 hop +3 hops +role .*tricky/);
  // In the same account, a role that names her needs no permission of hers.
  const unneeded = answer("what-if", "--from", ada, "--remove-statement", `${ada}/own#1`);
  assert.match(unneeded, /Nothing appears/);
  const bySid = answer("what-if", "--from", deploy, "--remove-statement", `${deploy}/own#Functions`);
  assert.match(bySid, /admin:111111111111/);
  const partnerBucket = answer(
    "what-if",
    "--remove-statement",
    `policy of ${bucket}#Partner`,
    "--to",
    bucket,
  );
  assert.match(partnerBucket, /1 hop +– +resource +arn:aws:s3:::shop-ledger/);
  const { stdout, status } = spawnSync(
    process.execPath,
    [resolve("dist/accesslens.js"), "what-if", "--snapshot", "org.alens", "--trust", `${deploy}=-`],
    { cwd: folder, encoding: "utf8", input: readFileSync(openTrust, "utf8") },
  );
  assert.equal(status, 0);
  assert.match(stdout, /admin:111111111111/);
});

test("what-if tells of no attacker that it made up, neither as come to nor by a finding", () => {
  const lost = ["what-if", "--lost-account", tools, "--findings", "--external-ids", "shown"];
  for (const more of [[], ["--from", ada], ["--trust", `${deploy}=${openTrust}`]]) {
    const told: unknown = JSON.parse(answer(...lost, ...more, "--format", "json", "--examples", "0"));
    assert.doesNotMatch(
      JSON.stringify({ told, notes: null }).replace(/"notes":\[.*?\]/, ""),
      /user\/attacker/,
    );
  }
});

test("what-if masks external IDs for people", () => {
  const args = ["what-if", "--from", ada, "--remove-statement", people];
  assert.ok(!answer(...args).includes(externalId));
  assert.ok(answer(...args, "--format", "json").includes(externalId));
  assert.ok(!answer(...args, "--format", "json", "--external-ids", "masked").includes(externalId));
});

for (const [name, args] of goldens) {
  test(`${name}: people are shown the golden text`, () => matchesGolden(`${name}.txt`, answer(...args)));
}

const programs: readonly (readonly [name: string, schema: string, args: readonly string[]])[] = [
  ["paths-to-admin", "paths", paths(ada, "admin", "--commands")],
  ["paths-from-outside-to-queue", "paths", paths("external", queue)],
  ["blast-radius-external", "blast-radius", ["blast-radius", "external"]],
  ["exposure-bucket", "exposure", ["exposure", bucket]],
  ["crown-jewels", "crown-jewels", ["crown-jewels"]],
  ["chokepoints-user", "chokepoints", ["chokepoints", "--from", ada]],
  ["chokepoints-bucket", "chokepoints", ["chokepoints", "--over", "statements", "--to", bucket]],
];

for (const [name, schema, args] of programs) {
  test(`${name}: programs are given the golden JSON, as its schema says`, () => {
    const text = answer(...args, "--format", "json");
    assert.match(text, /^[^\n]+\n$/);
    const value: unknown = JSON.parse(text);
    assert.deepEqual(schemaJudge(`${schema}.schema.json`, { isClosed: true })(value), []);
    assert.doesNotMatch(text, /"cause"/);
    matchesGolden(`${name}.json`, `${JSON.stringify(value, null, 2)}\n`);
  });
}

test("with ndjson there is one way, one reached thing, one party a line", () => {
  for (const [args, first] of [
    [paths("external", queue), "from"],
    [["blast-radius", "external"], "arn"],
    [["exposure", bucket], "id"],
    [["crown-jewels"], "because"],
  ] as const) {
    const lines = answer(...args, "--format", "ndjson")
      .trimEnd()
      .split("\n");
    assert.ok(lines.length > 1);
    for (const line of lines) assert.ok(Object.hasOwn(JSON.parse(line), first), line);
  }
});

test("over statements an unfinished search tells what is needed at least, and ndjson a statement a line", () => {
  const cut = ["chokepoints", "--over", "statements", "--from", ada];
  assert.match(answer(...cut, "--budget", "1"), /No cut was found within the budget; at least \d+ statement/);
  const lines = answer(...cut, "--format", "ndjson")
    .trimEnd()
    .split("\n");
  for (const line of lines) assert.ok(Object.hasOwn(JSON.parse(line), "needed"), line);
});

test("chokepoints says what it can't cut, and that over edges resources are not its ends", () => {
  assert.match(answer("chokepoints", "--from", runner), /Nothing can be cut: some start is a target already/);
  const [line = "", ...more] = answer("chokepoints", "--from", ada, "--format", "ndjson")
    .trimEnd()
    .split("\n");
  assert.deepEqual([JSON.parse(line).from, more], [ada, []], "one access a line");
  const { code, stderr } = ask("chokepoints", "--to", bucket);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /is a resource, and accesses are cut on the ways to principals alone\n.*statements, or give admin, admin:ACCOUNT-ID/,
  );
});

test("no way is an answer, with exit code 0", () => {
  const idle = arnOf(tools, "user/idle");
  assert.match(answer(...paths(idle, "admin")), /^No way leads from .*user\/idle to admin within 8 hops\.\n/);
  assert.match(answer(...paths(idle, "admin", "--commands")), /^No way leads/);
  assert.match(answer(...paths(idle, "admin", "--only", "proven")), /^No proven way leads/);
  const told: unknown = JSON.parse(answer(...paths(idle, "admin", "--format", "json")));
  assert.partialDeepStrictEqual(told, { paths: [], complete: true });
  assert.match(answer("exposure", `admin:${shop}`), /Nobody comes there\./);
});

test("what is only may is left out when asked, and so are ways that are too long or too many", () => {
  assert.match(answer(...paths("external", queue)), /^may {5}3 /m);
  assert.doesNotMatch(answer(...paths("external", queue, "--only", "proven")), /^may/m);
  assert.match(answer(...paths(ada, "admin", "--max-hops", "1")), /No way leads .* within 1 hop\./);
  assert.match(answer(...paths("external", queue, "--k", "1")), /… and there are more, or may be \(--k/);
  assert.match(answer("blast-radius", "external", "--limit", "1"), /… and 4 more \(--limit 0 shows all\)/);
});

test("an action is asked of a resource, whatever else can be done there", () => {
  assert.match(
    answer(...paths(`arn:aws:iam::${partner}:root`, queue, "--action", "sqs:SendMessage")),
    /No way/,
  );
  assert.match(
    answer(...paths(`arn:aws:iam::${partner}:root`, queue, "--action", "sqs:ReceiveMessage")),
    /sqs:ReceiveMessage→/,
  );
});

writeFileSync(
  join(folder, "no-trust.json"),
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}`,
);

const mistakes: readonly (readonly [what: string, args: readonly string[], code: number, says: RegExp])[] = [
  ["a start that is nothing", paths("nobody", "admin"), 2, /"nobody" is nothing that a way could start from/],
  ["an end that is nothing", paths(ada, "admin:12"), 2, /"admin:12" is nothing that a way could end at/],
  [
    "a principal that is not there, of an account that was read",
    paths(arnOf(tools, "role/nobody"), "admin"),
    2,
    /org\.alens holds no principal "arn:aws:iam::111111111111:role\/nobody"/,
  ],
  ["a target that is not there", paths(ada, arnOf(shop, "user/nobody")), 2, /holds no principal/],
  ["an account that is not there", paths(ada, "admin:555555555555"), 2, /holds no account 555555555555/],
  [
    "an account that was not read",
    paths(ada, `admin:${unread}`),
    3,
    /knows account 444444444444, and holds none of its IAM data/,
  ],
  ["a role of an account that was not read", paths(ada, arnOf(unread, "role/x")), 3, /none of its IAM data/],
  ["a role of nobody's account", paths(ada, arnOf(partner, "role/x")), 2, /holds no account 999999999999/],
  ["an account as the end", paths(ada, arnOf(shop, "root")), 2, /admin:222222222222/],
  ["a policy as the end", paths(ada, arnOf(shop, "policy/x")), 2, /neither a role, a user nor a resource/],
  [
    "a resource that is nobody knows whose",
    paths(ada, "arn:aws:s3:::nobodys"),
    3,
    /org\.alens: nobody can say which account "arn:aws:s3:::nobodys" belongs to/,
  ],
  [
    "a resource of a kind whose data is not known",
    paths(ada, `arn:aws:ec2:eu-west-1:${shop}:instance/i-1`),
    2,
    /--action SERVICE:ACTION/,
  ],
  ["a pattern that matches nothing", paths(ada, "arn:aws:s3:::nothing-*"), 2, /matches/],
  [
    "an action on a principal",
    paths(ada, "admin", "--action", "s3:GetObject"),
    2,
    /actions are for resources/,
  ],
  ["an action that is none", paths(ada, bucket, "--action", "s3:*"), 2, /"s3:\*" is no action/],
  ["too many hops", paths(ada, "admin", "--max-hops", "51"), 2, /whole number from 1 to 50/],
  ["no ways", paths(ada, "admin", "--k", "0"), 2, /whole number from 1/],
  ["a blast radius of nobody", ["blast-radius", arnOf(tools, "user/nobody")], 2, /holds no principal/],
  ["a blast radius of a resource", ["blast-radius", bucket], 2, /nothing that a way could start from/],
  ["an exposure of nobody", ["exposure", arnOf(tools, "user/nobody")], 2, /holds no principal/],
  ["a change of no policy", ["what-if", "--remove-statement", "nothing#1"], 2, /holds no policy "nothing"/],
  [
    "a change of no statement",
    ["what-if", "--remove-statement", `trust policy of ${arnOf(tools, "role/deploy")}`],
    2,
    /names no statement/,
  ],
  [
    "a statement that is not there",
    ["what-if", "--remove-statement", `trust policy of ${arnOf(tools, "role/deploy")}#2`],
    2,
    /has no statement 2/,
  ],
  [
    "a policy that is none",
    ["what-if", "--trust", `${arnOf(tools, "role/deploy")}=org.alens`],
    3,
    /org\.alens:1:\d+: /,
  ],
  [
    "a policy that AWS would not take",
    ["what-if", "--trust", `${arnOf(tools, "role/deploy")}=${join(folder, "no-trust.json")}`],
    3,
    /no-trust\.json:1:\d+: /,
  ],
  [
    "a policy in no file",
    ["what-if", "--trust", `${arnOf(tools, "role/deploy")}=nowhere`],
    3,
    /nowhere: can't be read/,
  ],
  [
    "an account that leaves and is not there",
    ["what-if", "--without-account", partner],
    2,
    /holds no account/,
  ],
  [
    "the management account leaving",
    ["what-if", "--without-account", unread],
    2,
    /--lost-account 444444444444/,
  ],
  [
    "an account changed twice",
    ["what-if", "--without-account", shop, "--lost-account", shop],
    2,
    /"222222222222" is changed twice/,
  ],
  [
    "a policy that is not attached",
    ["what-if", "--detach", `${ada}=arn:aws:iam::aws:policy/ReadOnlyAccess`],
    2,
    /is not attached to/,
  ],
  ["an object as the end of a what-if", ["what-if", "--to", `${bucket}/x`], 3, /does not hold the resource/],
  ["an exposure of nothing", ["exposure", "everything"], 2, /nothing that a way could end at/],
];

for (const [what, args, code, says] of mistakes) {
  test(`${what} is told as what it is, with what to do, and never as "no way"`, () => {
    const run = ask(...args);
    assert.equal(run.code, code, run.stderr);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, says);
    assert.match(run.stderr, /^error: [^\n]+\n +\S|accesslens COMMAND --help/);
  });
}

test("an account that was not read may be where a way starts: what policies say of it is known", () => {
  assert.match(
    answer(...paths(`arn:aws:iam::${partner}:role/theirs`, bucket)),
    /s3:GetObject→ s3:shop-ledger/,
  );
});

test("external IDs are masked for people in stories, and no command holds one", () => {
  const story = answer(...paths(ada, "admin", "--explain", "--commands"));
  assert.ok(!story.includes(externalId));
  assert.match(story, /--external-id EXTERNAL_ID/);
  assert.ok(answer(...paths(ada, "admin", "--explain", "--external-ids", "shown")).includes(externalId));
  const masked = ["--format", "json", "--external-ids", "masked"];
  assert.ok(!answer(...paths(ada, "admin", ...masked)).includes(externalId));
});

test("a shell that runs the commands hands every name over as it is, and runs nothing that a name holds", () => {
  const script = answer(...paths(ada, bucket, "--commands"));
  const aws = `aws() { for word in "$@"; do printf '%s\\n' "$word"; done; }`;
  for (const shell of ["sh", "bash"]) {
    const { stdout, stderr, status } = spawnSync(shell, ["-eu"], {
      input: `${aws}\n${script}`,
      encoding: "utf8",
    });
    assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
    const words = stdout.split("\n");
    assert.ok(words.includes(trickyRole), stdout);
    assert.ok(!stdout.includes("uid="));
  }
});
