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
} from "../graph/reach/index.ts";
import { type Engine, openGraph } from "./engine.ts";

export type ToldHop = PathHop & HopStory;
export type ToldPath = Omit<Path, "hops"> & { readonly hops: readonly ToldHop[] };
export type ToldPaths = Omit<Paths, "paths"> & { readonly paths: readonly ToldPath[] };

export async function openReach(engine: Engine): Promise<ReachGraph> {
  const assumptions = await openGraph(engine);
  return buildReachGraph({
    snapshot: engine.snapshot,
    organization: engine.reader.organization,
    assumptions,
  });
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
