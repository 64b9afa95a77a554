import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { credentialProcessText, exportLines, profileText, shells } from "./credential-texts.ts";

const hostile = "a'b\"c$(touch x)`id`\\ \n;#é";

test("sh reads every value back as it is", () => {
  const value = fc
    .string({ unit: "binary", maxLength: 30 })
    .filter((text) => !text.includes("\0") && text.isWellFormed());
  fc.assert(
    fc.property(value, (text) => {
      const [line = ""] = exportLines("sh", { AWS_SESSION_TOKEN: text }, []);
      const run = spawnSync("sh", ["-c", `${line}; printf %s "$AWS_SESSION_TOKEN"`], {
        encoding: "utf8",
        env: {},
      });
      assert.deepEqual([run.stdout, run.stderr], [text, ""]);
    }),
    { numRuns: 30 },
  );
});

test("fish and PowerShell have quotes of their own", () => {
  assert.deepEqual(exportLines("fish", { A: "it's \\ that" }, ["B"]), [
    "set -e B",
    "set -gx A 'it\\'s \\\\ that'",
  ]);
  assert.deepEqual(exportLines("powershell", { A: "it's ‘that’" }, ["B"]), [
    "Remove-Item Env:B -ErrorAction SilentlyContinue",
    "$Env:A = 'it''s ‘‘that’’'",
  ]);
});

test("Whatever the shell, a value stays within its quotes", () => {
  for (const shell of shells) {
    const [line = ""] = exportLines(shell, { A: hostile }, []);
    assert.match(line, /'$/, shell);
  }
});

test("A credential_process prints the documented members, and nothing else", () => {
  const expiration = new Date("2026-01-31T12:00:00Z");
  assert.deepEqual(
    JSON.parse(
      credentialProcessText({ accessKeyId: "A", secretAccessKey: "B", sessionToken: "C", expiration }),
    ),
    {
      Version: 1,
      AccessKeyId: "A",
      SecretAccessKey: "B",
      SessionToken: "C",
      Expiration: "2026-01-31T12:00:00.000Z",
    },
  );
});

test("A profile has one line for the command, its words quoted where they need it", () => {
  assert.deepEqual(profileText("deploy", ["/bin/node", "/opt/it's/a.js", "Team=a b"], "eu-west-1"), {
    ok: true,
    value:
      "[profile deploy]\ncredential_process = /bin/node '/opt/it'\\''s/a.js' 'Team=a b'\nregion = eu-west-1\n",
  });
});

for (const word of ["a\nrole_arn = x", "a #b", "a ;b", 'a"b', "a\u2028b", "\u0000"]) {
  test(`A profile does not take ${JSON.stringify(word)}`, () => {
    assert.deepEqual(profileText("deploy", [word], null), { ok: false, error: word });
    assert.equal(profileText(word, [], null).ok, false);
  });
}
test("A profile's name ends no section", () => assert.equal(profileText("a]", [], null).ok, false));
