import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "./html.ts";

test("markup, quotes and entities are text", () => {
  assert.equal(
    html(`<img src=x onerror='a("b")'>&lt;`),
    "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;lt;",
  );
});

test("characters that turn the direction of text around do not reach the page", () => {
  assert.doesNotMatch(html("admin\u202Enimda\u2066"), /[\u202A-\u202E\u2066-\u2069]/);
});
