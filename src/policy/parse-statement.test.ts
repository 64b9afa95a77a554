import assert from "node:assert/strict";
import { test } from "node:test";
import { type PolicyDocument, parsePolicy, type Statement } from "./index.ts";

function parsed(text: string): PolicyDocument {
  const result = parsePolicy(text, { kind: "trust" });
  assert.ok(result.ok, "the text is a JSON object");
  return result.value;
}

function only(document: PolicyDocument): Statement {
  assert.equal(document.statements.length, 1);
  const [statement] = document.statements;
  assert.ok(statement);
  return statement;
}

type Case = {
  readonly what: string;
  readonly statement: string;
  readonly issue: string;
  readonly reading?: (statement: Statement) => void;
};

const allow = '"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"';
const deny = '"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"';

const rejected: readonly Case[] = [
  {
    what: "an unknown operator becomes a condition whose outcome is not known",
    statement: `{${allow},"Condition":{"StringMatches":{"sts:ExternalId":"x"}}}`,
    issue: "unknown-operator",
    reading: (statement) => assert.equal(statement.conditions[0]?.kind, "unknown"),
  },
  {
    what: "Null takes no IfExists",
    statement: `{${allow},"Condition":{"NullIfExists":{"sts:ExternalId":"true"}}}`,
    issue: "unknown-operator",
  },
  {
    what: "an Allow without Action is read as every action",
    statement: '{"Effect":"Allow","Principal":"*"}',
    issue: "missing-element",
    reading: (statement) => assert.equal(statement.action.patterns[0]?.text, "*"),
  },
  {
    what: "a Deny without Action is read as no action",
    statement: '{"Effect":"Deny","Principal":"*"}',
    issue: "missing-element",
    reading: (statement) => assert.equal(statement.action.patterns.length, 0),
  },
  {
    what: "an Allow without Principal in a trust policy is read as everybody",
    statement: '{"Effect":"Allow","Action":"sts:AssumeRole"}',
    issue: "missing-element",
    reading: (statement) => assert.equal(statement.principal?.entries[0]?.type, "*"),
  },
  {
    what: "a Deny with a broken Principal is read as nobody",
    statement: '{"Effect":"Deny","Principal":7,"Action":"sts:*"}',
    issue: "wrong-type",
    reading: (statement) => assert.deepEqual(statement.principal?.entries, []),
  },
  {
    what: "an unknown effect is read as Allow",
    statement: '{"Effect":"Permit","Principal":"*","Action":"sts:AssumeRole"}',
    issue: "unknown-effect",
    reading: (statement) => assert.equal(statement.effect, "Allow"),
  },
  {
    what: "a repeated Condition is not guessed at",
    statement: `{${allow},"Condition":{"StringEquals":{"a":"1"}},"Condition":{}}`,
    issue: "duplicate-key",
    reading: (statement) => assert.equal(statement.conditions[0]?.kind, "unknown"),
  },
  {
    what: "a repeated key under one operator is not guessed at",
    statement: `{${allow},"Condition":{"StringEquals":{"sts:ExternalId":"1","STS:externalid":"2"}}}`,
    issue: "duplicate-key",
  },
  { what: "an unknown element is named", statement: `{${allow},"Conditions":{}}`, issue: "unknown-element" },
  {
    what: "an element in another case is understood and named",
    statement: `{${allow},"condition":{}}`,
    issue: "element-case",
  },
  {
    what: "Resource does not belong in a trust policy",
    statement: `{${deny},"Resource":"*"}`,
    issue: "element-not-allowed",
  },
  {
    what: "Action and NotAction together are read as every action",
    statement: `{${allow},"NotAction":"sts:TagSession"}`,
    issue: "contradicting-elements",
    reading: (statement) => assert.equal(statement.action.patterns[0]?.text, "*"),
  },
  {
    what: "a condition value that is an object is not guessed at",
    statement: `{${allow},"Condition":{"StringEquals":{"a":{}}}}`,
    issue: "wrong-type",
  },
  {
    what: "of two effects the one that allows is kept",
    statement: `{${allow},"Effect":"Deny"}`,
    issue: "duplicate-key",
    reading: (statement) => assert.equal(statement.effect, "Allow"),
  },
  {
    what: "an effect in another case, or in a list, is read as what it says",
    statement: '{"Effect":"DENY","Effect":["Deny"],"Principal":"*","Action":"sts:*"}',
    issue: "unknown-effect",
    reading: (statement) => assert.equal(statement.effect, "Deny"),
  },
  {
    what: "of two Actions an Allow keeps all patterns",
    statement: '{"Effect":"Allow","Principal":"*","Action":["sts:a","sts:b"],"Action":["sts:b","sts:c"]}',
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(actionTexts(statement), ["sts:a", "sts:b", "sts:c"]),
  },
  {
    what: "of two Actions a Deny keeps the patterns of both",
    statement: '{"Effect":"Deny","Principal":"*","Action":["sts:a","sts:b"],"action":["sts:b","sts:c"]}',
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(actionTexts(statement), ["sts:b"]),
  },
  {
    what: "of two NotActions an Allow leaves out the patterns of both",
    statement:
      '{"Effect":"Allow","Principal":"*","NotAction":["sts:a","sts:b"],"NotAction":["sts:b","sts:c"]}',
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(actionTexts(statement), ["sts:b"]),
  },
  {
    what: "of two Principals an Allow keeps all",
    statement:
      '{"Effect":"Allow","Principal":{"AWS":"a"},"Principal":{"AWS":"b","Service":"a"},"Action":"sts:AssumeRole"}',
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["AWS a", "AWS b", "Service a"]),
  },
  {
    what: "of two Principals a Deny keeps those in both",
    statement:
      '{"Effect":"Deny","Principal":{"AWS":["a","b"]},"Principal":{"AWS":"b","Service":"a"},"Action":"sts:*"}',
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["AWS b"]),
  },
  {
    what: "a kind of principal that stands twice keeps both lists in an Allow",
    statement: '{"Effect":"Allow","Principal":{"AWS":"a","AWS":["b"]},"Action":"sts:AssumeRole"}',
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["AWS a", "AWS b"]),
  },
  {
    what: "a kind of principal in another case is read as that kind",
    statement: '{"Effect":"Allow","Principal":{"aws":"a"},"Action":"sts:AssumeRole"}',
    issue: "element-case",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["AWS a"]),
  },
  {
    what: "an unknown kind of principal may be anybody",
    statement: '{"Effect":"Allow","Principal":{"AWS":"a","Robot":"b"},"Action":"sts:AssumeRole"}',
    issue: "unknown-principal-type",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["* *"]),
  },
  {
    what: "a principal text other than the star may be anybody",
    statement: '{"Effect":"Allow","Principal":"123456789012","Action":"sts:AssumeRole"}',
    issue: "wrong-type",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["* *"]),
  },
  {
    what: "a number as principal is read as its text",
    statement: '{"Effect":"Allow","Principal":{"AWS":123456789012},"Action":"sts:AssumeRole"}',
    issue: "wrong-type",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["AWS 123456789012"]),
  },
  {
    what: "Principal and NotPrincipal together may be anybody",
    statement: `{${allow},"NotPrincipal":{"AWS":"a"}}`,
    issue: "contradicting-elements",
    reading: (statement) => assert.deepEqual(principalTexts(statement), ["* *"]),
  },
  {
    what: "NotPrincipal does not belong in a trust policy, and is read as written (IAM-SEMANTICS 17)",
    statement: '{"Effect":"Deny","NotPrincipal":{"AWS":"a"},"Action":"sts:AssumeRole"}',
    issue: "element-not-allowed",
    reading: (statement) => assert.equal(statement.principal?.negated, true),
  },
  {
    what: "an action that is no text makes an Allow one of every action",
    statement: '{"Effect":"Allow","Principal":"*","Action":["sts:AssumeRole",null]}',
    issue: "wrong-type",
    reading: (statement) => assert.deepEqual(actionTexts(statement), ["*"]),
  },
  {
    what: "Resource is left out of an Allow in a trust policy",
    statement: `{${allow},"Resource":"arn:aws:iam::123456789012:role/x"}`,
    issue: "element-not-allowed",
    reading: (statement) => assert.equal(statement.resource, null),
  },
  {
    what: "a Condition in another case may count or not",
    statement: `{${allow},"condition":{"StringEquals":{"sts:ExternalId":"x"}}}`,
    issue: "element-case",
    reading: (statement) => assert.deepEqual(conditionKinds(statement), ["unknown"]),
  },
  {
    what: "of an operator that stands twice neither surely counts",
    statement: `{${allow},"Condition":{"StringEquals":{"a":"1"},"Bool":{"b":"true"},"stringequals":{"c":"1"}}}`,
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(conditionKinds(statement), ["unknown", "test", "unknown"]),
  },
  {
    what: "of a key that stands twice under one operator neither surely counts",
    statement: `{${allow},"Condition":{"StringEquals":{"sts:ExternalId":"1","a":"2","STS:externalid":"3"}}}`,
    issue: "duplicate-key",
    reading: (statement) => assert.deepEqual(conditionKinds(statement), ["unknown", "test", "unknown"]),
  },
  {
    what: "a Condition that is a list is not guessed at",
    statement: `{${allow},"Condition":[{"StringEquals":{"a":"1"}}]}`,
    issue: "wrong-type",
    reading: (statement) => assert.deepEqual(conditionKinds(statement), ["unknown"]),
  },
  {
    what: "an operator without keys is not guessed at",
    statement: `{${allow},"Condition":{"StringEquals":"a"}}`,
    issue: "wrong-type",
    reading: (statement) => assert.deepEqual(conditionKinds(statement), ["unknown"]),
  },
  {
    what: "a Sid that is no text is named",
    statement: `{${allow},"Sid":1}`,
    issue: "wrong-type",
    reading: (statement) => assert.equal(statement.sid, null),
  },
];

function actionTexts(statement: Statement): readonly string[] {
  return statement.action.patterns.map((pattern) => pattern.text);
}

function principalTexts(statement: Statement): readonly string[] | undefined {
  return statement.principal?.entries.map(({ type, value }) => `${type} ${value}`);
}

function conditionKinds(statement: Statement): readonly string[] {
  return statement.conditions.map((condition) => condition.kind);
}

for (const { what, statement, issue, reading } of rejected) {
  test(`${what}, and the statement is kept as not exact`, () => {
    const document = parsed(`{"Version":"2012-10-17","Statement":[${statement}]}`);
    const kept = only(document);
    assert.equal(kept.exact, false);
    assert.ok(
      document.issues.some((found) => found.code === issue),
      `expected ${issue}, found ${document.issues.map((found) => found.code).join(", ")}`,
    );
    reading?.(kept);
  });
}
