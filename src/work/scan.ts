/** The scan: one pass over all trust policies fills the graph and feeds the rules; both go to the cache. */

import { findingDetail } from "../findings/finding-detail.ts";
import { type FindingList, findingList } from "../findings/finding-list.ts";
import type { Found } from "../findings/found.ts";
import { startRules } from "../findings/run-rules.ts";
import {
  type AssumeGraph,
  allGaps,
  buildAssumeGraph,
  graphFromSections,
  graphSections,
  notesFor,
} from "../graph/index.ts";
import { type CoverageGap, ok, type Result, type Snapshot } from "../model/index.ts";
import type { CacheHandle, CacheSection, SnapshotFileError } from "../store/index.ts";
import {
  type Engine,
  type EngineConfig,
  engineOf,
  marksSection,
  type OpenEngineOptions,
  openEngine,
} from "./engine.ts";

export type Scan = {
  readonly engine: Engine;
  readonly graph: AssumeGraph;
  /** Without suppressions and baseline, which are a matter of the moment: see `select-findings.ts`. */
  readonly findings: FindingList;
  /** What was not read and could change the findings. */
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
  /** Whether graph and findings came out of the cache. */
  readonly fromCache: boolean;
};

/** Scans a snapshot file. Opens and keeps the cache beside it unless told otherwise. */
export async function scan(
  path: string,
  options: OpenEngineOptions,
): Promise<Result<Scan, SnapshotFileError>> {
  const opened = await openEngine(path, options);
  if (!opened.ok) return opened;
  const engine = opened.value;
  const { cache } = engine;
  const kept = cache === null ? null : keptScan(engine, cache);
  if (kept !== null) return ok(kept);
  const { graph, found } = run(engine);
  if (cache !== null) {
    const marks = { name: marksSection, data: engine.callers.documentMarks() };
    await cache.write([...graphSections(graph), ...foundSections(found), marks]);
  }
  return ok(scanOf(engine, graph, found, false));
}

/** Scans a snapshot that is in memory already; no cache takes part. */
export function scanSnapshot(snapshot: Snapshot, config: Partial<EngineConfig> = {}): Scan {
  const engine = engineOf(snapshot, config);
  const { graph, found } = run(engine);
  return scanOf(engine, graph, found, false);
}

function run(engine: Engine): { readonly graph: AssumeGraph; readonly found: readonly Found[] } {
  const rules = startRules(engine.config.rules, engine.context);
  const graph = buildAssumeGraph(engine.reader, [rules.onTrust]);
  return { graph, found: rules.finish() };
}

function scanOf(engine: Engine, graph: AssumeGraph, found: readonly Found[], fromCache: boolean): Scan {
  const { context, reader, expansion, snapshot } = engine;
  const scope = { context, reader, rules: engine.config.rules, expansion };
  return {
    engine,
    graph,
    findings: findingList(found, context, (one, summary) => findingDetail(one, summary, scope)),
    coverage: allGaps(graph),
    notes: notesFor(snapshot),
    fromCache,
  };
}

/** Findings a section: one JSON text of all could pass the longest text that the runtime knows. */
const perSection = 20_000;

function foundSections(found: readonly Found[]): readonly CacheSection[] {
  const sections: CacheSection[] = [{ name: "found/count", data: Uint32Array.of(found.length) }];
  for (let at = 0; at < found.length; at += perSection) {
    sections.push({
      name: `found/${at / perSection}`,
      data: { json: found.slice(at, at + perSection) },
    });
  }
  return sections;
}

function keptScan(engine: Engine, cache: CacheHandle): Scan | null {
  const count = cache.uint32("found/count")?.[0];
  const graph = count === undefined ? null : graphFromSections(engine.snapshot, cache);
  if (count === undefined || graph === null) return null;
  const found: Found[] = [];
  for (let section = 0; found.length < count; section++) {
    const part = cache.json(`found/${section}`)?.value;
    if (!isFoundList(part)) return null;
    for (const one of part) found.push(one);
  }
  return scanOf(engine, graph, found, true);
}

/** The cache's checksum says that this is what {@link foundSections} wrote, so a look at its outline is enough. */
function isFoundList(value: unknown): value is readonly Found[] {
  return Array.isArray(value) && value.length > 0;
}
