import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fixedText, takeBack } from "./statement-changes.ts";

const one =
  '{ "Sid": "one",  "Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole" }';
const two = '{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"sts:AssumeRole"}';
const narrow = two.replace('"sts:AssumeRole"', '"sts:TagSession"');
const policy = (...statements: readonly string[]) =>
  `{\n  "Version": "2012-10-17", "Id": "theirs",\n  "Statement": [\n    ${statements.join(",\n    ")}\n  ]\n}`;
const fixed = (standing: string, ...statements: readonly string[]) => {
  const made = fixedText(standing, `{"Statement":[${statements.join(",")}]}`);
  assert.ok(made.ok, JSON.stringify(made));
  return made.value;
};
const compact = (text: string) => JSON.stringify(JSON.parse(text));

test("what the fix does not change stays letter for letter", () => {
  const { text, changes } = fixed(policy(one, two), compact(one), narrow);
  assert.equal(text, policy(one, narrow));
  assert.deepEqual(changes, [{ before: two, after: narrow }]);
});

test("statements go, and come at the end", () => {
  assert.equal(fixed(policy(one, two), two).text.includes(one), false);
  const { text, changes } = fixed(policy(one), compact(one), two);
  assert.equal(compact(text), compact(policy(one, two)));
  assert.deepEqual(changes, [{ before: null, after: two }]);
  const single = `{"Statement":${two}}`;
  assert.equal(fixed(single, narrow).text, `{"Statement":[${narrow}]}`);
});

test("nothing to change is the same text", () => {
  const { text, changes } = fixed(policy(one, two), compact(one), two);
  assert.equal(text, policy(one, two));
  assert.deepEqual(changes, []);
});

const theirs = '{"Sid":"theirs","Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}';

test("taken back, what others wrote since stays", () => {
  const { text, changes } = fixed(policy(one, two), compact(one), narrow);
  const since = text.replace(narrow, `${theirs},${narrow}`);
  const back = takeBack(changes)(since);
  assert.ok(back.kind === "changed" && back.text !== null);
  assert.equal(compact(back.text), compact(policy(one, theirs, two)));
  assert.equal(takeBack(changes)(back.text).kind, "same");
});

test("AWS's own way to write what we wrote is ours still", () => {
  const { changes } = fixed(policy(two), narrow);
  const listed = narrow.replace('"sts:TagSession"', '["sts:TagSession"]');
  assert.equal(takeBack(changes)(policy(listed)).kind, "changed");
});

test("a statement that somebody has edited since is not taken back", () => {
  const { changes } = fixed(policy(two), narrow);
  const refused = takeBack(changes)(policy(narrow.replace("222222222222", "333333333333")));
  assert.ok(refused.kind === "refused" && refused.why.includes("there no more"));
});

test("a statement that was taken out comes back once", () => {
  const { text, changes } = fixed(policy(one, two), compact(one));
  const back = takeBack(changes)(text);
  assert.ok(back.kind === "changed" && back.text !== null);
  assert.equal(compact(back.text), compact(policy(one, two)));
  assert.equal(takeBack(changes)(back.text).kind, "same");
});

test("whatever is fixed, it is what was asked for, and back it is what it was", () => {
  const statement = fc.integer({ min: 0, max: 9 }).map((n) => two.replaceAll("2", String(n)));
  const some = fc.uniqueArray(statement, { minLength: 1, maxLength: 6 });
  const sorted = (text: string) =>
    JSON.parse(text)
      .Statement.map((each: unknown) => JSON.stringify(each))
      .toSorted();
  fc.assert(
    fc.property(some, some, (old, now) => {
      const standing = policy(...old);
      const { text, changes } = fixed(standing, ...now);
      assert.deepEqual(sorted(text), sorted(policy(...now)));
      const back = takeBack(changes)(text);
      const after = back.kind === "changed" ? back.text : text;
      assert.deepEqual(sorted(after ?? "{}"), sorted(standing));
    }),
  );
});
