/**
 * Deliberately vulnerable environments, in process: the way that each was built for is found, and is gone where one
 * permission or one trusted principal was taken away. What they say they are for stands in their `expected.json`.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importDirectory } from "../../src/collect/files/index.ts";
import { buildReachGraph, findPaths, type Path, readEnd, readStart } from "../../src/graph/reach/index.ts";
import { techniques } from "../../src/graph/techniques/catalogue.ts";
import { type Engine, engineOf, openGraph } from "../../src/work/engine.ts";

type Question = { readonly from: string; readonly to: string; readonly expected: "path" | "no-path" };
type Hop = readonly [from: string, to: string, technique: string];
type Expected = Question & {
  readonly goal: "admin" | "bucket" | "principal" | "resource";
  readonly access?: string;
  readonly hops?: readonly Hop[];
  readonly cases?: readonly Question[];
};

const shared = process.env.ACCESSLENS_SHARED ?? join(import.meta.dirname, "../../../shared");
const folder = join(shared, "data/labs");
const isThere = existsSync(folder);

const published = new Set(techniques.map(({ id }) => id));
/** So many ways are looked at for the published one. */
const mostWays = 20;

const expectations = (isThere ? readdirSync(folder) : []).toSorted().map((name) => {
  const expected: Expected = JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8"));
  return { name, expected };
});

async function engineOfLab(name: string): Promise<Engine> {
  const outcome = await importDirectory(join(folder, name), { keepGoing: false, createdAt: 1_800_000_000 });
  assert.ok(outcome.ok, `${name} is imported: ${JSON.stringify(outcome)}`);
  return engineOf(outcome.value.snapshot);
}

type Asker = (from: string, to: string) => readonly Path[];

async function askerOf(engine: Engine, action: string | null): Promise<Asker> {
  const { snapshot, reader, expansion } = engine;
  const assumptions = await openGraph(engine);
  const graph = buildReachGraph({ snapshot, organization: reader.organization, assumptions });
  return (fromText, toText) => {
    const from = readStart(fromText);
    const to = readEnd(toText);
    assert.ok(from !== null && to !== null, `${fromText} and ${toText} can be asked about`);
    const question = { from, to, mostHops: 10, onlyProven: false, most: mostWays, action };
    return findPaths(graph, question, expansion).paths;
  };
}

/** What a question's target is asked as: administration of its account, and the principal itself where it is another one. */
function endsOf({ from, to }: Question, { goal }: Expected): readonly string[] {
  if (goal !== "admin") return [to];
  const administration = `admin:${to.split(":")[4]}`;
  return from === to ? [administration] : [administration, to];
}

/** In order, beside hops that the lab does not tell. */
function includesHops(path: Path, wanted: readonly string[]): boolean {
  let next = 0;
  for (const { technique } of path.hops) if (technique === wanted[next]) next++;
  return next === wanted.length;
}

function told(paths: readonly Path[]): string {
  return paths
    .map(({ hops }) => hops.map(({ to, kind, technique }) => `${technique ?? kind} → ${to}`).join(", "))
    .join("\n");
}

if (!isThere) {
  test("labs", {
    skip: "../shared/data/labs does not lie beside this checkout, nor in ACCESSLENS_SHARED",
  }, () => {});
}

for (const { name, expected } of expectations) {
  if (expected.expected === "no-path") {
    test(`without what the lab needs there is no way: ${name}`, async () => {
      const ask = await askerOf(await engineOfLab(name), expected.access ?? null);
      for (const end of endsOf(expected, expected))
        assert.equal(told(ask(expected.from, end)), "", `${expected.from} does not come to ${end}`);
    });
    continue;
  }
  test(`the lab's way is found: ${name}`, async () => {
    const ask = await askerOf(await engineOfLab(name), expected.access ?? null);
    for (const question of [expected, ...(expected.cases ?? [])]) {
      for (const end of endsOf(question, expected)) {
        const count = ask(question.from, end).length;
        if (question.expected === "path") assert.ok(count > 0, `${question.from} comes to ${end}`);
        else assert.equal(count, 0, `${question.from} comes to ${end}`);
      }
    }
    const wanted = (expected.hops ?? [])
      .map(([, , technique]) => technique)
      .filter((id) => published.has(id));
    const [end = ""] = endsOf(expected, expected).slice(-1);
    const paths = ask(expected.from, end);
    const mostHops = (expected.hops ?? []).length;
    assert.ok(
      paths.some((path) => includesHops(path, wanted) || path.hops.length <= mostHops),
      `one of the ways to ${end} has ${wanted.join(", ")}, or is as short:\n${told(paths)}`,
    );
  });
}
