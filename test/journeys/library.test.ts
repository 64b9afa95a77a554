/** The library as its users meet it: in a browser's bundle, by its types, by mistakes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import {
  blastRadius,
  type CaseInput,
  chokepoints,
  compare,
  createSimulator,
  crownJewels,
  diff,
  explain,
  exposure,
  findPaths,
  lintPolicy,
  normalize,
  readActionCatalogue,
  readSnapshot,
  simulate,
  whatCan,
  whatIf,
  whoCan,
} from "accesslens";
import { build } from "esbuild";

const account = "111122223333";
const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*" } as const;

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const reading: CaseInput = {
  name: "read",
  request: {
    principal: `arn:aws:iam::${account}:user/ada`,
    action: "s3:GetObject",
    resource: { arn: "arn:aws:s3:::data/report.csv", account },
    context: { "aws:SecureTransport": true, "aws:TagKeys": ["a", "b"] },
  },
  policies: { identity: [{ name: "read", document: policy(allow) }] },
};

test("a browser's bundle of the library needs nothing of Node, and runs without its globals", async () => {
  const bundled = await build({
    stdin: {
      contents: `
        import { compare, findPaths, readSnapshot, simulate, whoCan } from "accesslens";
        const snapshot = readSnapshot(${JSON.stringify(readFileSync("examples/organization.ndjson", "utf8"))});
        const ways = findPaths(snapshot.value, { from: "arn:aws:iam::111111111111:user/ada", to: "admin" });
        answer(JSON.stringify([
          simulate(${JSON.stringify(reading)}).decision,
          compare("{}", "[]").ok,
          typeof whoCan,
          ways.value.paths.length,
        ]));`,
      resolveDir: resolve("."),
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    write: false,
    logLevel: "silent",
  });
  const [script] = bundled.outputFiles;
  let answer = "";
  // What every browser has, and ECMAScript alone does not say.
  const globals = { answer: (text: string) => (answer = text), TextEncoder, TextDecoder };
  runInContext(script?.text ?? "", createContext(globals));
  assert.equal(answer, '["Allowed",false,"function",1]');
});

test("the declarations stand by themselves, under TypeScript's strictest reading and without Node's types", () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-types-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("."), join(folder, "node_modules", "accesslens"));
  writeFileSync(
    join(folder, "user.ts"),
    `import { compare, simulate, type CaseInput, type Result, whoCan } from "accesslens";
     const one: CaseInput = { request: { principal: "anonymous", action: "s3:GetObject", resource: { arn: "*", account: "1" } }, policies: {} };
     const answer = simulate(one);
     export const decision: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Unknown" | null = "error" in answer ? null : answer.decision;
     export const wider: Result<{ readonly bWithinA: boolean }, { readonly message: string }> = compare("{}", {});
     // @ts-expect-error: a question without policies is none
     whoCan({ action: "s3:GetObject", resource: { arn: "*", account: "1" } });
    `,
  );
  const compiler = resolve("node_modules/@typescript/native/bin/tsc");
  for (const resolution of [
    ["--module", "nodenext"],
    ["--module", "esnext", "--moduleResolution", "bundler"],
  ]) {
    const options = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--target",
      "es2024",
      "--types",
      "",
    ];
    const run = spawnSync(process.execPath, [compiler, ...options, ...resolution, "user.ts"], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.equal(run.stdout, "", run.stderr);
  }
});

test("a policy may be an object, a text, or the text as AWS encodes it, and lines are those of the text", () => {
  const text = JSON.stringify(policy(allow), null, 2);
  for (const document of [policy(allow), text, encodeURIComponent(text)]) {
    const answer = simulate({ ...reading, policies: { identity: [{ document }] } });
    assert.ok(!("error" in answer), JSON.stringify(answer));
    assert.equal(answer.decision, "Allowed");
    assert.deepEqual(
      answer.because[0]?.lines,
      document === text || typeof document === "string" ? [4, 8] : [1, 1],
    );
  }
});

test("a simulator answers as simulate and explain do, case by case", () => {
  const simulator = createSimulator();
  const denied: CaseInput = { ...reading, policies: { identity: [] } };
  for (const one of [reading, denied, reading, JSON.stringify(denied), "{"]) {
    assert.deepEqual(simulator.simulate(one), simulate(one));
    assert.deepEqual(simulator.explain(one), explain(one));
  }
});

test("what is wrong with a case or a policy is a value that says where", () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const answers: readonly (readonly [unknown, RegExp])[] = [
    [simulate("{"), /offset/],
    [simulate({ ...reading, policies: { attributes: circular } }), /case/],
    [simulate({ ...reading, policies: { resource: "{" } }), /policies\.resource/],
    [simulate({ ...reading, request: { ...reading.request, action: "nothing" } }), /request\.action/],
    [compare(policy(allow), "{\n  1"), /b, line 2/],
    [compare(circular, policy(allow)), /"at":"a"/],
    // @ts-expect-error: known actions are those of a catalogue
    [compare(policy(allow), policy(allow), { knownActions: true }), /"at":"catalogue"/],
    [normalize("[]"), /policy, line 1/],
    [whoCan({ action: "*", resource: { arn: "*", account }, policies: {} }), /"at":"action"/],
    [whatCan({ principal: "arn:aws:s3:::data", policies: {} }), /"at":"principal"/],
    [whatCan({ principal: "anonymous", policies: {} }), /"at":"resourceAccount"/],
    [
      whatCan({
        principal: `arn:aws:iam::${account}:root`,
        policies: { scps: [{ policies: [{ document: "x" }] }] },
      }),
      /policies\.scps\[0\]\.policies\[0\]\.document/,
    ],
  ];
  for (const [answer, where] of answers) assert.match(JSON.stringify(answer), where);
});

test("who can and what can are two sides of one decision", () => {
  const { resource, action, principal } = reading.request;
  const who = whoCan({ action, resource, policies: reading.policies });
  assert.ok(who.ok && who.value.surely.kind === "exact");
  assert.deepEqual(who.value.unknowns, []);
  assert.ok(who.value.surely.value.length > 0);
  const what = whatCan({ principal, policies: reading.policies });
  assert.ok(what.ok && what.value.surely.kind === "exact");
  assert.deepEqual(what.value.surely.value[0]?.action.matches, ["s3:getobject"]);
  assert.deepEqual(what.value.surely.value[0]?.resource.matches, ["arn:aws:s3:::data/*"]);
  for (const { example } of [who.value, what.value]) {
    assert.ok(example !== null);
    const answer = simulate({ request: example, policies: reading.policies });
    assert.equal("error" in answer ? answer.error.message : answer.decision, "Allowed");
  }
});

test("ways, blast radius and exposure tell the same, asked of the text of a snapshot or of its lines", () => {
  const text = readFileSync("examples/organization.ndjson", "utf8");
  const ada = "arn:aws:iam::111111111111:user/ada";
  const bucket = "arn:aws:s3:::shop-ledger";
  for (const given of [text, text.trimEnd().split("\n")]) {
    const snapshot = readSnapshot(given);
    assert.ok(snapshot.ok, JSON.stringify(snapshot));
    assert.equal(snapshot.value.accounts, 3);
    const ways = findPaths(snapshot.value, { from: ada, to: bucket, action: "s3:GetObject" });
    assert.ok(ways.ok && ways.value.complete);
    assert.deepEqual(
      ways.value.paths[0]?.hops.map(({ kind }) => kind),
      ["assume", "assume", "access"],
    );
    assert.ok(!JSON.stringify(ways.value).includes('"cause"'));
    const radius = blastRadius(snapshot.value, { from: ada });
    assert.ok(radius.ok);
    assert.partialDeepStrictEqual(
      radius.value.reached.find(({ arn }) => arn === bucket),
      {
        hops: 3,
        proven: true,
      },
    );
    const jewels = crownJewels(snapshot.value, { patterns: [bucket], most: 1 });
    assert.ok(jewels.ok);
    assert.deepEqual(
      jewels.value.jewels.map(({ id, kind }) => [id, kind]),
      [[bucket, "matching"]],
    );
    const exposed = exposure(snapshot.value, { to: bucket, onlyProven: true });
    assert.ok(exposed.ok);
    assert.equal(exposed.value.who.find(({ id }) => id === ada)?.hops, 3);
    assert.equal(exposed.value.who[0]?.external, true);
    const edges = chokepoints(snapshot.value, { from: ada });
    assert.ok(edges.ok && edges.value.over === "edges");
    assert.equal(edges.value.cut.length, edges.value.disjointWays);
    const statements = chokepoints(snapshot.value, { from: ada, to: bucket, over: "statements" });
    assert.ok(statements.ok && statements.value.over === "statements" && statements.value.minimum);
    assert.equal(statements.value.cut.length, statements.value.atLeast);
    assert.ok(!JSON.stringify([edges.value, statements.value]).includes('"cause"'));
  }
});

test("what-if compares the snapshot with itself after changes, and leaves it as it is", () => {
  const read = readSnapshot(readFileSync("examples/organization.ndjson", "utf8"));
  assert.ok(read.ok);
  const ada = "arn:aws:iam::111111111111:user/ada";
  const ways = findPaths(read.value, { from: ada, to: "admin" });
  assert.ok(ways.ok);
  const [first] = ways.value.paths[0]?.hops ?? [];
  const trust = first?.evidence.find(({ policy }) => policy.startsWith("trust policy of"));
  assert.ok(trust !== undefined);
  const { policy, statement } = trust;
  const changes = [{ kind: "remove-statement", policy, statement }] as const;
  const answer = whatIf(read.value, { from: ada, changes });
  assert.ok(answer.ok, JSON.stringify(answer));
  assert.ok(answer.value.disappears.some(({ kind, way }) => kind === "administrator" && way !== undefined));
  assert.deepEqual(answer.value.appears, []);
  assert.deepEqual(findPaths(read.value, { from: ada, to: "admin" }), ways);
  const nothing = whatIf(read.value, { from: ada, changes: [] });
  assert.ok(nothing.ok);
  assert.deepEqual([nothing.value.appears, nothing.value.disappears, nothing.value.differs], [[], [], []]);
  const by = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] };
  const faults: readonly (readonly [unknown, RegExp])[] = [
    [whatIf(read.value, { changes: [{ kind: "replace-policy", policy, by }] }), /"at":"changes\[0\]"/],
    [whatIf(read.value, { changes: [{ kind: "account-lost", account: "1" }] }), /holds no account/],
    [whatIf(read.value, { changes: [], examples: -1 }), /"at":"examples"/],
    [whatIf({ ...read.value }, { changes: [] }), /"at":"snapshot"/],
  ];
  for (const [fault, says] of faults) assert.match(JSON.stringify(fault), says);
});

test("diff compares two snapshots by what they mean", () => {
  const text = readFileSync("examples/organization.ndjson", "utf8");
  const [before, after] = [
    readSnapshot(text),
    readSnapshot(text.replaceAll('\\"sts:ExternalId\\":', '\\"aws:UserAgent\\":')),
  ];
  assert.ok(before.ok && after.ok);
  const same = diff(before.value, before.value);
  assert.ok(same.ok && same.value.equal && same.value.textOnly.length === 0);
  const changed = diff(before.value, after.value, { most: 1 });
  assert.ok(changed.ok);
  assert.equal(changed.value.equal, false);
  assert.ok(
    changed.value.changes.some(({ guards }) => guards.some(({ change }) => change === "external-id-dropped")),
  );
  const faults: readonly (readonly [unknown, RegExp])[] = [
    [diff({ ...before.value }, after.value), /"at":"before"/],
    [diff(before.value, after.value, { most: -1 }), /"at":"most"/],
  ];
  for (const [fault, says] of faults) assert.match(JSON.stringify(fault), says);
});

test("what is wrong with a question about a snapshot, or with the snapshot, is a value that says where", () => {
  const snapshot = readSnapshot(readFileSync("examples/organization.ndjson", "utf8"));
  assert.ok(snapshot.ok);
  const from = "arn:aws:iam::111111111111:user/ada";
  const loaded = snapshot.value;
  const answers: readonly (readonly [unknown, RegExp])[] = [
    [readSnapshot(""), /cut off/],
    [readSnapshot("{}"), /"at":"snapshot, line 1"/],
    [findPaths({ ...loaded }, { from, to: "admin" }), /"at":"snapshot"/],
    [findPaths(loaded, { from: "nobody", to: "admin" }), /"at":"from"/],
    [findPaths(loaded, { from, to: "arn:aws:s3:::nobodys" }), /the snapshot: nobody can say.*"at":"to"/],
    [findPaths(loaded, { from, to: "admin", maxHops: 51 }), /"at":"maxHops"/],
    [findPaths(loaded, { from, to: "admin", most: 0 }), /"at":"most"/],
    [blastRadius(loaded, { from: `${from}x` }), /holds no principal.*"at":"from"/],
    [exposure(loaded, { to: "admin:12" }), /"at":"to"/],
    [crownJewels(loaded, { most: 0 }), /"at":"most"/],
    [chokepoints(loaded, { from: "nobody" }), /"at":"from"/],
    [chokepoints(loaded, { to: "arn:aws:s3:::shop-ledger" }), /is a resource.*"at":"to"/],
    [chokepoints(loaded, { over: "statements", budget: 0.5 }), /"at":"budget"/],
  ];
  for (const [answer, where] of answers) assert.match(JSON.stringify(answer), where);
});

test("lint takes the data about actions from its caller", () => {
  const catalogue = readActionCatalogue(readFileSync("dist/actions.json", "utf8"));
  assert.ok(catalogue.ok);
  const linted = lintPolicy(policy({ ...allow, Action: "s3:GetObjekt" }), { catalogue: catalogue.value });
  assert.ok(linted.ok);
  assert.ok(linted.value.findings.some(({ code }) => code === "unknown-action"));
  assert.equal(linted.value.kind, "identity");
  assert.equal(readActionCatalogue("{}").ok, false);
});

test("compare takes the data about actions from its caller, and then a wildcard may be the list of its actions", () => {
  const catalogue = readActionCatalogue(readFileSync("dist/actions.json", "utf8"));
  assert.ok(catalogue.ok);
  const wildcard = policy({ ...allow, Action: "sts:AssumeRoleWith*", Resource: "*" });
  const actions = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];
  const listed = policy({ ...allow, Action: actions, Resource: "*" });
  for (const knownActions of [false, true]) {
    const compared = compare(wildcard, listed, { catalogue: catalogue.value, knownActions });
    assert.ok(compared.ok);
    assert.equal(compared.value.equal, knownActions);
  }
  const without = compare(wildcard, listed, { knownActions: false });
  assert.ok(without.ok && !without.value.equal);
});

/** What each example prints, and how it ends. */
const examples: Readonly<Record<string, readonly [code: number, says: RegExp]>> = {
  "chokepoints.ts": [0, /^cut \(fewer do not suffice\)\n {2}\S+ of [^\n]+\n {4}or else: \S+user\/ada → /],
  "compare-in-ci.ts": [1, /^It allows more than before[\s\S]*ledger\/closed\/[\s\S]*"audit"/],
  "find-paths.ts": [
    0,
    /^It can:\n {2}\S+user\/ada assume → \S+role\/deploy\n {4}if sts:ExternalId [\s\S]*passes the role to a new Lambda function/,
  ],
  "lint-with-catalogue.ts": [0, /^5:16 warning unknown-action: .*s3:GetObject"\?/],
  "normalize-policy.ts": [0, /^\{.*"s3:Get\*".*\}\nleft out the statement/],
  "simulate-request.ts": [
    0,
    /^ImplicitlyDenied\n[\s\S]*FromTheVpc[\s\S]*aws:SourceVpce is vpce-1a2b, not vpce-9z8y\n$/,
  ],
  "who-can-assume.ts": [
    0,
    /^surely: service codebuild[\s\S]*perhaps: arn:aws:iam::111122223333:role\/ci\n[\s\S]*not known/,
  ],
};

test("every example is run here", () => {
  const programs = readdirSync("examples").filter((file) => file.endsWith(".ts"));
  assert.deepEqual(programs.sort(), Object.keys(examples).sort());
});

for (const [file, [code, says]] of Object.entries(examples)) {
  test(`the example ${file} runs and prints what it promises`, () => {
    const run = spawnSync(process.execPath, [join("examples", file)], { encoding: "utf8" });
    assert.match(run.stdout, says, run.stderr);
    assert.equal(run.status, code, run.stderr);
    assert.equal(run.stderr, "");
  });
}
