import assert from "node:assert/strict";
import { test } from "node:test";
import { variableParts } from "./index.ts";

const variableCases: readonly (readonly [text: string, parts: ReturnType<typeof variableParts>])[] = [
  ["plain*", [{ kind: "text", text: "plain*" }]],
  ["${aws:username}", [{ kind: "variable", key: "aws:username", defaultValue: null }]],
  [
    "a/${aws:PrincipalTag/team, 'none'}/*",
    [
      { kind: "text", text: "a/" },
      { kind: "variable", key: "aws:PrincipalTag/team", defaultValue: "none" },
      { kind: "text", text: "/*" },
    ],
  ],
  [
    "${*}${?}${$}",
    [
      { kind: "literal", text: "*" },
      { kind: "literal", text: "?" },
      { kind: "literal", text: "$" },
    ],
  ],
  ["${aws:PrincipalTag/a b, ''}", [{ kind: "variable", key: "aws:PrincipalTag/a b", defaultValue: "" }]],
  ["${ aws:username }", [{ kind: "variable", key: "aws:username", defaultValue: null }]],
  [
    "$${aws:userid}}",
    [
      { kind: "text", text: "$" },
      { kind: "variable", key: "aws:userid", defaultValue: null },
      { kind: "text", text: "}" },
    ],
  ],
  ["", [{ kind: "text", text: "" }]],
  ["${open", [{ kind: "text", text: "${open" }]],
  ["${}", [{ kind: "text", text: "${}" }]],
];
for (const [text, parts] of variableCases) {
  test(`${JSON.stringify(text)} is taken apart into its variables (IAM-SEMANTICS 53)`, () => {
    assert.deepEqual(variableParts(text), parts);
  });
}
