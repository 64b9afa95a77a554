import assert from "node:assert/strict";
import { test } from "node:test";
import { displayPolicy, parsePolicy } from "./index.ts";

test("the display form has one member a line and tells where each statement stands", () => {
  const shown = displayPolicy(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny"},{"Effect":"Deny"}]}',
  );
  assert.equal(
    shown.text,
    '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Effect": "Deny"\n    },\n    {\n      "Effect": "Deny"\n    }\n  ]\n}',
  );
  assert.deepEqual(
    [shown.statementLines(0), shown.statementLines(1), shown.statementLines(2)],
    [[4, 7], [8, 10], null],
  );
});

test("a document of several lines is shown as its author wrote it", () => {
  const text = '{ "Version": "2012-10-17",\n  "Statement": { "Effect":\n "Allow" } }';
  assert.equal(displayPolicy(text).text, text);
  assert.deepEqual(displayPolicy(text).statementLines(0), [2, 3]);
});

test("a statement's lines are those of the statement that the parser numbers so", () => {
  const source = '{"Statement":[["x",{"Effect":"Deny"}],{"Effect":"Allow"}],"statement":{"Effect":"Deny"}}';
  const shown = displayPolicy(source);
  const policy = parsePolicy(source, { kind: "resource" });
  assert.ok(policy.ok);
  const lines = shown.text.split("\n");
  for (const { index, effect } of policy.value.statements) {
    const [from, to] = shown.statementLines(index) ?? [0, 0];
    const text = lines.slice(from - 1, to).join("\n");
    assert.ok(text.includes(`"Effect": "${effect}"`) && to - from === 2, text);
  }
});

test("text that is no JSON is shown as it is, without statements", () => {
  for (const text of ["", '{"Statement": [{', "[".repeat(100_000)]) {
    assert.equal(displayPolicy(text).text, text);
    assert.equal(displayPolicy(text).statementLines(0), null);
  }
});

test("the display form is its own display form", () => {
  const { text } = displayPolicy('{"a":[],"b":{},"c":[1,{"d":"\\n  x"}]}');
  assert.equal(displayPolicy(text).text, text);
});
