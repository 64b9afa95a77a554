import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, owner, sister, tryFixes, tryStatements } from "../../rule-trial.ts";
import { notPrincipal } from "./not-principal.ts";

const client = `arn:aws:iam::${owner}:role/client`;
const severities = (...statements: readonly object[]) =>
  tryStatements(notPrincipal, ...statements).map((draft) => draft.severity);

test("Allow with NotPrincipal lets everybody else in", () => {
  assert.deepEqual(severities({ Effect: "Allow", NotPrincipal: { AWS: sister }, Action: "sts:AssumeRole" }), [
    "critical",
  ]);
});

test("Deny with NotPrincipal does not spare the sessions of those that it names", () => {
  const deny = { Effect: "Deny", NotPrincipal: { AWS: [owner, client] }, Action: "sts:AssumeRole" };
  assert.deepEqual(severities(letIn({ AWS: sister }), deny), ["medium"]);
});

test("A Deny that spares principals by a condition is fine, whatever its Sid says", () => {
  const deny = {
    Sid: "NotPrincipal",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRole",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": client } },
  };
  assert.deepEqual(severities(letIn({ AWS: sister }), deny), []);
});

test("The fix spares named roles by a condition, and leaves other accounts to people", () => {
  const fix = (named: readonly string[]) => {
    const deny = { Effect: "Deny", NotPrincipal: { AWS: named }, Action: "sts:AssumeRole" };
    return tryFixes(notPrincipal, letIn({ AWS: owner }), deny)[0];
  };
  const spared = fix([`arn:aws:iam::${owner}:root`, client]);
  assert.equal(spared?.verified, true);
  assert.match(spared?.policy ?? "", /"ArnNotEquals"/);
  assert.equal(fix([sister, client])?.policy, null);
});

test("A Deny that spares users, who have no sessions to list, is low", () => {
  const deny = {
    Effect: "Deny",
    NotPrincipal: { AWS: [owner, `arn:aws:iam::${owner}:user/ada`] },
    Action: "sts:AssumeRole",
  };
  assert.deepEqual(severities(letIn({ AWS: owner }), deny), ["low"]);
});

test("The order of the names does not matter to the finding's id", () => {
  const cause = (...named: readonly string[]) =>
    tryStatements(notPrincipal, { Effect: "Deny", NotPrincipal: { AWS: named }, Action: "sts:AssumeRole" })[0]
      ?.cause;
  assert.equal(cause(owner, client), cause(client, owner));
});
