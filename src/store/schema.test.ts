import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { importDirectory } from "../collect/files/index.ts";
import type { Snapshot } from "../model/index.ts";
import { snapshotLines } from "./encode-snapshot.ts";
import { exampleSnapshot, plain } from "./fixtures/example-snapshot.ts";
import { openSnapshot, readSnapshot, writeSnapshot } from "./index.ts";
import { isRecord, type JsonRecord } from "./shape.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-schema-"));
after(() => rmSync(folder, { recursive: true }));

const schema: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../schemas/snapshot.schema.json"), "utf8"),
);
assert.ok(isRecord(schema));
const definitions = schema.$defs;
assert.ok(isRecord(definitions));

/** As much of JSON Schema as ours uses; members that it does not describe are faults, so that nothing stays undescribed. */
function faults(value: unknown, rule: JsonRecord, at: string): string[] {
  const list = (name: string): readonly unknown[] => (Array.isArray(rule[name]) ? rule[name] : []);
  const of = (inner: unknown): JsonRecord => (isRecord(inner) ? inner : {});
  if (typeof rule.$ref === "string") {
    return faults(value, of(of(definitions)[rule.$ref.slice("#/$defs/".length)]), at);
  }
  if (Array.isArray(rule.anyOf)) {
    const all = rule.anyOf.map((inner) => faults(value, of(inner), at));
    return all.find((found) => found.length === 0) ?? all.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }
  if (rule.const !== undefined) return value === rule.const ? [] : [`${at} is not ${rule.const}`];
  if (Array.isArray(rule.enum)) return list("enum").includes(value) ? [] : [`${at} is not of the enum`];
  switch (rule.type) {
    case "string":
      if (typeof value !== "string") return [`${at} is no string`];
      return typeof rule.pattern !== "string" || new RegExp(rule.pattern).test(value)
        ? []
        : [`${at}: pattern`];
    case "integer":
      return Number.isInteger(value) && Number(value) >= Number(rule.minimum)
        ? []
        : [`${at} is no such integer`];
    case "boolean":
      return typeof value === "boolean" ? [] : [`${at} is no boolean`];
    case "array":
      if (!Array.isArray(value)) return [`${at} is no array`];
      return value.flatMap((item, index) =>
        faults(item, of(list("prefixItems")[index] ?? rule.items), `${at}[${index}]`),
      );
    case "object": {
      if (!isRecord(value)) return [`${at} is no object`];
      const members = of(rule.properties);
      const missing = list("required").filter((name) => !Object.hasOwn(value, String(name)));
      return [
        ...missing.map((name) => `${at}.${name} is missing`),
        ...Object.entries(value).flatMap(([name, inner]) => {
          if (rule.properties === undefined) return [];
          return Object.hasOwn(members, name)
            ? faults(inner, of(members[name]), `${at}.${name}`)
            : [`${at}.${name} is not described`];
        }),
      ];
    }
    default:
      return [`${at}: the schema says nothing`];
  }
}

function assertDescribed(snapshot: Snapshot): void {
  for (const line of snapshotLines(snapshot))
    assert.deepEqual(faults(JSON.parse(line), schema as JsonRecord, ""), []);
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
    assert.notDeepEqual(faults(line, schema as JsonRecord, ""), [], JSON.stringify(line));
  }
});

const labs = join(import.meta.dirname, "../../../shared/data/labs");

test("imported labs are the same after they are written and read, from the file and from the cache", {
  skip: existsSync(labs) ? false : `${labs} is not there`,
}, async () => {
  const options = { cache: true, engineVersion: "1", configHash: "" };
  for (const name of readdirSync(labs).filter((_, index) => index % 4 === 0)) {
    const imported = await importDirectory(join(labs, name), { keepGoing: false, createdAt: 1_764_000_000 });
    assert.ok(imported.ok);
    const { snapshot } = imported.value;
    assertDescribed(snapshot);
    const path = join(folder, `${name}.alens`);
    assert.ok((await writeSnapshot(path, snapshot)).ok);
    const read = await readSnapshot(path);
    assert.ok(read.ok);
    assert.deepEqual(plain(read.value), plain(snapshot));
    const cold = await openSnapshot(path, options);
    assert.ok(cold.ok && (await cold.value.cache.write([])).ok);
    const warm = await openSnapshot(path, options);
    assert.ok(warm.ok && warm.value.fromCache);
    assert.deepEqual(plain(warm.value.snapshot), plain(snapshot));
  }
});
