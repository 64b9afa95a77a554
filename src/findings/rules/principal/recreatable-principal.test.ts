import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, owner, sister, tryFixes, tryRule, tryStatements } from "../../rule-trial.ts";
import { recreatablePrincipal } from "./recreatable-principal.ts";

const gone = `arn:aws:iam::${owner}:role/importer`;
const alive = `arn:aws:iam::${owner}:role/trial`;
const named = (arn: string | readonly string[], operator = "ArnEquals") => ({
  Condition: { [operator]: { "aws:PrincipalArn": arn } },
});
const causes = (...statements: readonly object[]) =>
  tryStatements(recreatablePrincipal, ...statements).map((draft) => draft.cause);

test("A name that nobody has, in a condition, opens the role to whoever takes it", () => {
  assert.deepEqual(causes(letIn({ AWS: owner }, named(gone))), [gone]);
  assert.deepEqual(causes(letIn({ AWS: owner }, named([alive, gone], "StringLike"))), [gone]);
});

test("The same holds across accounts of ours", () => {
  const there = `arn:aws:iam::${sister}:role/runner`;
  const bound = {
    Condition: { StringEquals: { "aws:PrincipalArn": there, "aws:PrincipalOrgID": organizationId } },
  };
  const caller = { account: sister, name: "other", trust: [letIn({ Service: "ec2.amazonaws.com" })] };
  const drafts = tryRule(recreatablePrincipal, [{ trust: [letIn({ AWS: "*" }, bound)] }, caller]);
  assert.deepEqual(
    drafts.map((draft) => draft.cause),
    [there],
  );
});

test("A name that exists, a pattern, and a principal kept by its unique id are not reported", () => {
  assert.deepEqual(causes(letIn({ AWS: owner }, named(alive))), []);
  assert.deepEqual(causes(letIn({ AWS: owner }, named(`arn:aws:iam::${owner}:role/im*`, "ArnLike"))), []);
  assert.deepEqual(causes(letIn({ AWS: gone })), []);
});

test("Names that only AWS can give can't be taken", () => {
  const reserved = `arn:aws:iam::${owner}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`;
  assert.deepEqual(causes(letIn({ AWS: owner }, named(reserved))), []);
});

test("The fix takes the name out, and the statement with it if no name is left", () => {
  const [one] = tryFixes(recreatablePrincipal, letIn({ AWS: owner }, named([alive, gone])));
  assert.equal(one?.verified, true);
  assert.match(one?.policy ?? "", /role\/trial/);
  const [all] = tryFixes(recreatablePrincipal, letIn({ AWS: sister }), letIn({ AWS: owner }, named(gone)));
  assert.equal(all?.verified, true);
});
