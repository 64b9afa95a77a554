/** What the README says that the demo and the watch print, they print. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { workplace } from "./support/command-line.ts";

const readme = readFileSync("README.md", "utf8");
function shownIn(title: string): readonly string[] {
  const section = new RegExp(`\\n## ${title}\\n[\\s\\S]*?\`\`\`\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1];
  return (section ?? assert.fail(`no section ${title}`)).split(/^\$ accesslens /m).slice(1);
}

function asked(line: string): readonly string[] {
  return line
    .split(" ")
    .map((word) => word.replaceAll("'", "").replace(/^examples\//, (at) => `${resolve(at)}/`));
}

const { accesslens } = workplace();
assert.equal(accesslens(["demo", "--dir", "demo"]).code, 0);

for (const shown of shownIn("Ways")) {
  const [line = "", ...output] = shown.split("\n");
  test(`accesslens ${line} prints what the README shows`, () => {
    const { code, stdout } = accesslens(asked(line));
    assert.equal(code, 0);
    assert.equal(`${output.join("\n").trimEnd()}\n`, stdout);
  });
}

test("The watch in the README tells what it shows", () => {
  for (const shown of shownIn("Watching")) {
    const [line = "", ...output] = shown.trimEnd().split("\n");
    const { code, stdout, stderr } = accesslens(asked(line));
    assert.equal(code, 0, stderr);
    for (const told of output) assert.ok(`${stderr}\n${stdout}`.includes(told), `${line}: ${told}`);
  }
});
