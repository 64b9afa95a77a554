/** The graph of what can be reached, of a snapshot file. */
import type { AssumeGraph } from "../graph/index.ts";
import { buildReachGraph, type ReachGraph, reachFromSections, reachSections } from "../graph/reach/index.ts";
import { type Engine, openGraph } from "./engine.ts";

/** The graph out of the cache, or built and put there. `tell`: hears what is being done. */
export async function openReach(engine: Engine, tell: (message: string) => void): Promise<ReachGraph> {
  tell("asking every role's trust policy");
  return reachOver(await openGraph(engine), engine, tell);
}

/** As {@link openReach}, over assumptions that are at hand. */
export async function reachOver(
  assumptions: AssumeGraph,
  { snapshot, reader, cache }: Engine,
  tell: (message: string) => void,
): Promise<ReachGraph> {
  const scope = { snapshot, organization: reader.organization, assumptions };
  const kept = cache === null ? null : reachFromSections(scope, cache);
  if (kept !== null) return kept;
  tell("asking who can come to whom, by roles and by techniques");
  const graph = buildReachGraph(scope);
  // A cache that can't be written costs time, not answers.
  if (cache !== null) await cache.write(reachSections(graph));
  return graph;
}
