import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type JsonNode, readJson } from "./json.ts";
import { compactText, LineIndex, lineAndColumn, toValue } from "./json-text.ts";

const wide = { maxDepth: 500, maxLength: 1 << 20 };

function read(text: string): JsonNode {
  const result = readJson(text, wide);
  assert.ok(result.ok, `${text} is JSON`);
  return result.value;
}

function parsedBy(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** JSON as others write it: any blanks, any escapes, repeated keys. */
const blank = fc.constantFrom("", " ", "\n", "\t\r\n");
const quoted = fc
  .array(
    fc.constantFrom(
      "a",
      "é",
      "\u{1F600}",
      '\\"',
      "\\\\",
      "\\/",
      "\\n",
      "\\u00e9",
      "\\uD83D\\uDE00",
      "\\ud800",
    ),
  )
  .map((pieces) => `"${pieces.join("")}"`);
const number = fc.constantFrom("0", "-0", "1.5", "-12e3", "1E-2", "123456789012", "1e400", "0.10");
const jsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc
    .tuple(
      blank,
      fc.oneof(
        { maxDepth: 4 },
        quoted,
        number,
        fc.constantFrom("true", "false", "null"),
        fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(",") || " "}]`),
        fc
          .array(fc.tuple(blank, quoted, blank, tie("value")), { maxLength: 4 })
          .map(
            (members) =>
              `{${members.map(([b, key, c, value]) => `${b}${key}${c}:${value}`).join(",") || "\n"}}`,
          ),
      ),
      blank,
    )
    .map((parts) => parts.join("")),
})).value;

test("every JSON text is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      assert.deepEqual(toValue(read(text)), JSON.parse(text));
    }),
    { seed: 2, numRuns: 2000 },
  );
});

test("what JSON.parse refuses is refused, and what it takes is taken, for damaged texts too", () => {
  const damage = fc.record({
    at: fc.nat(200),
    length: fc.nat(3),
    piece: fc.constantFrom(
      "",
      ",",
      '"',
      "]",
      "}",
      "\\",
      "0",
      ".",
      "\u0001",
      "\uFEFF",
      "nul",
      "'",
      "/**/",
      ":",
    ),
  });
  fc.assert(
    fc.property(jsonText, damage, (text, { at, length, piece }) => {
      const place = at % (text.length + 1);
      const damaged = text.slice(0, place) + piece + text.slice(place + length);
      const result = readJson(damaged, wide);
      // Unlike JSON.parse we skip a byte order mark before the text.
      const other = parsedBy(damaged.replace(/^\uFEFF/, ""));
      assert.equal(result.ok, other !== null, damaged);
      if (result.ok) assert.deepEqual(toValue(result.value), other?.value);
      else
        assert.ok(
          result.error.offset >= 0 && result.error.offset <= damaged.length && result.error.advice !== "",
        );
    }),
    { seed: 3, numRuns: 4000 },
  );
});

function nodesOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind === "array") return [node, ...node.items.flatMap(nodesOf)];
  if (node.kind === "object") return [node, ...node.members.flatMap((member) => nodesOf(member.value))];
  return [node];
}

test("a node's range holds the node's own text and nothing else", () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      for (const node of nodesOf(read(text))) {
        const own = text.slice(node.start, node.end);
        assert.equal(own, own.trim());
        assert.deepEqual(JSON.parse(own), toValue(node));
        assert.deepEqual(JSON.parse(compactText(text, node)), toValue(node));
      }
    }),
    { seed: 4, numRuns: 500 },
  );
});

test("all members of an object are kept in order, repeated names with their places included", () => {
  const text = '{"a": 1, "b": 2, "\\u0061": 3}';
  const node = read(text);
  assert.ok(node.kind === "object");
  assert.deepEqual(
    node.members.map((member) => [member.key, text.slice(member.keyStart, member.keyEnd)]),
    [
      ["a", '"a"'],
      ["b", '"b"'],
      ["a", '"\\u0061"'],
    ],
  );
  assert.deepEqual(toValue(node), { a: 3, b: 2 });
  assert.equal(compactText(text, node), '{"a":1,"b":2,"\\u0061":3}');
});

test("a member called __proto__ is a member like others", () => {
  const value = toValue(read('{"__proto__": {"admin": true}}'));
  assert.deepEqual(Object.keys(Object(value)), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
});

test("a byte order mark before the text is skipped, and positions count it", () => {
  assert.equal(read("\uFEFF{}").start, 1);
});

const faults: readonly (readonly [text: string, offset: number, message: RegExp, advice: RegExp])[] = [
  ["", 0, /expected a value, found the end/, /cut off/],
  ["  ", 2, /found the end/, /cut off/],
  ['{"a": [1, 2', 11, /expected a "," or "]", found the end/, /cut off/],
  ['{"a": "b', 6, /string without an end/, /cut off/],
  ['{"a": "b\\', 6, /string without an end/, /cut off/],
  ['{"a": "b\\u00', 6, /string without an end/, /cut off/],
  ['{"a": tru', 6, /"tru" at the end/, /cut off/],
  ['{"a": trap}', 6, /expected a value, found "t"/, /Correct/],
  ["[1, 2,]", 6, /"," stands before the closing "]"/, /trailing comma/],
  ['{"a": 1,}', 8, /"," stands before the closing "}"/, /trailing comma/],
  ['["a\nb"]', 3, /control character \(U\+000A\) inside a string/, /escape/],
  ['["a\u0000b"]', 3, /U\+0000/, /escape/],
  ['["\\x41"]', 2, /"\\x" is no escape/, /backslash/],
  ['["\\u12G4"]', 2, /"\\u" is no escape/, /backslash/],
  ["{'a': 1}", 1, /name in double quotes, found "'"/, /double quotes/],
  ["{a: 1}", 1, /name in double quotes, found "a"/, /Correct/],
  ["[1 2]", 3, /expected a "," or "]", found "2"/, /Correct/],
  ['{"a" 1}', 5, /expected a ":", found "1"/, /Correct/],
  ["[01]", 2, /found "1"/, /Correct/],
  ["[+1]", 1, /found "\+"/, /Correct/],
  ["[1.]", 2, /found "\."/, /Correct/],
  ["[NaN]", 1, /found "N"/, /Correct/],
  ["[1] // one", 4, /more text after the end: "\/"/, /one JSON value/],
  ["[/* one */ 1]", 1, /found "\/"/, /comments/],
  ["[\u00a01]", 1, /found U\+00A0/, /plain white space/],
  ["[\u201ca\u201d]", 1, /found U\+201C/, /quotes/],
  ["[\uFEFF1]", 1, /found U\+FEFF/, /byte order mark/],
  ["%7B%22a%22%3A1%7D", 0, /found "%"/, /URL-encoded/],
  ['{\u0000"\u0000a', 1, /found U\+0000/, /UTF-8/],
];
for (const [text, offset, message, advice] of faults) {
  test(`${JSON.stringify(text)} is refused at ${offset}, with advice`, () => {
    const result = readJson(text);
    assert.ok(!result.ok);
    assert.match(result.error.message, message);
    assert.match(result.error.advice, advice);
    assert.equal(result.error.offset, offset);
  });
}

test("depth and length are bounded, and a caller can't ask for more depth than the stack bears", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  assert.ok(readJson(nested(3), { maxDepth: 3, maxLength: 6 }).ok);
  const deep = readJson(nested(4), { maxDepth: 3, maxLength: 100 });
  assert.ok(!deep.ok && deep.error.offset === 3 && /more than 3 levels/.test(deep.error.message));
  const long = readJson(nested(4), { maxDepth: 9, maxLength: 7 });
  assert.ok(!long.ok && long.error.offset === 7 && /longer than 7/.test(long.error.message));
  for (const opening of ["[", '{"a":']) {
    const hostile = readJson(opening.repeat(1_000_000), { maxDepth: 1e9, maxLength: 1e9 });
    assert.ok(!hostile.ok && /more than 500 levels/.test(hostile.error.message));
  }
});

test("places are told by line and column from 1, alike by both ways", () => {
  const text = "ab\n\ncd\r\ne";
  assert.deepEqual(lineAndColumn(text, 0), { line: 1, column: 1 });
  assert.deepEqual(lineAndColumn(text, 2), { line: 1, column: 3 });
  assert.deepEqual(lineAndColumn(text, 3), { line: 2, column: 1 });
  assert.deepEqual(lineAndColumn(text, 8), { line: 4, column: 1 });
  assert.deepEqual(lineAndColumn(text, 99), { line: 4, column: 2 });
  const index = new LineIndex(text);
  for (let offset = 0; offset <= text.length + 1; offset += 1) {
    assert.deepEqual(index.at(offset), lineAndColumn(text, offset));
  }
  assert.deepEqual(index.lines({ start: 0, end: 3 }), [1, 1]);
  assert.deepEqual(index.lines({ start: 4, end: 9 }), [3, 4]);
});

test("the number of values is bounded where that is asked for", () => {
  const limits = { maxDepth: 10, maxLength: 100, maxValues: 4 };
  assert.ok(readJson('{"a":[1,2]}', limits).ok);
  const refused = readJson('{"a":[1,2,3]}', limits);
  assert.ok(!refused.ok);
  assert.match(refused.error.message, /more values/);
  assert.equal(refused.error.offset, 10);
});
