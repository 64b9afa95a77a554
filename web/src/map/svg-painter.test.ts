import assert from "node:assert/strict";
import { test } from "node:test";
import { escaped, SvgPainter } from "./svg-painter.ts";

const hostile = [
  `<script>alert(1)</script>`,
  `"/><image href="https://evil.example/x" onerror='x'>`,
  `&lt;b&gt; ]]> --> <!ENTITY x "y">`,
  "\u202ereversed\u0000\u001b[31m\ud800",
];

for (const name of hostile) {
  test(`in a picture's file, ${JSON.stringify(name)} is text`, () => {
    const painter = new SvgPainter();
    const style = { color: name, size: 12, bold: false, ground: name };
    painter.text(name, { x: 1, y: 1 }, style, 10_000);
    painter.box({ x: 0, y: 0, width: 1, height: 1 }, name, { color: name, width: 1, dash: [] });
    const file = painter.file({ width: 10, height: 10 }, name, "#fff");
    const tags = [...file.matchAll(/<([^\s>/?]+)/g)].map(([, tag]) => tag);
    assert.deepEqual(
      [...new Set(tags)].toSorted(),
      ["/svg", "/text", "/title", "rect", "svg", "text", "title"]
        .toSorted()
        .filter((tag) => tags.includes(tag)),
    );
    assert.doesNotMatch(file, /<script|<image|<!ENTITY|[\u0000-\u0008\u001b]/);
    assert.ok(file.isWellFormed());
  });
}

test("escaped text has no sign that XML reads", () => {
  assert.equal(escaped(`<&>"'`), "&lt;&amp;&gt;&quot;&#39;");
});
