import assert from "node:assert/strict";
import { test } from "node:test";
import type { PolicyDocument, PolicyKind, Statement } from "./ast.ts";
import { parsePolicy } from "./parse.ts";

function parsed(text: string, kind: PolicyKind = "trust"): PolicyDocument {
  const result = parsePolicy(text, { kind });
  assert.ok(result.ok, "the text is a JSON object");
  return result.value;
}

function only(document: PolicyDocument): Statement {
  assert.equal(document.statements.length, 1);
  const [statement] = document.statements;
  assert.ok(statement);
  return statement;
}

const wellFormed = `{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "Hub",
    "Action": ["sts:AssumeRole", "sts:TagSession"],
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::123456789012:root", "Service": ["ec2.amazonaws.com"] },
    "Condition": { "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": ["o-a/*", "o-b/*"] }, "Bool": { "aws:MultiFactorAuthPresent": true } }
  }
}`;

test("a single statement, elements in any order and single values are read as written", () => {
  const statement = only(parsed(wellFormed));
  assert.equal(statement.sid, "Hub");
  assert.deepEqual(
    statement.action.patterns.map((pattern) => pattern.text),
    ["sts:AssumeRole", "sts:TagSession"],
  );
  assert.deepEqual(
    statement.principal?.entries.map(({ type, value }) => [type, value]),
    [
      ["AWS", "arn:aws:iam::123456789012:root"],
      ["Service", "ec2.amazonaws.com"],
    ],
  );
  assert.equal(statement.exact, true);
});

test("condition operators are taken apart, and booleans count as their text", () => {
  const [paths, mfa] = only(parsed(wellFormed)).conditions;
  assert.ok(paths?.kind === "test" && mfa?.kind === "test");
  assert.deepEqual([paths.quantifier, paths.operator, paths.ifExists], ["ForAnyValue", "StringLike", true]);
  assert.deepEqual([mfa.operator, mfa.values.map((value) => value.text)], ["Bool", ["true"]]);
});

test("ranges lead back to the text", () => {
  const statement = only(parsed(wellFormed));
  assert.equal(wellFormed.slice(statement.range.start, statement.range.end).startsWith('{\n    "Sid"'), true);
  const entry = statement.principal?.entries[1];
  assert.ok(entry);
  assert.equal(wellFormed.slice(entry.range.start, entry.range.end), '"ec2.amazonaws.com"');
});

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
];

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

test("an identity policy has Resource and no Principal", () => {
  const document = parsed(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}',
    "identity",
  );
  assert.deepEqual(document.issues, []);
  assert.equal(only(document).principal, null);
});

test("an absent Version is that of 2008, and another one makes every statement not exact", () => {
  assert.equal(parsed(`{"Statement":[{${allow}}]}`).version, "2008-10-17");
  assert.equal(only(parsed(`{"Version":"2020-01-01","Statement":[{${allow}}]}`)).exact, false);
});

test("text that is no JSON object is an error with place and advice", () => {
  for (const [text, offset] of [
    ['{"Statement": [', 15],
    ["[]", 0],
    ['{"a": 1,}', 8],
    ['{"a": "b', 6],
    ["", 0],
    ['{"a" 1}', 5],
    ['{"a": 1} x', 9],
  ] as const) {
    const result = parsePolicy(text, { kind: "trust" });
    assert.ok(!result.ok, text);
    assert.equal(result.error.offset, offset, text);
    assert.notEqual(result.error.advice, "");
  }
});

test("a text nested a million levels deep is refused, not a stack overflow", () => {
  const result = parsePolicy(`{"Statement":${"[".repeat(1_000_000)}`, { kind: "trust" });
  assert.ok(!result.ok);
  assert.match(result.error.message, /levels deep/);
});

test("mutated policies neither crash the parser nor lead outside the text", () => {
  // A fixed sequence, so that a failure can be repeated: Park and Miller's generator.
  let state = 20_261_124;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const pieces = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\u00",
    "null",
    "-1e9",
    "\u0000",
    "${",
    "Deny",
    "\ud800",
    "NotPrincipal",
  ];
  for (let round = 0; round < 10_000; round += 1) {
    let text = wellFormed;
    for (let edits = 1 + next(4); edits > 0; edits -= 1) {
      const at = next(text.length + 1);
      text = text.slice(0, at) + (pieces[next(pieces.length)] ?? "") + text.slice(at + next(6));
    }
    const result = parsePolicy(text, { kind: round % 2 === 0 ? "trust" : "identity" });
    if (!result.ok) {
      assert.ok(result.error.offset >= 0 && result.error.offset <= text.length);
      continue;
    }
    for (const { range } of result.value.issues) {
      assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length);
    }
  }
});
