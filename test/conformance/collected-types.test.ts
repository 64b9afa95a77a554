/** Collectors are held to what is asked of what they collect: techniques, and sensitive capabilities. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilityTable } from "../../src/authz/capability/capability-table.ts";
import { collectors } from "../../src/collect/live/index.ts";
import { techniques } from "../../src/graph/techniques/catalogue.ts";
import { openActionCatalogue } from "../../src/work/action-file.ts";
import { foundAs, notRows, techniqueTypesNotFound } from "../support/collected-types.ts";

const found = new Set(collectors.flatMap(({ types }) => types));

const ofTechniques = new Set(
  techniques.flatMap(({ gives, needs }) => [
    ...(gives.kind === "workload-role" ? gives.workload.types : []),
    ...needs.flatMap(({ on }) => (typeof on !== "string" && "existing" in on ? [on.existing] : [])),
  ]),
);

const catalogue = openActionCatalogue();
const ofCapabilities = new Set(
  capabilityTable
    .flatMap(({ givenBy }) => givenBy.flatMap(({ actions }) => actions))
    .flatMap((action) => catalogue.action(action) ?? [])
    .flatMap(({ service, resources }) => resources.map(({ type }) => `${service}:${type}`)),
);

const excused = notRows.flatMap(({ kinds }) => kinds.trim().split(/\s+/));

test("Every type that a technique needs is found by a collector, or stands in the list of those that are not", () => {
  const missing = [...ofTechniques].filter((type) => !found.has(type) && !(type in techniqueTypesNotFound));
  assert.deepEqual(missing, []);
  assert.ok(ofTechniques.size >= 20, "the catalogue was read");
});

test("The list of types that are not found holds none that is, and none that nothing needs", () => {
  const stale = Object.keys(techniqueTypesNotFound).filter(
    (type) => found.has(type) || !ofTechniques.has(type),
  );
  assert.deepEqual(stale, []);
});

test("Every kind of resource that a sensitive capability is about is found, or has a reason why not", () => {
  const judged = new Set([...Object.keys(foundAs), ...excused]);
  assert.deepEqual([...ofCapabilities].filter((kind) => !judged.has(kind)).sort(), []);
});

test("Each of those kinds is judged once, is still one, and is found as a type that a collector finds", () => {
  const judged = [...Object.keys(foundAs), ...excused];
  assert.deepEqual(
    judged.filter((kind, at) => judged.indexOf(kind) !== at),
    [],
  );
  assert.deepEqual(
    judged.filter((kind) => !ofCapabilities.has(kind)),
    [],
  );
  assert.deepEqual(
    Object.values(foundAs).filter((type) => !found.has(type)),
    [],
  );
});

test("No two collectors find the same type: each would add its own row for one thing", () => {
  const types = collectors.flatMap((collector) => collector.types);
  assert.deepEqual(
    types.filter((type, at) => types.indexOf(type) !== at),
    [],
  );
});
