/** What the README says that the demo and the watch print, they print. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { commandsIn, type ShownCommand } from "../support/guides/page.ts";
import { workplace } from "./support/command-line.ts";

const readme = readFileSync("README.md", "utf8");
function shownIn(title: string): readonly ShownCommand[] {
  const section = new RegExp(`\\n## ${title}\\n([\\s\\S]*?)\\n## `).exec(readme)?.[1];
  const commands = commandsIn(section ?? assert.fail(`no section ${title}`));
  assert.ok(commands.length > 0, `no command in the section ${title}`);
  return commands;
}

function asked(line: string): readonly string[] {
  return line
    .replace(/^accesslens /, "")
    .split(" ")
    .map((word) => word.replaceAll("'", "").replace(/^examples\//, (at) => `${resolve(at)}/`));
}

const { accesslens } = workplace();
assert.equal(accesslens(["demo", "--dir", "demo"]).code, 0);

for (const { command, shown } of shownIn("Ways")) {
  test(`${command} prints what the README shows`, () => {
    const { code, stdout } = accesslens(asked(command));
    assert.equal(code, 0);
    assert.equal(`${shown.join("\n").trimEnd()}\n`, stdout);
  });
}

test("The watch in the README tells what it shows", () => {
  for (const { command, shown } of shownIn("Watching")) {
    const { code, stdout, stderr } = accesslens(asked(command));
    assert.equal(code, 0, stderr);
    for (const told of shown) assert.ok(`${stderr}\n${stdout}`.includes(told), `${command}: ${told}`);
  }
});
