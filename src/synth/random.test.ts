import assert from "node:assert/strict";
import { test } from "node:test";
import { lowerHex, seeded, uuid } from "./random.ts";

test("the same seed draws the same numbers on every machine", () => {
  const random = seeded(42);
  assert.deepEqual(
    [random.next(), random.next(), random.next(), random.next()],
    [660444221, 3652823732, 77672526, 910233633],
  );
  assert.equal(seeded(42).fork("accounts").text(lowerHex, 16), "f57098bbdd013473");
});

test("a fork does not depend on what was drawn before, nor on other forks", () => {
  const one = seeded(7);
  const two = seeded(7);
  two.next();
  two.fork("other").next();
  assert.equal(one.fork("x").next(), two.fork("x").next());
  assert.notEqual(one.fork("x").next(), one.fork("y").next());
});

test("draws stay in their bounds, and every value comes up", () => {
  const random = seeded(3);
  const seen = new Set<number>();
  for (let i = 0; i < 1000; i++) {
    const drawn = random.between(2, 5);
    assert.ok(drawn >= 2 && drawn <= 5);
    seen.add(drawn);
  }
  assert.equal(seen.size, 4);
});

test("a sample has different members, and no more than there are", () => {
  const random = seeded(3);
  assert.equal(new Set(random.sample([1, 2, 3, 4, 5], 3)).size, 3);
  assert.deepEqual(random.sample([1, 2], 5).sort(), [1, 2]);
  assert.match(uuid(random), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
