import assert from "node:assert/strict";
import { test } from "node:test";
import type { NewExternalId } from "../../../src/store/state/index.ts";
import { hostileTexts } from "./made-up.ts";
import type { OpenEmpty } from "./opened.ts";

function asked(relationship: string, externalId: string, more: Partial<NewExternalId> = {}): NewExternalId {
  return {
    relationship,
    externalId,
    issuedBy: "ada",
    origin: "issued",
    weakness: null,
    note: null,
    roles: [],
    ...more,
  };
}

export function externalIdCases(openEmpty: OpenEmpty): void {
  test("a relationship has one external ID, and whoever asks again is told it", async () => {
    const { store, again } = await openEmpty();
    const issued = await store.issueExternalId(asked("acme", "first", { note: "n", roles: ["r", "r"] }), 10);
    assert.equal(issued.kind, "issued");
    const record = {
      relationship: "acme",
      externalId: "first",
      state: "current",
      issuedAt: 10,
      changedAt: 10,
      issuedBy: "ada",
      origin: "issued",
      weakness: null,
      note: "n",
      roles: ["r"],
    };
    assert.deepEqual(issued.record, record);
    const other = await again();
    assert.deepEqual(await other.issueExternalId(asked("acme", "second"), 20), { kind: "has-one", record });
    assert.deepEqual(await other.externalIds("acme"), [record]);
    assert.equal(await other.externalIdRecord("second"), null);
  });

  test("an external ID is never issued again, by whomever, revoked ones included", async () => {
    const { store } = await openEmpty();
    await store.issueExternalId(asked("acme", "one"), 10);
    const taken = await store.issueExternalId(asked("globex", "one"), 11);
    assert.equal(taken.kind, "known");
    assert.equal(taken.record.relationship, "acme");
    assert.deepEqual(
      (await store.endExternalIds("acme", ["current", "retiring"], 12)).map(({ state, changedAt }) => [
        state,
        changedAt,
      ]),
      [["revoked", 12]],
    );
    assert.equal((await store.issueExternalId(asked("acme", "one"), 13)).kind, "known");
    assert.equal((await store.issueExternalId(asked("acme", "two"), 14)).kind, "issued");
    assert.equal((await store.rotateExternalId(asked("acme", "one"), 15)).kind, "known");
    assert.deepEqual(
      (await store.externalIds("acme")).map(({ externalId, state }) => [externalId, state]),
      [
        ["two", "current"],
        ["one", "revoked"],
      ],
    );
  });

  test("a rotation has two at a time, and ends with the new one", async () => {
    const { store } = await openEmpty();
    assert.deepEqual(await store.rotateExternalId(asked("acme", "a"), 1), { kind: "none" });
    await store.issueExternalId(asked("acme", "a"), 1);
    const rotating = await store.rotateExternalId(asked("acme", "b"), 2);
    assert.equal(rotating.kind, "rotating");
    assert.deepEqual([rotating.current.externalId, rotating.retiring.externalId], ["b", "a"]);
    const again = await store.rotateExternalId(asked("acme", "c"), 3);
    assert.equal(again.kind, "under-way");
    assert.deepEqual([again.current.externalId, again.retiring.externalId], ["b", "a"]);
    assert.equal((await store.issueExternalId(asked("acme", "d"), 3)).kind, "has-one");
    assert.deepEqual(
      await store.endExternalIds("acme", ["retiring"], 4, "b"),
      [],
      "another one than was meant",
    );
    assert.deepEqual(
      (await store.endExternalIds("acme", ["retiring"], 4, "a")).map((one) => one.externalId),
      ["a"],
    );
    assert.deepEqual(await store.endExternalIds("acme", ["retiring"], 5), []);
    assert.equal((await store.rotateExternalId(asked("acme", "c"), 6)).kind, "rotating");
    assert.deepEqual(
      (await store.endExternalIds("acme", ["current", "retiring"], 7)).map((one) => one.externalId),
      ["c", "b"],
    );
  });

  test("a rotation that is aborted leaves the old one current, and the new one is never issued again", async () => {
    const { store } = await openEmpty();
    await store.issueExternalId(asked("acme", "a"), 1);
    assert.equal(await store.abortRotation("acme", 2, "a"), null, "none is under way");
    await store.rotateExternalId(asked("acme", "b"), 3);
    assert.equal(await store.abortRotation("acme", 4, "a"), null, "another one than was meant");
    const aborted = await store.abortRotation("acme", 5, "b");
    assert.deepEqual(
      [
        aborted?.revoked.externalId,
        aborted?.revoked.state,
        aborted?.current.externalId,
        aborted?.current.state,
      ],
      ["b", "revoked", "a", "current"],
    );
    assert.equal(await store.abortRotation("acme", 6, "b"), null);
    assert.deepEqual(
      (await store.externalIds("acme")).map(({ externalId, state, changedAt }) => [
        externalId,
        state,
        changedAt,
      ]),
      [
        ["b", "revoked", 5],
        ["a", "current", 5],
      ],
    );
    assert.equal((await store.rotateExternalId(asked("acme", "b"), 7)).kind, "known");
    assert.equal((await store.rotateExternalId(asked("acme", "c"), 8)).kind, "rotating");
  });

  test("of many that issue for one relationship at the same time one does, and all are told the same", async () => {
    const { store, again } = await openEmpty();
    const other = await again();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 === 0 ? store : other).issueExternalId(asked("acme", `id ${n}`), n),
      ),
    );
    assert.equal(answers.filter(({ kind }) => kind === "issued").length, 1);
    assert.equal(new Set(answers.map(({ record }) => record.externalId)).size, 1);
    const rotated = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        (n % 2 === 0 ? store : other).rotateExternalId(asked("acme", `next ${n}`), 100 + n),
      ),
    );
    assert.equal(rotated.filter(({ kind }) => kind === "rotating").length, 1);
    assert.equal((await store.externalIds()).length, 2);
  });

  test("roles are added to those in use", async () => {
    const { store } = await openEmpty();
    await store.issueExternalId(asked("acme", "a", { roles: ["one"] }), 1);
    await store.rotateExternalId(asked("acme", "b", { roles: ["one"] }), 2);
    await store.useExternalIdsAt("acme", ["two", "one"]);
    assert.deepEqual(
      (await store.externalIds("acme")).map(({ roles }) => roles),
      [
        ["one", "two"],
        ["one", "two"],
      ],
    );
    assert.deepEqual(await store.useExternalIdsAt("nobody", ["two"]), []);
    await store.disuseExternalIdsAt("acme", ["two", "never"]);
    assert.deepEqual(
      (await store.externalIds("acme")).map(({ roles }) => roles.includes("two")),
      (await store.externalIds("acme")).map(() => false),
    );
  });

  test("any text is a relationship, an external ID and a note", async () => {
    const { store } = await openEmpty();
    for (const text of hostileTexts) {
      const issued = await store.issueExternalId(asked(text, text, { note: text, roles: [text] }), 1);
      assert.equal(issued.kind, "issued");
    }
    for (const text of hostileTexts) {
      assert.equal((await store.externalIdRecord(text))?.relationship, text);
      assert.deepEqual(
        (await store.externalIds(text)).map(({ note }) => note),
        [text],
      );
    }
    assert.equal((await store.externalIds()).length, hostileTexts.length);
  });
}
