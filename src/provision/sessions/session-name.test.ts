import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nameForm } from "./fault.ts";
import { attributedName, sessionName } from "./session-name.ts";

test("What STS takes is the name, and what it does not take is made so, with a mark of the whole wish", () => {
  const names = [
    "ada@laptop",
    "a",
    "",
    "ada lovelace",
    "arn:aws:iam::123456789012:user/ada",
    "José",
    "2026-01-31T10:00:00Z",
    "x".repeat(65),
    "a\nb'; rm -rf /",
    "日本",
  ].map((wish) => sessionName(wish).name);
  assert.deepEqual(names, [
    "ada@laptop",
    "a-ca978112ca1b",
    "-e3b0c44298fc",
    "ada-lovelace-177f85df57ad",
    "arn-aws-iam-123456789012-user-ada-397b11bbda66",
    "Jose-24c2ab65b7ad",
    "2026-01-31T10-00-00Z-d7247182578e",
    `${"x".repeat(51)}-9537c5fdf120`,
    "a-b-rm--rf--8274fd10d4c2",
    "--cf2abf0c5be3",
  ]);
});

test("Every wish gets a name that STS takes, always the same, and different wishes get different ones", () => {
  const wish = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary", maxLength: 100 }),
    fc.stringMatching(/^[a-c -]{0,70}$/),
  );
  fc.assert(
    fc.property(wish, wish, (one, other) => {
      const made = sessionName(one);
      assert.match(made.name, nameForm);
      assert.deepEqual(sessionName(one), made);
      assert.equal(made.changed, made.name !== one);
      if (one !== other) assert.notEqual(sessionName(other).name, made.name);
    }),
    { numRuns: 500 },
  );
});

test("A name tells user, host and purpose, as long as there is room", () => {
  const name = (user: string, host: string, purpose: string | null) =>
    attributedName({ user, host, purpose }).name;
  assert.equal(name("ada", "laptop.corp.example", null), "ada@laptop");
  assert.equal(name("ada", "laptop", "TICKET-12"), "ada@laptop+TICKET-12");
  assert.equal(name("ada", "", null), "ada");
  assert.match(name("ada", "laptop", "why not?"), /^ada@laptop\+why-not--[0-9a-f]{12}$/);
});
