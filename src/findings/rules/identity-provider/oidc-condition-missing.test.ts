import assert from "node:assert/strict";
import { test } from "node:test";
import { owner, tryFixes, tryRule, tryStatements } from "../../rule-trial.ts";
import { oidcConditionMissing } from "./oidc-condition-missing.ts";

const gitHub = "token.actions.githubusercontent.com";
const own = "repo:acme/shop:ref:refs/heads/main";

function tokens(issuer: string, condition?: object): object {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
const causes = (issuer: string, condition?: object) =>
  tryStatements(oidcConditionMissing, tokens(issuer, condition)).map(
    ({ cause, severity }) => `${cause} ${severity}`,
  );

test("GitHub without any condition lacks subject and audience, and the first is critical", () => {
  assert.deepEqual(causes(gitHub), [`subject ${gitHub} critical`, `audience ${gitHub} low`]);
});

test("GitHub with an audience alone is open to every repository", () => {
  assert.deepEqual(causes(gitHub, { StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" } }), [
    `subject ${gitHub} critical`,
  ]);
});

test("A subject that is only asked for if it exists, or for all of its values, is not asked for", () => {
  const aud = { StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" } };
  for (const operator of ["StringLikeIfExists", "ForAllValues:StringLike"]) {
    const found = causes(gitHub, { ...aud, [operator]: { [`${gitHub}:repository_owner_id`]: "1234" } });
    assert.deepEqual(found, [`subject ${gitHub} critical`], operator);
  }
});

test("An audience of nothing but a wildcard is none", () => {
  const found = causes(gitHub, { StringLike: { [`${gitHub}:aud`]: "*", [`${gitHub}:sub`]: own } });
  assert.deepEqual(found, [`audience ${gitHub} low`]);
});

test("Audience and subject together are enough, whatever the case of the keys", () => {
  assert.deepEqual(
    causes(gitHub, {
      StringEquals: { [`${gitHub.toUpperCase()}:AUD`]: "sts.amazonaws.com", [`${gitHub}:sub`]: own },
    }),
    [],
  );
});

test("A workflow or a repository's id is as good as a subject", () => {
  const claims = { [`${gitHub}:aud`]: "sts.amazonaws.com", [`${gitHub}:repository_id`]: "42" };
  assert.deepEqual(causes(gitHub, { StringEquals: claims }), []);
});

test("Tokens of an EKS cluster without a subject are medium: it is our own cluster", () => {
  const cluster = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
  assert.deepEqual(causes(cluster, { StringEquals: { [`${cluster}:aud`]: "sts.amazonaws.com" } }), [
    `subject ${cluster} medium`,
  ]);
});

test("At Google and Vercel the audience says whose app it is", () => {
  const google = {
    Effect: "Allow",
    Principal: { Federated: "accounts.google.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { "accounts.google.com:aud": "66677788899900pro0" } },
  };
  assert.deepEqual(tryStatements(oidcConditionMissing, google), []);
  const vercel = "oidc.vercel.com/acme";
  assert.deepEqual(causes(vercel, { StringEquals: { [`${vercel}:aud`]: "https://vercel.com/acme" } }), []);
});

test("Without permissions it is low", () => {
  const drafts = tryRule(oidcConditionMissing, [{ trust: [tokens(gitHub)], attached: [] }]);
  assert.deepEqual(
    drafts.map(({ severity }) => severity),
    ["low", "low"],
  );
});

test("Every issuer of which AWS says that many customers share it is open without its claim", () => {
  for (const host of [
    "vstoken.actions.githubusercontent.com",
    "oidc-configuration.audit-log.githubusercontent.com",
    "oidc.codefresh.io",
    "studio.datachain.ai/api",
    "scalr.io",
    "tokens.cloud.shisho.dev",
    "proidc.upbound.io",
  ]) {
    const drafts = tryStatements(oidcConditionMissing, {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/${host}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" } },
    });
    assert.deepEqual(
      drafts.map(({ severity }) => severity),
      ["critical"],
      host,
    );
  }
});

test("The fix asks one provider's tokens, and leaves the statement's other provider as it is", () => {
  const provider = (host: string) => `arn:aws:iam::${owner}:oidc-provider/${host}`;
  const [fix] = tryFixes(oidcConditionMissing, {
    Effect: "Allow",
    Principal: { Federated: [provider("token.actions.githubusercontent.com"), provider("gitlab.com")] },
    Action: "sts:AssumeRoleWithWebIdentity",
  });
  assert.equal(fix?.verified, true);
  const { Statement } = JSON.parse(fix?.policy ?? "{}");
  assert.deepEqual(Statement[0].Principal, { Federated: provider("gitlab.com") });
  assert.equal(Statement[0].Condition, undefined);
});

test("An actor at GitHub binds nobody: a pull request makes one the actor of somebody else's workflow", () => {
  const drafts = tryStatements(oidcConditionMissing, {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/${gitHub}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com", [`${gitHub}:actor_id`]: "583231" } },
  });
  assert.deepEqual(
    drafts.map(({ severity }) => severity),
    ["critical"],
  );
});

test("A pattern for the audience binds nobody where the audience tells whose tokens they are", () => {
  const google = (aud: string) =>
    tryStatements(oidcConditionMissing, {
      Effect: "Allow",
      Principal: { Federated: "accounts.google.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringLike: { "accounts.google.com:aud": aud } },
    }).map(({ severity, cause }) => `${severity} ${cause}`);
  assert.deepEqual(google("66677788899900.apps.googleusercontent.com"), []);
  assert.deepEqual(google("*.apps.googleusercontent.com"), [
    "critical subject accounts.google.com",
    "low audience accounts.google.com",
  ]);
});
