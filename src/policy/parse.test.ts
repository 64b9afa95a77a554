import assert from "node:assert/strict";
import { test } from "node:test";
import {
  conditionOperators,
  type PolicyDocument,
  type PolicyKind,
  parsePolicy,
  type Statement,
} from "./index.ts";

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

const allow = '"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"';
const deny = '"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"';

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

const everything = '"Effect":"Allow","Action":"*","Resource":"*"';

const byKind: readonly (readonly [
  what: string,
  kind: PolicyKind,
  statement: string,
  issues: readonly string[],
])[] = [
  ["an identity policy needs no Principal", "identity", `{${everything}}`, []],
  ["an identity policy needs Resource", "identity", '{"Effect":"Allow","Action":"*"}', ["missing-element"]],
  ["an identity policy names nobody", "identity", `{${everything},"Principal":"*"}`, ["element-not-allowed"]],
  ["a boundary names nobody", "boundary", `{${everything},"Principal":"*"}`, ["element-not-allowed"]],
  ["a session policy names nobody", "session", `{${everything},"NotPrincipal":"*"}`, ["element-not-allowed"]],
  ["an SCP names nobody (7)", "scp", `{${everything},"Principal":"*"}`, ["element-not-allowed"]],
  [
    "an SCP has the full language since September 2025 (7)",
    "scp",
    '{"Effect":"Allow","NotAction":"iam:*Role*","NotResource":"arn:aws:s3:::a","Condition":{"Bool":{"aws:SecureTransport":"true"}}}',
    [],
  ],
  ["a resource policy needs Principal", "resource", `{${everything}}`, ["missing-element"]],
  ["a resource policy may leave Resource out", "resource", `{${allow}}`, []],
  [
    "a resource policy may deny with NotPrincipal (17)",
    "resource",
    '{"Effect":"Deny","NotPrincipal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*"}',
    [],
  ],
  [
    "NotPrincipal with Allow is remarkable (17)",
    "resource",
    '{"Effect":"Allow","NotPrincipal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*"}',
    ["allow-with-not-principal"],
  ],
  ["an endpoint policy may name principals", "endpoint", `{${everything},"Principal":"*"}`, []],
  ["an endpoint policy may name none", "endpoint", `{${everything}}`, []],
  ["RCPFullAWSAccess allows (56)", "rcp", `{${everything},"Principal":"*"}`, []],
  [
    "a customer's RCP denies (56)",
    "rcp",
    '{"Effect":"Deny","Principal":"*","Action":["sts:AssumeRole","s3:*"],"NotResource":"arn:aws:s3:::a","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a"}}}',
    [],
  ],
  [
    "a customer's RCP can't allow (56)",
    "rcp",
    '{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}',
    ["effect-not-allowed"],
  ],
  [
    "an RCP speaks of everybody (56)",
    "rcp",
    '{"Effect":"Deny","Principal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*"}',
    ["principal-not-allowed"],
  ],
  [
    "an RCP has no NotPrincipal (56)",
    "rcp",
    '{"Effect":"Deny","NotPrincipal":"*","Action":"s3:*","Resource":"*"}',
    ["element-not-allowed"],
  ],
  [
    "an RCP has no NotAction (56)",
    "rcp",
    '{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}',
    ["element-not-allowed"],
  ],
  [
    "an RCP names services (56)",
    "rcp",
    '{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}',
    ["action-not-allowed"],
  ],
];
for (const [what, kind, statement, codes] of byKind) {
  test(`${what}: ${kind}`, () => {
    const { issues, statements } = parsed(`{"Version":"2012-10-17","Statement":[${statement}]}`, kind);
    assert.deepEqual(
      issues.map((issue) => issue.code),
      codes,
    );
    assert.deepEqual(
      statements.map(({ exact }) => exact),
      [issues.every((issue) => issue.severity === "warning")],
    );
  });
}

test("an Allow with a Principal that does not belong there is read without it", () => {
  assert.equal(
    only(parsed(`{"Statement":{${everything},"Principal":{"AWS":"1"}}}`, "identity")).principal,
    null,
  );
});

test("every operator is known in any case, with every prefix and suffix, and Null without", () => {
  for (const operator of conditionOperators) {
    for (const prefix of ["", "ForAnyValue:", "ForAllValues:"] as const) {
      for (const suffix of ["", "IfExists"] as const) {
        for (const name of [`${prefix}${operator}${suffix}`, `${prefix}${operator}${suffix}`.toUpperCase()]) {
          const [condition] = only(
            parsed(`{"Statement":{${allow},"Condition":{"${name}":{"k":"v"}}}}`),
          ).conditions;
          if (operator === "Null" && `${prefix}${suffix}` !== "") {
            assert.equal(condition?.kind, "unknown", name);
            continue;
          }
          assert.ok(condition?.kind === "test", name);
          assert.deepEqual(
            [condition.operator, condition.quantifier ?? "", condition.ifExists],
            [operator, prefix.slice(0, -1), suffix !== ""],
          );
        }
      }
    }
  }
});

