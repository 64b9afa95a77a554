import assert from "node:assert/strict";
import { test } from "node:test";
import { approvalOf, hostileTexts, snapshotOf } from "./made-up.ts";
import type { OpenEmpty } from "./opened.ts";

export function recordCases(openEmpty: OpenEmpty): void {
  test("approvals are kept in their order, and withdrawn once", async () => {
    const { store } = await openEmpty();
    await store.addApproval(approvalOf("b", { createdAt: 20 }));
    await store.addApproval(approvalOf("a", { createdAt: 10 }));
    await store.addApproval(approvalOf("a", { createdAt: 99 }));
    assert.deepEqual(await store.approvals(), [approvalOf("a"), approvalOf("b", { createdAt: 20 })]);
    assert.equal(await store.withdrawApproval("a", 50), true);
    assert.equal(await store.withdrawApproval("a", 60), false);
    assert.equal(await store.withdrawApproval("c", 60), false);
    assert.deepEqual((await store.approvals())[0], approvalOf("a", { withdrawnAt: 50 }));
  });

  test("snapshots are known latest first, each once", async () => {
    const { store } = await openEmpty();
    await store.recordSnapshot(snapshotOf("one", { createdAt: 1 }));
    await store.recordSnapshot(snapshotOf("three", { createdAt: 3 }));
    await store.recordSnapshot(snapshotOf("two", { createdAt: 2, organization: null }));
    await store.recordSnapshot(snapshotOf("one", { createdAt: 1, file: "/moved" }));
    assert.deepEqual(await store.snapshots(10), [
      snapshotOf("three", { createdAt: 3 }),
      snapshotOf("two", { createdAt: 2, organization: null }),
      snapshotOf("one", { createdAt: 1, file: "/moved" }),
    ]);
    assert.equal((await store.snapshots(2)).length, 2);
  });

  test("a note holds its last value", async () => {
    const { store, again } = await openEmpty();
    assert.equal(await store.note("n"), null);
    await store.setNote("n", "1");
    await store.setNote("n", "2");
    assert.equal(await (await again()).note("n"), "2");
  });

  test("any text is a note, an approval and a snapshot", async () => {
    const { store } = await openEmpty();
    for (const text of hostileTexts) {
      await store.setNote(text, text);
      await store.addApproval(approvalOf(text, { reason: text, createdAt: hostileTexts.indexOf(text) }));
      await store.recordSnapshot(snapshotOf(text, { file: text }));
    }
    for (const text of hostileTexts) assert.equal(await store.note(text), text);
    assert.deepEqual(
      (await store.approvals()).map(({ reason }) => reason),
      hostileTexts,
    );
    assert.deepEqual(new Set((await store.snapshots(100)).map(({ file }) => file)), new Set(hostileTexts));
  });
}
