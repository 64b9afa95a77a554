import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOf, hostileTexts } from "./made-up.ts";
import type { OpenEmpty } from "./opened.ts";

export function changeCases(openEmpty: OpenEmpty): void {
  test("an intended change is there before it is applied, and ends once", async () => {
    const { store, again } = await openEmpty();
    await store.intendChange(changeOf("one"));
    await store.intendChange(changeOf("one", { title: "another of the same id" }));
    const other = await again();
    assert.deepEqual(await other.appliedChange("one"), {
      ...changeOf("one"),
      state: "intended",
      stateAt: 1_000,
      note: null,
    });
    const applied = { state: "applied", at: 2_000, note: null, after: "{1}" } as const;
    assert.equal(await store.endChange("one", ["intended"], applied), true);
    assert.equal(
      await other.endChange("one", ["intended"], { state: "failed", at: 3_000, note: "too late" }),
      false,
      "somebody else has ended it",
    );
    assert.equal(await store.endChange("none", ["intended"], applied), false);
    assert.deepEqual(await other.appliedChange("one"), {
      ...changeOf("one", { after: "{1}" }),
      state: "applied",
      stateAt: 2_000,
      note: null,
    });
    assert.equal(await store.appliedChange("none"), null);
  });

  test("changes are told latest first, of a state, a target or an account", async () => {
    const { store } = await openEmpty();
    await store.intendChange(changeOf("a", { at: 1 }));
    await store.intendChange(changeOf("c", { at: 3, target: "arn:aws:s3:::logs", account: "444455556666" }));
    await store.intendChange(changeOf("b", { at: 2 }));
    await store.endChange("b", ["intended"], { state: "undone", at: 9, note: "by c" });
    const ids = async (...[filter, limit = 10]: Partial<Parameters<typeof store.appliedChanges>>) =>
      (await store.appliedChanges(filter ?? {}, limit)).map(({ id }) => id);
    assert.deepEqual(await ids(), ["c", "b", "a"]);
    assert.deepEqual(await ids({}, 2), ["c", "b"]);
    assert.deepEqual(await ids({ state: "undone" }), ["b"]);
    assert.deepEqual(await ids({ target: "arn:aws:s3:::logs" }), ["c"]);
    assert.deepEqual(await ids({ account: "111122223333", state: "intended" }), ["a"]);
  });

  test("any text is a change, and changes are not forgotten", async () => {
    const { store } = await openEmpty();
    for (const [at, text] of hostileTexts.entries()) {
      await store.intendChange(changeOf(text, { at, before: text, after: text, target: text, by: text }));
      await store.endChange(text, ["intended"], { state: "failed", at, note: text });
    }
    await store.forgetBefore(1_000_000);
    for (const text of hostileTexts) {
      assert.equal((await store.appliedChange(text))?.note, text);
      assert.equal((await store.appliedChanges({ target: text }, 1))[0]?.before, text);
    }
  });
}
