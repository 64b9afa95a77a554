import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "commander";
import { createProgram } from "./program.ts";
import { readingOptions } from "./trail-options.ts";

function* commandsIn(command: Command, path = ""): Generator<readonly [string, Command]> {
  for (const one of command.commands) {
    const name = `${path} ${one.name()}`.trim();
    yield [name, one];
    yield* commandsIn(one, name);
  }
}

const optionsOf = (command: Command): readonly string[] =>
  command.options.flatMap(({ long }) => (long == null ? [] : [long]));
const reading = [...commandsIn(createProgram())].filter(([, command]) =>
  optionsOf(command).includes("--events"),
);

test("Every command that reads a trail reads it by the same options, each declared once", () => {
  const names = reading.map(([name]) => name);
  for (const name of ["trail audit", "trail report", "fix", "serve", "role apply", "role remove", "revoke"])
    assert.ok(names.includes(name), name);
  for (const [name, command] of reading) {
    const options = optionsOf(command);
    const lacking = [...Object.values(readingOptions), "--region"].filter((one) => !options.includes(one));
    assert.deepEqual(lacking, [], name);
    assert.deepEqual(
      options.filter((one, at) => options.indexOf(one) !== at),
      [],
      name,
    );
  }
});
