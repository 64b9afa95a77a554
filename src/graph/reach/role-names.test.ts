import assert from "node:assert/strict";
import { test } from "node:test";
import { isArn, type Resource } from "../../model/index.ts";
import type { Workload } from "../techniques/technique.ts";
import { RoleNames } from "./role-names.ts";

const account = "arn:aws:iam::111111111111:";

function arn(text: string) {
  if (!isArn(text)) throw new Error(text);
  return text;
}

const names = new RoleNames([
  { arn: arn(`${account}role/plain`), name: "plain", instanceProfiles: [] },
  {
    arn: arn(`${account}role/service-role/deep`),
    name: "deep",
    instanceProfiles: [arn(`${account}instance-profile/nodes/deep-nodes`)],
  },
]);

function rolesOf(attributes: Resource["attributes"], ...roleFrom: Workload["roleFrom"]): readonly string[] {
  const workload = {
    arn: arn("arn:aws:glue:eu-west-1:111111111111:job/one"),
    type: "AWS::Glue::Job",
    region: "eu-west-1",
    policy: null,
    attributes,
  };
  return names.rolesOf(workload, roleFrom).map((role) => role.slice(account.length));
}

test("A role is found by ARN, by name, and by name behind its path", () => {
  for (const text of [`${account}role/service-role/deep`, "deep", "service-role/deep"]) {
    assert.deepEqual(rolesOf({ roleArn: text }, "roleArn"), ["role/service-role/deep"]);
  }
});

test("The first member that names a role counts, and lists count whole", () => {
  const both = { executionRoleArn: "plain", roleArn: "deep" };
  assert.deepEqual(rolesOf(both, "executionRoleArn", "roleArn"), ["role/plain"]);
  assert.deepEqual(rolesOf({ executionRoleArn: "gone", roleArn: "deep" }, "executionRoleArn", "roleArn"), [
    "role/service-role/deep",
  ]);
  assert.deepEqual(rolesOf({ roleArns: ["plain", "deep"] }, "roleArn", "roleArns"), [
    "role/plain",
    "role/service-role/deep",
  ]);
});

test("An instance profile is found by ARN and by name, and only where no role is named", () => {
  for (const text of [`${account}instance-profile/nodes/deep-nodes`, "deep-nodes"]) {
    assert.deepEqual(rolesOf({ instanceProfileArn: text }, "roleArn"), ["role/service-role/deep"]);
    assert.deepEqual(rolesOf({ instanceProfileArn: text, roleArn: "plain" }, "roleArn"), ["role/plain"]);
  }
});

test("What names nothing that is known gives no role", () => {
  assert.deepEqual(rolesOf({ roleArn: "gone" }, "roleArn"), []);
  assert.deepEqual(rolesOf({ roleArn: 7, instanceProfileArn: { Arn: "x" } }, "roleArn"), []);
  // A profile's name under another path is another account's, or none.
  assert.deepEqual(rolesOf({ instanceProfileArn: `${account}instance-profile/deep-nodes` }, "roleArn"), []);
});
