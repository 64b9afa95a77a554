import assert from "node:assert/strict";
import { test } from "node:test";
import { owner, tryFixes, tryRule, tryStatements } from "../../rule-trial.ts";
import { oidcSubjectBroad } from "./oidc-subject-broad.ts";

const gitHub = "token.actions.githubusercontent.com";
const cluster = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";

function tokens(issuer: string, sub: string | readonly string[], more: object = {}): object {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", ...more },
      StringLike: { [`${issuer}:sub`]: sub },
    },
  };
}
const severities = (...statements: readonly object[]) =>
  tryStatements(oidcSubjectBroad, ...statements).map(({ severity }) => severity);

test("Patterns that fit every owner of GitHub are critical", () => {
  for (const sub of ["*", "repo:*", "repo:*/*", "r*", "repo:*:ref:refs/heads/main"])
    assert.deepEqual(severities(tokens(gitHub, sub)), ["critical"], sub);
});

test("Patterns that fit owners whose names begin alike are high", () => {
  for (const sub of [
    "repo:acme*",
    "repo:acme*/*",
    "repo:acme*/shop:*",
    "repo:acme?/shop:*",
    "repo:ac*e/shop:*",
  ])
    assert.deepEqual(severities(tokens(gitHub, sub)), ["high"], sub);
});

test("The widest of several alternatives counts", () => {
  const subjects = ["repo:acme/shop:ref:refs/heads/main", "repo:*/shop:*"];
  assert.deepEqual(severities(tokens(gitHub, subjects)), ["critical"]);
});

test("One owner's repositories, in the classic and in the immutable form, are fine", () => {
  for (const sub of [
    "repo:acme/*",
    "repo:acme/shop:*",
    "repo:acme/shop:ref:refs/tags/v*",
    "repo:acme@12345/*",
    "repo:acme@12345/shop@678:environment:production",
    "repo:acme@*/shop@*:environment:production",
  ])
    assert.deepEqual(severities(tokens(gitHub, sub)), [], sub);
});

test("A pattern that breaks off within an owner's id is low", () => {
  assert.deepEqual(severities(tokens(gitHub, "repo:acme@12*/shop@678:*")), ["low"]);
});

test("An owner's id in another claim binds, whatever the subject", () => {
  const bound = { [`${gitHub}:repository_owner_id`]: "12345" };
  assert.deepEqual(severities(tokens(gitHub, "repo:*:environment:production", bound)), []);
});

test("Every subject but one is critical", () => {
  const negated = {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/${gitHub}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringNotEquals: { [`${gitHub}:sub`]: "repo:acme/playground:ref:refs/heads/main" } },
  };
  assert.deepEqual(severities(negated), ["critical"]);
});

test("A Deny of all other subjects narrows the pattern", () => {
  const rest = {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringNotLike: { [`${gitHub}:sub`]: "repo:acme/shop:*" } },
  };
  assert.deepEqual(severities(tokens(gitHub, "repo:*"), { ...rest, Principal: { Federated: "*" } }), []);
});

const exactly = (sub: string) => ({
  ...tokens(gitHub, "x"),
  Condition: { StringEquals: { [`${gitHub}:sub`]: sub } },
});

test("A pattern under StringEquals lets nobody in, so it is not broad", () => {
  assert.deepEqual(severities(exactly("repo:acme*")), []);
});

test("An exact subject without its owner is everybody's: GitHub lets each choose what subjects are made of", () => {
  assert.deepEqual(severities(exactly("environment:production")), ["critical"]);
  assert.deepEqual(severities(exactly("repository_owner_id:12345:environment:production")), []);
});

test("GitLab, Terraform Cloud and Buildkite are judged by their own forms", () => {
  assert.deepEqual(severities(tokens("gitlab.com", "project_path:acme*:ref_type:branch:ref:main")), ["high"]);
  assert.deepEqual(severities(tokens("gitlab.com", "project_path:acme/*:ref_type:branch:ref:main")), []);
  assert.deepEqual(severities(tokens("app.terraform.io", "organization:*:project:*")), ["critical"]);
  assert.deepEqual(severities(tokens("app.terraform.io", "organization:acme:project:Web:*")), []);
  assert.deepEqual(severities(tokens("agent.buildkite.com", "organization:acme*")), ["high"]);
  assert.deepEqual(severities(tokens("agent.buildkite.com", "organization:acme:pipeline:site:*")), []);
});

