import assert from "node:assert/strict";
import { test } from "node:test";
import { visibleText } from "./visible-text.ts";

const cases: readonly (readonly [name: string, text: string, shown: string])[] = [
  ["what turns the direction of writing", "a\u202eb\u2066c", "a\\u{202e}b\\u{2066}c"],
  ["what has no width", "a\u200bb", "a\\u{200b}b"],
  ["tags beyond the first plane", "a\u{E0041}b", "a\\u{e0041}b"],
  ["a bell", "\u0007", "\\u{7}"],
];
for (const [name, text, shown] of cases) {
  test(`${name} is shown by its code`, () => assert.equal(visibleText(text), shown));
}

test("other text stays, in whatever script", () => {
  for (const text of ['{\n\t"a": "é עברית 漢字 <b>"\n}', ""]) assert.equal(visibleText(text), text);
});
