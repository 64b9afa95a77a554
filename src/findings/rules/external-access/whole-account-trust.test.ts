import assert from "node:assert/strict";
import { test } from "node:test";
import {
  letIn,
  owner,
  sister,
  stranger,
  tryFixes,
  tryRule,
  tryStatements,
  vendor,
} from "../../rule-trial.ts";
import { wholeAccountTrust } from "./whole-account-trust.ts";

const count = (...statements: readonly object[]) => tryStatements(wholeAccountTrust, ...statements).length;

test("Trust in another account's root without narrowing is reported, whoever's account it is", () => {
  assert.equal(count(letIn({ AWS: sister })), 1);
  assert.equal(count(letIn({ AWS: `arn:aws:iam::${stranger}:root` })), 1);
});

test("Trust in the own account is not reported", () => {
  assert.equal(count(letIn({ AWS: owner })), 0);
});

test("A named role of the other account is not the whole account", () => {
  assert.equal(count(letIn({ AWS: `arn:aws:iam::${sister}:role/deployer` })), 0);
});

test("A condition on the principal's ARN or tags narrows the trust", () => {
  const like = { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${sister}:role/deploy-*` } };
  assert.equal(count(letIn({ AWS: sister }, { Condition: like })), 0);
  const tagged = { StringEquals: { "aws:PrincipalTag/team": "payments" } };
  assert.equal(count(letIn({ AWS: sister }, { Condition: tagged })), 0);
});

test("A vendor's root is left to the rules about external IDs", () => {
  assert.equal(count(letIn({ AWS: vendor })), 0);
});

const narrowedBy = (condition: object) => count(letIn({ AWS: sister }, { Condition: condition }));

test("A condition that the whole account meets narrows nothing", () => {
  for (const pattern of ["*", `arn:aws:iam::${sister}:*`, `arn:aws:iam::${sister}:role/*`])
    assert.equal(narrowedBy({ ArnLike: { "aws:PrincipalArn": pattern } }), 1, pattern);
  assert.equal(narrowedBy({ StringEquals: { "aws:PrincipalType": "AssumedRole" } }), 1);
  assert.equal(narrowedBy({ StringLike: { "aws:PrincipalTag/team": "*" } }), 1);
  assert.equal(narrowedBy({ StringNotEquals: { "aws:PrincipalTag/team": "guests" } }), 1);
  for (const blocks of ["0.0.0.0/0", ["0.0.0.0/1", "128.0.0.0/1"], ["203.0.113.0/24", "::/0"]])
    assert.equal(narrowedBy({ IpAddress: { "aws:SourceIp": blocks } }), 1, String(blocks));
});

test("Some roles, a tag, a network or MFA narrow it", () => {
  assert.equal(narrowedBy({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${sister}:role/deploy-*` } }), 0);
  assert.equal(narrowedBy({ StringEquals: { "aws:PrincipalTag/team": "data" } }), 0);
  assert.equal(narrowedBy({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), 0);
  assert.equal(narrowedBy({ Bool: { "aws:MultiFactorAuthPresent": "true" } }), 0);
});

test("The roles that AWS makes for the management account are for information, whatever they may do", () => {
  const attached = ["arn:aws:iam::aws:policy/AdministratorAccess"];
  const severity = (name: string) =>
    tryRule(wholeAccountTrust, [{ name, attached, trust: [letIn({ AWS: sister })] }])[0]?.severity;
  assert.equal(severity("OrganizationAccountAccessRole"), "info");
  assert.equal(severity("AWSControlTowerExecution"), "info");
  assert.equal(severity("BreakGlass"), "medium");
});

test("The fix names a role in place of the account, and leaves the others", () => {
  const [fix] = tryFixes(wholeAccountTrust, letIn({ AWS: [owner, `arn:aws:iam::${stranger}:root`] }));
  assert.equal(fix?.verified, true);
  assert.deepEqual(JSON.parse(fix?.policy ?? "{}").Statement[0].Principal, {
    AWS: [owner, `arn:aws:iam::${stranger}:role/REPLACE-WITH-ROLE-NAME`],
  });
});
