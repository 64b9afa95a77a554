import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyIntent, type Intent } from "../../intent.ts";
import {
  letIn,
  organizationId,
  owner,
  sister,
  stranger,
  tryFixes,
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

test("An external ID does not make trust in any AWS account less critical", () => {
  assert.deepEqual(severitiesOf(letIn({ AWS: "*" }, good)), ["critical"]);
});

test("An unknown account is high without an external ID and medium with one", () => {
  assert.deepEqual(severitiesOf(letIn({ AWS: stranger })), ["high"]);
  assert.deepEqual(severitiesOf(letIn({ AWS: stranger }, good)), ["medium"]);
});

test("A known vendor is medium without an external ID and low with one", () => {
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

const asking = (principal: string, condition: object, intent = emptyIntent) =>
  tryRule(externalAccess, [{ trust: [letIn({ AWS: principal }, { Condition: condition })] }], intent).map(
    ({ severity }) => severity,
  );

test("Addresses that everybody has are no network", () => {
  const from = (block: string | readonly string[]) => asking("*", { IpAddress: { "aws:SourceIp": block } });
  assert.deepEqual(from("203.0.113.0/24"), ["high"]);
  assert.deepEqual(from("0.0.0.0/0"), ["critical"]);
  assert.deepEqual(from(["0.0.0.0/1", "128.0.0.0/1"]), ["critical"]);
});

test("A principal's unique id is not any account", () => {
  assert.deepEqual(asking("*", { StringLike: { "aws:userid": "AROAEXAMPLEEXAMPLE123:*" } }), ["high"]);
  assert.deepEqual(asking("*", { StringLike: { "aws:userid": "*:deployer" } }), ["critical"]);
});

test("An outside account's principals of another organization of ours are ours", () => {
  const bound = { StringEquals: { "aws:PrincipalOrgID": "o-otherorg123" } };
  assert.deepEqual(asking(stranger, bound), ["high"]);
  assert.deepEqual(asking(stranger, bound, { ...emptyIntent, organizations: ["o-otherorg123"] }), []);
});

test("Trust whose time is over lets nobody in", () => {
  const until = (date: string) => ({ DateLessThan: { "aws:CurrentTime": date } });
  assert.deepEqual(asking(stranger, until("2025-12-31T00:00:00Z")), []);
  assert.deepEqual(asking(stranger, until("2026-06-30T00:00:00Z")), ["high"]);
});

test("Subjects of an identity provider are told by tenant, the narrower the less it weighs", () => {
  const gitHub = "token.actions.githubusercontent.com";
  const told = (claims: object, attached: readonly string[] = []) =>
    tryRule(externalAccess, [
      {
        attached: ["arn:aws:iam::aws:policy/ReadOnlyAccess", ...attached],
        trust: [
          {
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/${gitHub}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringLike: claims },
          },
        ],
      },
    ]).map(({ severity, title }) => `${severity} ${title}`);
  const sub = (pattern: string) => ({ [`${gitHub}:sub`]: pattern });
  assert.deepEqual(told(sub("repo:acme/shop:*")), [
    'info GitHub Actions: subject "repo:acme/shop:*" can assume the role',
  ]);
  assert.deepEqual(told(sub("repo:acme/shop:*"), ["arn:aws:iam::aws:policy/AdministratorAccess"]), [
    'low GitHub Actions: subject "repo:acme/shop:*" can assume the role',
  ]);
  assert.deepEqual(told(sub("repo:acme/*")), [
    'low GitHub Actions: subject "repo:acme/*" can assume the role',
  ]);
  assert.deepEqual(told(sub("repo:*")), ['high GitHub Actions: subject "repo:*" can assume the role']);
  assert.deepEqual(told({ [`${gitHub}:aud`]: "sts.amazonaws.com" }), [
    "high Any subject of GitHub Actions can assume the role",
  ]);
  assert.deepEqual(told({ [`${gitHub}:job_workflow_ref`]: "acme/ci/.github/workflows/deploy.yml@*" }), [
    'info GitHub Actions: job_workflow_ref "acme/ci/.github/workflows/deploy.yml@*" can assume the role',
  ]);
  assert.deepEqual(told({ [`${gitHub}:repository_owner_id`]: "12345" }), [
    'low GitHub Actions: repository_owner_id "12345" can assume the role',
  ]);
});

test("The fix for any account asks for our organization instead of shutting everybody out", () => {
  const [fix] = tryFixes(externalAccess, letIn({ AWS: ["*", sister] }));
  assert.equal(fix?.verified, true);
  assert.deepEqual(JSON.parse(fix?.policy ?? "{}").Statement[0].Condition, {
    StringEquals: { "aws:PrincipalOrgID": organizationId },
  });
});

test("A finding keeps its id when intent gives the account a name or approves it", () => {
  const causes = (intent: Intent) =>
    tryRule(externalAccess, [{ trust: [letIn({ AWS: [stranger, vendor] })] }], intent).map(
      ({ cause }) => cause,
    );
  const before = causes(emptyIntent);
  assert.deepEqual(before, [`account:${stranger}`, "vendor:Datadog"]);
  const approved = { name: "Our auditors", owner: "grc", roles: [], until: null };
  assert.deepEqual(
    causes({
      ...emptyIntent,
      vendors: [
        { ...approved, accounts: [stranger] },
        { ...approved, name: "DD", accounts: [vendor] },
      ],
    }),
    before,
  );
});

test("A Cognito role that does not ask for its own pool's whole id is open to anyone's pool", () => {
  const cognito = "cognito-identity.amazonaws.com";
  const severity = (aud: string) =>
    tryStatements(externalAccess, {
      Effect: "Allow",
      Principal: { Federated: cognito },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringLike: { [`${cognito}:aud`]: aud } },
    })[0]?.severity;
  assert.equal(severity("eu-west-1:*"), "high");
  assert.equal(severity("eu-west-1:3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60"), "low");
});

test("Tokens of any identity provider at all weigh more than a certain one's", () => {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: "*" },
    Action: "sts:AssumeRoleWithWebIdentity",
  };
  assert.deepEqual(
    tryStatements(externalAccess, statement).map(({ severity, title }) => `${severity} ${title}`),
    ["high Any subject of any identity provider can assume the role"],
  );
});
