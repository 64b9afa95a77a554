import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { filledCommand, shellWord } from "./shell.ts";

const texts = [
  "plain/Name+=,.@-_:x",
  "",
  "two words",
  "it's $(reboot) `halt` ${HOME} $HOME",
  "*?[a-z]{a,b} ~ !history",
  'a"b\\c\\',
  "a;b|c&d<e>f(g)#h",
  "line\nbreak\ttab",
  "\u001b]0;title\u0007 \u009b31m",
  "admin\u202eelor \u200b \u{e0041}",
  "quote ' and \u001b and \\ together",
  "Prüfung-監査",
  "=ls",
];

for (const text of texts) {
  test(`${JSON.stringify(text)} is one word to a shell, and nothing that a terminal obeys`, () => {
    const word = shellWord(text);
    assert.doesNotMatch(
      word,
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]|[\u{e0000}-\u{e007f}]/u,
    );
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", `printf '<%s>' ${word}`], {
      encoding: "utf8",
      env: { LC_ALL: "C.UTF-8", PATH: process.env.PATH },
    });
    assert.equal(stderr, "");
    assert.equal(stdout, `<${text}>`);
  });
}

test("a placeholder's word is quoted as a whole, and what is not known stands in capitals", () => {
  const fill = (values: Readonly<Record<string, string>>): string =>
    filledCommand("aws x --role Arn={target} --name {group.name}", values);
  assert.equal(fill({ target: "a b", "group.name": "g" }), "aws x --role 'Arn=a b' --name g");
  assert.equal(fill({ target: "a" }), "aws x --role Arn=a --name GROUP_NAME");
});

test("a value is never an option, nor a file that the AWS CLI would read", () => {
  const fill = (key: string): string => filledCommand("aws x --key {key} OUTPUT", { key });
  assert.equal(fill("--debug"), "aws x --key=--debug OUTPUT");
  assert.equal(fill("-a b"), "aws x '--key=-a b' OUTPUT");
  for (const key of ["file:///etc/passwd", "fileb://x", "https://example.com", "FILE://x"]) {
    assert.equal(fill(key), "aws x --key KEY OUTPUT");
  }
});
