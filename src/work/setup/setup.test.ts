import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { collectors } from "../../collect/live/index.ts";
import { openActionCatalogue } from "../action-file.ts";
import { neededActions, readingPolicy, type SetupSettings, setupFiles } from "./index.ts";

const settings: SetupSettings = {
  roleName: "accesslens-read",
  hub: "arn:aws:iam::123456789012:role/accesslens",
  externalId: "held-by-nobody-else",
  organizationId: "o-a1b2c3d4e5",
  sessionTags: false,
  collectors,
};

function fileOf(ending: string, changes: Partial<SetupSettings> = {}): string {
  const file = setupFiles({ ...settings, ...changes }).find(({ name }) => name.endsWith(ending));
  if (file === undefined) throw new Error(`no file ends in ${ending}`);
  return file.text;
}

test("The role may do exactly what the collectors declare", () => {
  const declared = new Set(collectors.flatMap(({ reads }) => reads.map(({ action }) => action)));
  const allowed = readingPolicy(collectors).Statement.flatMap(({ Action }) => Action);
  assert.deepEqual(new Set(allowed), declared);
  assert.deepEqual(
    neededActions(collectors).map(({ action }) => action),
    [...declared].sort(),
  );
});

test("The policy fits into a role: 10,240 characters of inline policies", () => {
  assert.ok(JSON.stringify(readingPolicy(collectors)).length < 10_240);
});

test("Every action that a collector declares exists, and reads or lists, no more", () => {
  const catalogue = openActionCatalogue();
  const wrong = collectors.flatMap(({ name, reads }) =>
    reads
      .filter(({ action }) => !/^(list|read)$/.test(catalogue.action(action)?.accessLevel ?? ""))
      .map(({ action }) => `${name}: ${action} ${catalogue.action(action)?.accessLevel}`),
  );
  assert.deepEqual(wrong, []);
});

test("The StackSet template asks for external ID and organization, and holds neither secret nor wildcard principal", () => {
  const text = fileOf(".stackset.yaml");
  assert.ok(!text.includes("held-by-nobody-else"));
  const template = parse(text);
  const [statement] = template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement;
  assert.deepEqual(statement, {
    Effect: "Allow",
    Principal: { AWS: { Ref: "HubPrincipalArn" } },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: {
        "sts:ExternalId": { Ref: "ExternalId" },
        "aws:PrincipalOrgID": { Ref: "OrganizationId" },
      },
    },
  });
  assert.equal(template.Parameters.HubPrincipalArn.Default, settings.hub);
  assert.equal(template.Parameters.ExternalId.NoEcho, true);
  assert.equal(template.Parameters.ExternalId.Default, undefined);
  assert.deepEqual(template.Resources.Reads.Properties.PolicyDocument, readingPolicy(collectors));
});

test("Without external ID and organization there are no conditions and no parameters for them", () => {
  const template = parse(
    fileOf(".stackset.yaml", { externalId: null, organizationId: null, sessionTags: true }),
  );
  const [statement] = template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement;
  assert.deepEqual(Object.keys(statement), ["Effect", "Principal", "Action"]);
  assert.deepEqual(statement.Action, ["sts:AssumeRole", "sts:TagSession"]);
  assert.deepEqual(Object.keys(template.Parameters), ["RoleName", "HubPrincipalArn"]);
});

test("The Terraform module holds the same documents, with variables in place of values", () => {
  const text = fileOf(".tf");
  const [trust = "", reads = ""] = [...text.matchAll(/jsonencode\((.*?)\n {2}\}\)/gs)].map(
    ([, json]) => `${json}}`,
  );
  assert.deepEqual(JSON.parse(reads), readingPolicy(collectors));
  assert.deepEqual(JSON.parse(trust.replace(/(var\.\w+)/g, '"$1"')).Statement[0].Condition, {
    StringEquals: { "sts:ExternalId": "var.external_id", "aws:PrincipalOrgID": "var.organization_id" },
  });
  assert.match(text, /variable "external_id" \{[^}]*sensitive {3}= true/);
  assert.ok(!text.includes("held-by-nobody-else"));
});

test("A hub of another partition assumes roles there", () => {
  const policy = JSON.parse(fileOf("hub-policy.json", { hub: "arn:aws-cn:iam::123456789012:role/hub" }));
  assert.equal(policy.Statement[0].Resource, "arn:aws-cn:iam::*:role/accesslens-read");
});
