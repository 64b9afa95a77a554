import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import { cloudFormationText, terraformText } from "./policy-texts.ts";

const terraform = (value: unknown) => terraformText(JSON.stringify(value));
const cloudFormation = (value: unknown) => cloudFormationText(JSON.stringify(value));

test("a policy in Terraform's language", () => {
  assert.equal(
    terraform({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Condition: { Bool: { "aws:x": [] } } }],
    }),
    `jsonencode({
  Version = "2012-10-17"
  Statement = [
    {
      Effect = "Allow"
      Condition = {
        Bool = {
          "aws:x" = []
        }
      }
    },
  ]
})`,
  );
});

const literals: readonly (readonly [name: string, text: string, written: string])[] = [
  ["a policy's variable", "${aws:username}", '"$${aws:username}"'],
  ["a directive", "%{ if true }", '"%%{ if true }"'],
  ["what is an escape in Terraform's own language", "$${file(x)}", '"\\u0024\\u0024{file(x)}"'],
  ["a quote that would end the text", '"; evil = "', '"\\"; evil = \\""'],
  ["a backslash before a b", "\\b", '"\\\\b"'],
  ["a backspace", "\b", '"\\u0008"'],
  ["what turns the direction of writing", "a\u202eb", '"a\\u202eb"'],
  ["a line separator", "a\u2028b", '"a\\u2028b"'],
];
for (const [name, text, written] of literals) {
  test(`${name} stays a value in Terraform`, () => {
    assert.equal(terraform(text), `jsonencode(${written})`);
  });
}

test("nothing is left in a Terraform text that it would fill in", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("$", "%", "{", "}", '"', "\\", "a", "\n") }), (text) => {
      const written = terraform(text)?.slice('jsonencode("'.length, -'")'.length) ?? "";
      // An odd run of signs before a brace would begin a template; a quote that is not escaped would end the text.
      assert.doesNotMatch(written.replaceAll(/\\./g, "·"), /(?<!\$)\$\{|(?<!%)%\{|\${3}\{|%{3}\{|"|\n/);
    }),
  );
});

test("YAML says the same policy, whatever it holds", () => {
  const text = fc.string({
    unit: fc.constantFrom("\n", '"', "'", ":", "#", "!", "&", "*", "{", "yes", "1", " ", "\u202e", "\\", "é"),
  });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.array(text)), (value) => {
      const yaml = cloudFormation(value);
      if (yaml === null) return;
      assert.deepEqual(JSON.stringify(parse(yaml, { version: "1.1" })), JSON.stringify(value));
      assert.doesNotMatch(yaml, /[\u202e\u2028]/);
    }),
  );
});

test("what CloudFormation would not take as it stands is not offered", () => {
  for (const value of [
    { Statement: [{ Condition: { StringEquals: { Ref: "x" } } }] },
    { Statement: [{ Condition: { StringEquals: { "Fn::Sub": "x" } } }] },
    { Statement: [{ Resource: "{{resolve:secretsmanager:admin}}" }] },
    { Statement: [{ Condition: { StringEquals: { "{{resolve:ssm:x}}": "x" } } }] },
  ]) {
    assert.equal(cloudFormation(value), null);
  }
  assert.equal(cloudFormationText("{"), null);
  assert.equal(terraformText("{"), null);
});