test("Any service account of a cluster is medium, and a namespace or one account is fine", () => {
  assert.deepEqual(severities(tokens(cluster, "system:serviceaccount:*:*")), ["medium"]);
  assert.deepEqual(severities(tokens(cluster, "system:serviceaccount:payments:*")), []);
  assert.deepEqual(severities(tokens(cluster, "system:serviceaccount:payments:api")), []);
});

test("Powerful roles are told of any repository and of any branch too", () => {
  const administrator = ["arn:aws:iam::aws:policy/AdministratorAccess"];
  const of = (sub: string) =>
    tryRule(oidcSubjectBroad, [{ trust: [tokens(gitHub, sub)], attached: administrator }]).map(
      ({ severity }) => severity,
    );
  assert.deepEqual(of("repo:acme/*"), ["medium"]);
  assert.deepEqual(of("repo:acme/shop:*"), ["medium"]);
  assert.deepEqual(of("repo:acme/shop:ref:refs/heads/main"), []);
  assert.deepEqual(of("repo:acme*"), ["critical"]);
});

test("A claim's name that no issuer writes so is nobody's subject", () => {
  for (const sub of ["REPO:ACME/*", "acme/shop", "Repo:*"])
    assert.deepEqual(severities(tokens(gitHub, sub)), [], sub);
});

test("For powerful roles, pull requests and all branches are as much as the repository", () => {
  const attached = ["arn:aws:iam::aws:policy/AdministratorAccess"];
  const told = (sub: string) =>
    tryRule(oidcSubjectBroad, [{ trust: [tokens(gitHub, sub)], attached }]).map(({ severity }) => severity);
  assert.deepEqual(told("repo:acme/shop:pull_request"), ["medium"]);
  assert.deepEqual(told("repo:acme/shop:ref:refs/heads/*"), ["medium"]);
  assert.deepEqual(told("repo:acme@1/shop@2:ref:refs/*"), ["medium"]);
  assert.deepEqual(told("repo:acme/shop:ref:refs/tags/v*"), []);
  assert.deepEqual(told("repo:acme/shop:environment:production"), []);
});

test("At a company's own GitHub, GitLab or Terraform, an owner suffices, and everything is medium", () => {
  const server = "github.acme.example/_services/token";
  assert.deepEqual(severities(tokens(server, "repo:*")), ["medium"]);
  assert.deepEqual(severities(tokens(server, "repo:acme/*")), []);
  assert.deepEqual(severities(tokens("gitlab.acme.example", "project_path:*")), ["medium"]);
  assert.deepEqual(severities(tokens("gitlab.acme.example", "project_path:platform/*")), []);
  assert.deepEqual(severities(tokens("git.acme.example", "project_path:*:ref_type:branch:ref:main")), [
    "medium",
  ]);
  assert.deepEqual(severities(tokens("tfe.acme.example", "organization:*:project:web:*")), ["medium"]);
  assert.deepEqual(severities(tokens("tfe.acme.example", "organization:acme:project:web:*")), []);
  assert.deepEqual(severities(tokens("oidc.codefresh.io", "account:*")), ["critical"]);
  assert.deepEqual(severities(tokens("oidc.codefresh.io", "account:5f30ebd30312313ae7f17948:*")), []);
});

test("The fix spells the owner out up to its end, and keeps the other conditions", () => {
  const subjectOf = (sub: string) => {
    const [fix] = tryFixes(oidcSubjectBroad, tokens(gitHub, sub));
    assert.equal(fix?.verified, true);
    const { Condition } = JSON.parse(fix?.policy ?? "{}").Statement[0];
    assert.equal(Condition.StringEquals[`${gitHub}:aud`], "sts.amazonaws.com");
    return Condition.StringEquals[`${gitHub}:sub`];
  };
  assert.equal(subjectOf("repo:acme*/*"), "repo:acme/REPOSITORY:ref:refs/heads/main");
  assert.equal(subjectOf("repo:*"), "repo:OWNER/REPOSITORY:ref:refs/heads/main");
});

test("The fix leaves the good subjects of a list", () => {
  const main = "repo:acme/shop:ref:refs/heads/main";
  const [fix] = tryFixes(oidcSubjectBroad, tokens(gitHub, [main, "repo:*/shop:*"]));
  assert.equal(fix?.verified, true);
  assert.deepEqual(JSON.parse(fix?.policy ?? "{}").Statement[0].Condition.StringEquals[`${gitHub}:sub`], [
    main,
    "repo:OWNER/REPOSITORY:ref:refs/heads/main",
  ]);
});
