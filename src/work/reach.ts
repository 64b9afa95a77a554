/** The graph of what can be reached, of a snapshot file. */
import { buildReachGraph, type ReachGraph, reachFromSections, reachSections } from "../graph/reach/index.ts";
import { type Engine, openGraph } from "./engine.ts";

/** The graph out of the cache, or built and put there. `tell`: hears what is being done. */
export async function openReach(engine: Engine, tell: (message: string) => void): Promise<ReachGraph> {
  const { snapshot, reader, cache } = engine;
  tell("asking every role's trust policy");
  const assumptions = await openGraph(engine);
  const scope = { snapshot, organization: reader.organization, assumptions };
  const kept = cache === null ? null : reachFromSections(scope, cache);
  if (kept !== null) return kept;
  tell("asking who can come to whom, by roles and by techniques");
  const graph = buildReachGraph(scope);
  // A cache that can't be written costs time, not answers.
  if (cache !== null) await cache.write(reachSections(graph));
  return graph;
}
