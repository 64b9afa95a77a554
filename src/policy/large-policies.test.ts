/** Texts as long as the reader takes, each of one part again and again: the work grows with the length, not its square. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodePolicyText } from "../model/policy-encoding.ts";
import { canonicalPolicy } from "./canonical.ts";
import { displayPolicy } from "./display.ts";
import { parsePolicy } from "./parse.ts";
import { printPolicy } from "./print.ts";

const count = 60_000;
/** A square of the count takes minutes. */
const patienceMs = 10_000;

function many(part: (name: string) => string): string {
  return Array.from({ length: count }, (_, number) => part(number.toString(36))).join(",");
}

function statement(effect: "Allow" | "Deny", members: string): string {
  return `{"Statement":{"Effect":"${effect}",${members}}}`;
}

const rows: readonly (readonly [name: string, text: string])[] = [
  [
    "two long lists in an Allow",
    statement(
      "Allow",
      `"Action":[${many((name) => `"a${name}"`)}],"Action":[${many((name) => `"b${name}"`)}]`,
    ),
  ],
  [
    "two long lists in a Deny",
    statement(
      "Deny",
      `"Action":[${many((name) => `"a${name}"`)}],"Action":[${many((name) => `"b${name}"`)}]`,
    ),
  ],
  [
    "one element again and again",
    statement(
      "Allow",
      many((name) => `"Action":"${name}"`),
    ),
  ],
  [
    "one kind of principal again and again",
    statement("Allow", `"Principal":{${many((name) => `"AWS":"${name}"`)}}`),
  ],
  ["many operators", statement("Allow", `"Condition":{${many((name) => `"S${name}":{}`)}}`)],
  ["many keys", statement("Allow", `"Condition":{"StringEquals":{${many((name) => `"k${name}":"v"`)}}}`)],
  ["many statements", `{"Statement":[${many(() => "{}")}]}`],
  ["white space", " ".repeat(1_000_000)],
  ["what looks URL-encoded", "%20".repeat(300_000)],
];

for (const [name, text] of rows) {
  test(`${name}: a long policy is read, printed and shown in time`, () => {
    const started = performance.now();
    const policy = parsePolicy(decodePolicyText(text), { kind: "trust" });
    if (policy.ok) {
      canonicalPolicy(policy.value);
      printPolicy(policy.value);
      displayPolicy(text).statementLines(0);
    }
    const elapsed = Math.round(performance.now() - started);
    assert.ok(elapsed < patienceMs, `it took ${elapsed} ms`);
  });
}
