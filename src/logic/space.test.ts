import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddressBlock } from "./addresses.ts";
import { exactly, glob } from "./patterns.ts";
import { createSpace, type SpaceOptions } from "./space.ts";
import type { AddressBlock, Answer, Region, Space } from "./types.ts";

function space(options: SpaceOptions = {}): Space {
  const made = createSpace(options);
  made.dimension({ name: "principal", kind: "text", presence: "always" });
  made.dimension({ name: "externalId", kind: "text", presence: "optional" });
  made.dimension({ name: "tags", kind: "text", presence: "set" });
  made.dimension({ name: "time", kind: "number", presence: "optional" });
  made.dimension({ name: "ip", kind: "address", presence: "optional" });
  return made;
}

function block(text: string): AddressBlock {
  const parsed = parseAddressBlock(text);
  if (!parsed.ok) assert.fail(parsed.error);
  return parsed.value;
}

function exact<T>(answer: Answer<T>): T {
  if (answer.kind === "capped") assert.fail(answer.reason);
  return answer.value;
}

/** What it returns, if that took little of the processor's time: a second at most, twice that on a slow machine. */
function inTime<T>(work: () => T): T {
  const before = process.cpuUsage();
  const made = work();
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 2_000_000, `took ${Math.round((user + system) / 1_000)} ms`);
  return made;
}

test("one text can't be two, but a set may hold both", () => {
  const s = space();
  const both = (name: string): Region => s.and(s.matches(name, exactly("a")), s.matches(name, exactly("b")));
  assert.equal(exact(s.isEmpty(both("externalId"))), true);
  assert.equal(exact(s.isEmpty(both("tags"))), false);
});

test("an absent key matches nothing, and a negated test holds for it", () => {
  const s = space();
  const other = s.not(s.matches("externalId", glob("*")));
  const witness = exact(s.witness(other));
  assert.deepEqual(witness?.values.get("externalId"), { kind: "absent" });
  assert.equal(exact(s.isEmpty(s.and(other, s.present("externalId")))), true);
});

test("a test of all values holds for none at all, and fails for one value outside", () => {
  const s = space();
  const allBlue = s.not(s.matchesNone("tags", [glob("blue*")]));
  const given = (...texts: string[]): boolean =>
    s.contains(allBlue, new Map([["tags", { kind: "set", texts }]]));
  assert.ok(s.contains(allBlue, new Map()));
  assert.ok(given());
  assert.ok(given("blue", "blueish"));
  assert.ok(!given("blue", "red"));
  assert.equal(exact(s.isEmpty(s.and(allBlue, s.matches("tags", exactly("red"))))), true);
  assert.equal(exact(s.isEmpty(s.and(allBlue, s.present("tags")))), false);
});

test("patterns that together are everything leave nothing outside", () => {
  const s = space();
  assert.equal(s.matchesNone("tags", [glob("?*"), exactly("")]), s.nothing);
});

test("a block is covered by its two halves", () => {
  const s = space();
  for (const [whole, low, high] of [
    ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9"],
    ["2001:db8::/32", "2001:db8::/33", "2001:db8:8000::/33"],
  ] as const) {
    const halves = s.or(s.within("ip", block(low)), s.within("ip", block(high)));
    assert.equal(exact(s.areEqual(s.within("ip", block(whole)), halves)), true);
  }
  const both = s.or(s.within("ip", block("0.0.0.0/0")), s.within("ip", block("::/0")));
  assert.equal(exact(s.areEqual(both, s.present("ip"))), true);
});

test("a witness prefers the texts that its dimension offers as examples", () => {
  const s = createSpace();
  s.dimension({
    name: "account",
    kind: "text",
    presence: "always",
    examples: ["111122223333", "444455556666"],
  });
  const other = s.not(s.matches("account", exactly("111122223333")));
  assert.deepEqual(exact(s.witness(other))?.values.get("account"), { kind: "text", text: "444455556666" });
});

test("a projection asks whether some value fits, not whether the diagram has a path", () => {
  const s = space();
  const never = s.and(
    s.matches("principal", glob("a*")),
    s.matches("principal", glob("*b")),
    s.opaque("kept"),
  );
  assert.equal(exact(s.project(never, ["principal"])), s.opaque("kept"));
  const impossible = s.minus(never, s.matches("principal", glob("a*b")));
  assert.equal(exact(s.project(impossible, ["principal"])), s.nothing);
});

