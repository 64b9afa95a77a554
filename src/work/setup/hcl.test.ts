import assert from "node:assert/strict";
import { test } from "node:test";
import { hclDocument, hclText } from "./hcl.ts";

test("What begins a template in Terraform's language is doubled, so that it stays text", () => {
  assert.equal(hclText('a ${b} %{c} "d"'), '"a $${b} %%{c} \\"d\\""');
  assert.match(hclDocument({ Resource: "home/${aws:username}/*" }), /"home\/\$\$\{aws:username\}\/\*"/);
});

test("References stand where they are marked", () => {
  assert.match(hclDocument({ a: "@var.x", b: '@"arn:${var.y}"' }), /"a": var\.x,\s+"b": "arn:\$\{var\.y\}"/);
});
