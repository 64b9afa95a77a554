/** What the README says that the demo prints, it prints. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { workplace } from "./support/command-line.ts";

const readme = readFileSync("README.md", "utf8");
const section =
  /\n## Ways\n[\s\S]*?```\n([\s\S]*?)```/.exec(readme)?.[1] ?? assert.fail("no section of ways");
const { accesslens } = workplace();
assert.equal(accesslens(["demo", "--dir", "demo"]).code, 0);

for (const shown of section.split(/^\$ accesslens /m).slice(1)) {
  const [line = "", ...output] = shown.split("\n");
  test(`accesslens ${line} prints what the README shows`, () => {
    const args = line.split(" ").map((word) => word.replaceAll("'", ""));
    const { code, stdout } = accesslens(args);
    assert.equal(code, 0);
    assert.equal(`${output.join("\n").trimEnd()}\n`, stdout);
  });
}
