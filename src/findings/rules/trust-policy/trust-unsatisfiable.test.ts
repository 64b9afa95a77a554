import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, owner, sister, stranger, tryStatements } from "../../rule-trial.ts";
import { trustUnsatisfiable } from "./trust-unsatisfiable.ts";

const bound = (id: string) => ({ Condition: { StringEquals: { "aws:PrincipalOrgID": id } } });
const count = (...statements: readonly object[]) => tryStatements(trustUnsatisfiable, ...statements).length;

test("A vendor that must belong to our organization can never come in", () => {
  const [draft, ...more] = tryStatements(trustUnsatisfiable, letIn({ AWS: stranger }, bound(organizationId)));
  assert.equal(draft?.severity, "medium");
  assert.equal(more.length, 0);
});

test("A principal of another partition can never come in", () => {
  assert.equal(count(letIn({ AWS: `arn:aws-cn:iam::${stranger}:root` })), 1);
});

test("A statement that another one denies wholly lets nobody in", () => {
  const deny = { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  assert.equal(count(letIn({ AWS: sister }), deny), 1);
});

test("Our own account bound to our organization can come in", () => {
  assert.equal(count(letIn({ AWS: sister }, bound(organizationId))), 0);
});

const titles = (...statements: readonly object[]) =>
  tryStatements(trustUnsatisfiable, ...statements).map(({ severity, title }) => `${severity} ${title}`);
const external = (operator: string, value: string) =>
  titles(letIn({ AWS: stranger }, { Condition: { [operator]: { "sts:ExternalId": value } } }));

test("An external ID that STS does not take can never be brought", () => {
  for (const value of ["", "x", "   ", " 3f2b8c1e9d47", "schlüssel-3f2b8c1e", "acme*", "*"])
    assert.match(external("StringEquals", value)[0] ?? "", /^medium .*999999999999 can never match/, value);
  assert.match(external("StringLike", "acme *")[0] ?? "", /can never match/);
});

test("What STS takes, a pattern and a variable are left to other rules", () => {
  for (const value of ["xy", "acme_3f2b:8c/1e", "a=b+c,d.e@f-g", "${aws:PrincipalTag/id}"])
    assert.deepEqual(external("StringEquals", value), [], value);
  for (const value of ["*", "acme-*", "?"]) assert.deepEqual(external("StringLike", value), [], value);
});

test("A subject with wildcards under StringEquals is nobody's", () => {
  const gitHub = "token.actions.githubusercontent.com";
  const subject = (operator: string, value: string) =>
    titles({
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/${gitHub}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { [operator]: { [`${gitHub}:sub`]: value } },
    });
  assert.match(subject("StringEquals", "repo:acme/shop:*")[0] ?? "", /^medium .*can never match/);
  assert.deepEqual(subject("StringLike", "repo:acme/shop:*"), []);
  assert.deepEqual(subject("StringEquals", "repo:acme/shop:ref:refs/heads/main"), []);
});

test("Trust whose time is over is told, and trust that still runs is not", () => {
  const until = (operator: string, key: string, value: string) =>
    titles(letIn({ AWS: stranger }, { Condition: { [operator]: { [key]: value } } }));
  assert.deepEqual(until("DateLessThan", "aws:CurrentTime", "2025-06-30T00:00:00Z"), [
    "low The trust in account 999999999999 has ended",
  ]);
  assert.equal(until("DateLessThanEquals", "aws:EpochTime", "1700000000").length, 1);
  assert.deepEqual(until("DateLessThan", "aws:CurrentTime", "2026-06-30T00:00:00Z"), []);
  assert.deepEqual(until("DateGreaterThan", "aws:CurrentTime", "2025-06-30T00:00:00Z"), []);
});

test("A dead end keeps its id when its Sid and the order of its values change", () => {
  const cause = (sid: string, ...values: readonly string[]) =>
    tryStatements(trustUnsatisfiable, {
      Sid: sid,
      Effect: "Allow",
      Principal: { AWS: [stranger, "888888888888"] },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": values } },
    }).map((draft) => draft.cause);
  assert.deepEqual(cause("A", organizationId, "o-zzzzzzzzzz"), cause("B", "o-zzzzzzzzzz", organizationId));
});
