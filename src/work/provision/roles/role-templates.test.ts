import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { declaredRole, setOf, spokeWorld } from "../../../../test/support/spoke-roles.ts";
import { type DeclaredRole, planRoles } from "../../../provision/roles/index.ts";
import { roleTemplates, type TemplateForm } from "./role-templates.ts";

const inline = [
  { name: "may", text: policy("Allow") },
  { name: "never", text: policy("Deny") },
];

function policy(Effect: "Allow" | "Deny"): string {
  const Statement = [{ Effect, Action: "s3:GetObject", Resource: "arn:{partition}:s3:::*" }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function templateOf(form: TemplateForm, changes: Partial<DeclaredRole>): string {
  const set = setOf(declaredRole({ inline, ...changes }));
  const snapshot = spokeWorld();
  const plan = planRoles({ set, snapshot, catalogue: null, adopt: false, unread: () => null });
  const { organization } = snapshot;
  const templates = roleTemplates(form, { set, planned: plan.roles, organization });
  if (!templates.ok) throw new Error(templates.error);
  return templates.value[0]?.text ?? "";
}

test("Beside managed policies, what denies is part of the role itself", () => {
  const { Role, ...others } = parse(templateOf("cloudformation", {})).Resources;
  assert.deepEqual(
    Role.Properties.Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName),
    ["never"],
  );
  assert.deepEqual(Object.keys(others), ["Inline1"]);
});

test("Without managed policies, what allows comes after what denies", () => {
  const { Role, Inline1, Inline2 } = parse(templateOf("cloudformation", { policies: [] })).Resources;
  assert.equal(Role.Properties.Policies, undefined);
  assert.deepEqual([Inline1.DependsOn, Inline2.DependsOn], [["Inline2"], undefined]);
});

test("Terraform attaches and allows after what denies", () => {
  const blocks = templateOf("terraform", {}).split(/^(?=resource)/m);
  const isAfter = blocks.map((block) => block.includes("depends_on = [aws_iam_role_policy.inline_2]"));
  assert.deepEqual(
    blocks.map((block, index) => [/^resource "(\w+)" "(\w+)"/.exec(block)?.[2], isAfter[index]]).slice(1),
    [
      ["role", false],
      ["inline_1", true],
      ["inline_2", false],
      ["attached_1", true],
    ],
  );
});
