import assert from "node:assert/strict";
import { test } from "node:test";
import { caseTexts } from "./case-texts.ts";

/** The cases of a text that comes in pieces of so many bytes. */
async function textsOf(text: string | Buffer, size: number): Promise<readonly string[]> {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const found: string[] = [];
  for await (const texts of caseTexts(chunks())) found.push(...texts);
  return found;
}

const many = Array.from({ length: 250 }, (_, number) => `{"name":"${number}"}`);

const expected: readonly (readonly [what: string, text: string, texts: readonly string[]])[] = [
  ["lines", '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
  ["a last line without an end", '{"a":1}\n{"b":2}', ['{"a":1}', '{"b":2}']],
  [
    "white space around lines",
    '\ufeff \u00a0\n\r\n {"a":"é€😀"}\r\n\t\n \u2003{}\u2028',
    ['{"a":"é€😀"}', "{}"],
  ],
  ["one line", '{"a":1}', ['{"a":1}']],
  ["lines that are no JSON", "x\n]\n{", ["x", "]", "{"]],
  ["an array after the first line is a broken line", "{}\n[1]", ["{}", "[1]"]],
  ["nothing", "", []],
  ["white space alone", " \n\u00a0\n\ufeff", []],
  ["an array", '\ufeff\n [{"a":"é"}, {"b":[2]}\n ,3]\n', ['{"a":"é"}', '{"b":[2]}', "3"]],
  ["an array after much space", `${"\u2003".repeat(1500)}[1,2]`, ["1", "2"]],
  ["an array of many", `[${many.join(",\n")}]`, many],
  ["an empty array", "[\n]", []],
  ["an array that can't be taken apart", '\u2003\n[{"a":1},\n', ['[{"a":1},\n']],
  ["one object over many lines", ' \n{ \n "a": "é",\n\n "b": 1\n}\n', ['{ \n "a": "é",\n\n "b": 1\n}']],
  ["a brace alone", "\n{", ["{"]],
  ["a brace and an end of line", "{\r\n", ["{"]],
];

for (const [what, text, texts] of expected) {
  test(`cases are found wherever the text is cut: ${what}`, async () => {
    for (const size of [1, 2, 3, 7, 1000, 1 << 20]) assert.deepEqual(await textsOf(text, size), texts);
  });
}

test("what is no UTF-8 is replaced, and the other lines stand", async () => {
  const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe2, 0x82]), Buffer.from('"}\n{}')]);
  for (const size of [1, 7, 100]) assert.deepEqual(await textsOf(bytes, size), ['{"a":"\ufffd"}', "{}"]);
});
