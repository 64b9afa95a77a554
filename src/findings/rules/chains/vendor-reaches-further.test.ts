import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import {
  allow,
  allowAll,
  type RolePlan,
  roleArn,
  trusts,
} from "../../../../test/support/planned-organization.ts";
import { vendorReachesFurther as rule } from "./vendor-reaches-further.ts";

const own = "111111111111";
const datadog = "464622532012";
const stranger = "999999999999";
const entry: RolePlan = {
  name: "vendor",
  policies: [[allow("sts:AssumeRole", roleArn(own, "reader"))]],
  trust: [trusts({ AWS: datadog })],
};
const reader: RolePlan = {
  name: "reader",
  policies: [[allow("s3:GetObject")]],
  trust: [trusts({ AWS: roleArn(own, "vendor") })],
};

function findings(roles: readonly RolePlan[], vendors: Parameters<typeof chainFindings>[2] = {}) {
  return chainFindings(rule, { accounts: [{ id: own, roles }] }, vendors);
}

test("a known vendor whose role assumes another is told, with how many it comes to", () => {
  const [finding, ...others] = findings([entry, reader]);
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.subject, finding?.severity], [roleArn(own, "vendor"), "medium"]);
  assert.equal(finding?.title, "Datadog (464622532012) comes from its role to 1 other principal");
  assert.equal(finding?.impact.length, 2);
});

test("approval of the vendor is for its role, and the finding stays the same one", () => {
  const approval = { name: "Datadog", accounts: [datadog], owner: "ops", roles: [], until: null };
  const [approved] = findings([entry, reader], { vendors: [approval] });
  assert.match(approved?.severityReasons[0] ?? "", /for this role/);
  assert.equal(approved?.id, findings([entry, reader])[0]?.id);
});

test("nothing is told of a vendor that stays with its role, of strangers, and of what administrators are told for", () => {
  assert.deepEqual(
    told(
      findings([
        { ...entry, policies: [[allow("s3:GetObject")]] },
        { ...reader, trust: [trusts({ AWS: own })] },
      ]),
    ),
    [],
  );
  assert.deepEqual(told(findings([{ ...entry, trust: [trusts({ AWS: stranger })] }, reader])), []);
  assert.deepEqual(told(findings([entry, { ...reader, policies: [[allowAll]] }])), []);
  assert.deepEqual(told(findings([{ ...entry, policies: [[allowAll]] }, reader])), []);
});