test("numbers and booleans are values of conditions, as they are written", () => {
  const { conditions, exact } = only(
    parsed(`{"Statement":{${allow},"Condition":{"NumericLessThan":{"k":[10,1.50,"7"]},"Null":{"k":false}}}}`),
  );
  assert.deepEqual(
    conditions.map((condition) =>
      condition.kind === "test" ? condition.values.map(({ text }) => text) : null,
    ),
    [["10", "1.50", "7"], ["false"]],
  );
  assert.equal(exact, true);
});

test("unique ids and the token of the own account are principals like others (IAM-SEMANTICS 13, 14)", () => {
  const { principal, exact } = only(
    parsed(
      `{"Statement":{"Effect":"Allow","Principal":{"AWS":["AROAEXAMPLE","AIDAEXAMPLE","arn:aws:iam::\uE000:root"]},"Action":"sts:AssumeRole"}}`,
    ),
  );
  assert.deepEqual(
    principal?.entries.map(({ value }) => value),
    ["AROAEXAMPLE", "AIDAEXAMPLE", "arn:aws:iam::\uE000:root"],
  );
  assert.equal(exact, true);
});

test("escapes are taken out of texts, and ranges still lead to what is written", () => {
  const text = `{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:\\u0041ssumeRole"}}`;
  const [pattern] = only(parsed(text)).action.patterns;
  assert.ok(pattern);
  assert.equal(pattern.text, "sts:AssumeRole");
  assert.equal(text.slice(pattern.range.start, pattern.range.end), '"sts:\\u0041ssumeRole"');
});

test("issues point at what they are about", () => {
  const text = `{"Statement":[{${allow},"Colour":"red"},{${allow},"Condition":{"StringIs":{"a":"b"}}}]}`;
  assert.deepEqual(
    parsed(text).issues.map(({ code, range }) => [code, text.slice(range.start, range.end)]),
    [
      ["unknown-element", '"Colour":"red"'],
      ["unknown-operator", '"StringIs"'],
    ],
  );
});

test("a fault in one statement leaves the others exact; one in the document leaves none", () => {
  const exactness = (text: string): readonly boolean[] => parsed(text).statements.map(({ exact }) => exact);
  assert.deepEqual(exactness(`{"Statement":[{${allow},"Colour":"red"},{${allow}}]}`), [false, true]);
  assert.deepEqual(exactness(`{"Colour":"red","Statement":[{${allow}},{${deny}}]}`), [false, false]);
  assert.deepEqual(exactness(`{"statement":{${allow}}}`), [false]);
  assert.deepEqual(exactness(`{"Statement":{${allow}},"Statement":{${deny}}}`), [false, false]);
  assert.deepEqual(exactness(`{"Id":7,"Statement":{${allow}}}`), [true]);
});

test("no statement is dropped, in whatever lists it stands; what is no object is none", () => {
  const { statements, issues } = parsed(`{"Statement":[{${allow}},[{${deny}},[{${allow}}]],"text",null]}`);
  assert.deepEqual(
    statements.map(({ index, effect }) => [index, effect]),
    [
      [0, "Allow"],
      [1, "Deny"],
      [2, "Allow"],
    ],
  );
  assert.deepEqual(
    issues.map((issue) => issue.code),
    ["wrong-type", "wrong-type", "wrong-type", "wrong-type"],
  );
});

test("of several Versions the one with policy variables is kept", () => {
  const text = `{"Version":"2012-10-17","Version":"2008-10-17","Statement":{${allow}}}`;
  assert.equal(parsed(text).version, "2012-10-17");
  assert.equal(only(parsed(text)).exact, false);
});

test("messages show hostile names short and escaped, and no more than 1,000 issues are kept", () => {
  const long = parsed(`{"Statement":[],"${"x".repeat(100_000)}":1,"a\\u001b[2J":1}`).issues;
  assert.ok(long.every(({ message }) => message.length < 120 && !message.includes("\u001b")));
  const many = parsed(`{"Statement":[${Array(5000).fill("{}").join(",")}]}`);
  assert.equal(many.issues.length, 1000);
  assert.ok(many.statements.every(({ exact }) => !exact));
});
