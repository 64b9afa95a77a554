import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileTexts } from "./made-up.ts";
import type { OpenEmpty } from "./opened.ts";

export function leaseCases(openEmpty: OpenEmpty): void {
  test("a lease is one holder's until its time is over or it is given back", async () => {
    const { store, again } = await openEmpty();
    const other = await again();
    assert.equal(await store.lease("n", "a", 100, 50), true);
    assert.equal(await other.lease("n", "b", 149, 50), false);
    assert.equal(await store.lease("n", "a", 140, 50), true, "the holder prolongs it");
    assert.equal(await other.lease("n", "b", 150, 50), false);
    assert.equal(await other.lease("n", "b", 190, 50), true, "its time is over");
    await store.release(["n"], "a");
    assert.equal(await store.lease("n", "a", 191, 50), false, "only its holder gives it back");
    await other.release(["n", "m"], "b");
    assert.equal(await store.lease("n", "a", 192, 50), true);
  });

  test("of several leases, those that are free are had", async () => {
    const { store } = await openEmpty();
    await store.lease("b", "x", 0, 10);
    assert.deepEqual(await store.leases(["c", "b", "a", "c"], "y", 5, 10), ["c", "a"]);
    assert.deepEqual(await store.leases(["a", "b", "c"], "y", 10, 10), ["a", "b", "c"]);
    assert.deepEqual(await store.leases([], "y", 10, 10), []);
    await store.release([], "y");
  });

  test("many who ask for the same leases in any order at the same time each get them or not", async () => {
    const { store, again } = await openEmpty();
    const other = await again();
    const names = Array.from({ length: 1_200 }, (_, n) => `name ${n}`);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        (n % 2 === 0 ? store : other).leases(n % 3 === 0 ? names : names.toReversed(), `h${n}`, 0, 10),
      ),
    );
    assert.deepEqual(results.flat().toSorted(), names.toSorted());
    await Promise.all(
      results.map((had, n) =>
        (n % 2 === 0 ? store : other).release(n % 3 === 0 ? had : had.toReversed(), `h${n}`),
      ),
    );
    assert.equal((await store.leases(names, "last", 0, 10)).length, names.length);
  });

  test("any text is a lease's name and holder", async () => {
    const { store } = await openEmpty();
    for (const [index, text] of hostileTexts.entries()) {
      assert.equal(await store.lease(text, text, 0, 10), true);
      assert.equal(await store.lease(text, hostileTexts[index - 1] ?? "other", 0, 10), false);
    }
    assert.deepEqual(await store.leases(hostileTexts, "y", 10, 10), hostileTexts);
  });
}
