import assert from "node:assert/strict";
import { test } from "node:test";
import type { DriftFilter } from "../../../src/store/state/index.ts";
import {
  allDriftEvents,
  dealtOf,
  deliveryOf,
  driftEventOf,
  hostileTexts,
  settlementOf,
  stateOf,
} from "./made-up.ts";
import type { OpenEmpty } from "./opened.ts";

export function settlementCases(openEmpty: OpenEmpty): void {
  test("a settlement is found as it was written, by another process's store too", async () => {
    const { store, again } = await openEmpty();
    const event = driftEventOf("d1");
    const settled = await store.settle(
      settlementOf({
        states: [stateOf("role 1 a", 0), stateOf("role 1 b", 0)],
        driftEvents: [event],
        deliveries: [deliveryOf("x1")],
        decisions: [{ driftEvent: "d1", channel: "chat", verdict: "sent", why: "It is high." }],
        events: [dealtOf("e1")],
      }),
    );
    assert.equal(settled.kind, "settled");
    for (const one of [store, await again()]) {
      const states = await one.subjectStates(["role 1 a", "role 1 b", "role 1 c"]);
      assert.deepEqual([...states.keys()].toSorted(), ["role 1 a", "role 1 b"]);
      const { sequence, ...state } = states.get("role 1 a") ?? assert.fail("there is no state");
      assert.deepEqual(state, { key: "role 1 a", version: 1, state: '{"from":0}', readAt: 1_900 });
      assert.ok(sequence > 0);
      const found = await one.driftEvent("d1");
      assert.deepEqual({ ...found, sequence: 0 }, { ...event, sequence: 0, revertedBy: null });
      assert.deepEqual(await one.decisionsOn("d1"), [
        { driftEvent: "d1", channel: "chat", verdict: "sent", why: "It is high.", at: 2_000 },
      ]);
      assert.deepEqual(await one.dealtWith(["e1", "e2"]), new Set(["e1"]));
      assert.deepEqual(await one.dealtEvents("e1", 10), [{ ...dealtOf("e1"), settledAt: 2_000 }]);
      assert.deepEqual(await one.deliveries({}, 10), [
        { ...deliveryOf("x1"), status: "waiting", attempts: 0, lastError: null, createdAt: 2_000, at: 1_000 },
      ]);
    }
  });

  test("a settlement from a version that is not the last is stale and writes nothing", async () => {
    const { store } = await openEmpty();
    await store.settle(settlementOf({ states: [stateOf("a", 0), stateOf("b", 0)] }));
    await store.settle(settlementOf({ states: [stateOf("a", 1)] }));
    const late = settlementOf({
      states: [stateOf("a", 1), stateOf("b", 1), stateOf("c", 1), stateOf("d", 0)],
      driftEvents: [driftEventOf("d")],
      deliveries: [deliveryOf("x")],
      decisions: [{ driftEvent: "d", channel: null, verdict: "held", why: "w" }],
      events: [dealtOf("e")],
    });
    assert.deepEqual(await store.settle(late), { kind: "stale", keys: ["a", "c"] });
    const states = await store.subjectStates(["a", "b", "c", "d"]);
    assert.deepEqual(
      ["a", "b", "c", "d"].map((key) => [key, states.get(key)?.version]),
      [
        ["a", 2],
        ["b", 1],
        ["c", undefined],
        ["d", undefined],
      ],
    );
    assert.equal(await store.driftEvent("d"), null);
    assert.deepEqual(await store.deliveries({}, 10), []);
    assert.deepEqual(await store.decisionsOn("d"), []);
    assert.deepEqual(await store.dealtWith(["e"]), new Set());
  });

  test("of many settlements from one version at the same time, one counts", async () => {
    const { store, again } = await openEmpty();
    const other = await again();
    for (let version = 0; version < 5; version += 1) {
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? store : other).settle(settlementOf({ states: [stateOf("a", version)] })),
        ),
      );
      assert.equal(results.filter(({ kind }) => kind === "settled").length, 1);
    }
    assert.equal((await store.subjectStates(["a"])).get("a")?.version, 5);
  });

  test("what is settled again by its id is not doubled, and stays as it was", async () => {
    const { store } = await openEmpty();
    const decision = { driftEvent: "d", channel: "chat", verdict: "sent", why: "w" } as const;
    const once = settlementOf({
      driftEvents: [driftEventOf("d", { title: "first" })],
      deliveries: [deliveryOf("x")],
      decisions: [decision],
      events: [dealtOf("e", { verdict: "first" })],
    });
    await store.settle(once);
    await store.takeDeliveries("h", 1_000, 100, 1);
    await store.delivered("x", "h", 1_050);
    await store.settle({
      ...once,
      driftEvents: [driftEventOf("d", { title: "second" }), driftEventOf("d2")],
      events: [dealtOf("e", { verdict: "second" })],
      at: 3_000,
    });
    assert.deepEqual(await allDriftEvents(store), ["d", "d2"]);
    assert.equal((await store.driftEvent("d"))?.title, "first");
    assert.deepEqual(
      (await store.deliveries({}, 10)).map(({ id, status }) => [id, status]),
      [["x", "delivered"]],
    );
    assert.deepEqual(await store.decisionsOn("d"), [{ ...decision, at: 2_000 }]);
    assert.equal((await store.dealtEvents("e", 5))[0]?.verdict, "first");
  });

  test("sequences grow over settlements, and pages from one on miss nothing", async () => {
    const { store } = await openEmpty();
    const sequences: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const settled = await store.settle(
        settlementOf({
          states: [stateOf(`s${n}`, 0), stateOf(`t${n}`, 0)],
          driftEvents: [driftEventOf(`d${n}`), driftEventOf(`f${n}`)],
        }),
      );
      assert.equal(settled.kind, "settled");
      if (settled.kind === "settled") sequences.push(settled.sequence);
    }
    assert.deepEqual(
      sequences,
      sequences.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(sequences).size, 7);
    const expected = Array.from({ length: 7 }, (_, n) => [`d${n}`, `f${n}`]).flat();
    assert.deepEqual(await allDriftEvents(store, 3), expected);
    const keys: string[] = [];
    for (let after = 0; ; ) {
      const page = await store.subjectStatesAfter(after, 3);
      const last = page.at(-1);
      if (last === undefined) break;
      keys.push(...page.map(({ key }) => key));
      after = last.sequence;
    }
    assert.deepEqual(keys, Array.from({ length: 7 }, (_, n) => [`s${n}`, `t${n}`]).flat());
    // A state that is settled again comes again, at its new place.
    await store.settle(settlementOf({ states: [stateOf("s0", 1)] }));
    const last = await store.subjectStatesAfter(sequences.at(-1) ?? 0, 10);
    assert.deepEqual(
      last.map(({ key, version }) => [key, version]),
      [["s0", 2]],
    );
  });

  test("a drift event that takes another back is told of that one, from the same settlement on", async () => {
    const { store } = await openEmpty();
    await store.settle(settlementOf({ driftEvents: [driftEventOf("opened")] }));
    assert.equal((await store.driftEvent("opened"))?.revertedBy, null);
    await store.settle(settlementOf({ driftEvents: [driftEventOf("closed", { reverts: "opened" })] }));
    await store.settle(settlementOf({ driftEvents: [driftEventOf("again", { reverts: "opened" })] }));
    assert.equal((await store.driftEvent("opened"))?.revertedBy, "closed");
    assert.equal((await store.driftEvent("closed"))?.revertedBy, null);
    await store.settle(
      settlementOf({
        driftEvents: [driftEventOf("y", { reverts: "z" }), driftEventOf("z"), driftEventOf("w")],
      }),
    );
    assert.equal((await store.driftEvent("z"))?.revertedBy, "y");
  });

  test("a settlement that names a subject twice is a defect of the caller's", async () => {
    const { store } = await openEmpty();
    await assert.rejects(
      store.settle(settlementOf({ states: [stateOf("a", 0), stateOf("a", 0)] })),
      /names a subject twice/,
    );
  });

  test("any text comes back exactly, as key, state, id, account, actor and sentence", async () => {
    const { store } = await openEmpty();
    await store.settle(
      settlementOf({
        states: hostileTexts.map((text) => stateOf(text, 0, text)),
        driftEvents: hostileTexts.map((text) =>
          driftEventOf(text, { subject: text, account: text, title: text }),
        ),
        deliveries: hostileTexts.map((text) => deliveryOf(text, { channel: text })),
        decisions: hostileTexts.map((text) => ({
          driftEvent: text,
          channel: text,
          verdict: "sent",
          why: text,
        })),
        events: hostileTexts.map((text) => dealtOf(text, { verdict: text, subjects: [text] })),
      }),
    );
    const states = await store.subjectStates(hostileTexts);
    assert.equal(states.size, hostileTexts.length);
    for (const text of hostileTexts) {
      assert.equal(states.get(text)?.state, text);
      assert.equal((await store.driftEvent(text))?.title, text);
      const found = await store.driftEvents({ subject: text, account: text }, { limit: 5 });
      assert.deepEqual(
        found.map(({ id }) => id),
        [text],
      );
      assert.deepEqual(await store.decisionsOn(text), [
        { driftEvent: text, channel: text, verdict: "sent", why: text, at: 2_000 },
      ]);
      const [delivery] = await store.deliveries({ channel: text }, 5);
      assert.equal(delivery?.id, text);
    }
    assert.deepEqual(await store.dealtWith(hostileTexts), new Set(hostileTexts));
    assert.deepEqual(
      new Set((await store.dealtEvents("", 100)).map(({ verdict }) => verdict)),
      new Set(hostileTexts),
    );
  });

  test("a state of a megabyte, and 2,000 subjects at once, are one settlement", async () => {
    const { store } = await openEmpty();
    const large = JSON.stringify({ text: '\\"é🦔'.repeat(200_000) });
    assert.ok(large.length > 1_000_000);
    const states = Array.from({ length: 2_000 }, (_, n) => stateOf(`role 1 r${n}`, 0, n < 3 ? large : "{}"));
    assert.equal((await store.settle(settlementOf({ states }))).kind, "settled");
    const found = await store.subjectStates(states.map(({ key }) => key));
    assert.equal(found.size, 2_000);
    assert.equal(found.get("role 1 r2")?.state, large);
    assert.equal((await store.subjectStatesAfter(0, 5_000)).length, 2_000);
  });

  test("drift events are found by what they are about, latest first", async () => {
    const { store } = await openEmpty();
    const actor = (principal: string, sessionIssuer: string | null) => [
      { principal, kind: "k", sessionIssuer, account: null, sourceIp: null, userAgent: null, mfa: null },
    ];
    await store.settle(
      settlementOf({
        driftEvents: [
          driftEventOf("one", {
            at: 10,
            severity: "info",
            account: "1",
            actors: actor("arn:user/Anna", null),
          }),
          driftEventOf("two", {
            at: 20,
            severity: "medium",
            account: "2",
            actors: actor("arn:x", "arn:role/ANNA%"),
          }),
          driftEventOf("three", {
            at: 30,
            severity: "critical",
            kind: "unresolved",
            subject: "s",
            account: null,
            actors: [],
          }),
        ],
      }),
    );
    const rows: readonly (readonly [DriftFilter, readonly string[]])[] = [
      [{}, ["three", "two", "one"]],
      [{ account: "2" }, ["two"]],
      [{ account: "1%" }, []],
      [{ subject: "s" }, ["three"]],
      [{ actor: "anna" }, ["two", "one"]],
      [{ actor: "role/anna%" }, ["two"]],
      [{ actor: "a_na" }, []],
      [{ actor: "" }, ["three", "two", "one"]],
      [{ actor: "\0" }, []],
      [{ atLeast: "medium" }, ["three", "two"]],
      [{ kind: "unresolved" }, ["three"]],
      [{ from: 20 }, ["three", "two"]],
      [{ to: 20 }, ["two", "one"]],
      [{ from: 15, to: 25, account: "2", actor: "anna", atLeast: "low", kind: "changed" }, ["two"]],
    ];
    for (const [filter, expected] of rows) {
      const found = await store.driftEvents(filter, { limit: 10 });
      assert.deepEqual(
        found.map(({ id }) => id),
        expected,
        JSON.stringify(filter),
      );
    }
    const [latest] = await store.driftEvents({}, { limit: 1 });
    assert.equal(latest?.id, "three");
    const next = await store.driftEvents({}, { before: latest?.sequence ?? 0, limit: 1 });
    assert.deepEqual(
      next.map(({ id }) => id),
      ["two"],
    );
  });

  test("dealt events are found by id and by part of a subject, latest first", async () => {
    const { store } = await openEmpty();
    await store.settle(
      settlementOf({
        events: [
          dealtOf("e1", { at: 1, subjects: ["role 1 deploy", "user 1 anna"] }),
          dealtOf("e2", { at: 2, subjects: ["role 2 Deploy"] }),
          dealtOf("e3", { at: 3, subjects: [] }),
        ],
      }),
    );
    const ids = async (about: string, limit = 10) =>
      (await store.dealtEvents(about, limit)).map(({ id }) => id);
    assert.deepEqual(await ids("deploy"), ["e2", "e1"]);
    assert.deepEqual(await ids("user 1"), ["e1"]);
    assert.deepEqual(await ids("e3"), ["e3"]);
    assert.deepEqual(await ids(""), ["e3", "e2", "e1"]);
    assert.deepEqual(await ids("", 1), ["e3"]);
    // One subject's end and another's begin are no subject.
    assert.deepEqual(await ids("deploy\nuser"), []);
    assert.deepEqual(await ids("deployuser"), []);
  });
}
