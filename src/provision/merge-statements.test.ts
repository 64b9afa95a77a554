import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addStatements, type ManagedStatement, removeStatements, statementsOf } from "./index.ts";

const ours: ManagedStatement = {
  Sid: "AccessLensabc",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:role/reader" },
  Action: ["sqs:SendMessage"],
  Resource: "arn:aws:sqs:eu-west-1:111122223333:orders",
};
const text = JSON.stringify(ours);
const limit = { bytes: 8192, of: "a queue's policy" };
const add = addStatements([ours], limit);
const remove = removeStatements([ours]);

function changedBy(merge: typeof add, before: string | null): string | null {
  const merged = merge(before);
  assert.equal(merged.kind, "changed", JSON.stringify(merged));
  return merged.kind === "changed" ? merged.text : null;
}

test("a statement goes to the end, and everything else stays letter for letter", () => {
  const rows = [
    [null, `{"Version":"2012-10-17","Statement":[${text}]}`],
    ['{"Statement": [] }', `{"Statement": [${text}] }`],
    [
      '{ "Statement" : {"Effect":"Deny"}, "Odd": 1.0 }',
      `{ "Statement" : [{"Effect":"Deny"},${text}], "Odd": 1.0 }`,
    ],
    [
      '{"Statement":[ {"Sid":"\\u0041"}\n, {"b":1e3} ]}',
      `{"Statement":[ {"Sid":"\\u0041"}\n, {"b":1e3},${text} ]}`,
    ],
  ] as const;
  for (const [before, after] of rows) assert.equal(changedBy(add, before), after);
});

test("what is there already is not written again, however AWS writes it", () => {
  const again = { ...ours, Action: "sqs:sendmessage", Resource: [ours.Resource ?? null] };
  assert.deepEqual(add(JSON.stringify({ Statement: [again] })), { kind: "same" });
  assert.deepEqual(add(JSON.stringify({ Statement: ours })), { kind: "same" });
  assert.deepEqual(remove(null), { kind: "same" });
  assert.deepEqual(remove('{"Statement":[{"Sid":"theirs"}]}'), { kind: "same" });
});

test("what is taken out leaves the others as they stood, and no policy where there are none", () => {
  const rows = [
    [`{"Statement":[${text}]}`, null],
    [`{"Statement":${text}}`, null],
    [`{"Statement":[ {"a":1} , ${text} , {"b":2} ] }`, '{"Statement":[ {"a":1},{"b":2} ] }'],
    [`{"Statement":[ ${text}, {"a":1}  ,\n{"b":2} ]}`, '{"Statement":[ {"a":1}  ,\n{"b":2} ]}'],
    [`{"Statement":[{"a":1},${text},${text}]}`, '{"Statement":[{"a":1}]}'],
  ] as const;
  for (const [before, after] of rows) assert.equal(changedBy(remove, before), after);
});

test("a statement of our Sid that somebody has edited is neither written over nor taken out", () => {
  const edited = JSON.stringify({ Statement: [{ ...ours, Action: "sqs:*" }, ours] });
  for (const merge of [add, remove]) {
    const merged = merge(edited);
    assert.ok(merged.kind === "refused" && merged.why.includes("AccessLensabc"));
  }
});

test("a text that is not surely understood is refused", () => {
  for (const bad of [
    "",
    "{",
    "[]",
    "{}",
    '{"statement":[]}',
    '{"Statement":[],"Statement":[]}',
    '{"Statement":["x"]}',
    '{"Statement":null}',
  ])
    assert.equal(add(bad).kind, "refused", bad);
});

test("a policy that would be too long is refused, and white space is given up first", () => {
  const roomy = (bytes: number) => addStatements([ours], { bytes, of: "a queue's policy" });
  const before = `{"Statement":[${" ".repeat(500)}{"Sid":"ü"}]}`;
  const whole = changedBy(roomy(8192), before);
  assert.ok(whole?.includes(" ".repeat(500)));
  const compact = `{"Statement":[{"Sid":"ü"},${text}]}`;
  const bytes = Buffer.byteLength(compact);
  assert.equal(changedBy(roomy(bytes), before), compact);
  const merged = roomy(bytes - 1)(before);
  assert.ok(merged.kind === "refused" && merged.why.includes(`${bytes} bytes`));
});

test("in and out again is the text as it was, but for white space beside ours", () => {
  const statement = fc.record({
    Sid: fc.string(),
    Effect: fc.constantFrom("Allow", "Deny"),
    Odd: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), fc.nat(4), (statements, spaces) => {
      const before = JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, spaces);
      const after = changedBy(add, before);
      assert.deepEqual(add(after), { kind: "same" });
      assert.deepEqual(JSON.parse(changedBy(remove, after) ?? ""), JSON.parse(before));
      const found = statementsOf(after ?? "");
      assert.ok(found.ok && found.value.length === statements.length + 1);
    }),
    { numRuns: 200 },
  );
});
