import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openStateStore, type StateStore } from "../../../store/state/index.ts";
import { foreignIds, takeOver } from "./import-foreign.ts";
import type { KnownTrust } from "./known-trusts.ts";
import { externalIdOf, inUseOf, issue, rotate } from "./registry.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-registry-"));
after(() => rmSync(folder, { recursive: true }));

let databases = 0;
async function opened(): Promise<StateStore> {
  databases += 1;
  const store = await openStateStore(`sqlite:${join(folder, `${databases}.db`)}`);
  assert.ok(store.ok);
  after(() => store.value.close());
  return store.value;
}

function asked(relationship: string) {
  return { relationship, by: "ada", note: null, roles: [] };
}

test("whoever asks for a relationship's external ID is told the one in use, or that there is none", async () => {
  const store = await opened();
  assert.equal(await externalIdOf(store, "acme"), null);
  const { record } = await issue(store, asked("acme"), 1);
  assert.equal(await externalIdOf(store, "acme"), record.externalId);
  const rotated = await rotate(store, asked("acme"), 2);
  assert.equal(rotated.kind, "rotating");
  assert.equal(
    await externalIdOf(store, "acme"),
    rotated.kind === "rotating" ? rotated.current.externalId : "",
  );
  assert.equal((await inUseOf(store, "acme"))?.retiring?.externalId, record.externalId);
  await store.endExternalIds("acme", ["current", "retiring"], 3);
  assert.equal(await externalIdOf(store, "acme"), null);
});

test("what was drawn before is drawn again, and never issued twice", async () => {
  const store = await opened();
  const draws = ["one", "one", "two", "one", "two", "three"];
  const draw = (): string => draws.shift() ?? assert.fail("drawn too often");
  assert.equal((await issue(store, asked("a"), 1, draw)).record.externalId, "one");
  assert.equal((await issue(store, asked("b"), 2, draw)).record.externalId, "two");
  const rotated = await rotate(store, asked("a"), 3, draw);
  assert.equal(rotated.kind === "rotating" ? rotated.current.externalId : "", "three");
});

const datadog = { caller: "464622532012", label: "Datadog (464622532012)", name: "Datadog" };
const anyone = { caller: "000000000000", label: "any account", name: null, isAnyone: true };
const stranger = { caller: "999999999999", label: "account 999999999999", name: null };

function trust(
  account: string,
  name: string,
  party: typeof datadog | typeof stranger | typeof anyone,
  ...ids: readonly string[]
): KnownTrust {
  const askedIds = ids.map((externalId) => ({ externalId, weakness: null }));
  return {
    role: { arn: `arn:aws:iam::${account}:role/x/${name}`, account },
    trust: "{}",
    thirdParties: [{ ...party, asked: askedIds }],
  };
}

test("foreign external IDs are named after the third party, and by place where it has several", () => {
  const [one, two, three] = ["111111111111", "222222222222", "333333333333"];
  const names = (...trusts: readonly KnownTrust[]) =>
    foreignIds(trusts).map(({ relationship, roles }) => [relationship, roles.length]);
  assert.deepEqual(names(trust(one, "a", datadog, "i"), trust(two, "a", datadog, "i")), [
    ["Datadog (464622532012)", 2],
  ]);
  assert.deepEqual(names(trust(one, "a", anyone, "i")), [["any account", 1]]);
  assert.deepEqual(
    names(
      trust(one, "a", stranger, "i"),
      trust(two, "b", stranger, "j"),
      trust(three, "c", stranger, "k"),
      trust(three, "d", stranger, "l"),
    ),
    [
      ["999999999999 at 111111111111", 1],
      ["999999999999 at 222222222222", 1],
      ["999999999999 at 333333333333/c", 1],
      ["999999999999 at 333333333333/d", 1],
    ],
  );
});

test("an external ID that two third parties share, or that was revoked, is told and not taken over", async () => {
  const store = await opened();
  const shared = foreignIds([
    trust("111111111111", "a", datadog, "i"),
    trust("111111111111", "b", stranger, "i"),
  ]);
  const dry = await takeOver(store, shared, "ada", null);
  assert.deepEqual(
    dry.map(({ state }) => state),
    ["new", "conflict"],
  );
  const wet = await takeOver(store, shared, "ada", 1);
  assert.deepEqual(
    wet.map(({ state }) => state),
    ["imported", "conflict"],
  );
  assert.match(wet[1]?.why ?? "", /two third parties share it/);
  await store.endExternalIds(shared[0]?.relationship ?? "", ["current"], 2);
  assert.match((await takeOver(store, shared.slice(0, 1), "ada", 3))[0]?.why ?? "", /revoked/);
});
