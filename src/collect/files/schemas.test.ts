import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { schemaJudge } from "../../../test/support/json-schema.ts";
import { defaultOptions, synthesize, writeSynthesis } from "../../synth/index.ts";
import { exampleFiles, type Files, writeFiles } from "./fixtures/example-directory.ts";
import { importDirectory } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-import-schemas-"));
after(() => rmSync(folder, { recursive: true }));

const judges = new Map(
  ["organization", "authorization-details", "identity-providers", "resource-policies"].map((name) => [
    `${name}.json`,
    schemaJudge(`${name}.schema.json`, { isClosed: false }),
  ]),
);

/** What the schemas say against the files of a directory; files without a schema are free. */
function faultsIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const judge = judges.get(basename(name));
    if (judge === undefined) return [];
    const faults = judge(JSON.parse(readFileSync(join(directory, name), "utf8")));
    return faults.map((fault) => `${name}: ${fault}`);
  });
}

test("the published schemas describe what is imported", async () => {
  const example = join(folder, "example");
  writeFiles(example, exampleFiles());
  assert.deepEqual(faultsIn(example), []);
  const synthetic = join(folder, "synthetic");
  const written = await writeSynthesis(synthesize({ ...defaultOptions, accounts: 15, roles: 20 }), synthetic);
  assert.ok(written.ok);
  assert.deepEqual(faultsIn(synthetic), []);
});

const iam = "accounts/111111111111/authorization-details.json";
const providers = "accounts/111111111111/identity-providers.json";
const resources = "accounts/111111111111/resource-policies.json";

/** A change of one file's compact text that gives something another shape. */
const changes: readonly (readonly [file: string, from: string | RegExp, to: string])[] = [
  ["organization.json", '"Organization":{', '"Organisation":{'],
  ["organization.json", '"Id":"o-example0001"', '"Id":"example"'],
  ["organization.json", '"MasterAccountId":"111111111111"', '"MasterAccountId":111111111111'],
  ["organization.json", '"Roots":[', '"Roots":["r-root",'],
  ["organization.json", ',"ParentId":"r-root"', ""],
  ["organization.json", '"Type":"SERVICE_CONTROL_POLICY",', ""],
  ["organization.json", '"Targets":[', '"Targets":[1,'],
  ["organization.json", '"ServicePrincipal":', '"Service":'],
  [iam, '"RoleName":"Deploy"', '"RoleName":null'],
  [iam, /"RoleId":"[^"]*",/, ""],
  [iam, "arn:aws:iam::111111111111:role/Deploy", "Deploy"],
  [iam, /"AssumeRolePolicyDocument":"[^"]*"/, '"AssumeRolePolicyDocument":7'],
  [iam, '"PolicyDocument":', '"Document":'],
  [iam, '"Key":"Owner",', ""],
  [iam, '"RoleLastUsed":{}', '"RoleLastUsed":[]'],
  [iam, '"IsDefaultVersion":true', '"IsDefaultVersion":"yes"'],
  [providers, '"SAMLProviders":[', '"SAMLProviders":["x",'],
  [providers, /"Arn":"[^"]*",/, ""],
  [resources, '"Type":"AWS::S3::Bucket",', ""],
  [resources, /"Policy":(?!null)/, '"Policy":false,"x":'],
];

test("what the import refuses for its shape, the schemas refuse as well", async () => {
  for (const [number, [file, from, to]] of changes.entries()) {
    const files: Files = exampleFiles();
    const before = JSON.stringify(files[file]);
    const changed = before.replace(from, to);
    assert.notEqual(changed, before, `change ${number} changes nothing`);
    const root = join(folder, String(number));
    writeFiles(root, { ...files, [file]: changed });
    const imported = await importDirectory(root, { keepGoing: false });
    assert.ok(!imported.ok, `${from} is imported`);
    assert.notDeepEqual(faultsIn(root), [], `${from} is as the schema says`);
  }
});
