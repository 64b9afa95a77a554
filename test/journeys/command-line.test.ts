/** The command line as scripts and people at a terminal meet it: exit codes, streams, messages. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { writeFiles } from "../../src/collect/files/fixtures/example-directory.ts";
import { executable, workplace } from "./support/command-line.ts";
import { management, organizationFiles, production, writeFixedSnapshot } from "./support/organization.ts";

const { folder, environment, accesslens } = workplace();
await writeFixedSnapshot(join(folder, "iam-data"), join(folder, "org.alens"));
const hub = `arn:aws:iam::${management}:role/hub`;
const named = ["--snapshot", "org.alens"];

for (const [what, code, args] of [
  ["a scan without --fail-on", 0, ["scan", ...named]],
  [
    "a scan with findings below --fail-on only",
    0,
    ["scan", ...named, "--account", management, "--fail-on", "high"],
  ],
  ["a scan with findings at --fail-on", 1, ["scan", ...named, "--fail-on", "critical"]],
  [
    "a scan with findings above --fail-on, as JSON",
    1,
    ["scan", ...named, "--fail-on", "low", "--format", "json"],
  ],
  ["--help", 0, ["--help"]],
  ["--version", 0, ["--version"]],
] as const) {
  test(`${what} ends with ${code}`, () => {
    const run = accesslens(args);
    assert.deepEqual({ code: run.code, stderr: run.stderr }, { code, stderr: "" });
  });
}

/** What is wrong, the exit code, and what the message must name. */
const mistakes: readonly (readonly [what: string, code: number, args: readonly string[], says: RegExp])[] = [
  ["an unknown command", 2, ["scna"], /scna.*\n.*scan/],
  ["an unknown option", 2, ["scan", "--bogus"], /--bogus/],
  ["an unknown format", 2, ["scan", "--format", "xml"], /xml.*table, json, ndjson/],
  ["a missing option", 2, ["import", "iam-data"], /--out/],
  ["a missing argument", 2, ["who-can-assume"], /role-arn/],
  ["no snapshot at all", 2, ["scan"], /--snapshot FILE.*\n?.*accesslens import/],
  ["a snapshot that is not there", 3, ["scan", "--snapshot", "nope.alens"], /nope\.alens.*no such file/],
  [
    "a file that is no snapshot",
    3,
    ["scan", "--snapshot", "iam-data/organization.json"],
    /organization\.json, line 1/,
  ],
  ["a snapshot that is cut off", 3, ["scan", "--snapshot", "cut.alens"], /cut\.alens/],
  ["a directory that is not there", 3, ["import", "nope", "--out", "x.alens"], /nope: does not exist\. Name/],
  ["an output in no directory", 3, ["import", "iam-data", "--out", "no/x.alens"], /there is no directory no/],
  [
    "an output that is a directory",
    3,
    ["import", "iam-data", "--out", "iam-data"],
    /iam-data: is a directory/,
  ],
  ["a finding that is not there", 2, ["explain", "ffffffff", ...named], /"ffffffff"/],
  ["a finding's id of one character", 2, ["explain", "f", ...named], /at least 4/],
  ["a role's name alone", 2, ["who-can-assume", "hub", ...named], /whole ARN/],
  [
    "a role under another path",
    2,
    ["who-can-assume", `arn:aws:iam::${management}:role/x/hub`, ...named],
    /Did you mean arn:aws:iam::111111111111:role\/hub\?/,
  ],
  [
    "a role that is not there",
    2,
    ["show", "role", `arn:aws:iam::${management}:role/no`, ...named],
    /role\/no/,
  ],
  [
    "a principal that is not there",
    2,
    ["can-assume", `arn:aws:iam::${management}:role/no`, ...named],
    /role\/no/,
  ],
  ["a principal that is a bucket", 2, ["can-assume", "arn:aws:s3:::bucket", ...named], /arn:aws:s3:::bucket/],
  ["an account that is not there", 2, ["show", "account", "production", ...named], /"production"/],
  ["a scan of an unknown account", 2, ["scan", ...named, "--account", "123456789012"], /123456789012/],
  ["a scan by an unknown rule", 2, ["scan", ...named, "--rule", "bogus"], /bogus.*\n.*external-access/],
  ["a rule that is off", 2, ["scan", ...named, "--rule", "administrator-policy"], /switched off/],
  ["intent that is not there", 3, ["scan", ...named, "--config", "no.yaml"], /no\.yaml/],
  ["intent that is mistaken", 3, ["who-can-assume", hub, ...named, "--config", "bad.yaml"], /bad\.yaml:1:11/],
  [
    "an output of synth in no directory",
    3,
    ["synth", "--out", "no/x.alens"],
    /no\/x\.alens: can't be written/,
  ],
  ["a baseline without reason", 2, ["scan", ...named, "--write-baseline", "b.yaml"], /--reason/],
  [
    "a baseline until no day",
    2,
    ["scan", ...named, "--write-baseline", "b.yaml", "--reason", "x", "--expires", "2099-02-31"],
    /"2099-02-31" is no date/,
  ],
  [
    "a baseline that is over",
    2,
    ["scan", ...named, "--write-baseline", "b.yaml", "--reason", "x", "--expires", "2020-01-31"],
    /2020-01-31 is over/,
  ],
  ["a reason without a baseline", 2, ["scan", ...named, "--reason", "x"], /--write-baseline/],
  ["a session of an account without a role's name", 2, ["session", production], /--role-name/],
  ["a session of what is no role", 2, ["session", "arn:aws:iam::222222222222:user/x"], /is no role's ARN/],
  [
    "a session of an account that is not there",
    2,
    ["session", "x", "--role-name", "r", ...named],
    /account "x"/,
  ],
  ["a command in no account", 2, ["each", "--role-name", "r", ...named, "--", "true"], /--accounts, --ou/],
  ["accounts without a command", 2, ["each", "--role-name", "r", ...named, "--all"], /there is no command/],
  ["two things of one session", 2, ["session", hub, "--format", "json", "--", "true"], /do not go together/],
  ["an unknown shell", 2, ["completion", "tcsh"], /bash, zsh, fish/],
];

writeFileSync(join(folder, "cut.alens"), readFileSync(join(folder, "org.alens")).subarray(0, 900));
writeFileSync(join(folder, "bad.yaml"), "vendors: [{ nme: x }]\n");

for (const [what, code, args, says] of mistakes) {
  test(`${what} ends with ${code}, says so, and leaves standard output empty`, () => {
    const run = accesslens(args);
    assert.equal(run.code, code, run.stderr);
    assert.match(run.stderr, says);
    assert.equal(run.stdout, "");
    assert.ok(run.stderr.trimEnd().split("\n").length >= 2, `no advice: ${run.stderr}`);
  });
}

test("an import that fails says file, line and column, and writes nothing; --keep-going records what is missing", () => {
  const { folder: here, accesslens: run } = workplace();
  const path = `accounts/${production}/authorization-details.json`;
  writeFiles(join(here, "data"), { ...organizationFiles(), [path]: '{\n  "RoleDetailList": [,]\n}' });
  const refused = run(["import", "data", "--out", "org.alens"]);
  assert.equal(refused.code, 3);
  assert.match(refused.stderr, new RegExp(`data/${path}:2:\\d+: .*\\. .*\\n.*--keep-going`));
  assert.deepEqual(readdirSync(here), ["data"]);
  const taken = run(["import", "data", "--out", "org.alens", "--keep-going", "--format", "json"]);
  assert.equal(taken.code, 0);
  assert.match(taken.stderr, new RegExp(`warning: data/${path}:2:`));
  assert.equal(JSON.parse(taken.stdout).accountsWithData, 2);
  const scanned = JSON.parse(run(["scan", "--format", "json"]).stdout);
  assert.ok(scanned.coverage.some((gap: { account: string }) => gap.account === production));
});

test("without --snapshot, the last one written is asked, from whatever folder; when it is gone, that is said", () => {
  const { folder: here, accesslens: run } = workplace();
  writeFiles(join(here, "data"), organizationFiles());
  mkdirSync(join(here, "elsewhere"));
  assert.equal(run(["import", "data", "--out", "first.alens"]).code, 0);
  assert.equal(run(["import", "data", "--out", "second.alens"]).code, 0);
  const { code, stdout } = run(["scan"], join(here, "elsewhere"));
  assert.equal(code, 0);
  assert.ok(stdout.startsWith(`${join(here, "second.alens")}: `), stdout);
  const [id = ""] = /(?<=next: accesslens explain )[0-9a-f]{8}$/m.exec(stdout) ?? [];
  assert.equal(run(["explain", id], join(here, "elsewhere")).code, 0);
  renameSync(join(here, "second.alens"), join(here, "moved.alens"));
  const gone = run(["scan"]);
  assert.equal(gone.code, 3);
  assert.match(gone.stderr, /last snapshot written; name another with --snapshot/);
});

test("what is accepted in a baseline counts no more for --fail-on", () => {
  const { code, stdout } = accesslens([
    ...[
      "scan",
      ...named,
      "--write-baseline",
      "baseline.yaml",
      "--reason",
      "before",
      "--expires",
      "2999-01-31",
    ],
  ]);
  assert.equal(code, 0, stdout);
  const after = accesslens(["scan", ...named, "--baseline", "baseline.yaml", "--fail-on", "info"]);
  assert.equal(after.code, 0);
  assert.match(after.stdout, / 0 open findings, \d+ accepted\n/);
});

test("a demo is written only where nothing is yet: what stands there may be somebody's own", () => {
  const { folder: here, accesslens: run } = workplace();
  writeFiles(join(here, "iam-data"), organizationFiles());
  const { code, stderr } = run(["demo", "--dir", "."]);
  assert.equal(code, 3);
  assert.match(stderr, /iam-data: the directory is not empty\n {2}Name a new or empty directory/);
  assert.ok(existsSync(join(here, "iam-data", "organization.json")));
  const fresh = run(["demo", "--dir", "fresh"]);
  assert.equal(fresh.code, 0, fresh.stderr);
  const [, id = ""] = /^ {2}accesslens explain ([0-9a-f]{8})$/m.exec(fresh.stdout) ?? [];
  assert.equal(run(["explain", id]).code, 0, "what the demo says to try next works");
});

test("--quiet is understood before and after the command", () => {
  assert.equal(accesslens(["--quiet", "scan", ...named]).code, 0);
  assert.equal(accesslens(["scan", ...named, "--quiet"]).code, 0);
});

function shell(script: string): { readonly code: number | null; readonly stdout: string } {
  const run = spawnSync("bash", ["-c", script, "bash", process.execPath, executable], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });
  return { code: run.status, stdout: run.stdout };
}
const noBash = spawnSync("bash", ["--version"]).error === undefined ? false : "there is no bash";

