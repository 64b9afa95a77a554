/** Questions about what can be reached, asked of a snapshot file. */
import {
  type BlastRadius,
  blastRadius,
  buildReachGraph,
  describeHop,
  type Exposure,
  type ExposureQuestion,
  exposure,
  findPaths,
  type HopStory,
  type Path,
  type PathHop,
  type PathQuestion,
  type Paths,
  type RadiusQuestion,
  type ReachGraph,
  reachFromSections,
  reachSections,
} from "../graph/reach/index.ts";
import { type Engine, openGraph } from "./engine.ts";

export type ToldHop = PathHop & HopStory;
export type ToldPath = Omit<Path, "hops"> & { readonly hops: readonly ToldHop[] };
export type ToldPaths = Omit<Paths, "paths"> & { readonly paths: readonly ToldPath[] };

/** The graph out of the cache, or built and put there. */
export async function openReach(engine: Engine): Promise<ReachGraph> {
  const { snapshot, reader, cache } = engine;
  const assumptions = await openGraph(engine);
  const scope = { snapshot, organization: reader.organization, assumptions };
  const kept = cache === null ? null : reachFromSections(scope, cache);
  if (kept !== null) return kept;
  const graph = buildReachGraph(scope);
  // A cache that can't be written costs time, not answers.
  if (cache !== null) await cache.write(reachSections(graph));
  return graph;
}

export async function askPaths(engine: Engine, question: PathQuestion): Promise<ToldPaths> {
  const graph = await openReach(engine);
  const { paths, ...rest } = findPaths(graph, question, engine.expansion);
  const told = paths.map((path) => ({
    ...path,
    hops: path.hops.map((hop) => ({ ...hop, ...describeHop(graph, hop) })),
  }));
  return { paths: told, ...rest };
}

export async function askBlastRadius(engine: Engine, question: RadiusQuestion): Promise<BlastRadius> {
  return blastRadius(await openReach(engine), question);
}

/** Null: the snapshot can't say whose the resource is. */
export async function askExposure(engine: Engine, question: ExposureQuestion): Promise<Exposure | null> {
  return exposure(await openReach(engine), question, engine.expansion);
}
