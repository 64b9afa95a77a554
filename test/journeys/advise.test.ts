/** How somebody is best let use a resource, as people and programs are told it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeSnapshot } from "../../src/store/index.ts";
import {
  adviceWorld,
  local,
  organizationId,
  other,
  outsider,
  owner,
  reader,
  resources,
} from "../support/advice-world.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";

const { folder, accesslens } = workplace();
const deny = { Sid: "NoStorage", Effect: "Deny", Action: ["s3:*", "sts:AssumeRole"], Resource: "*" };
for (const [file, world] of [
  ["org.alens", {}],
  ["denied.alens", { scp: deny }],
] as const) {
  const written = await writeSnapshot(join(folder, file), adviceWorld(world));
  assert.ok(written.ok);
}

const faults = schemaJudge("advice.schema.json", { isClosed: true });
const { bucket, queue, table, key } = resources;
const ask = (args: readonly string[], snapshot = "org.alens") =>
  accesslens(["advise", ...args, "--snapshot", snapshot]);

const cases: readonly (readonly [name: string, args: readonly string[], snapshot: string, code: number])[] = [
  [
    "advise-bucket",
    ["--from", reader, "--to", bucket, "--action", "s3:GetObject", "--org-id", organizationId],
    "org.alens",
    0,
  ],
  [
    "advise-vendor",
    [
      "--from",
      `arn:aws:iam::${outsider}:role/vendor`,
      "--to",
      queue,
      "--to",
      table,
      "--action",
      "sqs:SendMessage,dynamodb:Query",
    ],
    "org.alens",
    0,
  ],
  ["advise-denied", ["--from", reader, "--to", bucket, "--action", "s3:GetObject"], "denied.alens", 1],
  [
    "advise-partition",
    ["--from", `arn:aws-cn:iam::${other}:role/reader`, "--to", key, "--action", "kms:Decrypt"],
    "org.alens",
    1,
  ],
];

for (const [name, args, snapshot, expected] of cases) {
  test(`${name}: people are shown the golden text, programs what the schema describes`, () => {
    const { code, stdout, stderr } = ask(args, snapshot);
    assert.deepEqual({ code, stderr }, { code: expected, stderr: "" });
    matchesGolden(`${name}.txt`, stdout);
    const json = ask([...args, "--format", "json"], snapshot);
    assert.equal(json.code, expected);
    assert.match(json.stdout, /^[^\n]+\n$/);
    assert.deepEqual(faults(JSON.parse(json.stdout)), []);
    if (name === "advise-bucket")
      matchesGolden(`${name}.json`, `${JSON.stringify(JSON.parse(json.stdout), null, 2)}\n`);
  });
}

test("--out writes the files of each way, and the declaration is one that role plan takes", () => {
  const asked = ["--from", reader, "--to", bucket, "--to", table, "--to", queue];
  const args = [...asked, "--action", "s3:GetObject,dynamodb:Query,sqs:SendMessage", "--out", "advice"];
  const { code, stdout } = ask(args);
  assert.equal(code, 0);
  assert.match(stdout, /^Recommended: a role in the resource's account\n/);
  assert.deepEqual(readdirSync(join(folder, "advice/role")).toSorted(), ["caller-policy.json", "role.yaml"]);
  assert.match(readFileSync(join(folder, "advice/role/role.yaml"), "utf8"), /^name: access-for-reader\n/);
  const plan = accesslens([
    "role",
    "plan",
    "advice/role/role.yaml",
    "--snapshot",
    "org.alens",
    "--format",
    "json",
  ]);
  assert.equal(plan.code, 0, plan.stderr + plan.stdout);
  assert.equal(JSON.parse(plan.stdout).roles[0].state, "create");
  const again = ask(args);
  assert.equal(again.code, 3);
  assert.match(again.stderr, /is there already\n.*--force/);
});

test("the commands for a third party's role go through as they are told, up to the plan", () => {
  const vendor = `arn:aws:iam::${outsider}:role/vendor`;
  const asked = ["--from", vendor, "--to", bucket, "--action", "s3:GetObject", "--out", "vendor"];
  const json = ask([...asked, "--format", "json"]);
  const { ways, recommended } = JSON.parse(json.stdout);
  assert.equal(recommended, "role");
  const commands: { command: string }[] = ways[0].commands;
  for (const { command } of commands.filter((one) => /external-id issue|role plan/.test(one.command))) {
    const [, ...words] = command.split(" ");
    const { code, stdout, stderr } = accesslens(
      command.includes(" role ") ? [...words, "--snapshot", "../../org.alens"] : words,
      join(folder, "vendor/role"),
    );
    assert.equal(code, 0, `${command}\n${stdout}${stderr}`);
  }
});

const wrong: readonly (readonly [args: readonly string[], told: RegExp])[] = [
  [
    ["--from", "nobody", "--to", bucket, "--action", "s3:GetObject"],
    /nobody is nobody that we know\n.*Give a role's/,
  ],
  [["--from", reader, "--to", "bucket", "--action", "s3:GetObject"], /bucket is no ARN/],
  [["--from", reader, "--to", bucket, "--action", "sqs:SendMessage"], /no action is of arn:aws:s3:::reports/],
  [
    ["--from", reader, "--to", bucket, "--action", "s3:GetObject,sqs:SendMessage"],
    /sqs:SendMessage is an action of no resource/,
  ],
  [
    ["--from", reader, "--to", "arn:aws:s3:::unheard-of", "--action", "s3:GetObject"],
    /whose arn:aws:s3:::unheard-of is, .*\n.*--account/,
  ],
  [
    ["--from", reader, "--to", local, "--action", "sts:AssumeRole"],
    /is assumed by its own trust policy.*\n.*accesslens role plan/,
  ],
  [
    ["--from", reader, "--to", bucket, "--action", "s3:GetObject", "--org-id", "mine"],
    /mine is no organization's id/,
  ],
  [["--from", reader, "--to", bucket, "--action", "s3:GetObject", "--key", "mine"], /--key: mine is no key/],
];

test("what can't be asked is told with what to ask instead", () => {
  for (const [args, told] of wrong) {
    const { code, stdout, stderr } = ask(args);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" }, args.join(" "));
    assert.match(stderr, told);
  }
});

test("without a snapshot less is known, and it is said", () => {
  const args = ["--from", reader, "--to", bucket, "--action", "s3:GetObject", "--account", owner];
  const { code, stdout } = accesslens(["advise", ...args]);
  assert.equal(code, 0);
  assert.match(stdout, /No snapshot was asked: /);
  assert.doesNotMatch(stdout, /proven/);
});