test("a dimension declared twice must be the same, and one that is not declared is a bug", () => {
  const s = space();
  s.dimension({ name: "time", kind: "number", presence: "optional" });
  assert.throws(() => s.dimension({ name: "time", kind: "text", presence: "optional" }));
  assert.throws(() => s.matches("nowhere", glob("*")));
  assert.throws(() => s.matches("time", glob("*")));
});

test("atoms made late stand with the rest of their dimension", () => {
  const s = space();
  const first = s.and(s.matches("principal", glob("a*")), s.matches("externalId", exactly("x")));
  s.dimension({ name: "late", kind: "text", presence: "optional" });
  const late = s.and(first, s.matches("late", exactly("y")), s.opaque("z"));
  const all = s.and(late, s.not(s.matches("principal", glob("ab*"))));
  const cubes = exact(s.cubes(all, 10));
  assert.deepEqual(
    cubes.map((cube) =>
      cube.map(({ atom, holds }) => [atom.kind === "opaque" ? atom.label : atom.dimension, holds]),
    ),
    [
      [
        ["principal", true],
        ["principal", false],
        ["externalId", true],
        ["late", true],
        ["z", true],
      ],
    ],
  );
});

test("a thousand names with a condition each stay a thousand cases", () => {
  const s = space();
  const names = Array.from({ length: 1_000 }, (_, at) =>
    s.and(s.matches("principal", exactly(`role-${at}`)), s.matches("externalId", exactly(`id-${at}`))),
  );
  const all = inTime(() => s.or(...names));
  assert.equal(s.or(...names.reverse()), all);
  assert.equal(exact(inTime(() => s.cubes(all, 2_000))).length, 1_000);
  const ids = exact(inTime(() => s.project(all, ["principal"])));
  assert.equal(exact(inTime(() => s.isWithin(ids, s.matches("externalId", glob("id-*"))))), true);
});

test("paths longer than the call stack is deep are walked", () => {
  const s = space();
  const names = Array.from({ length: 20_000 }, (_, at) => s.matches("principal", exactly(`role-${at}`)));
  const all = s.or(...names);
  assert.equal(exact(s.isEmpty(s.not(all))), false);
  assert.equal(s.contains(all, new Map([["principal", { kind: "text", text: "role-19999" }]])), true);
});

const words = Array.from({ length: 100 }, (_, at) => `w${String(at).padStart(2, "0")}`);

test("a hundred overlapping patterns without a hundred others have a witness in time", () => {
  const s = space();
  const held = words.map((word) => s.matches("principal", glob(`*${word}*`)));
  const barred = words.map((word) => s.matches("principal", glob(`*x${word}y*`)));
  const all = s.and(...held, ...barred.map((region) => s.not(region)));
  const witness = exact(inTime(() => s.witness(all)));
  const value = witness?.values.get("principal");
  assert.ok(value?.kind === "text" && words.every((word) => value.text.includes(word)));
  const some = s.minus(s.or(...held), s.or(...barred));
  assert.equal(exact(inTime(() => s.isEmpty(some))), false);
  assert.equal(exact(inTime(() => s.isWithin(some, s.or(...held)))), true);
});

test("a hundred overlapping patterns with a condition each are put off, and still answered or capped in time", () => {
  const s = space();
  const part = (dimension: string, text: string, id: string): Region =>
    s.and(s.matches("principal", glob(text)), s.matches(dimension, exactly(id)));
  const allowed = inTime(() => s.or(...words.map((word) => part("externalId", `*${word}*`, word))));
  const denied = inTime(() => s.or(...words.map((word) => part("tags", `*${word}?*`, word))));
  const rest = s.minus(allowed, denied);
  assert.equal(exact(inTime(() => s.isEmpty(rest))), false);
  assert.equal(exact(inTime(() => s.isWithin(rest, allowed))), true);
  const inside = new Map([
    ["principal", { kind: "text", text: "aw07b" }],
    ["externalId", { kind: "text", text: "w07" }],
  ] as const);
  assert.equal(s.contains(rest, inside), true);
  const known = s.given(rest, "principal", { kind: "text", text: "aw07b" });
  assert.equal(
    exact(
      s.areEqual(known, s.minus(s.matches("externalId", exactly("w07")), s.matches("tags", exactly("w07")))),
    ),
    true,
  );
  assert.equal(inTime(() => s.cubes(allowed, 1_000)).kind, "capped");
  inTime(() => s.project(rest, ["principal"]));
});
