import assert from "node:assert/strict";
import { test } from "node:test";
import { simulateCommand } from "./simulate-command.ts";

const request = {
  principal: "arn:aws:iam::111111111111:role/x",
  action: "sts:AssumeRole",
  resource: { arn: "arn:aws:iam::222222222222:role/y", account: "222222222222" },
  context: { "sts:ExternalId": "secret", "aws:PrincipalTag/team": ["a b", "c"] },
};

test("an example request as a command", () => {
  assert.equal(
    simulateCommand(request, "org.alens", false),
    "accesslens simulate --snapshot org.alens --principal arn:aws:iam::111111111111:role/x --action sts:AssumeRole --resource arn:aws:iam::222222222222:role/y --context sts:ExternalId=secret --context 'aws:PrincipalTag/team=a b' --context aws:PrincipalTag/team=c",
  );
});

test("an external ID that is masked is the reader's to fill in", () => {
  const command = simulateCommand(request, "org.alens", true);
  assert.match(command, / --context sts:ExternalId=EXTERNAL-ID /);
  assert.doesNotMatch(command, /secret/);
});

test("where the ARN does not tell whose the resource is, the account is said", () => {
  const resource = { arn: "arn:aws:s3:::ledger", account: "222222222222" };
  const command = simulateCommand({ ...request, resource }, "org.alens", true);
  assert.match(command, / --resource arn:aws:s3:::ledger --resource-account 222222222222 /);
});

test("a provider is named as such, and hostile values stay values", () => {
  const federated = "arn:aws:iam::111111111111:saml-provider/x; touch y";
  const command = simulateCommand(
    { ...request, principal: { federated }, context: { "a:b": "$(id)'" } },
    "-x",
    false,
  );
  assert.match(command, / --principal 'arn:aws:iam::111111111111:saml-provider\/x; touch y' /);
  assert.ok(command.startsWith("accesslens simulate --snapshot=-x "));
  assert.ok(command.endsWith(` --context 'a:b=$(id)'\\'''`), command);
});
