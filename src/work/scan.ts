/** The scan: one pass over all trust policies fills the graph and feeds the rules; both go to the cache. */

import { findingDetail } from "../findings/finding-detail.ts";
import { type FindingList, findingList } from "../findings/finding-list.ts";
import type { Found } from "../findings/found.ts";
import { runReachRules } from "../findings/run-reach-rules.ts";
import { startRules } from "../findings/run-rules.ts";
import {
  type AssumeGraph,
  allGaps,
  buildAssumeGraph,
  graphFromSections,
  graphSections,
  notesFor,
} from "../graph/index.ts";
import { buildReachGraph, type ReachGraph } from "../graph/reach/index.ts";
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
import { reachOver } from "./reach.ts";

export type Scan = {
  readonly engine: Engine;
  readonly graph: AssumeGraph;
  /** Without suppressions and baseline, which are a matter of the moment: see `select-findings.ts`. */
  readonly findings: FindingList;
  /** What was not read and could change the findings. */
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
  /** What can be reached, over which the rules about chains ran as well; null where nobody asked for them. */
  readonly reach: ReachGraph | null;
  /** Whether graph and findings came out of the cache. */
  readonly fromCache: boolean;
};

export type ScanOptions = OpenEngineOptions & {
  /**
   * Whether rules about chains run as well, which takes the graph of what can be reached. `kept`: if the cache
   * holds what they found. Default: false.
   */
  readonly chains?: boolean | "kept";
  /** Hears what is being done. */
  readonly tell?: (message: string) => void;
};

/** Scans a snapshot file. Opens and keeps the cache beside it unless told otherwise. */
export async function scan(path: string, options: ScanOptions): Promise<Result<Scan, SnapshotFileError>> {
  const opened = await openEngine(path, options);
  if (!opened.ok) return opened;
  return ok(await scanEngine(opened.value, options));
}

/** Scans what is open already, with the cache that it was opened with. */
export async function scanEngine(
  engine: Engine,
  options: Pick<ScanOptions, "chains" | "tell">,
): Promise<Scan> {
  const kept = keptScan(engine) ?? (await runAndKeep(engine));
  const chains = options.chains === "kept" ? hasChains(engine) : options.chains === true;
  return chains ? withChains(engine, kept, options.tell ?? (() => undefined)) : scanOf(engine, kept, null);
}

/** Scans a snapshot that is in memory already; no cache takes part. */
export function scanSnapshot(
  snapshot: Snapshot,
  config: Partial<EngineConfig> = {},
  { chains }: { readonly chains: boolean } = { chains: false },
): Scan {
  const engine = engineOf(snapshot, config);
  const ran = run(engine);
  if (!chains) return scanOf(engine, ran, null);
  const organization = engine.reader.organization;
  const reach = buildReachGraph({ snapshot, organization, assumptions: ran.graph });
  const found = runReachRules(engine.config.rules, reach, engine.context);
  return scanOf(engine, { ...ran, found: [...ran.found, ...found] }, reach);
}

type Ran = { readonly graph: AssumeGraph; readonly found: readonly Found[]; readonly fromCache: boolean };

async function runAndKeep(engine: Engine): Promise<Ran> {
  const ran = run(engine);
  if (engine.cache !== null) {
    const marks = { name: marksSection, data: engine.callers.documentMarks() };
    await engine.cache.write([...graphSections(ran.graph), ...foundSections("found", ran.found), marks]);
  }
  return ran;
}

function run(engine: Engine): Ran {
  const rules = startRules(engine.config.rules, engine.context);
  const graph = buildAssumeGraph(engine.reader, [rules.onTrust]);
  return { graph, found: rules.finish(), fromCache: false };
}

// What the rules about chains found stands in sections of its own, so that a scan without them never tells it.
const chainsName = "found-chains";

function hasChains({ cache }: Engine): boolean {
  return cache !== null && cache.uint32(`${chainsName}/count`) !== null;
}

async function withChains(engine: Engine, ran: Ran, tell: (message: string) => void): Promise<Scan> {
  const { cache, config, context } = engine;
  const reach = await reachOver(ran.graph, engine, tell);
  const kept = cache === null ? null : keptFound(chainsName, cache);
  const found = kept ?? runReachRules(config.rules, reach, context);
  if (kept === null && cache !== null) await cache.write(foundSections(chainsName, found));
  const fromCache = ran.fromCache && kept !== null;
  return scanOf(engine, { ...ran, found: [...ran.found, ...found], fromCache }, reach);
}

function scanOf(engine: Engine, { graph, found, fromCache }: Ran, reach: ReachGraph | null): Scan {
  const { context, reader, expansion, snapshot } = engine;
  const scope = { context, reader, rules: engine.config.rules, expansion, reach };
  return {
    engine,
    graph,
    findings: findingList(found, context, (one, summary, chainFixes) =>
      findingDetail(one, summary, scope, chainFixes),
    ),
    coverage: allGaps(graph),
    notes: notesFor(snapshot),
    reach,
    fromCache,
  };
}

/** Findings a section: one JSON text of all could pass the longest text that the runtime knows. */
const perSection = 20_000;

function foundSections(name: string, found: readonly Found[]): readonly CacheSection[] {
  const sections: CacheSection[] = [{ name: `${name}/count`, data: Uint32Array.of(found.length) }];
  for (let at = 0; at < found.length; at += perSection) {
    sections.push({
      name: `${name}/${at / perSection}`,
      data: { json: found.slice(at, at + perSection) },
    });
  }
  return sections;
}

function keptScan({ cache, snapshot }: Engine): Ran | null {
  const found = cache === null ? null : keptFound("found", cache);
  const graph = found === null || cache === null ? null : graphFromSections(snapshot, cache);
  return found === null || graph === null ? null : { graph, found, fromCache: true };
}

function keptFound(name: string, cache: CacheHandle): readonly Found[] | null {
  const count = cache.uint32(`${name}/count`)?.[0];
  if (count === undefined) return null;
  const found: Found[] = [];
  for (let section = 0; found.length < count; section++) {
    const part = cache.json(`${name}/${section}`)?.value;
    if (!isFoundList(part)) return null;
    for (const one of part) found.push(one);
  }
  return found;
}

/** The cache's checksum says that this is what {@link foundSections} wrote, so a look at its outline is enough. */
function isFoundList(value: unknown): value is readonly Found[] {
  return Array.isArray(value) && value.length > 0;
}
