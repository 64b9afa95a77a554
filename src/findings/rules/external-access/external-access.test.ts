import assert from "node:assert/strict";
import { test } from "node:test";
import {
  letIn,
  organizationId,
  owner,
  sister,
  stranger,
  tryRule,
  tryStatements,
  vendor,
} from "../../rule-trial.ts";
import { externalAccess } from "./external-access.ts";

const good = { Condition: { StringEquals: { "sts:ExternalId": "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60" } } };
const severitiesOf = (...statements: readonly object[]) =>
  tryStatements(externalAccess, ...statements).map((draft) => draft.severity);

test("A role that any AWS account can assume is critical", () => {
  assert.deepEqual(severitiesOf(letIn({ AWS: "*" })), ["critical"]);
});

test("An external id does not make trust in any AWS account less critical", () => {
  assert.deepEqual(severitiesOf(letIn({ AWS: "*" }, good)), ["critical"]);
});

test("An unknown account is high without an external id and medium with one", () => {
  assert.deepEqual(severitiesOf(letIn({ AWS: stranger })), ["high"]);
  assert.deepEqual(severitiesOf(letIn({ AWS: stranger }, good)), ["medium"]);
});

test("A known vendor is medium without an external id and low with one", () => {
  assert.deepEqual(severitiesOf(letIn({ AWS: vendor })), ["medium"]);
  assert.deepEqual(severitiesOf(letIn({ AWS: vendor }, good)), ["low"]);
});

test("An administrator role is judged one step worse, and the reason is told", () => {
  const [draft] = tryRule(externalAccess, [
    { trust: [letIn({ AWS: stranger }, good)], attached: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
  ]);
  assert.equal(draft?.severity, "high");
  assert.match(draft?.reasons.join(" ") ?? "", /AdministratorAccess is attached/);
});

test("Several principals of one outside account are one finding, and two accounts are two", () => {
  const drafts = tryStatements(
    externalAccess,
    letIn({ AWS: [`arn:aws:iam::${stranger}:role/A`, `arn:aws:iam::${stranger}:role/B`, "888888888888"] }),
  );
  assert.deepEqual(drafts.map((draft) => draft.grants.length).sort(), [1, 2]);
});

test("Our own accounts, our organization and services are not outsiders", () => {
  const bound = { Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } } };
  assert.deepEqual(severitiesOf(letIn({ AWS: sister })), []);
  assert.deepEqual(severitiesOf(letIn({ AWS: owner })), []);
  assert.deepEqual(severitiesOf(letIn({ AWS: "*" }, bound)), []);
  const caseless = {
    Condition: { StringEqualsIgnoreCase: { "aws:PrincipalOrgID": organizationId.toUpperCase() } },
  };
  assert.deepEqual(severitiesOf(letIn({ AWS: "*" }, caseless)), []);
  assert.deepEqual(severitiesOf(letIn({ Service: "ec2.amazonaws.com" })), []);
});

test("Anybody whose ARN must lie in an account of ours is no outsider, however the ARN is compared", () => {
  const named = { StringEqualsIgnoreCase: { "aws:PrincipalArn": `ARN:aws:iam::${sister}:role/Deployer` } };
  assert.deepEqual(severitiesOf(letIn({ AWS: "*" }, { Condition: named })), []);
  const foreign = {
    StringEqualsIgnoreCase: { "aws:PrincipalArn": `arn:aws:iam::${stranger}:role/Deployer` },
  };
  assert.equal(severitiesOf(letIn({ AWS: "*" }, { Condition: foreign })).length, 1);
});

test("Another organization is an outsider", () => {
  const bound = { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-zzzzzzzzzz" } } };
  assert.deepEqual(severitiesOf(letIn({ AWS: "*" }, bound)), ["high"]);
});

test("Identity Center's own provider is not an outsider", () => {
  const saml = (name: string) => ({
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:saml-provider/${name}` },
    Action: "sts:AssumeRoleWithSAML",
    Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
  });
  assert.deepEqual(severitiesOf(saml("AWSSSO_0123456789abcdef_DO_NOT_DELETE")), []);
  assert.deepEqual(severitiesOf(saml("Partner")), ["info"]);
});
