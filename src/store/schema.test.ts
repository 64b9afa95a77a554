import assert from "node:assert/strict";
import { test } from "node:test";
import { schemaJudge } from "../../test/support/json-schema.ts";
import type { Snapshot } from "../model/index.ts";
import { defaultOptions, snapshotOf, synthesize } from "../synth/index.ts";
import { snapshotLines } from "./encode-snapshot.ts";
import { exampleSnapshot } from "./fixtures/example-snapshot.ts";

const faults = schemaJudge("snapshot.schema.json", { isClosed: true });

function assertDescribed(snapshot: Snapshot): void {
  for (const line of snapshotLines(snapshot)) assert.deepEqual(faults(JSON.parse(line)), []);
}

test("the published schema describes every member of every line that is written", () => {
  assertDescribed(exampleSnapshot({ extraRoles: 6000 }));
});

test("the schema's judge of this test does find faults", () => {
  for (const line of [
    {},
    { kind: "end", lines: "3" },
    { kind: "roles", account: "1", roles: [] },
    { kind: "other" },
  ]) {
    assert.notDeepEqual(faults(line), [], JSON.stringify(line));
  }
});

test("a synthetic organization's file is described as well", () => {
  assertDescribed(snapshotOf(synthesize({ ...defaultOptions, accounts: 30, roles: 30 })));
});
