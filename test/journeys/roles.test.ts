/** `accesslens role plan` as a process: by a snapshot, as templates, and what it says of a file that is wrong. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { roleSetSchema } from "../../src/work/provision/roles/index.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { assumed, record, userIdentity } from "../support/trail/records.ts";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";
import { management, production, writeFixedSnapshot } from "./support/organization.ts";

const { folder, accesslens, environment } = workplace();
await writeFixedSnapshot(join(folder, "org"), join(folder, "org.alens"));
environment.VENDOR_ID = "issued-for-us-1";

const good = `
name: spokes
roles:
  - name: reader
    path: /spokes/
    description: Reads "it" \${here}
    trust:
      - principals: ["arn:aws:iam::${management}:role/hub"]
        sessionTags: [{ key: team, values: ["red-*"], transitive: true }]
        sourceIdentity: {}
      - principals: ["464622532012"]
        externalId: { environment: VENDOR_ID }
    permissions:
      aws: [SecurityAudit, job-function/ViewOnlyAccess]
      boundary: { aws: ReadOnlyAccess }
      inline:
        - name: own
          policy:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: "s3:ListBucket", Resource: "arn:{partition}:s3:::logs-{account}" }
              - { Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::home/\${aws:username}/*" }
    tags: { owner: "the team" }
    targets: { accounts: ["${production}"] }
`;
writeFileSync(join(folder, "roles.yaml"), good);

test("The plan tells what there is to do, who gains and what the callers need; external IDs stay masked", () => {
  const { code, stdout, stderr } = accesslens(["role", "plan", "roles.yaml", "--snapshot", "org.alens"]);
  assert.equal(code, 0, stderr + stdout);
  assert.ok(!stdout.includes("issued-for-us-1"));
  matchesGolden("role-plan.txt", stdout);
  const json = accesslens(["role", "plan", "roles.yaml", "--snapshot", "org.alens", "--format", "json"]);
  const answer = JSON.parse(json.stdout);
  assert.deepEqual(schemaJudge("role-plan.schema.json", { isClosed: true })(answer), []);
  assert.deepEqual(
    answer.roles.map(({ account, state }: { account: string; state: string }) => [account, state]),
    [[production, "create"]],
  );
});

test("As templates: external IDs are parameters, and what is the account's is looked up there", () => {
  for (const [form, name] of [
    ["cloudformation", "reader.stackset.yaml"],
    ["terraform", "reader.tf"],
  ] as const) {
    const { code, stderr } = accesslens([
      "role",
      "plan",
      "roles.yaml",
      "--snapshot",
      "org.alens",
      "--as",
      form,
      "--out",
      form,
    ]);
    assert.equal(code, 0, stderr);
    const text = readFileSync(join(folder, form, name), "utf8");
    assert.ok(!text.includes("issued-for-us-1"));
    matchesGolden(`role-${form}${form === "terraform" ? ".tf" : ".yaml"}`, text);
  }
  const again = accesslens([
    "role",
    "plan",
    "roles.yaml",
    "--snapshot",
    "org.alens",
    "--as",
    "terraform",
    "--out",
    "terraform",
  ]);
  assert.equal(again.code, 3, "what is there is not written over");
});

test("An external ID that was issued is looked up by its relationship", () => {
  const store = `sqlite:${join(folder, "registry.db")}`;
  const issue = ["external-id", "issue", "--relationship", "acme", "--store", store, "--format", "json"];
  const { externalId } = JSON.parse(accesslens(issue).stdout);
  writeFileSync(
    join(folder, "issued.yaml"),
    good.replace("{ environment: VENDOR_ID }", "{ registry: acme }"),
  );
  const plan = [
    "role",
    "plan",
    "issued.yaml",
    "--snapshot",
    "org.alens",
    "--store",
    store,
    "--format",
    "json",
  ];
  assert.ok(externalId.length > 20 && accesslens(plan).stdout.includes(`"values":["${externalId}"]`));
});

test("What of a role that is there differs is shown line by line", () => {
  const drifted = good.replace("name: reader\n    path: /spokes/", "name: open\n    session: 2h");
  writeFileSync(join(folder, "drifted.yaml"), drifted);
  const { stdout } = accesslens(["role", "plan", "drifted.yaml", "--snapshot", "org.alens", "--adopt"]);
  assert.match(stdout, /^open \(222222222222\): its sessions may last 3600 seconds instead of 7200$/m);
  assert.match(stdout, /^ {2}- 3600 seconds\n {2}\+ 7200 seconds$/m);
  assert.match(stdout, /: it lacks tag owner\n {2}\+ owner: the team$/m);
  assert.match(stdout, /: inline policy own is another one\n {2}- \{.*\n {2}\+ \{.*s3:::logs-222222222222/m);
  assert.match(
    stdout,
    /boundary, arn:aws:iam::aws:policy\/ReadOnlyAccess is meant\n {2}\+ arn:aws:iam::aws:policy\/R/,
  );
  assert.match(stdout, /its trust policy lets in .*\n {2}- \{/);
  assert.ok(!stdout.includes("issued-for-us-1"));
});

test("What can't be proven ends with 1, and makes no template", () => {
  writeFileSync(join(folder, "open.yaml"), good.replace("externalId: { environment: VENDOR_ID }", ""));
  const { code, stdout } = accesslens(["role", "plan", "open.yaml", "--snapshot", "org.alens"]);
  assert.equal(code, 1);
  assert.match(stdout, /would come in without an external ID/);
  const templates = accesslens([
    "role",
    "plan",
    "open.yaml",
    "--snapshot",
    "org.alens",
    "--as",
    "cloudformation",
    "--out",
    "none",
  ]);
  assert.equal(templates.code, 3);
  assert.match(templates.stderr, /would come in without an external ID/);
});

test("Who CloudTrail has seen and the file would refuse is told, and the role is left as it stands", () => {
  const drifted = good.replace("name: reader\n    path: /spokes/", "name: open");
  writeFileSync(join(folder, "seen.yaml"), drifted);
  const used = record("AssumeRole", {
    ...{ recipientAccountId: production, userIdentity, responseElements: assumed },
    requestParameters: {
      roleArn: `arn:aws:iam::${production}:role/open`,
      roleSessionName: "run-42",
      externalId: "from-the-trail",
    },
  });
  writeFileSync(join(folder, "trail.json"), JSON.stringify({ Records: [used] }));
  const plan = ["role", "plan", "seen.yaml", "--snapshot", "org.alens", "--adopt"];
  const { code, stdout, stderr } = accesslens([...plan, "--events", "trail.json"]);
  assert.equal(code, 1, stderr);
  assert.match(stdout, /refuses at arn:aws:iam::222222222222:role\/open who CloudTrail has seen:/);
  assert.match(
    stdout,
    /^ {2}arn:aws:iam::777788889999:user\/JohnDoe: 1 call, last 2026-10-25T20:52:11Z, external ID <masked, 14 chara/m,
  );
  assert.ok(!stdout.includes("from-the-trail"));
  const forced = accesslens([...plan, "--events", "trail.json", "--despite-trail"]);
  assert.deepEqual([forced.code, /refuses at/.test(forced.stdout)], [0, true], forced.stderr);
  const { code: usage, stderr: told } = accesslens([...plan, "--despite-trail"]);
  assert.deepEqual([usage, /--despite-trail says nothing without --events/.test(told)], [2, true], told);
});

test("A file that is wrong is told with line and column", () => {
  writeFileSync(join(folder, "bad-roles.yaml"), good.replace("name: reader", "name: rea/der"));
  const { code, stderr } = accesslens(["role", "plan", "bad-roles.yaml", "--snapshot", "org.alens"]);
  assert.equal(code, 3);
  assert.match(stderr, /bad-roles\.yaml:4:11: roles\.0\.name: a role's name has/);
});

test("The example is what the schema says", () => {
  assert.ok(roleSetSchema.safeParse(parse(readFileSync("examples/roles.yaml", "utf8"))).success);
});
