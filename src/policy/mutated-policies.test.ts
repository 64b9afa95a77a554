import assert from "node:assert/strict";
import { test } from "node:test";
import {
  canonicalPolicy,
  decodePolicyText,
  displayPolicy,
  type PolicyKind,
  parsePolicy,
  printPolicy,
  variableParts,
} from "./index.ts";

const rounds = 10_000;
const seed = 20_261_124;
const slowestMs = 1000;

const sources = [
  `{
  "Version": "2012-10-17",
  "Id": "example",
  "Statement": {
    "Sid": "Hub", "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
    "Principal": { "AWS": "arn:aws:iam::123456789012:root", "Service": ["ec2.amazonaws.com"] },
    "Condition": {
      "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": ["o-a/*", "o-b/*"] },
      "Bool": { "aws:MultiFactorAuthPresent": true }
    }
  }
}`,
  '{"Version":"2008-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":["*"]},"NotAction":"s3:*","NotResource":"arn:aws:s3:::a/${aws:username}"},{"Effect":"Allow","Principal":"*","Action":"*","Resource":["*"],"Condition":{"NumericLessThan":{"k":[10,1.5]}}}]}',
];
const pieces = [
  ...[
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
    "\ud800",
    "\uFEFF",
    "%7B",
  ],
  ...[
    '"Effect":"Deny",',
    '"Statement":[',
    '"Principal":{"AWS":1},',
    '"Condition":{},',
    '"Condition":[[]],',
    '"*"',
    "{{",
    "[[[",
  ],
  ...["Deny", "NotPrincipal", "forallvalues:", "IfExists", "statement", "\uE000", "\n\n", '"__proto__":{},'],
];
const kinds: readonly PolicyKind[] = [
  "trust",
  "identity",
  "resource",
  "scp",
  "rcp",
  "boundary",
  "session",
  "endpoint",
];

test(`${rounds} mutated policies (seed ${seed}) are read without a crash, a hang or a place outside the text`, () => {
  // A fixed sequence, so that a failure can be repeated: Park and Miller's generator.
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  let readable = 0;
  for (let round = 0; round < rounds; round += 1) {
    let text = sources[below(sources.length)] ?? "";
    for (let edits = 1 + below(5); edits > 0; edits -= 1) {
      const at = below(text.length + 1);
      const length = below(8);
      // Replaced, moved to another place, or said twice.
      const piece = below(3) === 0 ? text.slice(at, at + 5 * length) : (pieces[below(pieces.length)] ?? "");
      const to = below(3) === 0 ? below(text.length + 1) : at;
      text = text.slice(0, to) + piece + text.slice(to + length);
    }
    const started = performance.now();
    if (look(text, kinds[round % kinds.length] ?? "trust")) readable += 1;
    assert.ok(performance.now() - started < slowestMs, `too slow: ${JSON.stringify(text)}`);
  }
  assert.ok(readable > rounds / 20, `only ${readable} of the mutated policies could be read at all`);
});

/** Whether it was a policy. */
function look(text: string, kind: PolicyKind): boolean {
  decodePolicyText(text);
  variableParts(text);
  const shown = displayPolicy(text);
  const result = parsePolicy(text, { kind });
  if (!result.ok) {
    const { offset, message, advice } = result.error;
    assert.ok(offset >= 0 && offset <= text.length && message !== "" && advice !== "", JSON.stringify(text));
    return false;
  }
  const document = result.value;
  const lines = shown.text.split("\n").length;
  for (const { range } of [...document.issues, ...document.statements]) {
    assert.ok(range.start >= 0 && range.start < range.end && range.end <= text.length, JSON.stringify(text));
  }
  for (const { index } of document.statements) {
    const [from, to] = shown.statementLines(index) ?? [0, 0];
    assert.ok(from >= 1 && from <= to && to <= lines, JSON.stringify(text));
  }
  assert.equal(
    document.statements.every((statement) => statement.exact),
    document.statements.length === 0 || !document.issues.some(affectsStatements),
    JSON.stringify(text),
  );
  canonicalPolicy(document);
  const again = parsePolicy(printPolicy(document), { kind });
  assert.ok(again.ok && again.value.statements.length === document.statements.length, JSON.stringify(text));
  return true;
}

/** Errors about Id, and about what stands in the list of statements and is none, say nothing about a statement. */
function affectsStatements({
  severity,
  message,
}: {
  readonly severity: string;
  readonly message: string;
}): boolean {
  return (
    severity === "error" && !/^(Id is not|a statement is an object|a list of statements inside)/.test(message)
  );
}
