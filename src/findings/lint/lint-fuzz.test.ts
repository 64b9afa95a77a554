import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue, policyText } from "../../../test/support/lint.ts";
import type { PolicyKind } from "../../policy/index.ts";
import { lintRules } from "./lint-catalogue.ts";
import { lintPolicy } from "./lint-policy.ts";

const rounds = 10_000;
const seed = 20_261_125;
const slowestMs = 1000;

const kinds: readonly PolicyKind[] = [
  "identity",
  "resource",
  "trust",
  "scp",
  "rcp",
  "boundary",
  "session",
  "endpoint",
];
const sources = lintRules
  .flatMap(({ example }) => [policyText(example.bad), policyText(example.good)])
  .filter((text) => text.length < 3000);
const pieces = [
  ...['"', "{", "}", "[", "]", ",", ":", "null", "-1e9", "${", "}*", "*", "?", "\ud800", "\uE000", "\\u0000"],
  ...[
    "arn:aws:",
    "::",
    "NotAction",
    "NotResource",
    "NotPrincipal",
    "Deny",
    "ForAllValues:",
    "IfExists",
    "Null",
  ],
  ...[
    '"*"',
    '["*"]',
    "sts:ExternalId",
    "aws:TagKeys",
    "${aws:username}",
    "0.0.0.0/0",
    "[]",
    "{}",
    "*****a*****b",
  ],
];

const statements: readonly object[] = lintRules
  .flatMap(({ example }) => [example.bad, example.good])
  .flatMap((value) => ("Statement" in value ? value.Statement : value))
  .filter((value): value is object => typeof value === "object" && value !== null)
  .filter((value) => JSON.stringify(value).length < 3000);
const elements = [
  "Sid",
  "Effect",
  "Principal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

function patchwork(below: (limit: number) => number): string {
  const made = Array.from({ length: 1 + below(4) }, () =>
    Object.fromEntries(
      elements.flatMap((name) => {
        const source = new Map(Object.entries(statements[below(statements.length)] ?? {}));
        return source.has(name) ? [[name, source.get(name)]] : [];
      }),
    ),
  );
  const version = below(4) === 0 ? {} : { Version: below(8) === 0 ? "2008-10-17" : "2012-10-17" };
  return JSON.stringify({ ...version, Statement: made });
}

test(`${rounds} mutated policies (seed ${seed}) are linted without a crash, a hang or a place outside the text`, () => {
  // A fixed sequence, so that a failure can be repeated: Park and Miller's generator.
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const seen = new Set<string>();
  let readable = 0;
  let edits = 0;
  for (let round = 0; round < rounds; round += 1) {
    let text = sources[below(sources.length)] ?? "";
    // Every other one is put together of elements of several, so that it is JSON and odd at once.
    if (round % 2 === 1) text = patchwork(below);
    else
      for (let left = 1 + below(3); left > 0; left -= 1) {
        const at = below(text.length + 1);
        const piece =
          below(3) === 0 ? text.slice(at, at + 5 * below(12)) : (pieces[below(pieces.length)] ?? "");
        const to = below(3) === 0 ? below(text.length + 1) : at;
        text = text.slice(0, to) + piece + text.slice(to + below(5));
      }
    const kind = kinds[round % kinds.length] ?? "identity";
    const started = performance.now();
    const result = lintPolicy(text, { kind, catalogue });
    assert.ok(performance.now() - started < slowestMs, `too slow: ${kind} ${JSON.stringify(text)}`);
    if (!result.ok) continue;
    readable += 1;
    for (const { code, message, advice, position, edit } of result.value) {
      seen.add(code);
      const { start, end } = position.range;
      const shown = `${kind} ${code} ${JSON.stringify(text)}`;
      assert.ok(start >= 0 && start < end && end <= text.length && message !== "" && advice !== "", shown);
      assert.ok(position.line >= 1 && position.column >= 1, shown);
      if (edit === null) continue;
      edits += 1;
      const edited = text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
      const after = lintPolicy(edited, { kind, catalogue });
      assert.ok(after.ok, `${shown}\n${edited}`);
      const count = (found: readonly { readonly code: string; readonly message: string }[]): number =>
        found.filter((one) => one.code === code && one.message === message).length;
      assert.ok(count(after.value) < count(result.value), `the edit does not remove ${shown}\n${edited}`);
    }
  }
  assert.ok(readable > rounds / 10, `only ${readable} of the mutated policies could be read at all`);
  assert.ok(edits > 500 && seen.size > 50, `${edits} edits, ${seen.size} codes`);
});
