import assert from "node:assert/strict";
import { test } from "node:test";
import { owner, sister, tryFixes, tryRule, tryStatements } from "../../rule-trial.ts";
import { samlAudienceMissing } from "./saml-audience-missing.ts";

const signIn = "https://signin.aws.amazon.com/saml";
function saml(condition?: object): object {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:saml-provider/Okta` },
    Action: "sts:AssumeRoleWithSAML",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
const count = (condition?: object) => tryStatements(samlAudienceMissing, saml(condition)).length;

test("A SAML provider without a condition on the audience is reported", () => {
  assert.equal(count(), 1);
  assert.equal(count({ StringEquals: { "saml:iss": "https://idp.example" } }), 1);
  assert.equal(count({ StringLike: { "saml:aud": "*" } }), 1);
  assert.equal(count({ StringNotEquals: { "saml:aud": "https://elsewhere.example" } }), 1);
});

test("AWS's sign-in address is an audience, also with a region in a pattern, and in any case of the key", () => {
  assert.equal(count({ StringEquals: { "SAML:aud": signIn } }), 0);
  assert.equal(
    count({ StringEquals: { "saml:AUD": [signIn, "https://eu-west-1.signin.aws.amazon.com/saml"] } }),
    0,
  );
  assert.equal(count({ StringLike: { "SAML:aud": "https://*.signin.aws.amazon.com/saml" } }), 0);
});

test("It is high for an administrator and low for a role without permissions", () => {
  const severity = (attached: readonly string[]) =>
    tryRule(samlAudienceMissing, [{ trust: [saml()], attached }])[0]?.severity;
  assert.equal(severity(["arn:aws:iam::aws:policy/AdministratorAccess"]), "high");
  assert.equal(severity([]), "low");
});

test("Roles of Identity Center are AWS's own to write", () => {
  const role = { trust: [saml()], name: "AWSReservedSSO_Reader_0123456789abcdef" };
  assert.deepEqual(
    tryRule(samlAudienceMissing, [{ ...role, path: "/aws-reserved/sso.amazonaws.com/eu-west-1/" }]),
    [],
  );
  assert.equal(tryRule(samlAudienceMissing, [role]).length, 1);
});

test("The fix asks the provider's people alone", () => {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:saml-provider/Okta`, AWS: sister },
    Action: ["sts:AssumeRoleWithSAML", "sts:AssumeRole"],
  };
  const [fix] = tryFixes(samlAudienceMissing, statement);
  assert.equal(fix?.verified, true);
  const { Statement } = JSON.parse(fix?.policy ?? "{}");
  assert.deepEqual(Statement[0].Principal, { AWS: sister });
  assert.equal(Statement[0].Condition, undefined);
});
