import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonLine, plain, plainLines } from "./plain.ts";

const cases: readonly (readonly [what: string, text: string, shown: string])[] = [
  ["an escape sequence that clears the screen", "\u001b[2Jrole", "\\u{1b}[2Jrole"],
  ["a C1 control sequence introducer", "\u009b31mred", "\\u{9b}31mred"],
  ["a line feed that would forge a row", "a\nb", "a\\u{a}b"],
  ["a right-to-left override", "admin\u202eelor", "admin\\u{202e}elor"],
  ["a zero-width space", "ro\u200ble", "ro\\u{200b}le"],
  ["an operating system command that sets the title", "\u001b]0;x\u0007", "\\u{1b}]0;x\\u{7}"],
  ["letters of any script", "Prüfung-監査", "Prüfung-監査"],
];

for (const [what, text, shown] of cases) {
  test(`plain shows ${what} as visible text`, () => assert.equal(plain(text), shown));
}

test("plainLines keeps the lines of a policy and nothing else that a terminal obeys", () => {
  assert.equal(plainLines('{\r\n\t"Sid": "\u001b[31m"\n}'), '{\n  "Sid": "\\u{1b}[31m"\n}');
});

test("JSON holds the same value, with nothing in it that a terminal obeys", () => {
  const value = { name: "\u001b[31m\u009b1m\u202e\u{e0041}\n", other: "監査" };
  const text = jsonLine(value);
  assert.equal(plain(text), text);
  assert.deepEqual(JSON.parse(text), value);
  assert.ok(text.includes("監査"));
});
