import assert from "node:assert/strict";
import { test } from "node:test";
import type { Delivery, StateStore } from "../../../src/store/state/index.ts";
import { dealtOf, deliveryOf, driftEventOf, hostileTexts, settlementOf } from "./made-up.ts";
import type { OpenEmpty } from "./opened.ts";

const ids = (deliveries: readonly Delivery[]): readonly string[] => deliveries.map(({ id }) => id);

async function only(store: StateStore): Promise<Delivery> {
  const [delivery] = await store.deliveries({}, 1);
  return delivery ?? assert.fail("there is no delivery");
}

export function deliveryCases(openEmpty: OpenEmpty): void {
  test("deliveries are taken when they are due, those that are due for longest first", async () => {
    const { store } = await openEmpty();
    await store.settle(
      settlementOf({
        deliveries: [
          deliveryOf("late", { notBefore: 300 }),
          deliveryOf("early", { notBefore: 100 }),
          deliveryOf("also early", { notBefore: 100 }),
          deliveryOf("middle", { notBefore: 200 }),
        ],
      }),
    );
    assert.deepEqual(await store.takeDeliveries("h", 99, 50, 10), []);
    assert.deepEqual(ids(await store.takeDeliveries("h", 200, 50, 2)), ["early", "also early"]);
    assert.deepEqual(ids(await store.takeDeliveries("h", 200, 50, 0)), []);
    assert.deepEqual(ids(await store.takeDeliveries("h", 200, 50, 10)), ["middle"]);
    assert.deepEqual(ids(await store.takeDeliveries("h", 200, 50, 10)), []);
    assert.deepEqual(ids(await store.deliveries({}, 10)), ["middle", "also early", "early", "late"]);
  });

  test("who dies with a delivery loses it when the hold ends, and has no say in it then", async () => {
    const { store, again } = await openEmpty();
    const other = await again();
    await store.settle(settlementOf({ deliveries: [deliveryOf("x", { notBefore: 100 })] }));
    const [first] = await store.takeDeliveries("a", 100, 50, 1);
    assert.deepEqual([first?.status, first?.attempts, first?.at], ["sending", 1, 150]);
    assert.deepEqual(await other.takeDeliveries("b", 149, 50, 1), []);
    const [second] = await other.takeDeliveries("b", 150, 50, 1);
    assert.equal(second?.attempts, 2);
    await store.delivered("x", "a", 160);
    await store.notDelivered("x", "a", 160, "late", null);
    assert.equal((await only(store)).status, "sending");
    await other.delivered("x", "b", 170);
    const { status, at, attempts } = await only(store);
    assert.deepEqual([status, at, attempts], ["delivered", 170, 2]);
    await other.notDelivered("x", "b", 180, "what ended stays as it ended", null);
    assert.equal((await only(store)).status, "delivered");
    assert.deepEqual(await store.takeDeliveries("a", 9_999, 50, 1), []);
  });

  test("what was not delivered waits for its next time, or is dead until somebody retries it", async () => {
    const { store } = await openEmpty();
    await store.settle(settlementOf({ deliveries: [deliveryOf("x", { notBefore: 0 }), deliveryOf("y")] }));
    await store.takeDeliveries("h", 10, 50, 1);
    await store.notDelivered("x", "h", 20, "500", 80);
    const waiting = (await store.deliveries({ status: "waiting" }, 5)).find(({ id }) => id === "x");
    assert.deepEqual([waiting?.at, waiting?.lastError, waiting?.attempts], [80, "500", 1]);
    assert.deepEqual(await store.takeDeliveries("h", 79, 50, 5), []);
    await store.takeDeliveries("h", 80, 50, 5);
    await store.notDelivered("x", "h", 90, "gone", null);
    const [dead] = await store.deliveries({ status: "dead" }, 5);
    assert.deepEqual([dead?.id, dead?.at, dead?.lastError, dead?.attempts], ["x", 90, "gone", 2]);
    assert.deepEqual(await store.takeDeliveries("h", 900, 50, 5), []);

    assert.equal(await store.retryDeliveries(["y", "unknown"], 100), 0, "only dead ones");
    assert.equal(await store.retryDeliveries(["x", "x"], 100), 1);
    const [taken] = await store.takeDeliveries("h", 100, 50, 5);
    assert.deepEqual([taken?.id, taken?.attempts, taken?.lastError], ["x", 1, "gone"]);
    await store.notDelivered("x", "h", 110, "gone", null);
    assert.equal(await store.retryDeliveries("all-dead", 120), 1);
    assert.equal(await store.retryDeliveries("all-dead", 120), 0);
  });

  test("deliveries are listed by status and channel, and counted for rate limits", async () => {
    const { store } = await openEmpty();
    await store.settle(
      settlementOf({
        deliveries: [
          deliveryOf("a1", { channel: "a", notBefore: 0 }),
          deliveryOf("a2", { channel: "a", notBefore: 1 }),
          deliveryOf("b1", { channel: "b", notBefore: 2 }),
        ],
      }),
    );
    await store.takeDeliveries("h", 1, 50, 10);
    await store.delivered("a1", "h", 10);
    await store.delivered("a2", "h", 20);
    assert.equal(await store.deliveredSince("a", 10), 2);
    assert.equal(await store.deliveredSince("a", 11), 1);
    assert.equal(await store.deliveredSince("a", 21), 0);
    assert.equal(await store.deliveredSince("b", 0), 0);
    assert.deepEqual(ids(await store.deliveries({ channel: "a" }, 10)), ["a2", "a1"]);
    assert.deepEqual(ids(await store.deliveries({ channel: "a", status: "delivered" }, 1)), ["a2"]);
    assert.deepEqual(ids(await store.deliveries({ status: "waiting" }, 10)), ["b1"]);
  });

  test("many who take at the same time never take the same", async () => {
    const { store, again } = await openEmpty();
    const other = await again();
    const planned = Array.from({ length: 300 }, (_, n) => deliveryOf(`x${n}`, { notBefore: n }));
    await store.settle(settlementOf({ deliveries: planned }));
    const takers = Array.from({ length: 12 }, async (_, n) => {
      const taken: string[] = [];
      for (;;) {
        const some = await (n % 2 === 0 ? store : other).takeDeliveries(`h${n}`, 1_000, 1_000, 7);
        if (some.length === 0) return taken;
        taken.push(...ids(some));
      }
    });
    const taken = (await Promise.all(takers)).flat();
    // Who finds only what others are just taking goes away with nothing.
    taken.push(...ids(await store.takeDeliveries("last", 1_000, 1_000, 1_000)));
    assert.equal(taken.length, 300);
    assert.equal(new Set(taken).size, 300);
  });

  test("any text is a delivery's id, channel, holder and error", async () => {
    const { store } = await openEmpty();
    for (const text of hostileTexts) {
      await store.settle(settlementOf({ deliveries: [deliveryOf(text, { channel: text })] }));
      const [taken] = await store.takeDeliveries(text, 1_000, 10, 1);
      assert.equal(taken?.id, text);
      await store.notDelivered(text, `${text}?`, 1_000, text, 5_000);
      await store.notDelivered(text, text, 1_000, text, 5_000);
    }
    const errors = (await store.deliveries({ status: "waiting" }, 100)).map(({ lastError }) => lastError);
    assert.deepEqual(errors.toReversed(), hostileTexts);
  });

  test("what ended long ago is forgotten, and nothing else", async () => {
    const { store } = await openEmpty();
    const settle = (name: string, at: number) =>
      store.settle(
        settlementOf({
          driftEvents: [driftEventOf(name)],
          deliveries: [deliveryOf(`${name} 1`), deliveryOf(`${name} 2`), deliveryOf(`${name} 3`)],
          decisions: [{ driftEvent: name, channel: null, verdict: "sent", why: "w" }],
          events: [dealtOf(name)],
          at,
        }),
      );
    await settle("old", 1_000);
    await store.takeDeliveries("h", 1_000, 10, 2);
    await store.delivered("old 1", "h", 1_005);
    await store.notDelivered("old 2", "h", 1_005, "e", null);
    await settle("new", 2_000);
    await store.lease("l", "h", 0, 10);
    await store.lease("held", "h", 0, 9_000);
    await store.setNote("n", "v");
    await store.settle(
      settlementOf({ states: [{ ...{ key: "s", from: 0, state: "{}" }, readAt: 1 }], at: 1 }),
    );
    // Two deliveries, a drift event, its decision, a dealt event, a lease.
    assert.equal(await store.forgetBefore(1_500), 6);
    assert.equal(await store.forgetBefore(1_500), 0);
    assert.deepEqual(ids(await store.deliveries({}, 10)), ["new 3", "new 2", "new 1", "old 3"]);
    assert.equal(await store.driftEvent("old"), null);
    assert.deepEqual(await store.decisionsOn("old"), []);
    assert.notEqual(await store.driftEvent("new"), null);
    assert.deepEqual(await store.dealtWith(["old", "new"]), new Set(["new"]));
    assert.equal(await store.lease("held", "other", 8_000, 1), false);
    assert.equal((await store.subjectStates(["s"])).size, 1);
    assert.equal(await store.note("n"), "v");
  });
}
