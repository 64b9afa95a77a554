import assert from "node:assert/strict";
import { test } from "node:test";
import { briefOf, hostileTexts, seenOf } from "./made-up.ts";
import type { OpenEmpty } from "./opened.ts";

const whole = { kind: "whole" } as const;

export function findingCases(openEmpty: OpenEmpty): void {
  test("a finding is open, fixed and reopened, and remembers it", async () => {
    const { store } = await openEmpty();
    const record = (seen: readonly string[], at: number) =>
      store.recordFindings(
        seen.map((id) => seenOf(id)),
        whole,
        at,
      );
    assert.deepEqual(await record(["a", "b"], 1), [
      { id: "a", from: null, to: "open" },
      { id: "b", from: null, to: "open" },
    ]);
    assert.deepEqual(await record(["a", "b"], 2), []);
    assert.deepEqual(await record(["b"], 3), [{ id: "a", from: "open", to: "fixed" }]);
    assert.deepEqual(await record(["b"], 4), []);
    assert.deepEqual(await record(["a", "b"], 5), [{ id: "a", from: "fixed", to: "reopened" }]);
    assert.deepEqual(await record(["a", "b"], 6), []);
    assert.deepEqual(await store.findingLife("a"), {
      ...briefOf("a"),
      state: "reopened",
      firstSeen: 1,
      lastSeen: 6,
      acceptedUntil: null,
      history: [
        { at: 1, state: "open", why: "First seen." },
        { at: 3, state: "fixed", why: "Not found any more." },
        { at: 5, state: "reopened", why: "Found again." },
      ],
    });
    await record(["b"], 7);
    assert.deepEqual(
      [(await store.findingLife("a"))?.lastSeen, (await store.findingLife("b"))?.lastSeen],
      [6, 7],
    );
    assert.equal(await store.findingLife("c"), null);
  });

  test("an acceptance ends at its time, and what was accepted is open then", async () => {
    const { store } = await openEmpty();
    const accepted = { reason: "until the vendor moves", until: 50 };
    await store.recordFindings(
      [seenOf("a", { accepted }), seenOf("b", { accepted }), seenOf("c")],
      whole,
      10,
    );
    assert.equal((await store.findingLife("a"))?.acceptedUntil, 50);
    const longer = { reason: "until the vendor moves", until: 90 };
    const changes = await store.recordFindings(
      [seenOf("a", { accepted }), seenOf("b", { accepted: longer }), seenOf("c", { accepted: longer })],
      whole,
      20,
    );
    assert.deepEqual(changes, [{ id: "c", from: "open", to: "accepted" }]);
    // Nobody looked at a: its acceptance ends all the same.
    assert.deepEqual(await store.recordFindings([], { kind: "subjects", subjects: ["other"] }, 50), [
      { id: "a", from: "accepted", to: "open" },
    ]);
    assert.deepEqual(
      await store.recordFindings(
        [seenOf("a", { accepted }), seenOf("b", { accepted: longer }), seenOf("c")],
        whole,
        60,
      ),
      [{ id: "c", from: "accepted", to: "open" }],
    );
    await store.recordFindings([seenOf("a"), seenOf("c")], whole, 70);
    const life = await store.findingLife("b");
    assert.deepEqual([life?.state, life?.acceptedUntil], ["fixed", null]);
    assert.deepEqual(
      life?.history.map(({ at, state }) => [at, state]),
      [
        [10, "accepted"],
        [20, "accepted"],
        [70, "fixed"],
      ],
    );
    const ended = await store.findingLife("a");
    assert.deepEqual(ended?.history.at(-1), { at: 50, state: "open", why: "The acceptance ended." });
    assert.equal(ended?.lastSeen, 70);
    assert.deepEqual((await store.findingLife("c"))?.history.at(-1), {
      at: 60,
      state: "open",
      why: "It is no longer accepted.",
    });
  });

  test("a scan of some subjects says nothing of the others", async () => {
    const { store } = await openEmpty();
    await store.recordFindings(
      [seenOf("a", { subject: "s" }), seenOf("b", { subject: "s" }), seenOf("c", { subject: "t" })],
      whole,
      1,
    );
    const changes = await store.recordFindings(
      [seenOf("a", { subject: "s" }), seenOf("new", { subject: "s" })],
      { kind: "subjects", subjects: ["s", "s"] },
      2,
    );
    assert.deepEqual(changes, [
      { id: "new", from: null, to: "open" },
      { id: "b", from: "open", to: "fixed" },
    ]);
    const lastSeen = async (id: string) => (await store.findingLife(id))?.lastSeen;
    assert.deepEqual([await lastSeen("a"), await lastSeen("b"), await lastSeen("c")], [2, 1, 1]);
    const states = async (filter: Parameters<typeof store.findingLives>[0]) =>
      (await store.findingLives(filter, 10)).map(({ id }) => id);
    assert.deepEqual(await states({ subject: "s" }), ["b", "new", "a"]);
    assert.deepEqual(await states({ subject: "s", state: "open" }), ["new", "a"]);
    assert.deepEqual(await states({ state: "fixed" }), ["b"]);
    assert.equal((await store.findingLives({}, 2)).length, 2);
  });

  test("a finding's words and severity are those of the last scan", async () => {
    const { store } = await openEmpty();
    await store.recordFindings([seenOf("a")], whole, 1);
    const changes = await store.recordFindings(
      [seenOf("a", { severity: "critical", title: "worse" })],
      whole,
      2,
    );
    assert.deepEqual(changes, []);
    const life = await store.findingLife("a");
    assert.deepEqual([life?.severity, life?.title, life?.history.length], ["critical", "worse", 1]);
  });

  test("any text is a finding's id, subject, title and reason", async () => {
    const { store } = await openEmpty();
    const seen = hostileTexts.map((text) =>
      seenOf(text, { subject: text, title: text, accepted: { reason: text, until: null } }),
    );
    await store.recordFindings(seen, whole, 1);
    assert.deepEqual(await store.recordFindings(seen, { kind: "subjects", subjects: hostileTexts }, 2), []);
    for (const text of hostileTexts) {
      const [life] = await store.findingLives({ subject: text }, 5);
      assert.deepEqual([life?.id, life?.title, life?.lastSeen], [text, text, 2]);
      assert.equal(life?.history[0]?.why, `Accepted: ${text}`);
    }
  });

  test("scans that are recorded at the same time are recorded one after the other", async () => {
    const { store, again } = await openEmpty();
    const other = await again();
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        (n % 2 === 0 ? store : other).recordFindings([seenOf("a"), seenOf("b")], whole, 1),
      ),
    );
    assert.equal(results.flat().length, 2);
    assert.equal((await store.findingLife("a"))?.history.length, 1);
  });

  test("20,000 findings are recorded, recorded again, and all fixed", async () => {
    const { store } = await openEmpty();
    const seen = Array.from({ length: 20_000 }, (_, n) =>
      seenOf(`finding ${n}`, { subject: `arn:aws:iam::111122223333:role/team/role-${n}` }),
    );
    assert.equal((await store.recordFindings(seen, whole, 1)).length, 20_000);
    assert.equal((await store.recordFindings(seen, whole, 2)).length, 0);
    assert.equal((await store.findingLives({ state: "open" }, 30_000)).length, 20_000);
    assert.equal((await store.recordFindings([], whole, 3)).length, 20_000);
    assert.equal((await store.findingLives({ state: "open" }, 10)).length, 0);
  });
}
