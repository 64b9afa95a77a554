import assert from "node:assert/strict";
import { test } from "node:test";
import { CasePolicies } from "./case-policies.ts";
import { PolicyStore } from "./policy-store.ts";
import { Outline } from "./skim.ts";

/** Two texts, made of different numbers, that have one fingerprint. */
function twins(make: (number: number) => string): readonly [string, string] {
  const outline = new Outline();
  const seen = new Map<number, string>();
  for (let number = 1_000_000; ; number += 1) {
    const text = make(number);
    const print = outline.fingerprint(outline.take(text));
    const twin = seen.get(print);
    if (twin !== undefined) return [twin, text];
    seen.set(print, text);
  }
}

const policy = (sid: number) =>
  `{"Version":"2012-10-17","Statement":[{"Sid":"${sid}","Effect":"Allow","Action":"s3:*","Resource":"*"}]}`;

test("policies with one fingerprint are told apart, however often they come", () => {
  const [one, other] = twins(policy);
  const store = new PolicyStore();
  for (const text of [one, one, other, other, one, one, other]) {
    const read = store.read("policy", text, "identity");
    assert.equal(read.ok ? read.value.text : null, text);
    assert.equal(read.ok ? policy(Number(read.value.document.statements[0]?.sid)) : null, text);
  }
});

test("sets of policies with one fingerprint are told apart, however often they come", () => {
  const set = (name: number) => `{"identity":[{"name":"${name}","document":${policy(1)}}]}`;
  const [one, other] = twins(set);
  const policies = new CasePolicies();
  for (const text of [one, one, other, other, one, one, other]) {
    const read = policies.read(text, "resource");
    const identity = read?.ok === true && read.value.identity !== "unknown" ? read.value.identity : [];
    assert.equal(set(Number(identity[0]?.name)), text);
  }
});

test("a policy is one, whether it comes by itself or inside a case", () => {
  const store = new PolicyStore();
  const outline = new Outline();
  const text = `[${policy(1)}]`;
  const [piece] = outline.itemsOf(outline.take(text)) ?? [];
  assert.ok(piece !== undefined);
  const inside = () => store.readPiece("policy", outline, piece, "identity");
  inside();
  const second = inside();
  assert.deepEqual(second, store.read("policy", policy(1), "identity"));
  const third = inside();
  // Read once: what is kept is one and the same.
  assert.ok(second.ok && third.ok && second.value.document === third.value.document);
});