test("a reader that has seen enough is no error, and does not hide that there are findings", {
  skip: noBash,
}, () => {
  const scan = '"$1" "$2" scan --snapshot org.alens --fail-on high';
  assert.equal(shell(`${scan} | head -n 1; exit "\${PIPESTATUS[0]}"`).code, 1);
  assert.equal(shell(`"$1" "$2" scan --snapshot no 2>&1 | true; exit "\${PIPESTATUS[0]}"`).code, 3);
});

test("an output that can't be written ends with 3 and one line, not with the exit code for findings", {
  skip: existsSync("/dev/full") ? noBash : "there is no /dev/full",
}, () => {
  const { code, stdout } = shell('"$1" "$2" scan --snapshot org.alens 2>&1 >/dev/full');
  assert.equal(code, 3);
  assert.match(stdout, /^error: the output can't be written: .*\n$/);
});

test("bash completes commands, options and their choices, and leaves files to itself", {
  skip: noBash,
}, () => {
  const complete = (...words: readonly string[]): readonly string[] =>
    shell(
      `eval "$("$1" "$2" completion bash)"; COMP_WORDS=(accesslens ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _accesslens; echo "\${COMPREPLY[*]}"`,
    )
      .stdout.trim()
      .split(" ");
  assert.deepEqual(complete("sc"), ["scan"]);
  assert.deepEqual(complete("show", ""), ["overview", "account", "role"]);
  assert.deepEqual(complete("show", "role", "--f"), ["--format"]);
  assert.deepEqual(complete("scan", "--fail-on", "h"), ["high"]);
  assert.deepEqual(complete("scan", "--format", "=", "j"), ["json"]);
  assert.deepEqual(complete("completion", ""), ["bash", "zsh", "fish"]);
  assert.deepEqual(complete("scan", "--snapshot", ""), [""]);
  assert.deepEqual(complete("import", ""), [""]);
});

for (const name of ["zsh", "fish"]) {
  const isThere = spawnSync(name, ["--version"]).error === undefined;
  test(`${name} accepts its completion script`, { skip: isThere ? false : `there is no ${name}` }, () => {
    const file = join(folder, `completion.${name}`);
    writeFileSync(file, accesslens(["completion", name]).stdout);
    const { status, stderr } = spawnSync(name, ["-n", file], { env: environment, encoding: "utf8" });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  });
}

test("an older Node is told in one line what is needed, and the exit code is 2", () => {
  const older = 'Object.defineProperty(process,"versions",{value:{node:"20.1.0"}})';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(older)}`, executable, "scan"],
    { encoding: "utf8" },
  );
  assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
  assert.match(stderr, /^accesslens needs Node 24\.5 or newer, and this is Node 20\.1\.0\..*\n$/);
});

test("from a checkout, arguments mean what they mean where the caller stands", () => {
  const { status, stdout, stderr } = spawnSync("sh", [resolve("scripts/accesslens.sh"), "scan", ...named], {
    env: { ...environment, INIT_CWD: folder },
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^org\.alens: /);
});

test("setup drift writes templates once, and takes the options of setup", () => {
  const args = ["setup", "drift", "--hub", hub, "--organization", "o-a1b2c3d4e5", "--out", "drift"];
  const written = accesslens([...args, "--format", "json"]);
  assert.equal(written.code, 0, written.stderr);
  const files: readonly { readonly file: string }[] = JSON.parse(written.stdout).files;
  for (const { file } of files) assert.ok(existsSync(join(folder, file)), file);
  assert.match(
    readFileSync(join(folder, "drift/watcher-policy.json"), "utf8"),
    new RegExp(`arn:aws:sqs:us-east-1:${management}:accesslens-changes`),
  );
  const again = accesslens(args);
  assert.equal(again.code, 3);
  assert.match(again.stderr, /is there already/);
  assert.equal(accesslens([...args, "--force", "--hub-region", "eu-west-1"]).code, 0);
  assert.equal(accesslens(["setup", "drift", "--hub", hub]).code, 2);
  assert.equal(accesslens([...args, "--hub-region", "cn-north-1"]).code, 2);
});

test("the package holds what runs and what explains it, and nothing else", () => {
  const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    encoding: "utf8",
  });
  const [packed] = JSON.parse(stdout);
  const all: readonly string[] = packed.files.map((file: { path: string }) => file.path).sort();
  const types = all.filter((path) => path.startsWith("dist/types/"));
  assert.ok(
    types.includes("dist/types/index.d.ts"),
    "the declarations are made by `npm run build -- --types`",
  );
  assert.ok(types.every((path) => path.endsWith(".d.ts")));
  const pieces = all.filter((path) => path.startsWith("dist/web/"));
  for (const name of ["app.js", "app.css", "index.html", "report.js", "report.css", "licences.txt"])
    assert.ok(pieces.includes(`dist/web/${name}`), name);
  const named = /^dist\/web\/(?:app|report|index|licences|[a-z-]+-[A-Z0-9]{8})\.(?:js|css|html|txt)$/;
  assert.deepEqual(
    pieces.filter((path) => !named.test(path)),
    [],
  );
  const paths = all.filter((path) => !types.includes(path) && !pieces.includes(path));
  assert.deepEqual(paths, [
    "CHANGELOG.md",
    "LICENSE",
    "NOTICE",
    "README.md",
    "dist/accesslens.js",
    "dist/actions.json",
    "dist/cli.js",
    "dist/index.js",
    "dist/trail-worker.js",
    "package.json",
    "schemas/accept.schema.json",
    "schemas/accesslens.schema.json",
    "schemas/advice.schema.json",
    "schemas/alert.schema.json",
    "schemas/alerts-list.schema.json",
    "schemas/alerts-retry.schema.json",
    "schemas/alerts-test.schema.json",
    "schemas/alerts-why.schema.json",
    "schemas/alerts.schema.json",
    "schemas/authorization-details.schema.json",
    "schemas/blast-radius.schema.json",
    "schemas/cases.schema.json",
    "schemas/changes.schema.json",
    "schemas/chokepoints.schema.json",
    "schemas/compare-access-analyzer.schema.json",
    "schemas/crown-jewels.schema.json",
    "schemas/diff.schema.json",
    "schemas/each.schema.json",
    "schemas/expect-add.schema.json",
    "schemas/expect-list.schema.json",
    "schemas/expect-withdraw.schema.json",
    "schemas/exposure.schema.json",
    "schemas/external-id-check.schema.json",
    "schemas/external-id-import.schema.json",
    "schemas/external-id-issue.schema.json",
    "schemas/external-id-list.schema.json",
    "schemas/external-id-revoke.schema.json",
    "schemas/external-id-roles.schema.json",
    "schemas/external-id-rotate.schema.json",
    "schemas/external-id-verify.schema.json",
    "schemas/fix.schema.json",
    "schemas/grant.schema.json",
    "schemas/identity-providers.schema.json",
    "schemas/openapi.json",
    "schemas/organization.schema.json",
    "schemas/paths.schema.json",
    "schemas/resource-policies.schema.json",
    "schemas/role-plan.schema.json",
    "schemas/roles.schema.json",
    "schemas/session.schema.json",
    "schemas/snapshot.schema.json",
    "schemas/suppressions.schema.json",
    "schemas/team.schema.json",
    "schemas/trail-audit.schema.json",
    "schemas/trail-chains.schema.json",
    "schemas/trail-compare.schema.json",
    "schemas/trail-denied.schema.json",
    "schemas/trail-report.schema.json",
    "schemas/trail-sessions.schema.json",
    "schemas/trail-tighten.schema.json",
    "schemas/trail-truth.schema.json",
    "schemas/trail-unused.schema.json",
    "schemas/trail-who.schema.json",
    "schemas/truth.schema.json",
    "schemas/undo.schema.json",
    "schemas/what-can.schema.json",
    "schemas/what-if.schema.json",
  ]);
});

test("who-can takes one action, and says so when nobody can tell whose a resource is", () => {
  const pattern = accesslens(["who-can", "s3:Get*", "arn:aws:s3:::acme/a", ...named]);
  assert.equal(pattern.code, 2);
  assert.match(pattern.stderr, /"s3:Get\*" is no action\n.*wildcards are for policies/);
  const nowhere = accesslens(["who-can", "s3:GetObject", "arn:aws:s3:::unheard-of/a", ...named]);
  assert.equal(nowhere.code, 3);
  assert.match(nowhere.stderr, /nobody can say which account "arn:aws:s3:::unheard-of\/a" belongs to/);
});
